"""The appeal panel on the session page: a vote on the advice, then the advice."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from directory import site_tree
from label import appeals, deliberation_facts, panels
from label.models import Appeal, Case, GivenGrade, ReadAccess
from tests.label import world as play

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def hearing(light, built):
    def make():
        site_tree.ensure()
        case = play.refused(light)
        play.notified(light, case)
        appeals.lodge(case, by=light.operator, grounds="Erreur de fait.", now=light.later())
        appeals.admit(case.appeal, by=light.secretary, now=light.later())
        panel = play.panel_constituted(light, case, case.appeal_panel)
        appeals.note_panel(case.appeal, by=light.secretary, now=light.later())
        panels.open_file(case, by=light.secretary, now=light.later())
        play.session_planned(light, panel)
        return play.session_open(light, case, panel)

    return built(make)


def test_an_appeal_panel_votes_then_advises(hearing, light):
    here = f"/seances/{hearing.session.reference}/{hearing.position}/"
    seats = list(hearing.panel.effective_seats().order_by("pk"))
    clients = []
    for seat in seats:
        client = Client()
        client.force_login(seat.member.person)
        clients.append(client)
        page = BeautifulSoup(client.get(here).content, "html.parser")
        assert page.select_one("#maintenant h2").get_text() == "Votez"
        assert page.select_one("#ecarts, #grille") is None
        assert client.post(f"{here}vote/", {"choice": "for"}).status_code == 302
    chair = clients[[seat.pk for seat in seats].index(hearing.chair_id)]
    advice = {"advice": "grant", "reasons": "Le contrôle a été suivi.", "finding_SAN-1": "Suivi."}
    assert chair.post(f"{here}avis-recours/", advice).headers["Location"] == here
    appeal = Case.objects.get(pk=hearing.panel.case_id).appeal
    assert (appeal.state, appeal.advice, appeal.findings) == (
        "opinion",
        "grant",
        {"SAN-1": "Suivi."},
    )
    first = Client()
    judged = appeal.case.panel.seats.first().member.person
    first.force_login(judged)
    assert first.get(here).status_code == 404
    assert deliberation_facts.counts_of_ballots(hearing)["for"] == 5


@pytest.mark.parametrize("panel", ["panel", "appeal_panel"])
def test_what_is_contested_is_read_by_the_appeal_panel_alone(hearing, panel):
    case = Case.objects.get(pk=hearing.panel.case_id)
    seat = getattr(case, panel).seats.exclude(state="declined").first()
    client = Client()
    client.force_login(seat.member.person)
    read = client.get(f"/jury/{seat.pk}/dossier/").content.decode()
    said = [words in read for words in ("Erreur de fait.", "Contrôle non suivi.")]
    assert said == [panel == "appeal_panel"] * 2


def test_the_first_sheets_open_only_where_the_procedure_is_contested(hearing):
    case = Case.objects.get(pk=hearing.panel.case_id)
    seat = case.appeal_panel.effective_seats().first()
    here = reverse("label:jury_first_sheets", args=[seat.pk])
    client = Client()
    client.force_login(seat.member.person)
    assert client.get(here).status_code == 404
    assert here not in client.get(f"/jury/{seat.pk}/dossier/").content.decode()

    Appeal.objects.filter(case=case).update(contests_procedure=True)
    assert here in client.get(f"/jury/{seat.pk}/dossier/").content.decode()
    read = client.get(here).content.decode()
    first = case.panel.seats.effective().select_related("member__person")
    grades = GivenGrade.objects.filter(sheet__seat__in=first, reason__gt="", sheet__voided_at=None)
    assert grades
    for row in grades.select_related("sheet__seat__member__person"):
        assert escape(row.reason) in read
        assert str(row.sheet.seat.member.person) not in read
    table = BeautifulSoup(read, "html.parser")
    told = [one.get_text() for one in table.select("dl.facts:not(details dl) dd")]
    assert sum("A" in words.split()[-1] or " A," in words for words in told) == len(case.criteria())
    noted = ReadAccess.objects.filter(person=seat.member.person, what="grades")
    assert [(row.role, row.case_id) for row in noted] == [("appeal_juror", case.pk)]

    for one in first:  # who noted them reads them no more
        former = Client()
        former.force_login(one.member.person)
        for number in (one.pk, seat.pk):
            address = reverse("label:jury_first_sheets", args=[number])
            assert former.get(address).status_code == 404
