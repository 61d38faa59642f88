from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from directory import duplicates
from directory.models import DuplicatePair


class Command(BaseCommand):
    help = "Cherche, dans tout l’annuaire, les fiches qui décrivent peut-être le même lieu."

    def handle(self, *args, **options):
        found = duplicates.find()
        waiting = DuplicatePair.objects.open().count()
        self.stdout.write(
            _("%(new)d nouvelles paires, %(waiting)d à examiner.")
            % {"new": len(found), "waiting": waiting}
        )
