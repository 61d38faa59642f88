import json
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from directory import outlines
from directory.figures import rounded
from directory.models import Commune

TIMEOUT = 30  # seconds
LARGEST = 100 * 1024 * 1024


class Command(BaseCommand):
    help = "Import the outlines of the communes (GeoJSON) as the ground of the map."

    def add_arguments(self, parser):
        parser.add_argument(
            "file", nargs="?", type=Path, help="GeoJSON; without it, the State's geo API is asked"
        )

    def handle(self, *args, file, **options):
        try:
            contours = [
                contour
                for collection in ([read_file(file)] if file else ask_geo_api())
                for contour in outlines.read(collection)
            ]
            built = outlines.build(contours)
            outlines.save(built)
        except outlines.ContoursError as error:
            raise CommandError(str(error)) from error
        kilobytes = rounded(len(built.compressed) / 1000, 1)
        self.stdout.write(
            _("Contours de %(count)d communes prêts : %(size)s Ko compressés.")
            % {"count": len(contours), "size": kilobytes}
        )


def read_file(path):
    try:
        return json.loads(path.read_bytes())
    except OSError as error:
        raise CommandError(
            _("Le fichier %(path)s ne peut pas être lu : %(why)s")
            % {"path": path, "why": error.strerror}
        ) from error
    except ValueError as error:
        raise CommandError(_("%s n’est pas du JSON valable.") % path) from error


def ask_geo_api():
    """One collection for each department where the territory acts."""
    codes = Commune.objects.in_perimeter().values_list("insee", flat=True)
    departments = sorted({outlines.department_of(code) for code in codes})
    if not departments:
        raise CommandError(
            _("Aucune commune n’est chargée : chargez les communes, ou donnez un fichier.")
        )
    for department in departments:
        query = urlencode({"fields": "code,nom", "format": "geojson", "geometry": "contour"})
        base = settings.GEO_API_URL.rstrip("/")
        yield fetch(f"{base}/departements/{department}/communes?{query}")


def fetch(address):
    if not address.startswith(("https://", "http://")):
        raise CommandError(_("GEO_API_URL n’est pas une adresse du web."))
    request = Request(address, headers={"Accept": "application/geo+json, application/json"})
    try:
        with urlopen(request, timeout=TIMEOUT) as answer:
            return json.loads(answer.read(LARGEST))
    except (OSError, HTTPException) as error:
        raise CommandError(
            _(
                "L’API géographique ne répond pas (%(address)s : %(why)s). Réessayez plus tard, ou "
                "donnez un fichier GeoJSON : manage.py import_contours FICHIER"
            )
            % {"address": settings.GEO_API_URL, "why": error}
        ) from error
    except ValueError as error:
        raise CommandError(
            _("La réponse de l’API géographique n’est pas du JSON valable (%s).")
            % settings.GEO_API_URL
        ) from error
