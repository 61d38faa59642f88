import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.urls import reverse
from wagtail.models import PageViewRestriction

from directory.models import Listing
from tests.factories import UserFactory, add_place, add_producer

ROOT = Path(__file__).resolve().parents[1]
GOOD = {
    "SECRET_KEY": "k7f2Wq9zLr4Xn8Bv1Tm6Yc3Hd5Jg0Ps-Ua_Ei7Ro2Kx9Nw4Qb6Zt",
    "ALLOWED_HOSTS": "made.example",
    "SITE_URL": "https://made.example",
}


def policy(response):
    """The directives of a Content-Security-Policy, as sets of sources."""
    parts = response.headers["Content-Security-Policy"].split(";")
    return {words[0]: set(words[1:]) for words in map(str.split, parts)}


# --- Headers ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_public_pages_allow_no_inline_code_and_no_other_site(client, tree, settings):
    pages = [tree.home, tree.search, tree.producers, add_place(), add_producer()]
    for page in pages:
        directives = policy(client.get(page.url))
        assert directives["default-src"] == {"'none'"}
        assert directives["script-src"] == {"'self'"}
        assert directives["style-src"] == {"'self'"}
        assert directives["img-src"] == {"'self'", "data:", settings.TILES_ORIGIN}
        assert directives["frame-ancestors"] == {"'none'"}
        assert directives["form-action"] == {"'self'"}


@pytest.mark.django_db
def test_public_pages_hold_no_inline_code(client, tree):
    pages = [tree.home, tree.search, tree.producers, add_place(), add_producer()]
    for page in pages:
        html = client.get(page.url).content.decode()
        scripts = re.findall(r"<script\b([^>]*)>", html)
        assert [tag for tag in scripts if "src=" not in tag and "ld+json" not in tag] == []
        assert re.findall(r"<style\b", html) == []
        assert re.findall(r"<[a-z][^>]*\s(?:style|on[a-z]+)=[\"'][^>]*>", html) == []


@pytest.mark.django_db
def test_admin_allows_inline_code_but_nothing_from_other_sites(client, db):
    client.force_login(UserFactory(is_superuser=True))
    directives = policy(client.get(reverse("wagtailadmin_home")))
    assert directives["script-src"] == {"'self'", "'unsafe-inline'"}
    assert directives["default-src"] == {"'self'"}
    assert directives["connect-src"] == {"'self'"}
    assert directives["object-src"] == {"'none'"}
    assert directives["frame-ancestors"] == {"'self'"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "strict-origin-when-cross-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Permissions-Policy",
         "geolocation=(self), camera=(), microphone=(), payment=(), usb=(), "
         "publickey-credentials-create=(self), publickey-credentials-get=(self), "
         "browsing-topics=()"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/admin/login/", "/sante/vivant", "/nulle-part/"])
def test_every_answer_carries(client, db, path, header, value):
    assert client.get(path).headers[header] == value


@pytest.mark.django_db
def test_visitor_gets_no_cookie(client, tree):
    for page in (tree.home, tree.search, add_place(), add_producer()):
        assert client.get(page.url).cookies == {}


@pytest.mark.django_db
def test_address_outside_the_admin_that_looks_like_it_keeps_the_strict_policy(client, db):
    assert policy(client.get("/administration/"))["script-src"] == {"'self'"}


# --- Health -------------------------------------------------------------------------------------


def test_process_is_alive_without_a_database(client):
    response = client.get("/sante/vivant")
    assert (response.status_code, response.json()) == (200, {"etat": "vivant"})
    assert "no-cache" in response.headers["Cache-Control"]


@pytest.mark.django_db
def test_site_is_ready(client, db):
    add_place()
    response = client.get("/sante/pret")
    assert (response.status_code, response.json()) == (
        200, {"etat": "pret", "base": "ok", "migrations": "ok", "index": "ok"},
    )  # fmt: skip


@pytest.mark.django_db
def test_site_is_not_ready_while_a_migration_waits(client):
    last = MigrationLoader(connection).graph.leaf_nodes("directory")[0]
    MigrationRecorder(connection).record_unapplied(*last)
    response = client.get("/sante/pret")
    assert response.status_code == 503
    assert response.json()["migrations"] == "1 à appliquer"


@pytest.mark.django_db
def test_site_is_not_ready_while_a_live_page_has_no_listing(client, db):
    add_place()
    Listing.objects.all().delete()
    response = client.get("/sante/pret")
    assert (response.status_code, response.json()["etat"]) == (503, "indisponible")
    assert response.json()["index"] == "des fiches absentes : lancer rebuild_listings"


@pytest.mark.django_db
def test_draft_and_closed_places_need_no_listing(client, db):
    add_place(live=False)
    add_place(slug="fermee", closed_for_good=True)
    assert client.get("/sante/pret").status_code == 200


@pytest.mark.django_db
def test_private_place_needs_no_listing(client, db):
    place = add_place()
    PageViewRestriction.objects.create(page=place, restriction_type=PageViewRestriction.LOGIN)
    Listing.objects.all().delete()
    assert client.get("/sante/pret").status_code == 200


def test_site_is_not_ready_without_a_database(client, django_db_blocker):
    with django_db_blocker.block():  # what the driver raises becomes an answer
        response = client.get("/sante/pret")
    assert response.status_code == 503
    assert response.json()["base"].startswith("erreur : ")


@pytest.mark.parametrize("path", ["/sante/vivant", "/sante/pret"])
def test_health_is_read_only(client, path):
    assert client.post(path).status_code == 405


# --- Production ---------------------------------------------------------------------------------


def run(*arguments, **variables):
    """Run a management command under production settings, in a process of its own."""
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "madeingard.settings.production",
    }
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env=environment | variables, capture_output=True, text=True, check=False,
    )  # fmt: skip


ASKED = """
import sys
from django.conf import settings
from django.core.management import call_command
from django.urls import Resolver404, resolve
call_command("check", "--deploy", "--fail-level", "WARNING")
try: print(resolve("/mails/").func.__module__)
except Resolver404: print("nothing")
print(settings.ROOT_URLCONF, repr(settings.MAILS_URL), settings.SECOND_FACTOR_REQUIRED)
print([name for name in sys.modules if name.startswith("madeingard.dev")])
"""


@pytest.fixture(scope="module")
def production(tmp_path_factory):
    """What a process of production answers, started once."""
    folder = str(tmp_path_factory.mktemp("var"))
    return run("shell", "--no-imports", "-c", ASKED, VAR_DIR=folder, **GOOD)


def test_production_passes_the_deployment_check_in_silence(production):
    assert (production.returncode, production.stderr) == (0, "")
    checked = production.stdout.splitlines()[0]
    assert checked == "System check identified no issues (0 silenced)."


def test_production_does_not_know_the_page_of_mails(production):
    _checked, *answered = production.stdout.splitlines()
    assert answered[0] in ("nothing", "wagtail.views")
    assert answered[1:] == ["madeingard.urls '' True", "[]"]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY must be set"),
        ({"SECRET_KEY": "for-development-only"}, "SECRET_KEY must be set"),
        ({"SECRET_KEY": "for-tests-only"}, "SECRET_KEY must be set"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY must hold at least 50 characters"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS must be set"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name the site's hosts"),
        ({"SITE_URL": ""}, "SITE_URL must be set"),
        ({"SITE_URL": "http://made.example"}, "SITE_URL must start with https://"),
        ({"OIDC_URL": "http://who.example"}, "OIDC_URL must start with https://"),
    ],
)
def test_production_refuses_to_start(tmp_path, changed, message):
    result = run("check", VAR_DIR=str(tmp_path), **(GOOD | changed))
    assert result.returncode == 1
    assert message in result.stderr


@pytest.mark.django_db
def test_preview_may_be_framed_by_the_admin_alone(client, db):
    client.force_login(UserFactory(is_superuser=True))
    page = add_place()
    response = client.get(reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk]))
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert policy(response)["frame-ancestors"] == {"'self'"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        *("/f/{}/", "/signaler/{}/", "/espace/fiches/{}/c-est-ma-ferme/"),
        *("/jury/{}/", "/sitemap-{}.xml"),
    ],
)
def test_a_number_that_no_table_holds_is_an_unknown_address(client, db, address):
    assert client.get(address.format(10**20)).status_code == 404
