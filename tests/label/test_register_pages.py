"""Table 6.4 over the real pages: the list, the entry, the short address, CSV and JSON."""

import csv
import io
import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils.translation import override

from directory.models import Listing
from label import clock, grants, visits
from label.effects.cases import plan_visit
from label.models import Decision, Grant, GrantLine, PoolMember, Visit, VisitReport
from label.register import exports
from tests.label import world as play
from tests.label.published import add_grant

pytestmark = pytest.mark.django_db
OPERATOR = "Mas des Figuiers"
STATES = ("active", "active_with_reserves", "formal_notice", "suspended")


@pytest.fixture(scope="module")
def register(built, light):
    """A label with a reserve, and a demand that is still being written."""

    def make():
        light.page.title = "Ferme du Brouillon"
        light.page.save()
        play.draft(light)
        play.another_operator(light)
        light.page.title = OPERATOR
        light.page.save()
        return play.signed(light, play.granted_with_reserves(light))

    return built(make)


@pytest.fixture(autouse=True)
def today(register, light, monkeypatch):
    """The day of the world is the day of the site."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: light.now)


def put(grant, state, *, since=None, lifted=False, **changes):
    """The same grant in another state, dated; what its verbs would have written."""
    Grant.objects.filter(pk=grant.pk).update(state=state, **changes)
    if lifted:
        grant.reserves.update(lifted_on=since)
    if state not in STATES:
        GrantLine.objects.filter(grant=grant).update(is_in_force=False)


def soup_of(client, address, *, status=200):
    with override("fr"):
        response = client.get(address)
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def said(node) -> str:
    return " ".join(node.get_text(" ").split())


def csv_rows(client, query=""):
    text = client.get(f"/label/registre.csv{query}").content.decode()
    return list(csv.DictReader(io.StringIO(text)))


# state, days since it ended, how the page and the CSV say it, what the page names
TABLE = [
    ("active", 0, "Label en cours", "active", "all"),
    ("active_with_reserves", 0, "Label en cours, avec réserves", "active_with_reserves", "all"),
    ("formal_notice", 0, "Label en cours, avec réserves", "active_with_reserves", "all"),
    ("suspended", 0, "Label suspendu depuis le {day}", "suspended", "all"),
    ("withdrawn", 30, "Label retiré le {day}", "withdrawn", "reason"),
    ("withdrawn", 400, "Label retiré", "withdrawn", "number"),
    ("expired", 30, "Label expiré le {day}", "expired", "who"),
    ("renounced", 30, "Label rendu par son titulaire le {day}", "renounced", "who"),
    ("superseded", 30, "Label remplacé le {day}", "superseded", "who"),
    ("annulled", 30, "Label annulé le {day}", "annulled", "who"),
    ("expired", 400, "Label terminé", None, "number"),
    ("renounced", 400, "Label terminé", None, "number"),
    ("superseded", 400, "Label terminé", None, "number"),
    ("pending_signature", 0, None, None, "nothing"),
]


@pytest.mark.parametrize(
    ("state", "days", "title", "row_state", "named"), TABLE, ids=[f"{r[0]}-{r[1]}" for r in TABLE]
)
def test_6_4_every_state_says_what_its_line_allows(
    client, register, light, state, days, title, row_state, named
):
    on = light.today - timedelta(days=days)
    changes = {"ended_on": on if state not in STATES else None, "end_reason": "Origine inexacte."}
    if state == "suspended":
        changes["suspended_on"] = on
    if state == "pending_signature":
        changes |= {"valid_from": None, "ended_on": None}
    put(register, state, since=on, lifted=state == "active", **changes)

    addresses = [f"/label/registre/{register.number}/", f"/l/{register.code}"]
    status = {"nothing": 404}.get(named, 410 if title == "Label terminé" else 200)
    pages = [soup_of(client, address, status=status) for address in addresses]
    rows = {row["numero"]: row for row in csv_rows(client)}
    document = json.loads(client.get("/label/registre.json").content)
    listed = said(soup_of(client, "/label/registre/").main)

    assert rows.get(register.number, {}).get("etat") == row_state
    in_json = {row["number"]: row for row in document["grants"] + document["ended"]}
    assert in_json.get(register.number, {}).get("state") == row_state
    names = named in {"all", "reason", "who"}
    assert (OPERATOR in listed) is names
    assert (in_json.get(register.number, {}).get("operator") == OPERATOR) is names
    assert [row["number"] for row in document["grants"]] == (
        [register.number] if state in STATES else []
    )
    if named == "nothing":
        return
    for page in pages:
        text = said(page.main)
        assert said(page.h1) == title.format(day=_civil(on))
        assert (OPERATOR in text) is names
        assert ("Légumes d’été" in text) is names
        assert ("Planter une haie" in text) is (named == "all")
        assert ("Proposition." in text or "Avis motivé." in text) is (named == "all")
        assert ("Origine inexacte." in text) is (named == "reason")
        assert "demeure" not in text
    assert said(pages[0].main) == said(pages[1].main)


def _civil(day):
    with override("fr"):
        from home.templatetags.site import civil

        return civil(day)


def test_nobody_is_named_before_a_grant_in_force(client, register):
    """A demand leaves no trace in the register (I-21)."""
    texts = [
        client.get(address).content.decode()
        for address in ("/label/registre/", "/label/registre.csv", "/label/registre.json")
    ]
    for text in texts:
        assert (OPERATOR in text, "Ferme du Brouillon" in text) == (True, False)


def test_an_entry_tells_the_reserve_its_date_the_jury_and_the_decision(client, register):
    page = soup_of(client, f"/label/registre/{register.number}/")
    text = said(page.main)
    due = register.reserves.get().due_on
    assert f"réserve à lever avant le {_civil(due)}" in text
    assert "Avis d’un jury de 5 personnes présentes :" in text
    assert "3 habitantes et habitants" in text
    assert "Motifs de la décision." in text
    assert "Version" in said(page.find("dl", class_="facts"))
    lines = [
        said(one) for one in page.find("section", attrs={"aria-labelledby": "releve"}).ul("li")
    ]
    assert lines[0].startswith("Environnement 1 obligation sur 2 respectée")


def test_the_short_address_leads_back_to_the_entry_and_counts_nothing(client, register):
    response = client.get(f"/l/{register.code.upper()}")
    page = BeautifulSoup(response.content, "html.parser")
    entry = f"/label/registre/{register.number}/"
    assert page.find("link", rel="canonical")["href"].endswith(entry)
    assert page.find("meta", property="og:url")["content"].endswith(entry)
    assert page.find("meta", property="og:title")["content"] == f"Registre n° {register.number}"
    assert response.cookies == {}
    data = json.loads(page.find("script", type="application/ld+json").string)["@graph"]
    assert [one["@type"] for one in data] == ["BreadcrumbList", "GovernmentPermit"]
    assert client.get("/l/inconnu").status_code == 404
    assert client.get("/l/%00").status_code == 404
    assert client.get("/label/registre/MIG-1900-0001/").status_code == 404


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 1),
        ("?q=figuiers", 1),
        ("?q=LEGUMES+ete", 1),
        ("?q=MIG", 1),
        ("?q=miel", 0),
        ("?famille=legumes", 1),
        ("?famille=miel", 0),
        ("?statut=en-cours", 1),
        ("?statut=suspendu", 0),
        ("?statut=n-importe-quoi", 1),
        ("?niveau=avec-reserves", 1),
        ("?niveau=sans-reserve", 0),
        ("?commune=Nulle-Part", 0),
        ("?q=%00&page=9999", 1),
    ],
)
def test_filters_are_the_same_for_the_list_and_the_table(client, register, query, count):
    page = soup_of(client, f"/label/registre/{query}")
    assert said(page.find(id="liste")) == ("1 label" if count else "0 label")
    assert len(csv_rows(client, query)) == count


def test_the_table_has_its_columns_and_no_formula(client, register):
    [row] = csv_rows(client)
    assert tuple(row) == exports.COLUMNS
    assert (row["operateur"], row["gammes"], row["familles"]) == (
        OPERATOR,
        "Légumes d’été",
        "Légumes",
    )
    register.operator.title = "=1+1"
    register.operator.save()
    assert csv_rows(client)[0]["operateur"] == "'=1+1"


def test_I_27_the_json_has_these_facts_and_no_other(client, register):
    document = client.get("/label/registre.json").json()
    [row] = document["grants"]
    assert set(document) == {"format", "exported_at", "seq", "grants", "ended"}
    assert set(row) == {
        *("number", "code", "state", "implicit", "operator", "commune", "lines", "valid_from"),
        *("valid_to", "suspended_on", "reserves", "referential"),
    }
    assert [set(line) for line in row["lines"]] == [{"name", "family", "site"}]
    assert [set(one) for one in row["reserves"]] == [{"criterion", "due_on"}]


def test_an_entry_leads_to_the_other_labels_of_the_farm(client, register):
    other = add_grant("MIG-2026-0099", page=register.operator)
    page = soup_of(client, f"/label/registre/{register.number}/")
    assert page.find("a", string=f"N° {other.number}")["href"] == (
        f"/label/registre/{other.number}/"
    )
    Grant.objects.filter(pk=other.pk).update(state="expired", ended_on=other.valid_from)
    page = soup_of(client, f"/label/registre/{register.number}/")
    assert other.number not in said(page.main)


def test_I_23_the_page_shows_only_the_lines_in_force_and_the_state_of_today(
    client, register, light
):
    put(register, "active", valid_to=light.today - timedelta(days=1))
    page = soup_of(client, f"/l/{register.code}")
    assert said(page.h1) == f"Label expiré le {_civil(light.today - timedelta(days=1))}"
    put(register, "active", valid_to=light.today)
    GrantLine.objects.filter(grant=register).update(is_in_force=False)
    page = soup_of(client, f"/l/{register.code}")
    assert said(page.h1) == "Label en cours"
    assert "Légumes d’été" not in said(page.main)


def test_I_27_a_juror_is_named_only_with_a_stored_dated_consent(client, register):
    address = f"/label/registre/{register.number}/"
    seat = register.case.panel.effective_seats().first()
    person = seat.member.person
    type(person).objects.filter(pk=person.pk).update(first_name="Odile", last_name="Vidal")
    members = PoolMember.objects.filter(pk=seat.member_id)
    assert "Vidal" not in said(soup_of(client, address))
    members.update(may_be_named=True)
    assert "Vidal" not in said(soup_of(client, address))
    members.update(may_be_named_at=clock.start_of(register.valid_from))
    assert "Ont souhaité que leur nom paraisse : Odile Vidal." in said(soup_of(client, address))
    members.update(may_be_named=False)
    assert "Vidal" not in said(soup_of(client, address))


def test_I_21_the_register_follows_every_move(client, register, light):
    def numbers():
        return [(row["numero"], row["etat"]) for row in csv_rows(client)]

    def badge():
        page = register.operator
        page.refresh_from_db()
        return page.label_number, Listing.objects.get(page=page).is_labelled

    assert numbers() == [(register.number, "active_with_reserves")]
    assert badge() == (register.number, True)
    grants.suspend_at_once(
        register, by=light.authority, danger="health", now=light.later(), **play.DECISION
    )
    assert numbers() == [(register.number, "suspended")]
    assert badge() == ("", False)
    grants.reinstate(
        register, by=light.authority, proof="Analyse conforme.", now=light.later(), **play.DECISION
    )
    assert badge() == (register.number, True)
    grants.renounce(register, by=register.case.applicant, text="Je cesse.", now=light.later())
    assert numbers() == [(register.number, "renounced")]
    assert badge() == ("", False)


def test_departure_and_implicit_grants_are_told(client, register):
    address = f"/label/registre/{register.number}/"
    departing = Decision.objects.get(pk=register.decision_id)  # never changed: another like it
    departing.pk, departing.supersedes_id, departing._state.adding = None, departing.pk, True
    departing.number, departing.departure_reasons = "DEC-1", "Le jury n’avait pas vu la serre."
    departing.save()
    Grant.objects.filter(pk=register.pk).update(is_implicit=True, decision=departing)
    text = said(soup_of(client, address).main)
    assert "Né d’une décision implicite" in text
    assert "le silence a valu accord" in text
    assert "Le jury n’avait pas vu la serre." in text
    assert "conforme à l’avis" not in text


@pytest.mark.parametrize(
    ("address", "count"), [("/label/registre/", 16), ("/label/registre/{number}/", 23)]
)
def test_pages_cost_a_fixed_number_of_queries(
    client, register, django_assert_num_queries, address, count
):
    client.get("/label/registre/")
    with django_assert_num_queries(count):
        client.get(address.format(number=register.number))


@pytest.mark.parametrize(
    ("state", "is_approved", "is_shown"),
    [
        ("active", True, True),
        ("suspended", True, True),
        ("active", False, False),
        ("expired", True, False),
        ("pending_signature", True, False),
    ],
)
def test_the_summary_of_the_visit_shows_once_the_operator_approved_it(
    client, register, light, state, is_approved, is_shown
):
    visit = plan_visit(register.case, light.now, due_on=light.today)
    Visit.objects.filter(pk=visit.pk).update(done_at=light.now, filed_at=light.now)
    report = VisitReport.objects.create(
        visit=visit,
        strong_points="Sols couverts.",
        weak_points="Peu de haies.",
        circumstances="Deux heures au mas.",
        lot_exercise="En douze minutes.",
        public_summary="Une ferme qui ouvre ses portes.",
        updated_at=light.now,
    )
    if is_approved:
        visit.refresh_from_db()
        visits.approve_summary(visit, by=light.operator, now=light.now)
    changes = {"suspended_on": light.today} if state == "suspended" else {}
    changes |= {"ended_on": light.today} if state == "expired" else {}
    changes |= {"valid_from": None} if state == "pending_signature" else {}
    put(register, state, **changes)
    page = client.get(f"/label/registre/{register.number}/").content.decode()
    assert (report.public_summary in page) is is_shown
    document = client.get("/label/registre.json").content.decode()
    for secret in ("Sols couverts", "Peu de haies", "Deux heures au mas", "douze minutes"):
        assert secret not in page + document
    english = client.get(f"/en/label/registre/{register.number}/").content.decode()
    assert ("What the visit saw" in english) is is_shown
