"""Quorum, composition and majorities of a panel (label.md 1.4, 3.2). Standard library only.

Everything counts effective jurors: seated, neither recused nor excused (I-01). A refusal comes as
`Reason`s, a code and its figures; `label.wording` turns them into sentences.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from label.reasons import Reason

CITIZEN, PEER = "citizen", "peer"


@dataclass(frozen=True)
class QuorumRules:
    """Figures held by the version of the rules of use; shares are (part, whole)."""

    quorum: tuple[int, int] = (2, 3)
    second_least: int = 5
    citizens: tuple[int, int] = (1, 2)
    least_others: int = 2
    least_peers: int = 1
    college_cap: tuple[int, int] = (5, 9)


DEFAULTS = QuorumRules()


def quorum(seats: int, *, second: bool = False, rules: QuorumRules = DEFAULTS) -> int:
    """How many effective jurors must be present: ⌈2/3⌉ of the seats.

    On a second convening: the majority of the seats, and five or more.
    """
    if second:
        return max(seats // 2 + 1, rules.second_least)
    part, whole = rules.quorum
    return -(-seats * part // whole)


def quorum_faults(
    present: int, *, seats: int, second: bool = False, rules: QuorumRules = DEFAULTS
) -> list[Reason]:
    """Why a vote cannot be held with so many present."""
    needed = quorum(seats, second=second, rules=rules)
    if present >= needed:
        return []
    return [Reason("quorum", {"present": present, "needed": needed, "seats": seats})]


def composition_faults(
    present: Mapping[str, int], *, rules: QuorumRules = DEFAULTS
) -> list[Reason]:
    """Why a vote cannot be held by these effective jurors present, counted by college."""
    total = sum(present.values())
    citizens = present.get(CITIZEN, 0)
    peers = present.get(PEER, 0)
    others = total - citizens
    part, whole = rules.citizens
    faults = []
    if citizens * whole < total * part:
        faults.append(
            Reason("few_citizens", {"citizens": citizens, "needed": -(-total * part // whole)})
        )
    if others < rules.least_others:
        faults.append(Reason("few_others", {"others": others, "needed": rules.least_others}))
    if peers < rules.least_peers:
        faults.append(Reason("few_peers", {"peers": peers, "needed": rules.least_peers}))
    return faults


def vote_faults(
    present: Mapping[str, int],
    *,
    seats: int,
    second: bool = False,
    rules: QuorumRules = DEFAULTS,
) -> list[Reason]:
    """Every reason why these people cannot vote (I-04); empty when they can."""
    return quorum_faults(
        sum(present.values()), seats=seats, second=second, rules=rules
    ) + composition_faults(present, rules=rules)


def constitution_faults(seats: Mapping[str, int], *, rules: QuorumRules = DEFAULTS) -> list[Reason]:
    """Why a panel of these seats cannot be: a college above 5/9, or all present could not vote."""
    total = sum(seats.values())
    part, whole = rules.college_cap
    faults = [
        Reason("college_cap", {"college": college, "seats": count, "most": total * part // whole})
        for college, count in sorted(seats.items())
        if count * whole > total * part
    ]
    return faults + vote_faults(seats, seats=total, rules=rules)


def majority(present: int) -> int:
    """The absolute majority of the effective jurors present, who vote for, against or abstain."""
    return present // 2 + 1


def ballot_result(votes_for: int, votes_against: int, *, present: int) -> str:
    """What a named ballot on granting gives: « adopted », « tied » or « rejected ».

    Abstentions are of those present. A tie is between those for and those against.
    """
    if votes_for >= majority(present):
        return "adopted"
    if votes_for == votes_against:
        return "tied"
    return "rejected"


def after_tie(deferrals: int) -> str:
    """A tie defers once, then does not grant (label.md 3.2 step 6)."""
    return "refuse" if deferrals else "defer"
