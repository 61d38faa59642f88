from django.core.management.base import BaseCommand
from tqdm import tqdm

from directory import listing


class Command(BaseCommand):
    help = "Write again every row that the public search reads, and count every tile."

    def handle(self, *args, **options):
        def progress(items):
            return tqdm(items, disable=not self.stderr.isatty(), unit=" fiches")

        total = listing.rebuild(progress)
        self.stdout.write(f"{total} lignes dans l’annuaire public.")
