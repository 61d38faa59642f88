from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import override

from label import deadlines


class Command(BaseCommand):
    help = "Do what the label's deadlines ask for today. Run it daily; running it again is safe."

    def add_arguments(self, parser):
        parser.add_argument("--now", help="another moment, with its time zone, to try out")

    def handle(self, *, now, **options):
        with override("fr"):
            report = deadlines.run(now=parse_datetime(now) if now else timezone.now())
            for name, count in report.done.items():
                self.stdout.write(f"{name:24} {count}")
            self.stdout.write(_("Échéances : %(total)s actes.") % {"total": report.total})
