from contextlib import contextmanager
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from directory.imports import formats, mapping, run
from directory.imports.errors import FileError
from directory.imports.report import Report
from directory.imports.sources import source_for


class Command(BaseCommand):
    help = "Importe des lieux d’un fichier CSV ou GeoJSON, autant de fois qu’on veut."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FICHIER")
        parser.add_argument("--source", required=True, help="identifiant de la source")
        parser.add_argument("--format", choices=formats.FORMATS, default=formats.AUTO)
        parser.add_argument(
            "--mapping", type=Path, help="correspondance des colonnes, TOML ou JSON"
        )
        parser.add_argument("--dry-run", action="store_true", help="dire sans rien écrire")
        parser.add_argument(
            "--allow-outside", action="store_true", help="garder ce qui est hors des communes"
        )
        parser.add_argument("--draft", action="store_true", help="créer des brouillons")
        parser.add_argument("--source-name", default="", help="nom d’une source nouvelle")
        parser.add_argument("--licence", default="", help="licence d’une source nouvelle")
        parser.add_argument("--attribution", default="", help="mention d’une source nouvelle")
        parser.add_argument("--url", default="", help="adresse d’une source nouvelle")

    def handle(self, *args, **options):
        try:
            self._import(**options)
        except FileError as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except KeyboardInterrupt as error:
            raise CommandError(
                _("Import interrompu : la même commande reprendra où il s’est arrêté."),
                returncode=130,
            ) from error

    def _import(self, file: Path, **options):
        given = mapping.load(options["mapping"]) if options["mapping"] else None
        table = formats.read(file, options["format"])
        chosen = mapping.choose(table, given)
        source = source_for(
            options["source"],
            name=options["source_name"],
            licence=options["licence"],
            attribution=options["attribution"],
            url=options["url"],
            save=not options["dry_run"],
        )
        if options["dry_run"]:
            report = run.preview(table, chosen, source, allow_outside=options["allow_outside"])
        else:
            with self._bar(len(table), options["verbosity"]) as advance:
                record = run.run(
                    table,
                    chosen,
                    source,
                    file_name=file.name,
                    allow_outside=options["allow_outside"],
                    as_draft=options["draft"],
                    advance=advance,
                )
            report = Report(**record.report)
        if options["verbosity"]:
            for line in report.lines(is_dry_run=options["dry_run"]):
                self.stdout.write(line)

    @contextmanager
    def _bar(self, total: int, verbosity: int):
        # None: shown on a terminal only.
        hidden = None if verbosity else True
        with tqdm(total=total, disable=hidden, unit="ligne", file=self.stderr) as bar:
            yield bar.update
