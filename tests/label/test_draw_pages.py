"""The draws in public: the list, one draw, the file that is verified."""

import json

import pytest
from bs4 import BeautifulSoup
from django.utils.translation import override

from label import draw_file
from label.enums import DrawState
from label.models import Draw, DrawCandidate, DrawExclusion, Panel, PoolMember, Seat
from label.public import draws
from tests.factories import UserFactory
from tests.label.published import COMMITTED_AT, RANDOMNESS_AT, add_draft, add_draw
from tests.label.test_draw import GOLDEN_SEED, GOLDEN_SPEC


@pytest.fixture(autouse=True)
def french(tree):
    with override("fr"):
        yield


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def texts(nodes):
    return [" ".join(node.get_text(" ").split()) for node in nodes]


def document_of(client, reference):
    return json.loads(client.get(f"/label/tirages/{reference}.json").content)


def test_an_announced_draw_publishes_its_commitment_alone(client):
    add_draw(state=DrawState.COMMITTED)
    document = document_of(client, "T-2026-001")
    assert draw_file.verify(document) == []
    assert set(document) == {
        "format",
        "reference",
        "purpose",
        "spec",
        "spec_hash",
        "pool",
        "pool_hash",
        "counts",
        "exclusions",
        "committed_at",
        "expected_at",
    }


def test_a_draw_done_verifies_from_its_public_file(client):
    add_draw()
    document = document_of(client, "T-2026-001")
    assert document["seed"] == GOLDEN_SEED
    assert draw_file.verify(document) == []


def test_numbers_of_a_lottery_are_published_as_they_came_out(client):
    spec = GOLDEN_SPEC | {"source": "lottery:Loto:2026-09-03"}
    add_draw(spec=spec, randomness="7 12 23 31 45 4")
    document = document_of(client, "T-2026-001")
    assert document["numbers"] == "7 12 23 31 45 4"
    assert draw_file.verify(document) == []
    Draw.objects.update(randomness=document["randomness"])  # only their digest was kept
    document = document_of(client, "T-2026-001")
    assert "numbers" not in document
    assert draw_file.verify(document) == []


def test_a_small_college_hides_the_list_and_nothing_else(client):
    draw = add_draw(hidden=True)
    document = document_of(client, "T-2026-001")
    assert document["pool"] is None
    assert draw_file.verify(document) == [draw_file.POOL_KEPT]
    assert draw_file.verify(document, pool=draw.pool) == []
    assert "gardée par le garant" in page_of(client, "/label/tirages/T-2026-001/").text


def test_a_voided_draw_stays_with_its_reason(client):
    add_draw(
        "T-1", state=DrawState.VOIDED, voided_at=RANDOMNESS_AT, void_reason="Liste incomplète."
    )
    add_draw("T-2", key="T-2")
    document = json.loads(client.get("/label/tirages.json").content)
    assert [one["reference"] for one in document["draws"]] == ["T-2", "T-1"]
    assert document["draws"][1]["voided"]["reason"] == "Liste incomplète."
    assert draw_file.verify_all(document["draws"]) == []
    assert "Liste incomplète." in page_of(client, "/label/tirages/T-1/").text
    rows = page_of(client, "/label/tirages/").tbody.find_all("tr")
    assert texts(rows) == [
        "T-2 Jury d’un dossier 1er septembre 2026 Fait",
        "T-1 Jury d’un dossier 1er septembre 2026 Annulé",
    ]


def add_candidate(draw, pseudonym, **changes):
    member = PoolMember.objects.create(
        person=UserFactory(), college="citizen", volunteered_at=COMMITTED_AT
    )
    return DrawCandidate.objects.create(
        draw=draw, member=member, pseudonym=pseudonym, college="citizen", **changes
    )


def test_replacements_and_exclusions_are_told_without_a_name(client):
    draw = add_draw()
    panel = Panel.objects.create(case=add_draft(), formation="drawn", quota={"citizen": 5})
    seated, alternate = (
        add_candidate(draw, "C006", rank=1),
        add_candidate(draw, "C015", rank=6, is_alternate=True),
    )
    first = Seat.objects.create(
        panel=panel,
        member=seated.member,
        college="citizen",
        candidate=seated,
        state="declined",
        answered_at=RANDOMNESS_AT,
    )
    Seat.objects.create(
        panel=panel,
        member=alternate.member,
        college="citizen",
        candidate=alternate,
        replaces=first,
        reason_code="declined",
        invited_at=RANDOMNESS_AT,
    )
    DrawExclusion.objects.create(draw=draw, member=seated.member, reason="conflict")
    document = document_of(client, "T-2026-001")
    assert document["replacements"] == [
        {
            "college": "citizen",
            "out": "C006",
            "in": "C015",
            "reason": "declined",
            "at": "2026-09-03T19:00:00.000000Z",
        }
    ]
    assert document["exclusions"] == [{"college": "citizen", "reason": "conflict", "count": 1}]
    assert draw_file.verify(document) == []
    page = page_of(client, "/label/tirages/T-2026-001/")
    for person in (seated.member.person, alternate.member.person):
        assert person.email not in page.text + json.dumps(document)
    table = page.find("h3", string="Remplacements").find_next("tbody")
    assert texts(table.find_all("tr")) == [
        "3 septembre 2026 Habitantes et habitants Quitte C006 Prend la place C015 a décliné"
    ]


def test_the_page_of_a_draw_shows_ranks_and_how_to_verify_them(client):
    add_draw()
    page = page_of(client, "/label/tirages/T-2026-001/")
    rows = page.find(id="resultat").find_parent("section").tbody.find_all("tr")
    assert texts(rows)[:2] == [
        "Habitantes et habitants 5 places pour 20 candidats "
        "Titulaires : C006 C007 C001 C020 C013 Suppléants : C015 C019 C011",
        "Pairs 2 places pour 8 candidats Titulaires : P007 P002 Suppléants : P005",
    ]
    check = page.find(id="verifier")
    assert check.button["data-draw-url"] == "/label/tirages/T-2026-001.json"
    assert check.code.text == "python -m label.draw verify tirage-T-2026-001.json"


def test_unknown_draws_are_not_found(client):
    assert client.get("/label/tirages/T-9/").status_code == 404
    assert client.get("/label/tirages/T-9.json").status_code == 404
    assert client.post("/label/tirages/").status_code == 405


def test_before_the_first_draw_the_list_says_so(client):
    assert "Aucun tirage n’a encore été annoncé." in page_of(client, "/label/tirages/").text
    assert json.loads(client.get("/label/tirages.json").content) == {"draws": []}


def test_the_list_has_pages(client):
    for number in range(21):
        add_draw(f"T-{number:02}", state=DrawState.COMMITTED)
    assert len(page_of(client, "/label/tirages/").tbody.find_all("tr")) == 20
    second = page_of(client, "/label/tirages/?page=2")
    assert texts(second.tbody.find_all("th")) == ["T-00"]
    assert second.find("nav", class_="pager").find("a", rel="prev")["href"] == "?page=1"


def test_all_documents_cost_the_same_queries(django_assert_num_queries):
    for number in range(3):
        add_draw(f"T-{number}")
        with django_assert_num_queries(4):
            assert len(draws.documents(draws.listed())) == number + 1
