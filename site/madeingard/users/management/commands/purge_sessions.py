from django.core.management import call_command
from django.core.management.base import BaseCommand

from madeingard.users import devices


class Command(BaseCommand):
    help = "Forget sessions that are over, with their devices, and what limits no longer count."

    def handle(self, **options):
        call_command("clearsessions")
        self.stdout.write(f"{devices.purge()} appareils oubliés")
