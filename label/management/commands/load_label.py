from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from madeingard.users.models import User

from label import groups, reference_data
from label.machine import Refused


class Command(BaseCommand):
    help = "Make the label's groups and shipped versions; with --adopt, open a season."

    def add_arguments(self, parser):
        parser.add_argument("--secretariat", metavar="EMAIL", help="who drafts the versions")
        parser.add_argument("--authority", metavar="EMAIL", help="who adopts them")
        parser.add_argument("--adopt", metavar="REFERENCE", help="reference of the deliberation")
        parser.add_argument("--profile", choices=["full", "light"], default="full")

    def handle(self, *, secretariat, authority, adopt, profile, **options):
        with override("fr"):
            groups.ensure()
            if not secretariat:
                self.stdout.write(_("Groupes du label prêts."))
                return
            now = timezone.now()
            try:
                if adopt:
                    reference_data.start_season(
                        profile,
                        by_secretariat=self._person(secretariat),
                        by_authority=self._person(authority),
                        deliberation_ref=adopt,
                        now=now,
                    )
                else:
                    reference_data.load(by=self._person(secretariat), now=now)
            except Refused as refused:
                raise CommandError("\n".join(refused.reasons)) from refused
            self.stdout.write(_("Référentiel et règlements prêts."))

    def _person(self, email):
        person = User.objects.filter(email__iexact=email or "").first()
        if person is None:
            raise CommandError(_("Aucun compte avec l’adresse « %(email)s ».") % {"email": email})
        return person
