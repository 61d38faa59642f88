"""An appeal: a new panel of new people, and never to the operator's harm (C28–C32)."""

import pytest
from django.test import Client
from django.urls import reverse

from label import appeals, deliberation, panels, replay
from label.enums import Role
from label.jury import duties
from label.machine import Refused
from label.models import Case, Hearing
from tests.label import world as play

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def heard(built, light):
    """A refusal contested, and the appeal panel at its hearing, all in favour."""

    def make():
        case = play.refused(light)
        play.notified(light, case)
        appeals.lodge(case, by=light.operator, grounds="Erreur de fait.", now=light.later())
        appeals.admit(case.appeal, by=light.secretary, now=light.later())
        panel = play.panel_constituted(light, case, case.appeal_panel)
        appeals.note_panel(case.appeal, by=light.secretary, now=light.later())
        panels.open_file(case, by=light.secretary, now=light.later())
        play.session_planned(light, panel)
        hearing = play.session_open(light, case, panel)
        for seat in panel.effective_seats():
            deliberation.cast_ballot(
                hearing, seat, by=seat.member.person, choice="for", now=light.later()
            )
        return case.pk, hearing.pk

    return built(make)


@pytest.fixture
def advised(heard):
    case, hearing = heard
    return Case.objects.get(pk=case), Hearing.objects.get(pk=hearing)


def advise(light, case, hearing, advice, **options):
    appeals.advise(
        case.appeal,
        hearing,
        by=hearing.chair.member.person,
        advice=advice,
        reasons="Motifs de l’avis.",
        now=light.later(),
        **options,
    )


def test_an_appeal_that_settles_what_was_unmet_grants(advised, light):
    case, hearing = advised
    advise(light, case, hearing, "grant", findings={"SAN-1": "Contrôle suivi depuis."})
    first = case.decision
    appeals.reform_grant(case, by=light.authority, now=light.later(), **play.DECISION)
    assert (case.state, case.decision.kind, case.decision.supersedes) == (
        "granted",
        "granted",
        first,
    )
    assert "un autre jury" in first.appeal_routes
    assert "ne se demande qu’une fois" in case.decision.appeal_routes
    assert case.appeal.state == "decided"
    assert play.signed(light, case).state == "active"
    assert replay.differences() == []


def test_an_appeal_cannot_grant_over_what_nobody_looked_at_again(advised, light):
    case, hearing = advised
    advise(light, case, hearing, "grant")
    with pytest.raises(Refused) as refused:
        appeals.reform_grant(case, by=light.authority, now=light.later(), **play.DECISION)
    assert refused.value.reasons == ["Le jury de recours n’a pas revu : SAN-1."]


def test_a_procedural_defect_starts_again_with_another_panel(advised, light):
    case, hearing = advised
    advise(light, case, hearing, "remit")
    former = case.panel
    appeals.remit(
        case, by=light.authority, defect="Convocation tardive.", now=light.later(), **play.DECISION
    )
    former.refresh_from_db()
    assert (case.state, case.panel.number, former.state) == ("investigation", 2, "discharged")
    assert case.complete_on == light.today
    assert replay.differences() == []


def test_i20_the_former_panel_reads_nothing_of_what_starts_again(advised, light):
    case, hearing = advised
    advise(light, case, hearing, "remit")
    former = case.panel.effective_seats().first()
    assert panels.may_read_file(case, former.member.person)
    appeals.remit(
        case, by=light.authority, defect="Convocation tardive.", now=light.later(), **play.DECISION
    )
    case.refresh_from_db()
    case.file_opened_on = light.today  # opened again, to the new panel
    case.save(update_fields=["file_opened_on"])
    former.refresh_from_db()
    assert not panels.may_read_file(case, former.member.person)
    found = [one for one in duties.known_of(former.member.person) if one.seat == former]
    assert [one.may_read for one in found] == [False]
    client = Client()
    client.force_login(former.member.person)
    assert client.get(reverse("label:jury_file", args=[former.pk])).status_code == 404


def test_departing_from_the_appeal_panel_needs_reasons(advised, light):
    case, hearing = advised
    advise(light, case, hearing, "remit")
    with pytest.raises(Refused) as refused:
        appeals.uphold(case, by=light.authority, now=light.later(), **play.DECISION)
    assert refused.value.reasons == [
        "La décision s’écarte de l’avis : dites pourquoi, ce sera publié."
    ]


def test_the_appeal_panel_has_nobody_of_the_first(advised, light):
    case, _hearing = advised
    first = set(case.panel.seats.values_list("member", flat=True))
    assert first & set(case.appeal_panel.seats.values_list("member", flat=True)) == set()
    roles = dict(case.involvements.values_list("person", "role"))
    assert list(roles.values()).count(Role.APPEAL_JUROR) == 5
