"""The pair of a visit is drawn by lot, replaced by its next ranks, then by a new draw."""

from datetime import timedelta

import pytest

from directory.models import Membership
from label import (
    cases,
    draw_file,
    drawing,
    machine,
    panels,
    proof_files,
    replay,
    visit_draws,
    visits,
    volunteering,
)
from label import draw as lot
from label.jury import lots
from label.machine import Refused
from label.models import (
    Case,
    Draw,
    Involvement,
    OutboxMail,
    PoolMember,
    RulesVersion,
    Seat,
    Visit,
    Visitor,
)
from label.procedure import DEFAULTS, Procedure
from label.public import draws
from tests.label import world as play

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def planned(built, full):
    return built(lambda: play.investigation(full).visit.pk)


@pytest.fixture
def visit(planned):
    return Visit.objects.get(pk=planned)


def announced(full, visit, **options):
    source = play.beacon(full.now + timedelta(hours=26))
    options = {"by": full.secretary, "now": full.later()} | options
    return visit_draws.commit(visit, **options, **source)


def refusal(call, *args, **options):
    with pytest.raises(Refused) as refused:
        call(*args, **options)
    return refused.value.reasons


def ranks(draw, college):
    rows = draw.candidates.filter(college=college, rank__isnull=False).order_by("rank")
    return [row.member for row in rows.select_related("member__person")]


def team(visit):
    return {row.kind: row.member for row in visit.visitors.select_related("member__person")}


def test_a_peer_and_a_resident_go_and_learn_it(full, visit):
    draw = play.pair_drawn(full, visit)
    peer, resident = ranks(draw, "peer")[0], ranks(draw, "citizen")[0]
    assert team(visit) == {"peer": peer, "resident": resident}
    roles = Involvement.objects.filter(case=visit.case, role="visitor")
    assert set(roles.values_list("person", flat=True)) == {peer.person_id, resident.person_id}
    told = OutboxMail.objects.filter(kind="visit_assigned").values_list("person", flat=True)
    assert set(told) == {peer.person_id, resident.person_id}
    assert draw.spec["quota"] == {"citizen": 1, "peer": 1}
    assert draw.spec["alternates"] == {"citizen": 2, "peer": 2}
    assert draw_file.verify(draws.document_of(draw)) == []


def test_who_cannot_go_is_left_out_with_a_reason(full, visit):
    rival, home, tied = full.pool["peer"][0], full.pool["peer"][1], full.pool["citizen"][0]
    PoolMember.objects.filter(pk=home.pk).update(commune=visit.case.operator.commune)
    PoolMember.objects.filter(pk=rival.pk).update(operator=visit.case.operator)
    visit.case.ties.create(person=tied.person, name="Une cousine", relation="cousine")
    tending = full.pool["citizen"][1]
    Membership.objects.create(page=visit.case.operator, user=tending.person)
    draw = announced(full, visit)
    left_out = dict(draw.exclusions.values_list("member", "reason"))
    assert left_out == {
        rival.pk: "operator",
        home.pk: "same_commune",
        tied.pk: "tie",
        tending.pk: "operator",
    }
    assert draw.counts == {"citizen": 12, "peer": 6}


def test_neither_twice_in_a_row_nor_in_return(full, visit):
    regular, host = full.pool["citizen"][0], full.pool["peer"][0]
    for _time in range(visit.procedure.visits_in_a_row):
        before = Case.objects.create(
            reference=f"DOS-{_time}", operator=visit.case.operator, applicant=full.operator,
            state="closed", created_at=full.now, rules=visit.case.rules, state_since=full.now,
            changed_at=full.now,
        )  # fmt: skip
        done = Visit.objects.create(
            case=before, due_on=full.today, state="locked", done_at=full.later()
        )
        Visitor.objects.create(visit=done, member=regular, kind="resident", assigned_at=full.now)
    play.another_operator(full)
    own_farm = full.page
    PoolMember.objects.filter(pk=host.pk).update(operator=own_farm)
    theirs = Case.objects.create(
        reference="DOS-R", operator=own_farm, applicant=full.operator, state="closed",
        created_at=full.now, rules=visit.case.rules, state_since=full.now,
            changed_at=full.now,
    )  # fmt: skip
    guest = PoolMember.objects.create(
        person=visit.case.applicant, college="peer", state="left", volunteered_at=full.now
    )
    came = Visit.objects.create(case=theirs, due_on=full.today, state="locked", done_at=full.now)
    Visitor.objects.create(visit=came, member=guest, kind="peer", assigned_at=full.now)
    draw = announced(full, visit)
    assert dict(draw.exclusions.values_list("member", "reason")) == {
        regular.pk: "in_a_row",
        host.pk: "reciprocal",
    }


def test_a_tie_declared_calls_the_next_rank_of_the_college(full, visit):
    draw = play.pair_drawn(full, visit)
    first, second, third = ranks(draw, "citizen")
    panels.declare_interests(
        visit.case, by=first.person, role="visitor", answers={"gift": True}, text="Un panier.",
        now=full.later(),
    )  # fmt: skip
    assert team(visit)["resident"] == second
    visits.withdraw(visit, by=second.person, note="Une opération.", now=full.later())
    assert team(visit)["resident"] == third
    document = draws.document_of(draw)
    assert [one["reason"] for one in document["replacements"]] == ["recused", "declined"]
    assert "opération" not in str(document)
    assert visits.notes_of(visit) == ["Une opération."]
    assert draw_file.verify(document) == []
    assert proof_files.verify({"tirages.json": {"draws": [document]}}) == ["tirages : 1, refaits"]


def test_a_rank_that_took_a_seat_meanwhile_is_passed_and_said(full, visit):
    draw = play.pair_drawn(full, visit)
    first, second, third = ranks(draw, "peer")
    visit.case.panel.seats.create(
        member=second, college="peer", state="invited", named_by=full.secretary
    )
    row = visit.visitors.get(member=first)
    visits.remove_visitor(row, by=full.secretary, now=full.later())
    assert team(visit)["peer"] == third
    document = draws.document_of(draw)
    assert [one["reason"] for one in document["replacements"]] == ["excused", "not_eligible"]
    assert draw_file.verify(document) == []


def test_ranks_exhausted_a_new_public_draw_completes_the_team(full, visit):
    draw = play.pair_drawn(full, visit)
    gone = ranks(draw, "peer")
    for member in gone:
        visits.withdraw(visit, by=member.person, now=full.later())
    assert set(team(visit)) == {"resident"}
    assert list(visit_draws.to_announce()) == [visit]
    assert refusal(
        visits.assign_visitor, visit, full.pool["peer"][0], by=full.secretary, kind="peer",
        now=full.later(),
    ) == ["Le pair et l’habitant de la visite se tirent au sort."]  # fmt: skip
    assert draws.document_of(draw)["replacements"][-1]["in"] is None
    again = play.pair_drawn(full, visit)
    assert (again.turn, again.spec["quota"]) == (2, {"peer": 1})
    assert not set(ranks(again, "peer")) & set(gone)
    assert set(team(visit)) == {"resident", "peer"}
    documents = draws.documents([draw, again])
    assert draw_file.verify_all(documents) == []
    assert not visit_draws.to_announce().exists()


def test_an_expert_is_named_beside_the_pair(full, visit):
    expert = full.pool["qualified"][0]
    visits.assign_visitor(visit, expert, by=full.secretary, kind="expert", now=full.later())
    play.pair_drawn(full, visit)
    assert set(team(visit)) == {"peer", "resident", "expert"}
    visits.withdraw(visit, by=expert.person, now=full.later())
    assert not OutboxMail.objects.filter(kind="visit_short").exists()


def test_a_void_draw_sends_nobody_and_may_call_them_again(full, visit):
    draw = play.pair_drawn(full, visit)
    assert refusal(drawing.void, draw, by=full.secretary, reason="Non.", now=full.later()) == [
        "Seul le garant ou la garante annule un tirage."
    ]
    drawing.void(draw, by=full.guarantor, reason="Mauvais tour.", now=full.later())
    assert team(visit) == {}
    assert not Involvement.objects.filter(case=visit.case, role="visitor").exists()
    again = play.pair_drawn(full, visit)
    assert (again.replaces, again.turn) == (draw, 1)
    assert again.counts == draw.counts
    assert draw_file.verify_all(draws.documents([draw, again])) == []


def test_a_void_draw_leaves_who_came_before_a_visitor_for_good(full, visit):
    play.pair_drawn(full, visit)
    member = team(visit)["peer"]
    Visit.objects.filter(pk=visit.pk).update(state="locked", done_at=full.now)
    second = Visit.objects.create(case=visit.case, number=2, due_on=full.today)
    draw = play.pair_drawn(full, second)
    second.visitors.filter(kind="peer").update(member=member)  # as the lot may have it
    drawing.void(draw, by=full.guarantor, reason="Mauvais tour.", now=full.later())
    assert team(second) == {}
    assert Involvement.objects.get(case=visit.case, person=member.person).role == "visitor"


def test_two_taps_remove_one_person(full, visit):
    draw = play.pair_drawn(full, visit)
    second = ranks(draw, "peer")[1]
    row, twin = (visit.visitors.get(kind="peer") for _tap in range(2))
    visits.remove_visitor(row, by=full.secretary, now=full.later())
    assert refusal(visits.remove_visitor, twin, by=full.secretary, now=full.later()) == [
        "Cette personne n’est plus de l’équipe."
    ]
    assert team(visit)["peer"] == second
    assert visit.visitors.count() == 2


def test_a_juror_drawn_who_visits_or_left_meanwhile_is_passed_and_said(full, visit):
    panel = visit.case.panel
    source = play.beacon(full.now + timedelta(hours=26))
    draw = drawing.commit_panel_draw(panel, by=full.secretary, now=full.later(), **source)
    seed = lot.make_seed(draw.spec_hash, draw.pool_hash, play.BEACON)
    pool = lot.read_pool(draw.pool, with_sex="parity" in draw.spec)
    drawn = lot.draw(pool, draw.spec, seed=seed)
    visiting, gone = drawn["peer"].seats[0], drawn["citizen"].seats[0]
    person = draw.candidates.get(pseudonym=visiting).member.person
    machine.involve(visit.case, person, "visitor", now=full.later())
    volunteering.leave(draw.candidates.get(pseudonym=gone).member, now=full.later())
    play.typed_twice(full, draw)
    invited = panel.seats.filter(state="invited").values_list("candidate__pseudonym", flat=True)
    assert {college: set(invited) & {*one.seats, *one.alternates}
            for college, one in drawn.items()} == {
        college: {*one.seats, *one.alternates[:1]} - {visiting, gone}
        if college in ("peer", "citizen") else set(one.seats)
        for college, one in drawn.items()
    }  # fmt: skip
    document = draws.document_of(draw)
    assert {(one["out"], one["reason"]) for one in document["replacements"]} == {
        (visiting, "not_eligible"),
        (gone, "not_eligible"),
    }
    assert draw_file.verify(document) == []
    assert not Seat.objects.of(person).holding().exists()
    assert [line.says for line in lots.lines(person, now=full.now)] == [
        "Rang 1 : cette place n’est plus la vôtre."
    ]
    assert replay.differences() == []


def test_nothing_is_undone_once_the_visit_is_done(full, visit):
    draw = play.pair_drawn(full, visit)
    Visit.objects.filter(pk=visit.pk).update(state="done", done_at=full.now)
    draw.refresh_from_db()
    late = {"by": full.guarantor, "reason": "Trop tard.", "now": full.later()}
    assert refusal(drawing.void, draw, **late) == [
        "La visite est faite : son tirage ne s’annule plus."
    ]
    person = team(visit)["peer"].person
    visit.refresh_from_db()
    assert refusal(visits.withdraw, visit, by=person, now=full.later()) == [
        "Vous ne faites pas partie de cette visite, ou elle est faite."
    ]


def test_nobody_goes_alone(full, visit):
    draw = play.pair_drawn(full, visit)
    for row in visit.visitors.all():
        panels.declare_interests(
            visit.case, by=row.member.person, role="visitor", answers={}, now=full.later()
        )
    at = full.now + timedelta(days=2)
    visits.schedule(visit, by=full.secretary, at=at, now=full.later())
    for member in ranks(draw, "peer"):
        visits.withdraw(visit, by=member.person, now=full.later())
    full.later(days=3)
    assert refusal(visits.mark_done, visit, by=full.secretary, now=full.now) == [
        "Il faut 2 personnes pour la visite.",
        "Il faut un pair.",
    ]


def test_a_case_that_ended_calls_nobody(full, visit):
    draw = play.pair_drawn(full, visit)
    peer = ranks(draw, "peer")[0]
    second = Visit.objects.create(case=visit.case, number=2, due_on=full.today)
    other = announced(full, second)
    cases.desist(visit.case, by=full.operator, now=full.later())
    visit = Visit.objects.get(pk=visit.pk)
    visits.withdraw(visit, by=peer.person, now=full.later())
    assert set(team(visit)) == {"resident"}
    play.typed_twice(full, Draw.objects.get(pk=other.pk))
    assert team(second) == {}
    assert not OutboxMail.objects.filter(kind="visit_short").exists()
    third = Visit.objects.create(case=visit.case, number=3, due_on=full.today)
    assert refusal(announced, full, third) == [
        "L’équipe de cette visite ne se tire pas au sort maintenant."
    ]


def test_one_draw_at_a_time_by_the_secretariat_for_what_lacks(full, visit):
    assert refusal(announced, full, visit, by=full.authority) == [
        "C’est au secrétariat d’annoncer un tirage."
    ]
    draw = announced(full, visit)
    assert refusal(announced, full, visit) == ["Un tirage est déjà annoncé pour cette visite."]
    assert not visit_draws.to_announce().exists()
    play.typed_twice(full, draw)
    assert refusal(announced, full, visit) == ["L’équipe de visite est au complet."]
    assert Draw.objects.count() == 1


def test_rules_written_before_the_switch_keep_naming(full, visit):
    assert DEFAULTS.visitors_drawn is True
    rules = visit.case.rules
    former = {name: value for name, value in rules.figures.items() if name != "visitors_drawn"}
    RulesVersion.objects.filter(pk=rules.pk).update(figures=former)
    visit = Visit.objects.get(pk=visit.pk)
    assert visit.procedure.visitors_drawn is False
    assert Procedure.of(former).visitors_drawn is True
    play.pair_named(full, visit)
    assert set(team(visit)) == {"peer", "resident"}
    assert refusal(announced, full, visit) == [
        "L’équipe de cette visite ne se tire pas au sort maintenant."
    ]


def test_a_list_of_fewer_than_five_is_kept_by_the_guarantor(full, visit):
    for member in full.pool["peer"][4:]:
        member.terms.all().delete()
    draw = play.pair_drawn(full, visit)
    document = draws.document_of(draw)
    assert (document["pool"], document["counts"]["peer"]) == (None, 4)
    assert draw_file.verify(document) == [draw_file.POOL_KEPT]
    assert draw_file.verify(document, pool=draw.pool) == []
