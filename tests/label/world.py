"""A small world in which cases of the label are played by the real verbs, in real order.

Every function plays on from where the case is, with `world.now` moving forward only.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from directory.models import Membership
from label import (
    application,
    cases,
    clock,
    decisions,
    deliberation,
    drawing,
    eligibility,
    grants,
    groups,
    panels,
    planning,
    randomness,
    reference_data,
    scoring,
    visit_draws,
    visits,
)
from label.enums import Role
from label.models import (
    Answers,
    Case,
    Grant,
    PoolMember,
    PoolTerm,
    RulesVersion,
    ScoreSheet,
    SelfAssessment,
    Session,
)
from tests.factories import CommuneFactory, FamilyFactory, UserFactory, add_producer, uzes
from tests.label.once import once

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
BEACON = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
DECISION = {"text": "Motifs de la décision.", "competence_ref": "Délibération 2026-12"}


@dataclass
class World:
    """People of the team and of the pool, the versions in force, and the clock."""

    now: datetime = START
    people: dict = field(default_factory=dict)
    pool: dict = field(default_factory=dict)
    operator: object = None
    page: object = None
    family: object = None
    lines: int = 0

    @property
    def today(self):
        return clock.civil_day(self.now)

    def later(self, days=0, hours=0, minutes=1):
        self.now += timedelta(days=days, hours=hours, minutes=minutes)
        return self.now

    def __getattr__(self, name):
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None


@once
def make(profile="full", *, pool=None, start=START) -> World:
    """A team, a pool, a producer and the shipped versions in force."""
    world = World(now=start)
    roles = {
        "secretary": Role.SECRETARIAT,
        "guarantor": Role.GUARANTOR,
        "authority": Role.AUTHORITY,
        "controller": Role.CONTROLLER,
        "facilitator": Role.FACILITATOR,
        "archivist": Role.ARCHIVIST,
        "auditor": Role.AUDITOR,
    }
    for name, role in roles.items():
        world.people[name] = UserFactory(email=f"{name}@exemple.fr")
        groups.join(world.people[name], role)
    world.people["second_secretary"] = UserFactory(email="second@exemple.fr")
    groups.join(world.people["second_secretary"], Role.SECRETARIAT)
    world.people["stranger"] = UserFactory(email="stranger@exemple.fr")
    another_operator(world)
    world.family = FamilyFactory(slug="legumes", name="Légumes")
    _make_pool(world, pool or {"citizen": 14, "peer": 8, "trade": 5, "qualified": 5})
    start_season(world, profile)
    return world


@once
def another_operator(world):
    """A new producer with their listing; the next cases are theirs."""
    world.operator = UserFactory()
    world.page = add_producer(title="Ferme des Micocouliers")
    Membership.objects.create(page=world.page, user=world.operator)


def _make_pool(world, counts):
    home = uzes()
    for college, count in counts.items():
        for number in range(count):
            member = PoolMember.objects.create(
                person=UserFactory(email=f"{college}{number}@exemple.fr"),
                college=college,
                state="member",
                commune=home,
                volunteered_at=world.now,
                trained_on=world.today,
                shadowed_on=world.today,
            )
            world.pool.setdefault(college, []).append(member)
    first = clock.add_months(world.today, -1)
    PoolTerm.objects.bulk_create(
        PoolTerm(member=member, starts_on=first, ends_on=clock.add_months(first, 60))
        for members in world.pool.values()
        for member in members
    )


def start_season(world, profile):
    for _consultation in range(2):
        _referential, rules = reference_data.start_season(
            profile,
            by_secretariat=world.secretary,
            by_authority=world.authority,
            deliberation_ref="Délibération 2026-1",
            now=world.later(),
        )
        world.later(days=rules.procedure.consultation_days)


# One case, step by step ----------------------------------------------------------------------


@once
def draft(world, *, operator=None, page=None) -> Case:
    """A draft that can be submitted, on a line of its own."""
    by, page = operator or world.operator, page or world.page
    case = cases.create(page, by=by, now=world.later())
    world.lines += 1
    site = cases.add_site(
        case, by=by, now=world.later(), name=f"Site {world.lines}", commune=CommuneFactory()
    )
    cases.add_line(
        case,
        by=by,
        now=world.later(),
        site=site,
        name="Légumes d’été",
        nature="raw",
        family=world.family,
        origin="Tout vient du site.",
    )
    # What `cases.save_part` and `cases.assess` leave, at once: nearly every test starts from here.
    filled = {"is_done": True, "updated_at": world.now, "updated_by": by}
    Answers.objects.bulk_create(
        Answers(case=case, part=part, values=_values(questions), **filled)
        for part, questions in application.QUESTIONS.items()
    )
    SelfAssessment.objects.bulk_create(
        SelfAssessment(case=case, criterion=criterion, answer="yes", has_no_evidence=True)
        for criterion in application.criteria(case)
    )
    cases.touch(case, world.now)
    return case


def _values(questions):
    return {one.name: _value(one) for one in questions if one.required}


def _value(question):
    return True if question.kind == "agree" else "réponse"


def piece(case, world, content=b"preuve"):
    file = SimpleUploadedFile("preuve.pdf", content, "application/pdf")
    return cases.add_evidence(
        case, file, by=world.operator, now=world.later(), kind="document", title="Preuve"
    )


@once
def submitted(world, **options) -> Case:
    case = draft(world, **options)
    cases.submit(case, by=options.get("operator") or world.operator, now=world.later())
    return case


@once
def investigation(world, **options) -> Case:
    case = submitted(world, **options)
    cases.declare_complete(case, by=world.secretary, now=world.later(days=2))
    return case


def visit_done(world, case):
    """The whole visit, replied and locked."""
    visit = case.visit
    if visit.procedure.visitors_drawn:
        pair_drawn(world, visit)
    else:
        pair_named(world, visit)
    peer, resident = pair_of(visit)
    for member in (peer, resident):
        panels.declare_interests(
            case, by=member.person, role="visitor", answers={}, now=world.later()
        )
    at = world.now + timedelta(days=3)
    visits.schedule(visit, by=world.secretary, at=at, now=world.later())
    world.later(days=4)
    visits.mark_done(visit, by=peer.person, now=world.now)
    visits.save_report(visit, report_values(case), by=peer.person, now=world.later())
    for member in (peer, resident):
        visits.sign_report(visit, by=member.person, now=world.later())
    by = case.applicant
    visits.reply(visit, by=by, text="Rien à ajouter.", now=world.later())
    visit.refresh_from_db()
    return visit


def report_values(case):
    seen = [one.code for one in case.criteria() if "V" in one.verification]
    return {
        "facts": dict.fromkeys(seen, "Vu sur place."),
        "strong_points": "Sols couverts.",
        "weak_points": "Peu de haies.",
        "circumstances": "Visite de deux heures avec l’opérateur.",
        "lot_exercise": "Remonté à la parcelle en douze minutes.",
    }


def pair_named(world, visit):
    """The last of the pool, so that the first remain for the panel."""
    for college, kind in (("peer", "peer"), ("citizen", "resident")):
        visits.assign_visitor(
            visit, world.pool[college][-1], by=world.secretary, kind=kind, now=world.later()
        )


def pair_drawn(world, visit):
    """Commit, wait a day, type twice: a peer and a resident go."""
    source = beacon(world.now + timedelta(hours=26))
    draw = visit_draws.commit(visit, by=world.secretary, now=world.later(), **source)
    return typed_twice(world, draw)


def pair_of(visit):
    return [visit.visitors.get(kind=kind).member for kind in ("peer", "resident")]


def let_visitors_be_named(world):
    """The rules in force as they were before pairs were drawn: to send people that a test knows."""
    for rules in RulesVersion.objects.in_force():
        rules.figures = rules.figures | {"visitors_drawn": False}
        RulesVersion.objects.filter(pk=rules.pk).update(figures=rules.figures)


def beacon(after):
    """The first public round after a moment: its source and when it comes."""
    chain = randomness.CHAINS["quicknet"]
    number = chain.first_round_from(after)
    return {
        "source": randomness.drand_source("quicknet", number),
        "randomness_at": chain.moment_of(number),
    }


def panel_drawn(world, panel):
    """Commit, wait a day, type twice."""
    source = beacon(world.now + timedelta(hours=26))
    draw = drawing.commit_panel_draw(panel, by=world.secretary, now=world.later(), **source)
    return typed_twice(world, draw)


def typed_twice(world, draw):
    world.later(days=2)
    drawing.enter_randomness(draw, BEACON, by=world.secretary, now=world.later())
    drawing.confirm_randomness(draw, BEACON, by=world.facilitator, now=world.later())
    return draw


def seat_everyone(world, panel):
    """All invited accept and declare no tie."""
    for seat in panel.seats.filter(state="invited").select_related("member__person"):
        panels.accept(seat, by=seat.member.person, now=world.later())
        panels.declare_interests(
            panel.case,
            by=seat.member.person,
            role=panel.juror_role,
            answers={},
            now=world.later(),
        )


def panel_named(world, panel):
    chosen, known = [], eligibility.Known.of(panel.case, world.today)
    for college, places in panel.quota.items():
        eligible, _others = eligibility.split_pool(
            panel.case, college=college, on=world.today, known=known
        )
        chosen += eligible[:places]
    panels.name_jury(panel, chosen, by=world.secretary, now=world.later())


def panel_constituted(world, case, panel=None):
    panel = panel or case.panel
    if case.procedure.is_drawn:
        panel_drawn(world, panel)
    else:
        panel_named(world, panel)
    seat_everyone(world, panel)
    panels.notify_operator(panel, by=world.secretary, now=world.later())
    world.later(days=case.procedure.challenge_days + 1)
    panels.constitute(panel, by=world.secretary, now=world.now)
    return panel


def session_planned(world, panel, days=11) -> Session:
    session = planning.plan_session(
        by=world.secretary,
        starts_at=world.now + timedelta(days=days),
        place="Maison des associations",
        facilitator=world.facilitator,
        now=world.later(),
    )
    planning.put_on_agenda(session, panel, by=world.secretary, now=world.later())
    return session


@once
def scoring_open(world, **options) -> Case:
    case = investigation(world, **options)
    if case.procedure.visit_required:
        visit_done(world, case)
    panel_constituted(world, case)
    panels.open_file(case, by=world.secretary, now=world.later())
    session_planned(world, case.panel)
    world.later(days=5)
    cases.open_scoring(case, now=world.now)
    return case


def good(case, *, round=1, worse=None) -> dict:
    """Grades that grant; `worse`: code → grade given with a reason."""
    grades = {}
    for one in scoring.criteria_to_score(case, round=round):
        grade = (worse or {}).get(one.code) or ("held" if one.level == "P" else "met")
        grades[one.code] = {"grade": grade, "reason": "Vu." if (worse or {}).get(one.code) else ""}
    return grades


def everyone_scores(world, case, *, worse=None):
    for seat in case.panel.effective_seats():
        scoring.submit_sheet(
            seat, good(case, worse=worse), by=seat.member.person, now=world.later()
        )


def session_open(world, case, panel=None):
    """The session opens, everyone is there, interests re-affirmed, a chair elected."""
    panel = panel or case.panel
    hearing = panel.hearings.filter(closed_at=None).order_by("-pk").first()
    session = hearing.session
    if world.now < session.starts_at:
        world.now = session.starts_at + timedelta(minutes=5)
    if session.state == "planned":
        planning.open_session(session, by=world.facilitator, now=world.later())
    for seat in panel.effective_seats():
        row = deliberation.arrive(hearing, seat, by=world.facilitator, now=world.later())
        deliberation.reaffirm(row, by=seat.member.person, now=world.later())
    chair = panel.effective_seats().order_by("pk").first()
    deliberation.open_hearing(hearing, by=world.facilitator, chair=chair, now=world.later())
    deliberation.note_heard(
        hearing, by=world.facilitator, visitors=True, operator=True, now=world.later()
    )
    hearing.refresh_from_db()
    return hearing


@once
def scored(world, *, worse=None, **options) -> Case:
    """Every sheet is handed in, and sealed."""
    case = scoring_open(world, **options)
    everyone_scores(world, case, worse=worse)
    return case


@once
def deliberating(world, *, worse=None, **options):
    """A case in deliberation, in an open hearing; the case and its hearing."""
    case = scored(world, worse=worse, **options)
    hearing = session_open(world, case)
    scoring.reveal_in_session(case, by=hearing.chair.member.person, now=world.later())
    return case, hearing


def consent(world, hearing, outcome, *, objector=None):
    """A consent round that everyone present answers; whether it is adopted."""
    chair = hearing.chair.member.person
    round = deliberation.put_to_consent(
        hearing, by=chair, outcome=outcome, text="Proposition.", now=world.later()
    )
    for seat in hearing.panel.effective_seats():
        objects = objector is not None and seat.pk == objector.pk
        deliberation.reply_to_consent(
            round,
            seat,
            by=seat.member.person,
            answer="object" if objects else "consent",
            ground="fact" if objects else "",
            reasons="Un fait." if objects else "",
            now=world.later(),
        )
    return deliberation.close_consent(round, by=chair, now=world.later())


def opinion_written(world, case, hearing, **texts):
    chair = hearing.chair.member.person
    opinion = deliberation.draft_opinion(
        hearing, by=chair, text="Avis motivé.", now=world.later(), **texts
    )
    deliberation.sign_minutes(opinion, by=chair, now=world.later())
    if case.procedure.guarantor:
        deliberation.sign_minutes(opinion, by=world.guarantor, now=world.later())
    return opinion


@once
def opinion_issued(world, *, outcome="grant", worse=None, texts=None, **options) -> Case:
    case, hearing = deliberating(world, worse=worse, **options)
    consent(world, hearing, outcome)
    opinion_written(world, case, hearing, **(texts or {}))
    deliberation.adopt_opinion(case, by=hearing.chair.member.person, now=world.later())
    return case


@once
def granted(world, **options) -> Case:
    case = opinion_issued(world, **options)
    decisions.grant(case, by=world.authority, now=world.later(days=2), **DECISION)
    return case


def plan(world, *codes, days=90):
    return [
        {
            "criterion": code,
            "action": "Planter une haie",
            "proof": "Photo et facture",
            "due_on": world.today + timedelta(days=days),
        }
        for code in codes
    ]


@once
def granted_with_reserves(world, code="ENV-1", **options) -> Case:
    case = opinion_issued(
        world,
        outcome="grant_with_reserves",
        worse={code: "partial"},
        texts={"reasons": {code: "En cours."}},
        **options,
    )
    decisions.accept_plan(case, by=case.applicant, now=world.later(days=1))
    decisions.grant_with_reserves(
        case, by=world.authority, now=world.later(), reserves=plan(world, code), **DECISION
    )
    return case


@once
def refused(world, code="SAN-1", **options) -> Case:
    why = {code: "Contrôle non suivi."}
    case = opinion_issued(
        world, outcome="refuse", worse={code: "unmet"}, texts={"reasons": why}, **options
    )
    decisions.refuse(case, by=world.authority, now=world.later(days=1), reasons=why, **DECISION)
    return case


def notified(world, case):
    decision = case.decision
    decisions.notify(
        decision, by=world.secretary, on=world.today, how="courrier", now=world.later()
    )
    case.refresh_from_db()
    return decision


@once
def active(world, **options) -> Grant:
    case = granted(world, **options)
    return signed(world, case)


def signed(world, case) -> Grant:
    grant = case.grants.order_by("-pk").first()
    with_plan = grant.open_reserves.exists()
    grants.sign_as_operator(grant, by=case.applicant, with_plan=with_plan, now=world.later(days=1))
    grants.sign_as_authority(grant, by=world.authority, now=world.later())
    return grant


def sheets_of(case):
    return ScoreSheet.objects.filter(seat__panel__case=case)
