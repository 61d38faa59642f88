"""Files of places as sources give them, and what an import says it did."""

from django.core.management import call_command

from directory.models import ImportRun, PointOfSalePage

HEADER = "osm_id,nom,shop,numero,voie,code_postal,commune,opening_hours,lat,lon,zone"
BAKERY = "1,Boulangerie Roux,bakery,3,rue Fresque,30000,Nîmes,Tu-Sa 07:00-19:00,43.8370,4.3600,x"
CHEESE = "2,La Cabre d’Or,cheese,,,30700,Uzès,,44.0120,4.4200,x"


def write(tmp_path, *rows, header=HEADER, name="lieux.csv", encoding="utf-8", end="\n"):
    path = tmp_path / name
    path.write_bytes((end.join([header, *rows]) + end).encode(encoding))
    return path


def import_file(path, *options, **kwargs) -> ImportRun | None:
    call_command("import_places", str(path), "--source", "osm", *options, verbosity=0, **kwargs)
    return ImportRun.objects.first()


def counts(record: ImportRun) -> dict[str, int]:
    return {name: getattr(record, name) for name in COUNTED if getattr(record, name)}


LONG = "x" * 201
COUNTED = ("created", "updated", "unchanged", "skipped", "vanished", "corrections", "duplicates")


def place(title) -> PointOfSalePage:
    return PointOfSalePage.objects.get(title=title)


def skipped(record: ImportRun) -> list[tuple[int, str]]:
    return [(row["line"], row["reason"]) for row in record.report["skipped"]]


def plain(text):
    return text.replace("\xa0", " ")
