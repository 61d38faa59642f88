from functools import partial
from io import StringIO

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from tqdm import tqdm

from directory import listing, recipe_rows
from directory.demonstration import accounts, loading


class Command(BaseCommand):
    help = "Fill the site with an invented Gard, marked as a demonstration, and print its accounts."

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="on a site that has pages, only bring its opening hours up to date",
        )

        parser.add_argument(
            "--listings-only",
            action="store_true",
            help="leave out what other rooms add to the listings",
        )

    def handle(self, *, if_empty, listings_only, verbosity, **options):
        with override("fr"):
            if if_empty and loading.has_content():
                listing.extend_intervals(timezone.now())
            else:
                self._load(verbosity)
                if not listings_only:
                    self._load_others(verbosity)
            self._print_accounts()

    def _load(self, verbosity):
        if loading.has_other_content():
            raise CommandError(
                _("Ce site a déjà ses propres fiches : la démonstration ne s’y ajoute pas.")
            )
        call_command("setup_site", verbosity=0, stdout=self.stdout, stderr=self.stderr)
        silent = None if verbosity else True  # None: silent unless on a terminal
        progress = partial(tqdm, desc=_("Démonstration"), unit="", disable=silent)
        call_command("load_recipes", stdout=StringIO(), stderr=self.stderr)
        made = loading.load(progress=progress)
        recipe_rows.rebuild()  # they cost what the producers that came since ask
        if verbosity:
            self.stdout.write(_("Démonstration : %(made)d pages créées.") % {"made": made})

    def _load_others(self, verbosity):
        if loading.contributors and verbosity:
            self.stdout.write(_("Dossiers, séances et décisions du label…"))
            self.stdout.flush()
        for load in loading.contributors:
            load()

    def _print_accounts(self):
        found = accounts.accounts()
        if found:
            self.stdout.write(
                _(
                    "Comptes de la démonstration : entrez leur adresse sur /compte/connexion/, "
                    "le code est sur /mails/. L’équipe travaille sur /admin/, les autres sur "
                    "/espace/."
                )
            )
        for account in found:
            self.stdout.write(f"  {account.role:44} {account.email}")
