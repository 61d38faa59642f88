from django.core.management.base import BaseCommand
from tqdm import tqdm

from directory import recipe_rows


class Command(BaseCommand):
    help = "Write again what lists of recipes read; to run every day, since prices age."

    def handle(self, *args, **options):
        def progress(items):
            return tqdm(items, disable=not self.stderr.isatty(), unit=" recettes")

        total = recipe_rows.rebuild(progress)
        self.stdout.write(f"{total} recettes dans les listes publiques.")
