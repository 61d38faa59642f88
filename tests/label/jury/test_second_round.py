"""The second sheet, in session, and what became of the opinion."""

import pytest
from django.test import Client
from django.urls import reverse

from label import decisions, deliberation, scoring
from label.jury import duties
from label.models import Case, Hearing, ScoreSheet
from tests.label import world as play
from tests.reading import plain

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def same_day(monkeypatch, full):
    """The world's clock is that of its cases."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: full.now)


def signed_in(seat):
    found = Client()
    found.force_login(seat.member.person)
    return found


def url(seat, code=""):
    name = "jury_second_criterion" if code else "jury_second"
    return reverse(f"label:{name}", args=[seat.pk, *([code] if code else [])])


@pytest.fixture(scope="module")
def heard(built, full):
    """A case in deliberation where one criterion diverges, its second round open."""

    def make():
        case = play.scoring_open(full)
        for number, seat in enumerate(case.panel.effective_seats()):
            worse = {"SAN-2": "unmet"} if number == 0 else {}
            grades = play.good(case, worse=worse)
            scoring.submit_sheet(seat, grades, by=seat.member.person, now=full.later())
        hearing = play.session_open(full, case)
        scoring.reveal_in_session(case, by=hearing.chair.member.person, now=full.later())
        scoring.open_second_round(hearing, by=full.facilitator, now=full.later())
        return case.pk

    return built(make)


def test_the_second_sheet_asks_only_what_diverges_and_recalls_the_first_grade(heard, full):
    case = Case.objects.get(pk=heard)
    seat = case.panel.effective_seats().get(sheets__grades__grade="unmet")
    client = signed_in(seat)
    [line] = duties.lines(seat.member.person, now=full.now)
    assert line.duty.url == url(seat)
    page = plain(client.get(url(seat, "SAN-2")).content.decode())
    assert "Au premier tour, vous aviez noté : <b>non conforme</b>." in page
    assert client.get(url(seat, "ENV-1")).status_code == 404
    client.post(url(seat, "SAN-2"), {"grade": "met"})
    client.post(url(seat))
    sheet = ScoreSheet.objects.get(seat=seat, round=2)
    assert (sheet.is_submitted, sheet.draft) == (True, "")
    assert "1 feuille rendue sur 9." in client.get(url(seat)).content.decode()


def test_the_case_under_examination_comes_before_the_next_of_the_session(heard, full):
    seat = Case.objects.get(pk=heard).panel.effective_seats().first()
    [known] = duties.known_of(seat.member.person)
    now = duties.duty_of(known, now=full.now)
    known.hearing.opened_at = None
    assert now.rank < duties.duty_of(known, now=full.now).rank <= duties.TO_DO


def test_a_juror_learns_the_decision_after_the_operator(heard, full):
    case = Case.objects.get(pk=heard)
    hearing = Hearing.objects.get(panel=case.panel)
    seat = case.panel.effective_seats().first()
    client = signed_in(seat)
    address = reverse("label:jury_outcome", args=[seat.pk])
    assert client.get(address).status_code == 404
    for one in case.panel.effective_seats():
        grades = play.good(case, round=2)
        scoring.submit_sheet(one, grades, by=one.member.person, round=2, now=full.later())
    scoring.reveal_second_round(hearing, by=full.facilitator, now=full.later())
    play.consent(full, hearing, "grant")
    play.opinion_written(full, case, hearing)
    deliberation.adopt_opinion(case, by=hearing.chair.member.person, now=full.later())
    decisions.grant(case, by=full.authority, now=full.later(days=1), **play.DECISION)
    before = client.get(address).content.decode()
    assert "Avis motivé." in before
    assert "Motifs de la décision." not in before
    play.notified(full, case)
    after = plain(client.get(address).content.decode())
    assert "La décision suit votre avis." in after
    assert "Motifs de la décision." in after
    assert f"Label {case.grants.get().number} : à signer." in after
