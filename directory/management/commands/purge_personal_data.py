from django.core.management.base import BaseCommand
from django.utils import timezone

from directory import retention


class Command(BaseCommand):
    help = "Send the answers that could not leave, and forget the addresses that have no more use."

    def handle(self, **options):
        told, forgotten = retention.run(now=timezone.now())
        self.stdout.write(f"{told} réponses envoyées en retard, {forgotten} adresses oubliées.")
