from django.core.management.base import BaseCommand
from django.utils import timezone

from directory.reminders import digest, sending, signs


class Command(BaseCommand):
    help = "Ask whether listings are still true, and take off those without news. Run it every day."

    def handle(self, **options):
        now = timezone.now()
        report = sending.send(now=now)
        expiries, news = signs.send(now=now), digest.send(now=now)
        self.stdout.write(
            f"{report.mails} courriers pour {report.listings} fiches, {report.left} fiches "
            f"retirées, {report.failed} envois à refaire ; {expiries} courriers de signes, "
            f"{news} nouvelles de la semaine."
        )
