"""The invariants on draws and composition, under the full procedure (label.md 6.7)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from label import (
    draw_file,
    drawing,
    eligibility,
    machine,
    panels,
    pool_draws,
    presence,
    replay,
    visit_draws,
    visits,
)
from label.machine import Refused
from label.models import Case, Draw, PoolMember
from label.models.usage_rules import RulesVersion
from label.public import draws
from tests.label import world as play

pytestmark = pytest.mark.django_db


def refusal(call, *args, **options):
    """The reasons of a refusal; fails if it was not refused."""
    with pytest.raises(Refused) as refused:
        call(*args, **options)
    return refused.value.reasons


@pytest.mark.parametrize(
    ("counts", "stands"),
    [
        ({"citizen": 5, "peer": 1}, False),
        ({"citizen": 4, "peer": 2}, True),
        ({"citizen": 3, "peer": 3}, True),
        ({"citizen": 5, "peer": 2}, True),
        ({"citizen": 4, "peer": 2, "trade": 1}, True),
        ({"citizen": 5, "peer": 2, "trade": 1, "qualified": 1}, True),
        ({"citizen": 3, "peer": 2, "trade": 1, "qualified": 1}, False),
        ({"citizen": 4, "trade": 1, "qualified": 1}, False),
    ],
)
def test_i04_quorum_and_composition(full, counts, stands):
    case = play.investigation(full)
    assert (presence.faults(case.panel, counts) == []) is stands


def test_i04_the_shipped_profiles_keep_every_college_under_its_share(full):
    for rules in RulesVersion.objects.all():
        figures = rules.procedure
        most = figures.college_cap_part * sum(figures.seats.values()) / figures.college_cap_whole
        assert max(figures.seats.values()) <= most


def test_i05_a_replacement_is_the_next_rank_of_its_college(full):
    case = play.investigation(full)
    play.panel_drawn(full, case.panel)
    seat = case.panel.seats.filter(college="citizen").order_by("candidate__rank").first()
    expected = eligibility.next_alternate(case.panel, "citizen")
    panels.decline(seat, by=seat.member.person, now=full.later())
    called = case.panel.seats.get(replaces=seat)
    assert (called.candidate, called.reason_code, called.state) == (expected, "declined", "invited")
    later = expected.draw.candidates.get(college="citizen", rank=expected.rank + 2)
    skipping = case.panel.seats.create(
        member=later.member, college="citizen", candidate=later, state="drawn"
    )
    assert refusal(machine.move, skipping, "invite", now=full.later()) == [
        "Un rang précédent du tirage n’a pas été appelé."
    ]


def test_i05_a_visitor_of_the_pair_stands_at_a_published_rank(full):
    visit = play.investigation(full).visit
    draw = play.pair_drawn(full, visit)
    left = visit.visitors.get(kind="resident")
    expected = draw.candidates.get(college="citizen", rank=2)
    visits.withdraw(visit, by=left.member.person, now=full.later())
    assert visit.visitors.get(kind="resident").candidate == expected
    published = draws.document_of(draw)
    seats = {name for one in published["result"].values() for name in one["seats"]}
    called = {one["in"] for one in published["replacements"]}
    assert {row.candidate.pseudonym for row in visit.visitors.all()} <= seats | called
    assert refusal(
        visits.assign_visitor,
        visit,
        full.pool["citizen"][0],
        by=full.secretary,
        kind="resident",
        now=full.later(),
    ) == ["Le pair et l’habitant de la visite se tirent au sort."]


def test_i06_a_visit_and_a_year_have_one_standing_draw(full):
    visit = play.investigation(full).visit
    PoolMember.objects.filter(pk__in=[one.pk for one in full.pool["trade"]]).update(
        state="volunteer"
    )
    for one in full.pool["trade"]:
        one.terms.all().delete()
    source = play.beacon(full.now + timedelta(hours=26))
    by = {"by": full.secretary, "now": full.later()}
    pool = pool_draws.commit(year=full.today.year, places={"trade": 2}, **by, **source)
    for draw in (pool, visit_draws.commit(visit, **by, **source)):
        assert draw.randomness_at > draw.committed_at
        draw.pk, draw.reference = None, f"{draw.reference}-bis"
        with pytest.raises(IntegrityError), transaction.atomic():
            Draw.save(draw, force_insert=True)
    soon = play.beacon(full.now + timedelta(hours=2))
    for commit in (
        lambda: visit_draws.commit(visit, **by, **soon),
        lambda: pool_draws.commit(year=full.today.year + 1, places={"trade": 1}, **by, **soon),
    ):
        with pytest.raises(Refused):
            commit()


def test_i06_one_committed_draw_and_voided_ones_stay(full):
    case = play.investigation(full)
    draw = play.panel_drawn(full, case.panel)
    assert draw.randomness_at > draw.committed_at
    drawing.void(draw, by=full.guarantor, reason="Mauvais tour saisi.", now=full.later())
    again = play.panel_drawn(full, case.panel)
    assert again.replaces == draw
    assert list(case.draws.order_by("pk").values_list("state", flat=True)) == ["voided", "drawn"]
    names = [seat.public_ref for seat in case.panel.seats.select_related("candidate__draw")]
    assert len(set(names)) == len(names)  # the same pseudonym of two draws is not the same seat
    assert replay.differences() == []
    again.pk, again.reference, again.replaces = None, "other", None
    with pytest.raises(IntegrityError), transaction.atomic():
        Draw.save(again, force_insert=True)


def test_i06_randomness_must_come_after(full):
    case = play.investigation(full)
    reasons = refusal(
        drawing.commit_panel_draw,
        case.panel,
        by=full.secretary,
        now=full.later(),
        **play.beacon(full.now + timedelta(hours=2)),
    )
    assert reasons == ["L’aléa doit être postérieur à l’annonce d’au moins 24 heures."]


def test_i06_two_people_check_the_randomness(full):
    case = play.investigation(full)
    draw = drawing.commit_panel_draw(
        case.panel,
        by=full.secretary,
        now=full.later(),
        **play.beacon(full.now + timedelta(hours=26)),
    )
    full.later(days=2)
    drawing.enter_randomness(draw, play.BEACON, by=full.secretary, now=full.now)
    reasons = refusal(
        drawing.confirm_randomness, draw, play.BEACON, by=full.secretary, now=full.later()
    )
    assert reasons == ["Une autre personne confirme l’aléa."]


def test_parity_among_residents_where_the_rules_ask_it(full):
    case = play.investigation(full)
    rules = case.rules
    rules.figures = rules.figures | {"parity_citizen": 2}
    type(rules).objects.filter(pk=rules.pk).update(figures=rules.figures)
    women = [member.pk for member in full.pool["citizen"][:3]]
    PoolMember.objects.filter(college="citizen").update(sex="m")
    PoolMember.objects.filter(pk__in=women).update(sex="f")
    panel = Case.objects.get(pk=case.pk).panel
    draw = play.panel_drawn(full, panel)
    seats = panel.seats.filter(college="citizen").values_list("member__sex", flat=True)
    assert list(seats).count("f") >= 2
    assert draw.spec["parity"] == {"citizen": 2}
    assert draw_file.verify(draws.document_of(draw)) == []
