from django.core.management.base import BaseCommand
from django.utils import timezone

from directory.reminders import sending


class Command(BaseCommand):
    help = "Ask whether listings are still true, and take off those without news. Run it every day."

    def handle(self, **options):
        report = sending.send(now=timezone.now())
        self.stdout.write(
            f"{report.mails} courriers pour {report.listings} fiches, {report.left} fiches "
            f"retirées, {report.failed} envois à refaire."
        )
