from django.core.management.base import BaseCommand
from django.utils import timezone

from label.mails import sending
from label.papers import kept


class Command(BaseCommand):
    help = "Send the label's messages: urgent ones now, the others once a day. Run it every hour."

    def handle(self, **options):
        now = timezone.now()
        report = sending.send(now=now)
        kept.keep_notified(now=now)
        forgotten = sending.forget(now=now)
        self.stdout.write(
            f"{report.mails} courriers pour {report.messages} messages, {report.dropped} écartés, "
            f"{report.failed} envois à refaire, {forgotten} messages anciens vidés."
        )
