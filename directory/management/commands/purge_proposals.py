from django.core.management.base import BaseCommand
from django.utils import timezone

from directory import recipe_proposals


class Command(BaseCommand):
    help = "Send the answers that could not leave, and forget the addresses that have no more use."

    def handle(self, **options):
        now = timezone.now()
        told = recipe_proposals.tell_late(now=now)
        forgotten = recipe_proposals.purge(now=now)
        self.stdout.write(f"{told} réponses envoyées en retard, {forgotten} adresses oubliées.")
