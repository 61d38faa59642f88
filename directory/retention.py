"""How long what is personal is kept: one line for each rule, run every night (rules.md 4.1)."""

from collections.abc import Callable
from datetime import datetime

from directory import error_reports, place_proposals, proofs, recipe_proposals, sent_photos, visits
from directory.editing import review
from directory.people import claims, invitations
from directory.personal_data import erasing, former

# Answers that could not leave go first: once an address is forgotten nobody can be told.
LATE_ANSWERS: list[Callable[..., int]] = [recipe_proposals.tell_late, error_reports.tell_late]
PURGES: list[Callable[..., int]] = [
    recipe_proposals.purge,
    place_proposals.purge,
    error_reports.purge,
    visits.purge,
    sent_photos.purge,
    proofs.purge,
    claims.purge,
    invitations.purge,
    review.purge,
    former.purge,
    erasing.erase_idle_accounts,
]


def run(*, now: datetime) -> tuple[int, int]:
    """How many late answers left, and how many addresses were forgotten."""
    told = sum(tell(now=now) for tell in LATE_ANSWERS)
    return told, sum(purge(now=now) for purge in PURGES)
