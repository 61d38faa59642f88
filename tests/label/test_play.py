"""Random people, random acts, random days against the label: no invariant ever breaks.

Each example starts from one of a few cases played by the real verbs, and is undone afterwards.
`LABEL_EXAMPLES` says how many; CI plays 2,000 of them on SQLite, a plain run a few dozen.
"""

import os
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from label import deadlines, machine, moves, replay
from label.enums import IN_REGISTER, Level
from label.journal import as_link
from label.judgement import unmet
from label.machine import Refused
from label.models import Case, Decision, Event, Grant, GrantLine, Involvement, Seat
from label.models.cases import RUNNING
from tests.label import world as play

EXAMPLES = int(os.environ.get("LABEL_EXAMPLES", "60"))
PEOPLE = (
    "secretary",
    "guarantor",
    "authority",
    "controller",
    "facilitator",
    "stranger",
    "operator",
    "juror",
    "chair",
    None,
)
DATA = {
    "text": "Motifs.",
    "competence_ref": "Délibération",
    "reasons": "Motifs.",
    "departure_reasons": "Motifs.",
    "items": ["Kbis"],
    "cause": "time",
    "questions": [{"text": "Quand ?"}],
    "grounds": "Motifs.",
    "illegality": "Motifs.",
    "defect": "Vice.",
    "proof": "Facture.",
    "danger": "health",
    "ground": "court",
    "note": "Empêchement.",
}


def snapshots():
    """Cases in several states, and the world that played them."""
    world = play.make("light")
    cases = {}
    for name in ("draft", "submitted", "investigation", "scoring_open"):
        play.another_operator(world)
        cases[name] = getattr(play, name)(world)
    play.another_operator(world)
    cases["deliberating"] = play.deliberating(world)[0]
    for name in ("opinion_issued", "granted", "granted_with_reserves", "refused"):
        play.another_operator(world)
        cases[name] = getattr(play, name)(world)
    play.another_operator(world)
    cases["active"] = play.active(world).case
    first = {
        case.pk: case.panel and case.panel.seats.order_by("pk").first() for case in cases.values()
    }
    jurors = {pk: seat.member.person if seat else world.stranger for pk, seat in first.items()}
    seq = Event.objects.order_by("-seq").values_list("seq", flat=True).first()
    return world, {name: case.pk for name, case in cases.items()}, jurors, seq


# The deadlines that may move a case in each state: the others have nothing to look at.
DEADLINES = {
    **dict.fromkeys(RUNNING, ("silence",)),
    "incomplete": ("documents_reminder", "documents"),
    **dict.fromkeys(("granted", "granted_with_reserves"), ("appeal_time", "signature")),
    **dict.fromkeys(("refused", "inadmissible"), ("appeal_time",)),
    **dict.fromkeys(("lapsed", "desisted"), ("ended",)),
}
DECIDED = ("granted", "granted_with_reserves", "closed", "under_appeal")
OF_GRANTS = ("expiry", "emergency")


class Play(RuleBasedStateMachine):
    """Acts on one case: its own events, those of its grant and of its seats, and the days."""

    prepared = None

    @initialize(start=st.sampled_from(sorted(
        ("draft", "submitted", "investigation", "scoring_open", "deliberating", "opinion_issued",
         "granted", "granted_with_reserves", "refused", "active")
    )))  # fmt: skip
    def begin(self, start):
        self.world, cases, self.jurors, self.seq = self.prepared
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.now = self.world.now
        self.case = Case.objects.get(pk=cases[start])
        # The calendar has nothing to do for the other cases: what it does for this one is seen.
        Case.objects.exclude(pk=self.case.pk).update(legal_regime="private_licence")

    def teardown(self):
        if hasattr(self, "savepoint"):
            self.check_journal()
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    @rule(event=st.sampled_from(sorted({line.event for line in moves.CASE.values()})),
          who=st.sampled_from(PEOPLE))  # fmt: skip
    def act_on_case(self, event, who):
        self.attempt(self.case, event, who)

    @rule(event=st.sampled_from(sorted({line.event for line in moves.GRANT.values()})),
          who=st.sampled_from(PEOPLE))  # fmt: skip
    def act_on_grant(self, event, who):
        grant = self.case.grants.order_by("-pk").first()
        if grant is not None:
            self.attempt(grant, event, who)

    @rule(event=st.sampled_from(["recuse", "excuse", "accept", "decline", "discharge"]),
          who=st.sampled_from(["juror", "secretary", "stranger", None]))  # fmt: skip
    def act_on_seat(self, event, who):
        seat = Seat.objects.filter(panel__case=self.case).order_by("pk").first()
        if seat is not None:
            self.attempt(seat, event, who)

    @rule(days=st.integers(min_value=1, max_value=150))
    def days_pass(self, days):
        self.now += timedelta(days=days)
        due = DEADLINES.get(self.case.state, ())
        in_register = self.case.state in DECIDED and self.case.grants.in_register().exists()
        deadlines.run(now=self.now, only=(*due, *(OF_GRANTS if in_register else ())) or ("none",))
        self.case.refresh_from_db()

    def attempt(self, obj, event, who):
        if moves.find(obj.machine, event, obj.state) is None:
            return
        self.now += timedelta(minutes=1)
        before = obj.state
        reserves = play.plan(self.world, "ENV-1") if "reserve" in event else []
        try:
            machine.move(
                obj, event, by=self.person(who), now=self.now, **DATA | {"reserves": reserves}
            )
        except Refused:
            if obj.state == before:
                return
        self.case.refresh_from_db()

    def person(self, who):
        if who is None:
            return None
        if who == "operator":
            return self.case.applicant
        if who in {"juror", "chair"}:
            return self.jurors[self.case.pk]
        return self.world.people[who]

    @invariant()
    def a_case_is_never_without_its_versions_or_its_legal_date(self):
        case = getattr(self, "case", None)
        if case is None or case.submitted_at is None:
            return
        assert case.referential_id
        assert case.rules_id
        assert case.implicit_decision_on or not case.has_silence_clock

    def check_journal(self):
        """I-02, I-13, I-16, I-21, I-22, I-24 and the chain, over what this example added."""
        events = list(
            Event.objects.filter(seq__gte=self.seq).select_related("case").order_by("seq")
        )
        for before, after in pairwise(events):
            assert (after.seq, after.prev_hash) == (before.seq + 1, before.hash)
        links = [as_link(event) for event in events[1:]]
        for link in links:
            if link["move"]:
                line = moves.ALL[link["move"]]
                assert line.leads(link["from"], link["to"])
                assert link["role"] in line.who
        own = [link for link in links if link["object"] == self.case.reference and link["move"]]
        assert not own or own[-1]["to"] == self.case.state
        people = Involvement.objects.filter(case=self.case).values_list("person", flat=True)
        assert len(people) == len(set(people))
        decisions = list(Decision.objects.filter(case=self.case, grant=None))
        assert sum(one.supersedes_id is None for one in decisions) <= 1
        grants = list(Grant.objects.filter(case=self.case))
        lines = GrantLine.objects.filter(grant__in=grants, is_in_force=True) if grants else []
        covering = {line.grant_id for line in lines}
        shown = replay.register_at(self.now) if grants else {}
        for grant in grants:
            assert (grant.pk in covering) == (grant.state in IN_REGISTER)
            assert shown.get(grant.number) == (grant.state if grant.is_in_register else None)
        if self.case.state == "granted" and not self.case.decision.is_implicit:
            found = unmet(self.case.panel)
            assert found == {Level.ELIMINATORY: [], Level.MANDATORY: []}


@pytest.mark.django_db
def test_random_people_on_random_days_break_nothing(built):
    Play.prepared = built(snapshots)
    run = settings(
        max_examples=EXAMPLES,
        stateful_step_count=6,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    Play.TestCase.settings = run
    Play.TestCase().runTest()
