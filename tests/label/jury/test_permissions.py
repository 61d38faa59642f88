"""Who enters each address of the jury: addresses × people, and a GET that writes nothing."""

import pytest
import rules
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from label import cases, drawing, panels, scoring
from label.desks import subjects
from label.enums import SeatState
from label.jury import duties
from label.jury.access import own_seats
from label.models import Case, ReadAccess, Seat
from tests.home.test_edition import commit
from tests.label import world as play
from tests.label.jury.conftest import add_piece

pytestmark = pytest.mark.django_db
IN, AWAY, SIGN_IN, HIDDEN = 200, "its seat", "sign in", 404
LOGS = {"label_readaccess", "usersessions_usersession"}  # what a GET may add to
PEOPLE = ("anonymous", "stranger", "operator", "secretary", "guarantor", "authority", "visitor")
PEOPLE += ("invited", "accepted", "recused", "unopened", "juror")


@pytest.fixture(scope="module")
def town(built, full):
    """Seats in every state: an early panel, and another whose scoring is open."""

    def make():
        play.let_visitors_be_named(full)
        forming = play.investigation(full)
        play.panel_drawn(full, forming.panel)
        visiting = [full.pool["peer"][-1], full.pool["citizen"][-1]]
        early = list(
            forming.panel.seats.exclude(member__in=visiting).select_related("member__person")[:4]
        )
        panels.accept(early[1], by=early[1].member.person, now=full.later())
        for seat, answers in ((early[2], {}), (early[3], {"gift": True})):
            by = seat.member.person
            panels.accept(seat, by=by, now=full.later())
            panels.declare_interests(
                forming, by=by, role="juror", answers=answers, text="Un lien.", now=full.later()
            )
        case = play.scoring_open(full)
        add_piece(case)
        known = [one.member for one in early]
        seat = case.panel.effective_seats().exclude(member__in=known).first()
        Client().get("/")  # the settings of the site are written by whoever comes first
        visitor = case.visit.visitors.first().member.person
        return {
            "case": case.pk,
            "seats": {
                "invited": early[0].pk,
                "accepted": early[1].pk,
                "unopened": early[2].pk,
                "recused": early[3].pk,
                "juror": seat.pk,
            },
            "people": {
                "invited": early[0].member.person,
                "accepted": early[1].member.person,
                "unopened": early[2].member.person,
                "recused": early[3].member.person,
                "juror": seat.member.person,
                "visitor": visitor,
                "stranger": full.stranger,
                "operator": case.applicant,
                "secretary": full.secretary,
                "guarantor": full.guarantor,
                "authority": full.authority,
            },
        }

    return built(make)


def who(default=HIDDEN, **people):
    return {name: people.get(name, default) for name in PEOPLE} | {"anonymous": SIGN_IN}


# What each person meets on a GET of the address of a seat: their own, or the juror's for others.
OWN = who(invited=IN, accepted=IN, unopened=IN, recused=IN, juror=IN)
READERS = who(juror=IN)
TABLE = {
    "jury_home": who(IN),
    "jury_draws": who(IN),
    "jury_give_up_term": who(405),
    "jury_seat": OWN,
    "jury_answer": who(405),
    "jury_interests": who(invited=AWAY, accepted=IN, unopened=AWAY, juror=AWAY),
    "jury_leave": who(unopened=IN, juror=IN),
    "jury_file": who(invited=AWAY, accepted=AWAY, unopened=AWAY, juror=IN),
    "jury_evidence": READERS,
    "jury_photo": who(),
    "jury_first_sheets": who(),  # for an appeal panel alone: see `test_session_appeal`
    "jury_sheet": READERS,
    "jury_sheet_criterion": READERS,
    "jury_second": READERS,
    "jury_second_criterion": who(juror="away"),
    "jury_outcome": who(),
    "jury_proof": who(),  # nobody is called here: see `test_reviews`
    "jury_proof_evidence": who(),
    "jury_measure": who(),
    "jury_measure_evidence": who(),  # see `test_remedies`
}


def address(name, town, person):
    seat = town["seats"].get(person, town["seats"]["juror"])
    more = {
        "jury_evidence": [Case.objects.get(pk=town["case"]).evidence.first().pk],
        "jury_photo": [1],
        "jury_proof": [1],
        "jury_proof_evidence": [1],
        "jury_measure": [1],
        "jury_measure_evidence": [1, 1],
        "jury_sheet_criterion": ["SAN-1"],
        "jury_second_criterion": ["SAN-1"],
    }
    alone = name in {"jury_home", "jury_draws", "jury_give_up_term"}
    return reverse(f"label:{name}", args=[] if alone else [seat, *more.get(name, [])])


def client_of(town, person):
    client = Client()
    if person != "anonymous":
        client.force_login(town["people"][person])
    return client


@pytest.fixture(autouse=True)
def same_day(monkeypatch, full):
    """The world's clock is that of its cases."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: full.now)


def test_every_address_of_the_jury_is_in_the_table():
    known = {name for name in get_resolver("label.urls").reverse_dict if isinstance(name, str)}
    assert {name for name in known if name.startswith("jury_")} == set(TABLE)


@pytest.mark.parametrize("person", PEOPLE)
def test_each_person_meets_what_the_table_says_and_writes_nothing(person, town):
    client = client_of(town, person)
    commit()
    seat = town["seats"].get(person)
    for name in TABLE:
        url = address(name, town, person)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(url)
            answer.close()
        met = answer.status_code
        if met == 302:
            met = "away"
            if answer.url.startswith("/connexion") or "?next=" in answer.url:
                met = SIGN_IN
            elif seat and answer.url == reverse("label:jury_seat", args=[seat]):
                met = AWAY
        assert (name, met) == (name, TABLE[name][person])
        written = [
            query["sql"]
            for query in queries
            if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
            and not LOGS.intersection(query["sql"].split('"'))
        ]
        assert written == []


@pytest.mark.parametrize("person", [one for one in PEOPLE if one not in {"juror", "anonymous"}])
def test_nobody_else_writes_on_the_sheet_of_a_juror(person, town):
    seat = town["seats"]["juror"]
    client = client_of(town, person)
    posted = {"grade": "met"}
    one = client.post(reverse("label:jury_sheet_criterion", args=[seat, "SAN-1"]), posted)
    whole = client.post(reverse("label:jury_sheet", args=[seat]))
    left = client.post(reverse("label:jury_leave", args=[seat]), {"why": "lien", "note": "x"})
    said = client.post(reverse("label:jury_answer", args=[seat]), {"reponse": "non"})
    assert [one.status_code, whole.status_code, left.status_code, said.status_code] == [404] * 4
    assert Seat.objects.get(pk=seat).sheets.count() == 0


def test_each_reading_of_the_file_is_logged_in_the_capacity_of_the_reader(town):
    client = client_of(town, "juror")
    for name in ("jury_file", "jury_evidence", "jury_sheet"):
        answer = client.get(address(name, town, "juror"))
        answer.close()
        assert answer.status_code == 200
    found = ReadAccess.objects.filter(person=town["people"]["juror"]).order_by("pk")
    assert list(found.values_list("what", "role")) == [
        ("file", "juror"),
        ("evidence", "juror"),
        ("sheet", "juror"),
    ]


def test_i01_recused_juror_loses_the_file_at_that_instant(town, full):
    seat = Seat.objects.get(pk=town["seats"]["juror"])
    client = client_of(town, "juror")
    panels.recuse(seat, by=seat.member.person, note="Un lien.", now=full.later())
    for name in ("jury_file", "jury_evidence", "jury_sheet", "jury_sheet_criterion"):
        assert client.get(address(name, town, "juror")).status_code == 404
    shown = client.get(address("jury_seat", town, "juror")).content.decode()
    assert "Micocouliers" not in shown


def test_i01_whoever_was_seated_by_a_void_draw_is_no_juror_of_the_case(town, full):
    seat = Seat.objects.get(pk=town["seats"]["unopened"])
    drawing.void(seat.candidate.draw, by=full.guarantor, reason="Erreur.", now=full.later())
    assert list(seat.panel.seats.effective()) == []
    Case.objects.filter(pk=seat.case.pk).update(file_opened_on=full.today)
    answer = client_of(town, "unopened").get(address("jury_file", town, "unopened"))
    assert answer.status_code == 404


def test_i03_no_file_nor_sheet_before_a_nil_declaration(town, full):
    """Even with the file open: the declaration is taken away from a juror who sits."""
    seat = Seat.objects.get(pk=town["seats"]["juror"])
    seat.case.declarations.filter(person=seat.member.person).delete()
    client = client_of(town, "juror")
    met = {
        name: client.get(address(name, town, "juror")).status_code
        for name in ("jury_file", "jury_evidence", "jury_sheet", "jury_sheet_criterion")
    }
    assert met == {
        "jury_file": 302,
        "jury_evidence": 404,
        "jury_sheet": 404,
        "jury_sheet_criterion": 404,
    }


def test_queries_of_the_home_do_not_grow_with_the_seats(town, full):
    person = town["people"]["juror"]
    client = client_of(town, "juror")
    client.get(reverse("label:jury_home"))
    with CaptureQueriesContext(connection) as before:
        client.get(reverse("label:jury_home"))
    case = play.investigation(full)
    panel = case.panel
    seat = Seat.objects.get(pk=town["seats"]["juror"])
    for number in range(2):
        Seat.objects.create(
            panel=panel, member=seat.member, college=seat.college, named_by=full.secretary,
            state=SeatState.DECLINED if number else SeatState.DISCHARGED,
        )  # fmt: skip
    assert own_seats(person).count() >= 3
    with CaptureQueriesContext(connection) as after:
        client.get(reverse("label:jury_home"))
    assert len(after) == len(before)


def test_i08_no_screen_of_the_jury_says_a_grade_of_another(town, full):
    """Everybody else hands in telling reasons; no page that a juror opens repeats one."""
    case = Case.objects.get(pk=town["case"])
    seats = list(case.panel.effective_seats().exclude(pk=town["seats"]["juror"]))
    telling = {"SAN-1": "unmet", "ENV-3": "exemplary"}
    for seat in seats:
        grades = play.good(case, worse=telling)
        for line in grades.values():
            line["reason"] = "Raison à ne lire nulle part"
        scoring.submit_sheet(seat, grades, by=seat.member.person, now=full.later())
    client = client_of(town, "juror")
    for name in ("jury_home", "jury_seat", "jury_file", "jury_sheet", "jury_sheet_criterion"):
        shown = client.get(address(name, town, "juror")).content.decode()
        assert "Raison à ne lire nulle part" not in shown
    said = client.get(address("jury_sheet", town, "juror")).content.decode()
    assert f"{len(seats)} feuilles rendues sur 9." in said


def test_words_of_who_declines_are_for_those_who_read_declarations(town, full):
    seat = Seat.objects.get(pk=town["seats"]["invited"])
    posted = {"reponse": "non", "note": "Je suis en voyage."}
    client_of(town, "invited").post(reverse("label:jury_answer", args=[seat.pk]), posted)
    seat.refresh_from_db()
    assert seat.state == SeatState.DECLINED
    assert panels.notes_of(seat.panel) == {seat.pk: "Je suis en voyage."}
    case = subjects.page_url(seat.case)
    said = {
        name: "Je suis en voyage." in client_of(town, name).get(case).content.decode()
        for name in ("secretary", "guarantor", "authority")
    }
    assert said == {"secretary": True, "guarantor": True, "authority": False}


def test_a_case_that_is_given_up_closes_to_who_judged_and_visited_it(town, full):
    case = Case.objects.get(pk=town["case"])
    juror = Seat.objects.get(pk=town["seats"]["juror"]).member.person
    visitor = case.visit.visitors.first().member.person
    assert panels.may_read_file(case, juror)
    assert rules.has_perm("label.read_visit_file", visitor, case)
    cases.desist(case, by=case.applicant, now=full.later())
    for _state in ("desisted", "closed"):
        assert not panels.may_read_file(case, juror)
        assert not rules.has_perm("label.read_visit_file", visitor, case)
        [known] = [one for one in duties.known_of(juror) if one.case.pk == case.pk]
        assert not known.may_read
        Case.objects.filter(pk=case.pk).update(state="closed")
        case = Case.objects.get(pk=case.pk)
    assert rules.has_perm("label.read_case", full.secretary, case)
