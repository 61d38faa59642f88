"""Papers of the label: tagged, titled, in French, exact; read by who may, kept as notified."""

import hashlib
import re
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader
from rules import has_perm

from home.templatetags.site import civil
from label import cases, papers
from label.models import DecisionPaper, InterestDeclaration, Seat, Unchangeable
from label.papers import kept, shelf
from tests.directory.test_printing import assert_is_accessible
from tests.label import world as play

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def case(full, built):
    """A case decided with a reserve, notified, its session convened."""

    def make():
        case = play.granted_with_reserves(full)
        play.notified(full, case)
        case.panel.hearings.get().session.__class__.objects.update(convened_at=full.now)
        return case

    return built(make)


def read(pdf: bytes) -> str:
    pages = PdfReader(BytesIO(pdf)).pages
    text = " ".join(page.extract_text() for page in pages).replace("\u00ad", "")
    return re.sub(r"\s+", " ", re.sub(r"(\w)[-‐]\n(\w)", r"\1\2", text))


def made(case) -> dict:
    """Each paper of a case: its object."""
    hearing, opinion = case.panel.hearings.get(), case.panel.opinions.get()
    return {
        "receipt": case,
        "convocation": hearing,
        "hearing_time": hearing,
        "visit_kit": case.visit,
        "minutes": opinion,
        "opinion": opinion,
        "decision": case.decision,
        "agreement": case.grants.get(),
    }


TITLES = {
    "receipt": "Accusé de réception de votre demande",
    "convocation": "Convocation à une séance du jury",
    "hearing_time": "Vous pouvez être entendu par le jury",
    "visit_kit": "Carnet de visite",
    "minutes": "Procès-verbal de séance",
    "opinion": "Avis du jury : accorder avec réserves",
    "decision": "Décision : accord avec réserves",
    "agreement": "Accord d’usage du label",
}


def says(case, full) -> dict[str, list[str]]:
    grant, decision = case.grants.get(), case.decision
    implicit, signed = civil(case.implicit_decision_on), civil(grant.sign_before)
    seen = [one.title for one in case.criteria() if "V" in one.verification]
    due = civil(grant.reserves.get().due_on)
    return {
        "receipt": [
            case.reference,
            f"Décision implicite le {implicit}",
            f"notifiée avant le {implicit}, votre demande est réputée acceptée",
            "Ferme des Micocouliers",
        ],
        "convocation": [case.reference, "Maison des associations", "6 membres présents sur 9"],
        "hearing_time": ["Ferme des Micocouliers", "Maison des associations", "10 minutes"],
        "visit_kit": [*seen, "Exercice de traçabilité", "sous 10 jours"],
        "minutes": [
            "habitantes et habitants 5 0", "pairs 2 0", "consentement", "Avis motivé.",
            "La présidence de séance Signé le", "Le garant ou la garante Signé le",
        ],
        "opinion": ["Avis motivé.", "partiel", "Cet avis n’est pas la décision."],
        "decision": [
            decision.number, "Motifs de la décision.", "Planter une haie", due,
            "Délibération 2026-12", grant.number, decision.appeal_routes,
            decision.algorithm_mention,
        ],
        "agreement": [grant.number, "Planter une haie", "36 mois", f"avant le {signed}", due],
    }  # fmt: skip


@pytest.mark.parametrize("name", TITLES)
def test_paper_is_accessible_and_says_the_facts(case, full, name):
    pdf = getattr(papers, name)(made(case)[name])
    assert_is_accessible(pdf, TITLES[name])
    text = read(pdf)
    plain = text.replace("-", "").replace(" ", "")
    missing = [
        one for one in says(case, full)[name] if one.replace("-", "").replace(" ", "") not in plain
    ]
    assert missing == [], text


@pytest.mark.parametrize("name", TITLES)
def test_no_paper_names_a_juror_or_a_visitor(case, name):
    seats = case.panel.seats.select_related("member__person")
    rows = case.visit.visitors.select_related("member__person")
    people = [seat.member.person for seat in seats] + [row.member.person for row in rows]
    names = {one.email for one in people} | {one.get_full_name() for one in people} - {""}
    text = read(getattr(papers, name)(made(case)[name]))
    assert [one for one in names if one in text] == []


def test_convocation_does_not_name_the_operator(case):
    assert case.operator.title not in read(papers.convocation(case.panel.hearings.get()))


def test_minutes_not_adopted_say_so(case):
    opinion = case.panel.opinions.get()
    opinion.adopted_at = None
    assert "Projet, pas encore adopté" in read(papers.minutes(opinion))


def test_receipt_asks_for_missing_pieces(full):
    case = play.submitted(full)
    cases.request_documents(case, items=["Plan du site"], by=full.secretary, now=full.later())
    assert "Plan du site" in read(papers.receipt(case))


# Kept ----------------------------------------------------------------------


def test_decision_keeps_the_bytes_that_were_notified(case, full):
    decision = case.decision
    first = kept.content_of(decision)
    assert first == kept.content_of(decision)
    row = kept.keep(decision, now=full.now)
    operator = type(case.operator).objects.get(pk=case.operator_id)
    operator.title = "Un autre nom"
    operator.save()
    decision = type(decision).objects.get(pk=decision.pk)
    assert papers.decision(decision) != first
    assert kept.content_of(decision) == first
    assert row.sha256 == hashlib.sha256(first).hexdigest()
    assert kept.keep(decision, now=full.now) == row
    with pytest.raises(Unchangeable):
        row.save()


def test_daily_run_keeps_what_a_crash_left_out(case, full):
    assert [kept.keep_notified(now=full.now), kept.keep_notified(now=full.now)] == [1, 0]
    assert DecisionPaper.objects.get(decision=case.decision).sha256


# Who reads ----------------------------------------------------------------------


READERS = (
    ("receipt", "operator secretary guarantor authority auditor archivist"),
    ("convocation", "juror secretary guarantor facilitator auditor"),
    ("hearing_time", "operator secretary guarantor facilitator auditor"),
    ("visit_kit", "visitor secretary guarantor authority auditor archivist"),
    (
        "minutes",
        "operator juror secretary guarantor authority facilitator auditor archivist",
    ),
    ("opinion", "operator juror secretary guarantor authority auditor archivist"),
    ("decision", "operator juror secretary guarantor authority auditor archivist"),
    ("agreement", "operator secretary guarantor authority auditor archivist"),
)
ROLES = (
    *("operator", "juror", "visitor", "secretary", "guarantor", "authority", "facilitator"),
    *("controller", "auditor", "archivist", "stranger", "other_operator", "recused"),
)


def address(case, name):
    obj = made(case)[name]
    if name in ("decision", "agreement"):
        return reverse(f"label:paper_{name}", args=[obj.number])
    if name == "receipt":
        return reverse("label:paper_receipt", args=[case.reference])
    last = obj.number if name == "visit_kit" else obj.pk
    return reverse(f"label:paper_{name}", args=[case.reference, last])


@pytest.fixture
def people(case, full):
    """One person for each role; the last juror is recused."""
    seats = case.panel.seats.effective().select_related("member__person").order_by("pk")
    recused = seats.last()
    Seat.objects.filter(pk=recused.pk).update(state="recused")
    visitor = case.visit.visitors.select_related("member__person").first()
    someone = play.UserFactory()
    play.Membership.objects.create(page=play.add_producer(title="Ferme voisine"), user=someone)
    return full.people | {
        "operator": case.applicant,
        "juror": seats.first().member.person,
        "visitor": visitor.member.person,
        "other_operator": someone,
        "recused": recused.member.person,
    }


@pytest.mark.parametrize(("name", "allowed"), READERS)
def test_who_reads_a_paper(case, people, client, monkeypatch, name, allowed):
    monkeypatch.setattr(papers, name, lambda obj: b"%PDF")
    monkeypatch.setattr(kept.papers, "decision", lambda obj: b"%PDF")
    answers = {}
    for role in ROLES:
        client.force_login(people[role])
        answers[role] = client.get(address(case, name)).status_code
    assert answers == {role: 200 if role in allowed.split() else 404 for role in ROLES}


def test_nobody_unknown_reads_and_nothing_is_kept_on_the_way(case, client):
    for name in TITLES:
        assert client.get(address(case, name)).status_code == 302
    client.force_login(case.applicant)
    response = client.get(address(case, "receipt"))
    assert response["Content-Type"] == "application/pdf"
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]


def test_decision_is_read_by_its_operator_once_notified(case, people):
    decision = case.decision
    signed = type(decision)(case=case, number="DEC-X", signatory=decision.signatory)
    assert not has_perm("label.print_decision", people["operator"], signed)
    assert not has_perm("label.print_decision", people["juror"], signed)
    assert has_perm("label.print_decision", people["authority"], signed)


def test_visitor_who_has_a_tie_learns_nothing(case, people):
    assert has_perm("label.print_visit_kit", people["visitor"], case.visit)
    InterestDeclaration.objects.filter(case=case, person=people["visitor"]).update(is_nil=False)
    assert not has_perm("label.print_visit_kit", people["visitor"], case.visit)


def test_jurors_read_no_convocation_before_it_is_sent(case, people):
    hearing = case.panel.hearings.get()
    hearing.session.convened_at = None
    assert not has_perm("label.print_convocation", people["juror"], hearing)
    assert has_perm("label.print_convocation", people["secretary"], hearing)


def test_unknown_paper_is_not_found(case, client):
    client.force_login(case.applicant)
    for name, given in (
        ("paper_receipt", ["DOS-1999-1"]),
        ("paper_opinion", [case.reference, 999999]),
        ("paper_minutes", [case.reference, 10**9 - 1]),
        ("paper_decision", ["DEC-1999-1"]),
        ("paper_logo_kit", ["MIG-1999-1"]),
    ):
        assert client.get(reverse(f"label:{name}", args=given)).status_code == 404


# Where they are found ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "labels"),
    [
        (
            "operator",
            [
                "Accusé de réception",
                "Heure d’audition",
                "Procès-verbal",
                "Avis du jury",
                "Décision",
            ],
        ),
        ("juror", ["Convocation du jury", "Procès-verbal", "Avis du jury", "Décision"]),
        ("visitor", ["Carnet de visite à imprimer"]),
        ("recused", []),
        ("stranger", []),
    ],
)
def test_each_person_finds_their_papers(case, people, role, labels):
    found = [paper.label for paper in shelf.of_case(case, people[role])]
    assert len(found) == len(labels)
    assert [name for name, label in zip(found, labels, strict=True) if label not in name] == []


def test_what_is_offered_can_be_opened(case, people, client, monkeypatch):
    for name in TITLES:
        monkeypatch.setattr(papers, name, lambda obj: b"%PDF")
    for role in ("operator", "juror", "visitor", "secretary"):
        client.force_login(people[role])
        offered = shelf.of_case(case, people[role])
        offered += shelf.of_grant(case.grants.get(), people[role])
        assert {client.get(paper.address).status_code for paper in offered} == {200}


def test_operator_sees_the_links_on_the_pages(case, client):
    client.force_login(case.applicant)
    page = client.get(reverse("label:case", args=[case.reference])).content.decode()
    assert reverse("label:paper_receipt", args=[case.reference]) in page
    grant = case.grants.get()
    page = client.get(reverse("label:case_grant", args=[grant.number])).content.decode()
    assert reverse("label:paper_agreement", args=[grant.number]) in page
