"""Counts that point at nobody, the charter's signatories, and what the page of the label says."""

from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils.translation import override

from label.models import (
    CharterSignature,
    Decision,
    DecisionNotice,
    PoolMember,
    PoolTerm,
    RulesVersion,
)
from label.public import statistics
from tests.factories import UserFactory, add_place
from tests.label.published import add_draft, add_grant, add_version

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 9, 14, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today(monkeypatch, tree):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


def page_of(client, address):
    with override("fr"):
        response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def said(node) -> str:
    return " ".join(node.get_text(" ").split())


def add_refusal(number, kind="refused", reasons=None, *, is_told=True):
    version = add_version(f"V{number}", state="retired") if number == 1 else None
    first = Decision.objects.filter(kind="refused").first()
    case = add_draft(
        reference=f"D-{number}",
        state="refused",
        referential=version or first.referential,
        rules=RulesVersion.objects.first()
        or RulesVersion.objects.create(code="R1", title="R", deliberation_ref="1", figures={}),
        submitted_at=NOON - timedelta(days=60),
    )
    decision = Decision.objects.create(
        number=f"N-{number}",
        case=case,
        kind=kind,
        text="Motifs.",
        reasons=reasons or {"ENV-1": "Serre chauffée."},
        competence_ref="1",
        signatory=UserFactory(),
        referential=case.referential,
        rules=case.rules,
        appeal_routes="x",
        algorithm_mention="x",
        signed_at=NOON - timedelta(days=2),
    )
    if is_told:
        tell(decision)
    return decision


def tell(decision):
    DecisionNotice.objects.create(
        decision=decision, notified_on=NOON.date(), how="courrier", recorded_at=NOON
    )


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({"a": 0, "b": 0}, (0, {"a": 0, "b": 0})),
        ({"a": 1, "b": 0}, (None, {"a": None, "b": None})),
        ({"a": 4, "b": 0}, (None, {"a": None, "b": None})),
        ({"a": 5, "b": 0}, (5, {"a": 5, "b": 0})),
        ({"a": 4, "b": 1}, (5, {"a": None, "b": None})),
        ({"a": 12, "b": 2}, (14, {"a": None, "b": None})),
        ({"a": 7, "b": 5}, (12, {"a": 7, "b": 5})),
    ],
)
def test_a_count_too_small_is_not_told_nor_given_back_by_a_subtraction(counts, told):
    assert statistics.protected(counts) == told


def test_refusals_are_counts_and_too_few_are_not_told(client):
    for number in range(1, 5):
        add_refusal(number)
    row = page_of(client, "/label/statistiques/").find("tbody").find("tr")
    assert [said(cell) for cell in row.find_all("td")] == [
        "Reçues 4",
        "Accordées 0",
        "Sans label moins de 5",
        "Refusées non dit",
        "Irrecevables non dit",
        "Caduques non dit",
        "Retirées non dit",
        "Contrôles faits 0",
    ]
    assert client.get("/label/statistiques.csv").content.decode().splitlines()[1] == (
        "2026,4,0,,,,,,0"
    )
    add_refusal(5)
    page = page_of(client, "/label/statistiques/")
    assert said(page.find("tbody").find_all("td")[2]) == "Sans label 5"
    reasons = page.find("section", attrs={"aria-labelledby": "motifs"})
    assert [said(one) for one in reasons.find_all("dd")][:2] == ["5 refus", "0 refus"]
    assert "Ferme du Test" not in page.text


def test_a_decision_counts_once_its_operator_knows_it():
    for number in range(1, 6):
        add_refusal(number)
    before = statistics.figures(NOON.date())
    waiting = add_refusal(6, reasons={"SAN-1": "Contrôle."}, is_told=False)
    untold = statistics.figures(NOON.date())
    assert untold.years[0].ends == before.years[0].ends
    assert untold.reasons == before.reasons
    assert untold.stages["deliberation"] == before.stages["deliberation"] + 1
    tell(waiting)
    told = statistics.figures(NOON.date())
    assert told.years[0].ended == before.years[0].ended + 1
    assert told.stages == before.stages


def test_a_decision_that_supersedes_another_counts_in_its_place_once_told():
    first = add_refusal(1)
    for number in range(2, 6):
        add_refusal(number)
    newer = Decision.objects.get(pk=first.pk)
    newer.pk, newer.number, newer.kind, newer.supersedes = None, "N-9", "granted", first
    newer._state.adding = True
    newer.save()
    untold = statistics.figures(NOON.date()).years[0]
    assert (untold.granted, untold.ended) == (0, 5)
    tell(newer)
    assert statistics.figures(NOON.date()).years[0].granted == 1


def test_statistics_cost_a_fixed_number_of_queries(client, django_assert_num_queries):
    add_refusal(1)
    client.get("/label/statistiques/")
    with django_assert_num_queries(24):
        client.get("/label/statistiques/")


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("draft", False),
        ("signed", False),
        ("listed", True),
        ("checked", True),
        ("reminded", True),
        ("removed", False),
    ],
)
def test_the_charter_names_those_who_signed_and_stand(client, state, shown):
    CharterSignature.objects.create(
        page=add_place(title="Épicerie du Marché"),
        state=state,
        local_share=75,  # corrected since, not read yet
        read_share=60,
        declaration="Légumes, fromages et vins du Gard.",
        read_declaration="Légumes et fromages du Gard.",
        listed_at=NOON,
        note="Relance à faire.",
    )
    text = said(page_of(client, "/label/charte/").main)
    assert ("Épicerie du Marché" in text) is shown
    assert ("60 % de produits d’ici, déclarés" in text) is shown
    assert "Relance" not in text
    assert "rappel" not in text


def test_the_page_of_the_label_says_who_holds_it_and_leads_to_all(client):
    add_grant()
    add_version("2.0", state="consultation", consultation_closes_on=date(2026, 10, 1))
    for college in ("citizen", "citizen", "peer"):
        member = PoolMember.objects.create(
            person=UserFactory(), college=college, state="member", volunteered_at=NOON
        )
        PoolTerm.objects.create(member=member, starts_on=date(2026, 1, 1), ends_on=date(2027, 1, 1))
    RulesVersion.objects.update(state="in_force")
    page = page_of(client, "/label/")
    section = page.find("section", attrs={"aria-labelledby": "tenu"})
    text = said(section)
    assert "version R1, adoptée par : 2026-030" in text
    assert (
        "Le vivier compte 3 personnes : Habitantes et habitants 2 Producteurs et artisans 1" in text
    )
    assert "avant le 1er octobre 2026" in text
    assert [link["href"] for link in section.find("ul", class_="links").find_all("a")] == [
        "/label/registre/",
        "/label/charte/",
        "/label/statistiques/",
        "/label/tirages/",
        "/transparence/algorithmes/",
    ]
    assert page.find("a", string="Je suis volontaire")["href"] == "/label/devenir-jure/"
    sitemap = client.get("/sitemap.xml").content.decode()
    for address in (
        *("/label/registre/", "/label/registre/MIG-2026-0001/", "/label/charte/"),
        *("/label/statistiques/", "/label/devenir-jure/"),
    ):
        assert f"{address}</loc>" in sitemap
