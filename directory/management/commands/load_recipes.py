from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override
from tqdm import tqdm

from directory.recipe_content import loading


class Command(BaseCommand):
    help = "Make pages of our recipes; leave alone those that a person changed or deleted."

    def handle(self, **options):
        def progress(items):
            return tqdm(items, disable=not self.stderr.isatty(), unit=" recettes")

        try:
            report = loading.load(progress)
        except loading.UnknownFood as error:
            raise CommandError(str(error)) from error
        with override("fr"):
            words = _(
                "%(created)d recettes créées, %(updated)d mises à jour, %(unchanged)d inchangées, "
                "%(left)d laissées à l’équipe"
            )
            counts = {name: len(slugs) for name, slugs in vars(report).items()}
            self.stdout.write(words % counts)
