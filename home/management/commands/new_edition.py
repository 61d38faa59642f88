from django.core.management.base import BaseCommand

from home import edition


class Command(BaseCommand):
    help = "Show at once what was changed in the database without the site."

    def handle(self, *args, **options):
        edition.turn()
