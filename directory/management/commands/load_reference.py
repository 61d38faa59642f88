from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from directory import reference_data


class Command(BaseCommand):
    help = "Load the reference tables; keep the team's corrections."

    def add_arguments(self, parser):
        parser.add_argument(
            "--communes",
            type=Path,
            metavar="FILE",
            help="load only the communes of this national CSV file, gzip or not",
        )

    def handle(self, *, communes, verbosity, **options):
        with override("fr"):
            try:
                reports = (
                    [reference_data.load_france(communes)]
                    if communes
                    else reference_data.load_all()
                )
            except reference_data.UnreadableFile as error:
                raise CommandError(str(error)) from error
            for report in reports:
                if verbosity:
                    self._show(report)
                for problem in report.problems:
                    self.stderr.write(
                        _("%(table)s, ligne %(line)s %(key)s : %(reason)s")
                        % {"table": report.name, **vars(problem)}
                    )

    def _show(self, report):
        sentence = _(
            "%(name)s : %(created)d créées, %(updated)d mises à jour, %(unchanged)d inchangées, "
            "%(forgotten)d supprimées à la main, %(problems)d écartées"
        )
        self.stdout.write(
            sentence
            % (
                vars(report)
                | {"forgotten": len(report.forgotten), "problems": len(report.problems)}
            )
        )
        for key, field in report.kept:
            self.stdout.write(
                _("  correction gardée : %(key)s, %(field)s") % {"key": key, "field": field}
            )
