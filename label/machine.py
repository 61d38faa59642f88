"""The one way a state of the label changes: find the move, ask the guards, save, write the event.

`move(case, "submit", by=person, now=…)` locks the row, looks the event up in the tables of
`label.moves`, checks who acts and whose agreement is needed, asks every guard, applies the effects,
adds one event to the journal and draws the consequences, all in one transaction. Verbs with names
(`label.cases`, `label.grants`…) call it; screens call the verbs.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from label import clock, journal, moves, roles
from label.enums import Role
from label.models import Case, Endorsement, Event, Involvement
from label.moves import Move


class Refused(Exception):
    """The move cannot be made; `reasons` say why, in French, to whoever asked."""

    def __init__(self, *reasons: str):
        super().__init__(*reasons)
        self.reasons = list(reasons)


@dataclass
class Context:
    """What guards and effects know of an attempt, besides the object."""

    move: Move
    by: object  # the person; None: the calendar
    role: str
    now: datetime
    data: dict = field(default_factory=dict)
    payload: dict = field(default_factory=dict)  # what the event keeps of it

    @cached_property
    def today(self) -> date:
        return clock.civil_day(self.now)


def move(obj, event: str, *, by=None, now: datetime | None = None, **data) -> Event:
    """Make one move of the tables, or raise Refused with every reason not to.

    `by`: the person who acts, None for the calendar. `data`: what the move needs (reasons, dates…).
    """
    now = now or timezone.now()
    with transaction.atomic():
        lock(obj)
        source = obj.state
        attempt, reasons = _attempt(obj, event, by=by, now=now, data=data)
        if reasons:
            raise Refused(*reasons)
        _involve(obj, attempt)
        obj.state = _target(obj, attempt) or source
        if "state_since" in obj.__dict__ and obj.state != source:
            obj.state_since = now
        for effect in _effects(attempt.move.id):
            effect(obj, attempt)
        obj.save()
        _use_endorsements(obj, attempt, source)
        written = journal.record(
            obj,
            attempt.move.event,
            by=by,
            role=attempt.role,
            now=now,
            move=attempt.move.id,
            source=source,
            target=obj.state,
            guards=[guard.__name__ for guard in _guards(attempt.move.id)],
            payload=attempt.payload,
        )
        for consequence in _consequences(attempt.move.id):
            consequence(obj, attempt)
        return written


def created(obj, number: str, *, by=None, now: datetime, payload: dict | None = None) -> Event:
    """Write the event of an object that a move without source has just made (C01, G01…)."""
    table = moves.TABLES[obj.machine]
    role = roles.first_held(by, table[number].who, obj)
    if not role:
        raise Refused(_("Vous ne pouvez pas faire cela."))
    attempt = Context(table[number], by, role, now)
    _involve(obj, attempt)
    return journal.record(
        obj,
        table[number].event,
        by=by,
        role=role,
        now=now,
        move=number,
        source=moves.NEW,
        target=obj.state,
        payload=payload,
    )


def reasons_against(obj, event: str, *, by=None, now: datetime | None = None, **data) -> list[str]:
    """Why the move would be refused now; empty: it would be made. Changes nothing."""
    return _attempt(obj, event, by=by, now=now or timezone.now(), data=data)[1]


def possible(obj, *, by, now: datetime | None = None) -> list[str]:
    """Events that this person may attempt from the present state, guards not asked: a menu."""
    return [
        line.event
        for line in moves.TABLES[obj.machine].values()
        if obj.state in line.sources and roles.first_held(by, line.who, obj)
    ]


def endorse(obj, event: str, *, by, now: datetime | None = None, note: str = "") -> Endorsement:
    """Give the agreement that a joint move waits for (« SEC + GAR »), in the present state."""
    now = now or timezone.now()
    with transaction.atomic():
        lock(obj)
        line = moves.find(obj.machine, event, obj.state)
        role = roles.first_held(by, line.agreed_by, obj) if line else ""
        if not role:
            raise Refused(_("Votre accord n’est pas attendu ici."))
        attempt = Context(line, by, role, now)
        _involve(obj, attempt)
        given, _is_new = Endorsement.objects.update_or_create(
            machine=obj.machine,
            object_id=obj.pk,
            event=event,
            role=role,
            is_used=False,
            defaults={"state": obj.state, "person": by, "given_at": now, "note": note},
        )
        journal.record(
            obj, f"agree:{event}"[:32], by=by, role=role, now=now, payload={"note": note}
        )
        return given


def lock(obj) -> None:
    """Read the row again and hold it until the end of the transaction.

    What `same_for_ever` names of it changes no more once it is there: it is not read again.
    """
    names = getattr(obj, "same_for_ever", ())
    kept = {name: obj._state.fields_cache.get(name) for name in names}
    rows = type(obj)._base_manager.select_for_update(of=("self",))
    obj.refresh_from_db(from_queryset=rows)
    for name, known in kept.items():
        if known is not None and known.pk == getattr(obj, f"{name}_id"):
            setattr(obj, name, known)


def _attempt(obj, event, *, by, now, data) -> tuple[Context, list[str]]:
    line = moves.find(obj.machine, event, obj.state)
    if line is None:
        return None, [
            _("Ce n’est pas possible maintenant : « %(state)s ».")
            % {"state": obj.get_state_display()}
        ]
    role = roles.first_held(by, line.who, obj)
    attempt = Context(line, by, role, now, data)
    if not role:
        words = ", ".join(roles.word(one) for one in line.who)
        return attempt, [_("C’est à un autre rôle de le faire : %(who)s.") % {"who": words}]
    reasons = [reason for guard in _guards(line.id) for reason in guard(obj, attempt)]
    reasons += _missing_agreements(obj, attempt)
    return attempt, list(dict.fromkeys(map(str, reasons)))


def _missing_agreements(obj, attempt: Context) -> list[str]:
    """Whose word is missing. Where the facts hold it (a signed plan, an answer), a guard asks."""
    from label.guards import AGREED_BY_FACT

    wanted = [
        role
        for role in attempt.move.agreed_by
        if (attempt.move.id, role) not in AGREED_BY_FACT
        and (role != Role.GUARANTOR or obj.case is None or obj.case.procedure.guarantor)
    ]
    if not wanted:
        return []
    given = set(
        Endorsement.objects.filter(
            machine=obj.machine,
            object_id=obj.pk,
            event=attempt.move.event,
            state=obj.state,
            is_used=False,
        )
        .exclude(person=attempt.by)
        .values_list("role", flat=True)
    )
    return [
        _("Il manque l’accord : %(who)s.") % {"who": roles.word(role)}
        for role in wanted
        if role not in given
    ]


def _use_endorsements(obj, attempt: Context, source: str) -> None:
    if attempt.move.agreed_by:
        Endorsement.objects.filter(
            machine=obj.machine, object_id=obj.pk, event=attempt.move.event, state=source
        ).update(is_used=True)


def _involve(obj, attempt: Context) -> None:
    """Remember in which capacity a person touches a case; refuse a second one (I-02)."""
    case = obj.case
    if case is not None and attempt.by is not None and attempt.role in _involving():
        involve(case, attempt.by, attempt.role, now=attempt.now)


def _involving() -> frozenset:
    return roles.EXCLUSIVE - {Role.JUROR, Role.APPEAL_JUROR, Role.VISITOR}


def involve(case: Case, person, role: str, *, now: datetime) -> None:
    """Give a person their one role on a case, or raise Refused if they have another."""
    held = Involvement.objects.filter(case=case, person=person).first()
    if held is None:
        try:
            with transaction.atomic():
                held = Involvement.objects.create(case=case, person=person, role=role, since=now)
        except IntegrityError:
            held = Involvement.objects.get(case=case, person=person)
    if held.role != role:
        raise Refused(
            _("Cette personne intervient déjà sur ce dossier à un autre titre : %(role)s.")
            % {"role": Role(held.role).label}
        )


def _target(obj, attempt: Context) -> str:
    from label.guards import TARGETS

    if choose := TARGETS.get(attempt.move.id):
        return choose(obj, attempt)
    return attempt.move.target


def _guards(number: str):
    from label.guards import GUARDS

    return GUARDS.get(number, ())


def _effects(number: str):
    from label.effects import EFFECTS

    return EFFECTS.get(number, ())


def _consequences(number: str):
    from label.effects import CONSEQUENCES

    return CONSEQUENCES.get(number, ())
