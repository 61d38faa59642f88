"""The badge, the filter, the map and the pages follow a grant at once; reading writes nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from directory.models import Listing, ProducerPage
from home.models import SiteSettings
from label import listing_marks
from label.enums import Role
from label.groups import join
from label.models import Answers, Grant, GrantLine, Hearing, Panel, ProductLine, Session
from label.models import Site as ProductionSite
from label.public import sessions
from tests.factories import CommuneFactory, FamilyFactory, UserFactory, add_producer, uzes
from tests.home.test_edition import commit
from tests.label.published import add_grant

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 9, 14, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


@pytest.fixture(scope="module")
def labelled(built) -> int:
    """A label for two lines of a farm."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.utils.timezone.now", lambda: NOON)
        return built(make_label).pk


@pytest.fixture
def grant(labelled, tree):
    return Grant.objects.get(pk=labelled)


def make_label():
    SiteSettings.for_site(Site.objects.get())  # made when first asked for
    farm = add_producer(title="Rucher des Trois Vents", commune=uzes())
    found = add_grant(page=farm)
    for name in ("Miel", "Pollen"):
        site = ProductionSite.objects.create(operator=farm, name=name, commune=CommuneFactory())
        family = FamilyFactory(slug=name.lower(), name=name)
        line = ProductLine.objects.create(site=site, name=name, nature="raw", family=family)
        GrantLine.objects.create(grant=found, line=line, is_in_force=True)
    listing_marks.follow(farm)
    return found


def put(grant, state):
    Grant.objects.filter(pk=grant.pk).update(state=state)
    listing_marks.follow(grant.operator)


def card(client, grant):
    page = BeautifulSoup(client.get(grant.operator.url).content, "html.parser")
    found = page.main.find(class_="kraft")
    return found and " ".join(found.get_text(" ").split())


def places(client, query="label=1"):
    page = BeautifulSoup(client.get(f"/ou-acheter/?{query}").content, "html.parser")
    return [place.find("h2").text for place in page.find_all("li", class_="place")]


@pytest.mark.parametrize(
    ("state", "is_marked"),
    [
        ("pending_signature", False),
        ("active", True),
        ("active_with_reserves", True),
        ("formal_notice", True),
        ("suspended", False),
        ("withdrawn", False),
        ("renounced", False),
        ("expired", False),
        ("superseded", False),
        ("annulled", False),
    ],
)
def test_the_mark_is_there_while_the_label_may_be_displayed(client, grant, state, is_marked):
    put(grant, state)
    page = ProducerPage.objects.get(pk=grant.operator_id)
    expected = ("MIG-2026-0001", "Miel, Pollen") if is_marked else ("", "")
    assert (page.label_number, page.label_scope) == expected
    assert Listing.objects.get(page=page).is_labelled is is_marked


def test_page_search_and_map_turn_at_once_behind_the_page_cache(grant, settings):
    settings.PAGE_CACHE = True
    put(grant, "active")
    commit()
    client, box = Client(), "zone=3.9,43.8,4.9,44.3"
    for _kept in range(2):
        assert (
            card(client, grant)
            == "Label accordé Pour : Miel, Pollen . Vérifier au registre N° MIG-2026-0001"
        )
        assert places(client) == ["Rucher des Trois Vents"]
    assert b'"label":true' in client.get(f"/ou-acheter/points.geojson?{box}").content
    put(grant, "suspended")
    commit()
    assert card(client, grant) is None
    assert places(client) == []
    assert b'"label":true' not in client.get(f"/ou-acheter/points.geojson?{box}").content
    entry = client.get(f"/l/{grant.code}").content.decode()
    assert "Label suspendu depuis le" in entry


def test_the_card_leads_to_the_register(client, grant):
    page = BeautifulSoup(client.get(grant.operator.url).content, "html.parser")
    link = page.find(class_="kraft").find("a")
    assert client.get(link["href"]).status_code == 200


def test_a_draft_published_later_neither_gives_nor_takes_the_mark(grant):
    page = ProducerPage.objects.get(pk=grant.operator_id)
    draft = page.save_revision()
    put(grant, "suspended")
    draft.publish()
    page.refresh_from_db()
    assert page.label_number == ""


def test_marks_are_written_anew_from_the_grants_alone(grant):
    invented = add_producer(title="Sans label", label_number="2026-0099", label_scope="tout")
    ProducerPage.objects.filter(pk=grant.operator_id).update(label_number="", label_scope="")
    assert listing_marks.rebuild() == 1
    marked = ProducerPage.objects.exclude(label_number="").values_list("title", "label_scope")
    assert list(marked) == [("Rucher des Trois Vents", "Miel, Pollen")]
    assert Listing.objects.get(page=invented).is_labelled is False


def test_a_scope_too_long_keeps_whole_names():
    names = [f"Gamme numéro {number:02}" for number in range(20)]
    text = listing_marks.in_short(names)
    assert len(text) <= listing_marks.LONGEST
    assert text.startswith("Gamme numéro 00, Gamme numéro 01")
    assert text.endswith(", …")


@pytest.mark.parametrize("who", ["nobody", "operator", *[str(role) for role in Role][:2]])
def test_reading_writes_nothing_whoever_reads(client, grant, who):
    if who != "nobody":
        person = UserFactory()
        if who == Role.SECRETARIAT:
            join(person, Role.SECRETARIAT)
        client.force_login(person)
    addresses = [
        *("/label/registre/", "/label/registre.csv", f"/label/registre/{grant.number}/"),
        *(f"/l/{grant.code}", "/label/statistiques/", "/label/statistiques.csv"),
        *("/label/charte/", "/label/devenir-jure/"),
        f"/label/registre/{grant.number}/signaler/",
    ]
    for address in addresses:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        written = [
            one["sql"]
            for one in captured
            if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
            and "django_session" not in one["sql"]
        ]
        assert written == [], address
        if address not in {"/label/devenir-jure/", addresses[-1]}:
            assert client.post(address).status_code == 405


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"name_in_agenda": True}, "Rucher des Trois Vents"),
        ({"name_in_agenda": False}, ""),
        ({}, ""),
    ],
)
def test_an_agenda_names_only_who_agreed(grant, values, name):
    case = grant.case
    type(case).objects.filter(pk=case.pk).update(state="deliberation")
    Answers.objects.create(case=case, part="publication", values=values, updated_at=NOON)
    panel = Panel.objects.create(case=case, formation="drawn", quota={})
    session = Session.objects.create(
        reference="S-1", starts_at=NOON + timedelta(days=3), place="Nîmes"
    )
    Hearing.objects.create(session=session, panel=panel, position=1)
    [upcoming] = sessions.upcoming(NOON)
    assert [item.name for item in upcoming.agenda] == [name]
