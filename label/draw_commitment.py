"""Announcing a draw: what it must respect (I-06), and the one way to publish it."""

import random
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from label import clock, journal, randomness
from label import draw as lot
from label.enums import DrawState, Role
from label.machine import Refused
from label.models import Draw, DrawCandidate, DrawExclusion, PoolMember
from label.numbering import next_number

LETTERS = {"citizen": "C", "peer": "P", "trade": "T", "qualified": "Q"}


def check(source: str, randomness_at: datetime, *, now: datetime, hours: int) -> None:
    """Refuse a source that cannot be read, or whose randomness may exist too early."""
    earliest = now + timedelta(hours=hours)
    if randomness_at < earliest:
        raise Refused(
            _("L’aléa doit être postérieur à l’annonce d’au moins %(hours)s heures.")
            % {"hours": hours}
        )
    try:
        moment = randomness.read_source(source).moment()
    except ValueError as error:
        raise Refused(str(error)) from error
    if moment and moment < earliest:
        raise Refused(_("Cette source donne son aléa trop tôt : choisissez-en une plus tardive."))
    if moment and randomness_at < moment:
        raise Refused(_("La date annoncée vient avant l’aléa de cette source."))


def pseudonyms(members: Iterable[PoolMember]) -> list[tuple[str, PoolMember]]:
    """« C001 »…, in an order that says nothing of the people."""
    shuffled = list(members)
    random.SystemRandom().shuffle(shuffled)
    numbers: dict[str, int] = {}
    named = []
    for member in shuffled:
        letter = LETTERS[member.college]
        numbers[letter] = numbers.get(letter, 0) + 1
        named.append((f"{letter}{numbers[letter]:03d}", member))
    return named


def publish(
    spec: dict,
    lines: list[lot.Candidate],
    *,
    people: Iterable[tuple[str, PoolMember]] = (),
    excluded: Iterable[tuple[PoolMember, str]] = (),
    key: str,
    randomness_at: datetime,
    by,
    now: datetime,
    **fields,
) -> Draw:
    """Write the commitment (steps 1 to 3): the rule, the list, who stands behind each pseudonym.

    `key` says what the draw is for: one standing draw each. Raises Refused where the list cannot
    serve the rule.
    """
    if problems := [*lot.spec_problems(spec), *lot.pool_problems(lines, spec)]:
        raise Refused(*problems)
    text = lot.pool_text(lines, with_sex="parity" in spec)
    made = Draw.objects.create(
        reference=next_number("TIR", clock.civil_day(now)),
        key=key,
        spec=spec,
        spec_hash=lot.spec_hash(spec),
        pool=text,
        pool_hash=lot.pool_hash(text),
        counts=lot.college_counts(lines),
        source=spec["source"],
        randomness_at=randomness_at,
        committed_at=now,
        committed_by=by,
        replaces=Draw.objects.filter(key=key, replaced_by=None).order_by("-pk").first(),
        **fields,
    )
    college_of = {line.pseudonym: line.college for line in lines}
    DrawCandidate.objects.bulk_create(
        DrawCandidate(draw=made, member=member, pseudonym=name, college=college_of[name])
        for name, member in people
    )
    DrawExclusion.objects.bulk_create(
        DrawExclusion(draw=made, member=member, reason=reason) for member, reason in excluded
    )
    journal.record(
        made, "commit_draw", by=by, role=Role.SECRETARIAT, now=now, target=DrawState.COMMITTED
    )
    return made
