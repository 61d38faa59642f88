import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import CommandError, call_command

from directory import outlines
from tests.directory.test_outlines import collection, square
from tests.factories import nimes, uzes


@pytest.fixture(autouse=True)
def place_of_files(settings, tmp_path, db):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def geo_api(settings):
    """A local stand-in of the geo API: set `.answer`, read `.asked`."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self):
            self.server.asked.append(self.path)
            status, body = self.server.answer
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    with HTTPServer(("127.0.0.1", 0), Answers) as server:
        server.asked, server.answer = [], (200, b"{}")
        settings.GEO_API_URL = f"http://127.0.0.1:{server.server_port}/"
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def run(*arguments):
    said = StringIO()
    call_command("import_contours", *arguments, stdout=said)
    return said.getvalue().strip()


def codes():
    return [commune["insee"] for commune in json.loads(outlines.load().text)["communes"]]


def test_contours_of_a_file_become_the_ground_of_the_map(tmp_path):
    path = tmp_path / "contours.geojson"
    path.write_text(json.dumps(collection(square("30189", 4.3, 43.8), square("30334", 4.4, 44))))
    assert run(str(path)) == "Contours de 2 communes prêts : 0,2 Ko compressés."
    assert codes() == ["30189", "30334"]


def test_real_file_is_ready_within_the_budget(shared_data):
    assert run(str(shared_data / "communes_gard.geojson")).startswith("Contours de 350 communes")
    assert len(codes()) == 350


def test_without_a_file_the_geo_api_is_asked_for_the_departments_of_the_territory(geo_api):
    nimes()
    uzes()
    feature = square("", 4.3, 43.8) | {"properties": {"code": "30189", "nom": "Nîmes"}}
    geo_api.answer = 200, json.dumps(collection(feature)).encode()
    run()
    (asked,) = map(urlsplit, geo_api.asked)
    assert asked.path == "/departements/30/communes"
    assert parse_qs(asked.query) == {
        "fields": ["code,nom"],
        "format": ["geojson"],
        "geometry": ["contour"],
    }
    assert codes() == ["30189"]


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ((503, b""), "L’API géographique ne répond pas"),
        ((200, b"<html>"), "La réponse de l’API géographique n’est pas du JSON valable"),
        ((200, b"[]"), "Ce n’est pas une collection GeoJSON"),
    ],
)
def test_trouble_with_the_geo_api_is_told_and_keeps_the_ground_in_place(geo_api, answer, message):
    nimes()
    kept = outlines.build(outlines.read(collection(square("30001", 4.0, 44.0))))
    outlines.save(kept)
    geo_api.answer = answer
    with pytest.raises(CommandError, match=message):
        run()
    assert outlines.load() == kept


def test_offline_the_command_says_what_to_do(settings):
    nimes()
    settings.GEO_API_URL = "http://127.0.0.1:9"
    with pytest.raises(CommandError, match="donnez un fichier GeoJSON"):
        run()


@pytest.mark.parametrize("address", ["", "file:///etc/passwd"])
def test_only_the_web_is_asked(settings, address):
    nimes()
    settings.GEO_API_URL = address
    with pytest.raises(CommandError, match="GEO_API_URL n’est pas une adresse"):
        run()


def test_without_communes_and_without_a_file_nothing_is_asked(geo_api):
    with pytest.raises(CommandError, match="Aucune commune n’est chargée"):
        run()
    assert geo_api.asked == []


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "ne peut pas être lu"), (b"\xff{", "n’est pas du JSON valable")],
)
def test_unreadable_file_is_told(tmp_path, content, message):
    path = tmp_path / "contours.geojson"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError, match=message):
        run(str(path))
