"""Whether those present may vote: each rule, with its figures, met or not and why (I-04)."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from label import presence, quorum, wording
from label.enums import College
from label.models import Panel


@dataclass(frozen=True)
class Rule:
    """`words` are the figures; `why` is said only when the rule is not met."""

    name: str
    is_met: bool
    words: str
    why: str = ""


@dataclass(frozen=True)
class CollegeRow:
    name: str
    present: int
    seats: int


def rules_now(panel: Panel, counts: Mapping[str, int], *, convening: int) -> list[Rule]:
    """Each rule of quorum and composition for these people, counted by college."""
    figures = presence.rules_of(panel)
    second = convening > 1
    faults = {
        fault.code: wording.sentence(fault)
        for fault in quorum.vote_faults(counts, seats=panel.size, second=second, rules=figures)
    }
    total = sum(counts.values())
    citizens, peers = counts.get(College.CITIZEN, 0), counts.get(College.PEER, 0)
    part, whole = figures.citizens
    needed = quorum.quorum(panel.size, second=second, rules=figures)

    def rule(code: str, name: str, words: str) -> Rule:
        return Rule(name, code not in faults, words, faults.get(code, ""))

    return [
        rule(
            "quorum",
            _("Quorum de la seconde convocation") if second else _("Quorum"),
            _count(total)
            + " "
            + _("sur %(seats)s places, il en faut %(needed)s.")
            % {"seats": panel.size, "needed": needed},
        ),
        rule(
            "few_citizens",
            _("Au moins la moitié d’habitants"),
            ngettext(
                "%(count)s habitant présent, il en faut %(needed)s.",
                "%(count)s habitants présents, il en faut %(needed)s.",
                citizens,
            )
            % {"count": citizens, "needed": -(-total * part // whole)},
        ),
        rule(
            "few_others",
            _("D’autres que des habitants"),
            ngettext(
                "%(count)s présent, il en faut %(needed)s.",
                "%(count)s présents, il en faut %(needed)s.",
                total - citizens,
            )
            % {"count": total - citizens, "needed": figures.least_others},
        ),
        rule(
            "few_peers",
            _("Des pairs"),
            ngettext(
                "%(count)s pair présent, il en faut %(needed)s.",
                "%(count)s pairs présents, il en faut %(needed)s.",
                peers,
            )
            % {"count": peers, "needed": figures.least_peers},
        ),
    ]


def rows(panel: Panel, counts: Mapping[str, int]) -> list[CollegeRow]:
    """Present and places of each college that has places."""
    return [
        CollegeRow(str(college.label), counts.get(college.value, 0), panel.quota[college.value])
        for college in College
        if panel.quota.get(college.value)
    ]


def _count(number: int) -> str:
    return ngettext("%(count)s membre présent", "%(count)s membres présents", number) % {
        "count": number
    }
