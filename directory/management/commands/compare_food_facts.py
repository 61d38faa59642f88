from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from directory import food_facts
from directory.reference_data import UnreadableFile


class Command(BaseCommand):
    help = "Compare foods with the Ciqual and Agribalyse files of a folder; list the differences."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder, **options):
        with override("fr"):
            try:
                found = food_facts.compare(folder)
            except UnreadableFile as error:
                raise CommandError(str(error)) from error
            self._show(found)
            if not found.is_clean:
                raise CommandError(_("Des écarts n’ont pas d’explication écrite."))

    def _show(self, found):
        for difference in found.differences:
            self.stdout.write(str(difference))
        for slug, code in found.absent:
            self.stdout.write(_("%(slug)s : code %(code)s absent") % {"slug": slug, "code": code})
        for slug, name in found.stale:
            words = _("%(slug)s, %(name)s : correction écrite qui ne corrige plus rien")
            self.stdout.write(words % {"slug": slug, "name": name})
        words = _("%(compared)d valeurs comparées, %(count)d écarts, %(bare)d sans explication")
        counts = {"count": len(found.differences), "bare": len(found.unexplained)}
        self.stdout.write(words % {"compared": found.compared, **counts})
