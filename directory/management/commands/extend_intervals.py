from django.core.management.base import BaseCommand
from django.utils import timezone
from tqdm import tqdm

from directory import listing


class Command(BaseCommand):
    help = "Know the openings of the coming weeks and forget those of the past. Run it every day."

    def handle(self, *args, **options):
        def progress(items):
            return tqdm(items, disable=not self.stderr.isatty(), unit=" lieux")

        added = listing.extend_intervals(timezone.now(), progress)
        self.stdout.write(f"{added} plages d’ouverture ajoutées.")
