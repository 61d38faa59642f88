"""What the matrix of the space goes on with: Wagtail's admin, files, exports, public answers.

The same people as there. `town` is made once: what a request writes is undone after it.
"""

import re
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.shortcuts import resolve_url
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file

from directory import editing, error_reports, proofs, site_tree
from directory.models import Claim, Mandate, WaitingPhoto
from home.models import SiteImage
from tests.directory.space import town as towns
from tests.directory.space.test_permissions import HIDDEN, IN, REFUSED, ROLES, SIGN_IN
from tests.factories import ProductFactory, SignFactory, add_producer
from tests.home.test_edition import commit

pytestmark = pytest.mark.django_db
OUTSIDERS = ("anonymous", "stranger", "editor", "owner")
# What the public must never read, nor somebody else's producer.
PENDING, DRAFT, PHONE, EMAIL = "Nom encore secret", "Ferme invisible", "04 66 77 88 99", "prive@"
SIRET, PHOTO = "73282932000074", "Photo jamais publiée"
SECRETS = {PENDING, DRAFT, PHONE, EMAIL, SIRET, PHOTO}


@pytest.fixture(scope="module")
def town(module_rows):
    """Besides the people and their listings: a pending version, a draft, papers, photos."""
    town = towns.build(site_tree.ensure())
    page, owner = town.page, town.people["owner"]

    def name(version):
        version.title = PENDING

    def contacts(version):
        version.phone, version.email = PHONE, f"{EMAIL}exemple.fr"

    def siret(version):
        version.siret = SIRET

    editing.save(page, "contacts", contacts, by=owner, base=None)
    editing.save(page, "professionals", siret, by=owner, base=None)
    editing.save(page, "identity", name, by=owner, base=None)
    page.refresh_from_db()
    document = proofs.keep(ContentFile(b"%PDF-1.7", name="a.pdf"), "Certificat", by=owner)
    offer = {
        "product": ProductFactory(name="Miel", slug="miel"),
        "sign": SignFactory(),
        "sign_proof": document,
        "sign_expires_on": date(2040, 1, 1),
    }
    town.draft = add_producer(title=DRAFT, live=False, offers=[offer])
    town.draft.memberships.create(user=owner)
    town.document = document
    town.image = SiteImage.objects.create(
        title=PHOTO,
        file=get_test_image_file(),
        collection=proofs.collection(),
        uploaded_by_user=owner,
    )
    WaitingPhoto.objects.create(page_id=page.pk, image=town.image, by=owner)
    now = timezone.now()
    town.claim = Claim.objects.create(
        page=page,
        user=town.people["stranger"],
        state="waiting",
        text="C’est à moi.",
        created_at=now,
        submitted_at=now,
        proof=ContentFile(b"%PDF-1.7", name="p.pdf"),
        proof_name="p.pdf",
    )
    town.mandate = Mandate.objects.create(
        page=town.other,
        person="Jeanne",
        means="paper",
        document=ContentFile(b"%PDF-1.7", name="m.pdf"),
        recorded_by=town.people["admin"],
        ends_on=timezone.localdate() + timedelta(days=1),
    )
    town.report = error_reports.report(
        page, subject="autre", text="Tout.", email="", sender="s", now=now
    )
    town.edit = page.edits.filter(state="online").first()
    commit()  # parts of pages are kept from one request to the next, as in production
    return town


def ask(user, verb: str, url: str):
    """The response, and nothing of what it wrote."""
    with transaction.atomic():
        response = towns.browser_of(user).generic(verb, url)
        body = b"".join(response) if response.streaming else response.content
        transaction.set_rollback(True)
    return response, body.decode(errors="replace")


def outcome(user, verb: str, url: str):
    response, _body = ask(user, verb, url)
    if response.status_code in (403, 404, 405):
        return response.status_code
    doors = (resolve_url(settings.LOGIN_URL), reverse("wagtailadmin_login"))
    if response.status_code == 302 and response.url.startswith(doors):
        return SIGN_IN
    if response.status_code == 302 and response.url == reverse("wagtailadmin_home"):
        return REFUSED  # so Wagtail refuses: its home, with a message
    assert response.status_code < 500
    return IN


# --- Wagtail's admin ------------------------------------------------------------------------------

# Open to all by their nature: ways in, and what draws the screen of signing in.
WAYS_IN = {"wagtailadmin_login", "wagtailadmin_sprite", "wagtailadmin_javascript_catalog",
           "wagtailadmin_logout"}  # fmt: skip


OF_LISTINGS = ("/admin/pages/", "/admin/documents/", "/admin/annuaire/", "/admin/demandes/")


def addresses_of_the_admin(town) -> dict[str, str]:
    """Every named address under /admin/, with the numbers of what belongs to the town."""
    numbers = {
        "pk": town.page.pk,
        "page_id": town.page.pk,
        "revision_id": town.page.latest_revision_id,
        "document_id": town.document.pk,
        "image_id": town.image.pk,
        "parent_page_id": town.page.get_parent().pk,
        "task_state_id": town.page.current_workflow_task_state.pk,
        "app_label": "directory",
        "model_name": "producerpage",
        "content_type_app_name": "directory",
        "content_type_model_name": "producerpage",
        "app_name": "directory",
        "action_name": "approve",
        "action": "delete",
        "filter_spec": "width-100",
        "object_id": str(town.page.pk),
    }
    found = {}
    for name, pattern in _walk(get_resolver().url_patterns):
        if name in WAYS_IN or "password_reset" in name:
            continue
        args = {key: numbers.get(key, 1) for key in pattern.pattern.converters}
        try:
            found[name] = reverse(name, kwargs=args)
        except NoReverseMatch:  # a pattern with groups and no names: asked for below
            continue
    return {name: url for name, url in found.items() if url.startswith("/admin/")}


def _walk(patterns, space=""):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield space + pattern.name, pattern
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, inner)


@pytest.mark.parametrize("role", OUTSIDERS)
def test_no_address_of_the_admin_lets_in_who_is_not_of_the_team(town, role):
    addresses = addresses_of_the_admin(town)
    assert len(addresses) > 250
    met = {
        (name, verb): outcome(town.people[role], verb, url)
        for name, url in addresses.items()
        for verb in (("GET", "POST") if url.startswith(OF_LISTINGS) else ("GET",))
    }
    assert {key: how for key, how in met.items() if how not in (SIGN_IN, 403, 404, 405)} == {}


def revision(town) -> list:
    return [town.page.pk, town.page.latest_revision_id]


# What both of the team read there, and what only the administrator does.
TEAM = {
    "wagtailadmin_pages:edit": lambda town: [town.page.pk],
    "wagtailadmin_pages:history": lambda town: [town.page.pk],
    "wagtailadmin_pages:view_draft": lambda town: [town.page.pk],
    "wagtailadmin_pages:preview_on_edit": lambda town: [town.page.pk],
    "wagtailadmin_pages:workflow_history": lambda town: [town.page.pk],
    "wagtailadmin_pages:unpublish": lambda town: [town.page.pk],
    "wagtailadmin_pages:revisions_view": revision,
    "wagtailadmin_pages:revisions_revert": revision,
    "wagtailadmin_pages:revisions_compare": lambda town: [town.page.pk, "live", "latest"],
    "wagtailimages:edit": lambda town: [town.image.pk],
    "claims:index": lambda town: [],
    "claims:edit": lambda town: [town.claim.pk],
    "mandates:index": lambda town: [],
    "members:index": lambda town: [],
    "error_reports:index": lambda town: [],
    "error_reports:edit": lambda town: [town.report.pk],
    "directory_admin:edits": lambda town: [],
    "directory_admin:stale": lambda town: [],
    "directory_admin:incomplete": lambda town: [],
    "directory_admin:claim_proof": lambda town: [town.claim.pk],
    "directory_admin:mandate_document": lambda town: [town.mandate.pk],
}
ADMIN_ONLY = {
    "wagtailusers_users:index": lambda town: [],
    "wagtailusers_groups:index": lambda town: [],
    "wagtailsites:index": lambda town: [],
}


@pytest.mark.parametrize("role", ROLES)
def test_who_reads_versions_papers_and_desks(town, role):
    user, outsider = town.people[role], role in OUTSIDERS
    met, expected = {}, {}
    for name, args in (TEAM | ADMIN_ONLY).items():
        met[name] = outcome(user, "GET", reverse(name, args=args(town)))
        expected[name] = SIGN_IN if outsider else IN
        if role == "moderator" and name in ADMIN_ONLY:
            expected[name] = REFUSED
    assert met == expected


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ["edit_seen", "edit_revert"])
def test_who_puts_a_change_back(town, role, name):
    url = reverse(f"directory_admin:{name}", args=[town.edit.pk])
    assert outcome(town.people[role], "POST", url) == (SIGN_IN if role in OUTSIDERS else IN)


# --- Files and exports ----------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_who_downloads_the_proof_of_a_sign(town, role):
    let_in = {"owner", "moderator", "admin"}  # the owner sent it
    expected = IN if role in let_in else REFUSED
    assert outcome(town.people[role], "GET", town.document.url) == expected


@pytest.mark.parametrize("role", ROLES)
def test_private_papers_have_no_address_of_their_own(town, role):
    for file in (town.claim.proof, town.mandate.document):
        assert outcome(town.people[role], "GET", f"/media/{file.name}") == HIDDEN


@pytest.mark.parametrize("role", ROLES[1:])
def test_an_export_holds_one_s_own_listings_alone(town, role):
    _response, body = ask(town.people[role], "GET", reverse("directory:espace_data_json"))
    named = {title for title in ("Le Rucher", "La Cabane", "La Chèvrerie", DRAFT) if title in body}
    assert (
        named
        == {
            "stranger": {"La Chèvrerie", "Le Rucher"},  # theirs, and the one they ask for
            "editor": {"Le Rucher", "La Cabane"},
            "owner": {"Le Rucher", "La Cabane", DRAFT},
            "moderator": set(),
            "admin": set(),
        }[role]
    )
    if role not in ("editor", "owner"):
        assert {secret for secret in SECRETS if secret in body} == set()


# --- What the public reads ------------------------------------------------------------------------


def public_addresses(town) -> list[str]:
    """Pages, answers, map, feeds, exports: asked for by the secrets' own words."""
    words = ("secret", "invisible", "04+66+77+88", "7328293200007", "prive", "miel")
    found = [f"/ou-acheter/?q={word}" for word in words]
    found += [f"/ou-acheter/points.geojson?q={word}" for word in words[:2]]
    found += [f"/ou-acheter/suggestions.json?q={word}" for word in words]
    for name in ("season_feed", "season_embed", "propose", "outlines"):
        found.append(reverse(f"directory:{name}"))
    for name in ("scanned", "report_error"):
        found.append(reverse(f"directory:{name}", args=[town.page.pk]))
    found += [
        "/",
        "/ou-acheter/points.geojson",
        "/producteurs/",
        "/produits/miel/",
        "/label/registre.json",
        "/label/registre.csv",
        "/sitemap.xml",
        "/sitemap-1.xml",
        town.page.url,
        town.place.url,
        f"/en{town.page.url}",
        reverse("directory:espace_claim", args=[town.page.pk]),
    ]
    return found


@pytest.mark.parametrize("role", ROLES)
def test_no_public_answer_holds_a_draft_or_a_private_fact(town, role):
    found = {}
    for url in public_addresses(town):
        response, body = ask(town.people[role], "GET", url)
        assert response.status_code < 500
        body = re.sub(r"\s+", " ", body)
        found[url] = {secret for secret in SECRETS if secret in body}
    assert {url: leaked for url, leaked in found.items() if leaked} == {}


@pytest.mark.parametrize("role", ROLES)
def test_a_draft_has_no_public_address(town, role):
    draft = town.draft
    for url in (
        draft.url,
        f"/en{draft.url}",
        reverse("directory:scanned", args=[draft.pk]),
        reverse("directory:report_error", args=[draft.pk]),
        reverse("directory:espace_claim", args=[draft.pk]),
    ):
        response, body = ask(town.people[role], "GET", url)
        if role == "owner" and "c-est-ma-ferme" in url:
            continue
        assert (url, response.status_code, DRAFT in body) == (url, 404, False)
    _response, body = ask(
        town.people[role], "GET", reverse("directory:espace_find") + "?q=invisible"
    )
    assert DRAFT not in body
