"""Who holds the label, for its public page: the rules in force, the pool, what is consulted on."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from label.enums import College, VersionState
from label.models import PoolMember, ReferentialVersion, RulesVersion


@dataclass(frozen=True)
class Group:
    """A college of the pool, and how many people are in it: never who."""

    name: str
    count: int


@dataclass(frozen=True)
class Governance:
    rules: RulesVersion | None
    pool: list[Group]
    consultations: list[ReferentialVersion]

    @property
    def pool_size(self) -> int:
        return sum(group.count for group in self.pool)


def gather(today: date) -> Governance:
    """Three queries."""
    rules = RulesVersion.objects.in_force().first()
    members = PoolMember.objects.members(on=today).order_by("pk")
    counts = Counter(college for _pk, college in members.values_list("pk", "college"))
    return Governance(
        rules,
        [Group(name(college), counts[college]) for college in College.values if counts[college]],
        list(
            ReferentialVersion.objects.filter(
                state=VersionState.CONSULTATION, consultation_closes_on__gte=today
            ).order_by("consultation_closes_on", "pk")
        ),
    )


def name(college: str) -> str:
    return {
        College.CITIZEN: _("Habitantes et habitants"),
        College.PEER: _("Producteurs et artisans"),
        College.TRADE: _("Commerce et restauration"),
        College.QUALIFIED: _("Personnes qualifiées"),
    }[college]
