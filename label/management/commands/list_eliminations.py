from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from label import archives


class Command(BaseCommand):
    help = "List the files of the label that have reached their term, for the archivist's visa."

    def handle(self, **options):
        with override("fr"):
            found = archives.to_eliminate(now=timezone.now()).select_related("operator")
            for case in found:
                self.stdout.write(f"{case.reference}\t{case.operator}\t{case.state_since:%d/%m/%Y}")
            self.stdout.write(_("Dossiers à éliminer : %(count)d") % {"count": len(found)})
