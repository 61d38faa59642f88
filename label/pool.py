"""Verbs of the pool: volunteers examined, terms, training, absences (label.md 2.6)."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from label import clock, journal, roles
from label.enums import DrawPurpose, DrawState, PoolState, Role
from label.machine import Refused
from label.models import DrawCandidate, PoolMember, PoolTerm, RulesVersion, Unavailability
from label.procedure import DEFAULTS


@transaction.atomic
def admit(
    member: PoolMember,
    *,
    by,
    college: str,
    starts_on: date,
    operator=None,
    now: datetime | None = None,
) -> PoolTerm:
    """Take a volunteer into the pool, in a college, for a term.

    Whoever comes back during a term that still runs ends it; after as many in a row as the rules
    allow, some rest comes first.
    """
    _lock(member, by)
    if member.state not in {PoolState.VOLUNTEER, PoolState.NOT_DRAWN}:
        raise Refused(_("Cette personne est déjà au vivier."))
    _no_draw_counts_on(member)
    running = member.terms.filter(starts_on__lte=starts_on, ends_on__gt=starts_on).first()
    if running is None and (faults := renewal_faults(member, starts_on)):
        raise Refused(*faults)
    member.college, member.operator = college, operator
    term = _enter(member, running, starts_on)
    _record(member, "admit", by, now)
    return term


def take_in(
    member: PoolMember, *, starts_on: date, now: datetime, payload: dict | None = None
) -> PoolTerm:
    """A volunteer whom the yearly draw took enters the pool, in the college they asked for."""
    running = member.terms.filter(starts_on__lte=starts_on, ends_on__gt=starts_on).first()
    term = _enter(member, running, starts_on)
    journal.record(member, "admit", now=now, payload=payload)
    return term


def _enter(member: PoolMember, running: PoolTerm | None, starts_on: date) -> PoolTerm:
    member.state, member.left_on = PoolState.MEMBER, None
    member.save(update_fields=["state", "college", "operator", "left_on"])
    return running or _term(member, starts_on)


def wait_again(member: PoolMember, *, since: date, now: datetime) -> None:
    """The draw that answered a volunteer is void: the term that it gave is undone."""
    member.terms.filter(starts_on__gte=since).delete()
    member.state, member.left_on = PoolState.VOLUNTEER, None
    member.save(update_fields=["state", "left_on"])
    journal.record(member, "wait_again", now=now)


@transaction.atomic
def turn_down(member: PoolMember, *, by, now: datetime | None = None) -> None:
    """The volunteer is not retained this year; their data go three months later (rules.md 4.1)."""
    now = now or timezone.now()
    _lock(member, by)
    if member.state != PoolState.VOLUNTEER:
        raise Refused(_("Cette candidature a déjà une réponse."))
    _no_draw_counts_on(member)
    _note_not_drawn(member, now)
    _record(member, "turn_down", by, now)


def note_not_drawn(member: PoolMember, *, now: datetime) -> None:
    """The yearly draw did not take this volunteer."""
    _note_not_drawn(member, now)
    journal.record(member, "not_drawn", now=now)


def _note_not_drawn(member: PoolMember, now: datetime) -> None:
    member.state, member.left_on = PoolState.NOT_DRAWN, clock.civil_day(now)
    member.save(update_fields=["state", "left_on"])


def waiting_for_a_draw():
    """Lines of volunteers whose answer a draw gives: announced, or done with alternates to call."""
    undrawn = Q(draw__state=DrawState.COMMITTED)
    alternate = Q(
        draw__state=DrawState.DRAWN,
        is_alternate=True,
        called=None,
        member__volunteered_at__lte=F("draw__committed_at"),
    )
    return DrawCandidate.objects.filter(
        undrawn | alternate, draw__purpose=DrawPurpose.POOL, member__state=PoolState.VOLUNTEER
    )


def _no_draw_counts_on(member: PoolMember) -> None:
    if waiting_for_a_draw().filter(member=member).exists():
        raise Refused(_("Le tirage du vivier donne sa réponse à cette personne : attendez-le."))


@transaction.atomic
def renew(member: PoolMember, *, by, starts_on: date, now: datetime | None = None) -> PoolTerm:
    """Another term, as many in a row as the rules allow, then some rest (label.md 2.6)."""
    _lock(member, by)
    if member.state not in {PoolState.MEMBER, PoolState.LEFT}:
        raise Refused(_("Cette personne n’est pas au vivier."))
    if faults := renewal_faults(member, starts_on):
        raise Refused(*faults)
    member.state, member.left_on = PoolState.MEMBER, None
    member.save(update_fields=["state", "left_on"])
    term = _term(member, starts_on)
    _record(member, "renew_term", by, now)
    return term


def renewal_faults(member: PoolMember, starts_on: date) -> list[str]:
    """Why a term cannot start that day: too many in a row, or one that still runs."""
    figures = procedure()
    terms = list(member.terms.order_by("starts_on"))
    if terms and starts_on < terms[-1].ends_on:
        return [_("Le mandat précédent court encore à cette date.")]
    rested_before = clock.add_months(starts_on, -figures.pool_rest_months)
    row = 0
    following = starts_on
    for term in reversed(terms):
        if clock.add_months(term.ends_on, figures.pool_rest_months) <= following:
            break
        row += 1
        following = term.starts_on
    if row >= figures.pool_terms and terms[-1].ends_on > rested_before:
        return [_("Après ces mandats de suite, un repos est prévu.")]
    return []


@transaction.atomic
def note_training(
    member: PoolMember, *, by, trained_on: date | None = None, shadowed_on: date | None = None,
    now: datetime | None = None,
) -> None:  # fmt: skip
    """Note the training followed, the session observed, or both."""
    now = now or timezone.now()
    _lock(member, by)
    if not trained_on and not shadowed_on:
        raise Refused(_("Donnez la date de la formation ou de la séance d’observation."))
    today = clock.civil_day(now)
    if any(day and day > today for day in (trained_on, shadowed_on)):
        raise Refused(_("Une formation se note une fois suivie."))
    member.trained_on = trained_on or member.trained_on
    member.shadowed_on = shadowed_on or member.shadowed_on
    member.save(update_fields=["trained_on", "shadowed_on"])
    _record(member, "note_training", by, now)


@transaction.atomic
def note_absence(
    member: PoolMember, *, by, starts_on: date, ends_on: date, now: datetime | None = None
) -> Unavailability:
    """Days on which the member cannot be called."""
    _lock(member, by)
    if ends_on < starts_on:
        raise Refused(_("La fin suit le début."))
    absence = Unavailability.objects.create(member=member, starts_on=starts_on, ends_on=ends_on)
    _record(member, "note_absence", by, now)
    return absence


@transaction.atomic
def let_go(member: PoolMember, *, by, now: datetime | None = None) -> None:
    """The member leaves the pool; the seats they hold stay theirs.

    Whoever was drawn some days ago leaves their place to the next rank.
    """
    from label import pool_draws

    now = now or timezone.now()
    pool_draws.hold(member)
    _lock(member, by)
    if member.state != PoolState.MEMBER:
        raise Refused(_("Cette personne n’est pas au vivier."))
    today = clock.civil_day(now)
    member.state, member.left_on = PoolState.LEFT, today
    member.save(update_fields=["state", "left_on"])
    member.terms.filter(starts_on__lt=today, ends_on__gt=today).update(ends_on=today)
    member.terms.filter(starts_on__gte=today).delete()
    _record(member, "leave_pool", by, now)
    pool_draws.fill_the_place(member, now=now)


def _term(member: PoolMember, starts_on: date) -> PoolTerm:
    ends_on = clock.add_months(starts_on, procedure().pool_term_months)
    return PoolTerm.objects.create(member=member, starts_on=starts_on, ends_on=ends_on)


def procedure():
    """The figures in force; those of the full procedure before any are."""
    rules = RulesVersion.objects.in_force().first()
    return rules.procedure if rules else DEFAULTS


def _lock(member: PoolMember, by) -> None:
    if Role.SECRETARIAT not in roles.group_roles(by):
        raise Refused(_("C’est au secrétariat de tenir le vivier."))
    member.refresh_from_db(from_queryset=PoolMember.objects.select_for_update(of=("self",)))


def _record(member: PoolMember, type: str, by, now) -> None:
    journal.record(member, type, by=by, role=Role.SECRETARIAT, now=now or timezone.now())
