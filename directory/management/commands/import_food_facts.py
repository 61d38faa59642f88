from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from directory import food_facts, food_tables
from directory.reference_data import UnreadableFile


class Command(BaseCommand):
    help = "Take the facts of a newer Ciqual or Agribalyse file; keep what editors corrected."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--table", required=True, choices=sorted(food_tables.TABLES))
        parser.add_argument("--edition", default="", help='how pages name the table: "Ciqual 2025"')
        parser.add_argument(
            "--mapping", type=Path, metavar="TOML", help='columns of the file: energy_kj = "…"'
        )
        parser.add_argument("--dry-run", action="store_true", help="report, write nothing")

    def handle(self, *, file, table, edition, mapping, dry_run, **options):
        official = food_tables.TABLES[table]
        with override("fr"):
            try:
                columns = food_tables.read_mapping(mapping, official) if mapping else None
                report = food_facts.take(
                    file, official, edition=edition, columns=columns, is_dry_run=dry_run
                )
            except UnreadableFile as error:
                raise CommandError(str(error)) from error
            if dry_run:
                self.stdout.write(_("Essai à blanc : rien n’est écrit."))
            for line in food_facts.lines(report):
                self.stdout.write(line)
