"""Load the shipped referential and both profiles of the rules of use; run as often as one likes.

They come as drafts, to be changed, consulted on and adopted. A version that has left the draft
state is never touched, nor a criterion that somebody changed.
"""

import csv
import tomllib
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from label import clock, machine, versions
from label.enums import VersionState
from label.models import (
    Criterion,
    CriterionException,
    EvidenceEquivalence,
    ReferentialVersion,
    RulesVersion,
)
from label.procedure import DEFAULTS

FOLDER = Path(__file__).resolve().parent / "reference"
REFERENTIAL = "2026-1"
PROFILES = {"full": "complet-1", "light": "leger-1"}


def figures_of(profile: str) -> dict:
    """Every figure of a shipped profile: « full » or « light »."""
    changed = tomllib.loads((FOLDER / f"rules_{profile}.toml").read_text(encoding="utf-8"))
    return DEFAULTS.values() | changed


@transaction.atomic
def load(*, by, now) -> tuple[ReferentialVersion, dict[str, RulesVersion]]:
    """The shipped referential and rules, made as drafts by somebody of the secretariat."""
    referential = ReferentialVersion.objects.filter(code=REFERENTIAL).first()
    if referential is None:
        referential = versions.create_referential(
            code=REFERENTIAL, title=_("Boussole citoyenne de la qualité"), by=by, now=now
        )
    if referential.state == VersionState.DRAFT:
        write_criteria(referential)
    titles = {"full": _("Règlement complet"), "light": _("Règlement léger")}
    rules = {}
    for profile, code in PROFILES.items():
        known = RulesVersion.objects.filter(code=code).first()
        rules[profile] = known or versions.create_rules(
            code=code, title=titles[profile], figures=figures_of(profile), by=by, now=now
        )
    return referential, rules


@transaction.atomic
def start_season(
    profile: str, *, by_secretariat, by_authority, deliberation_ref: str, now
) -> tuple[ReferentialVersion, RulesVersion]:
    """Bring the shipped versions as near to being in force as the day allows.

    Called once, the public consultation opens; called again when it is over, they are adopted and
    in force. Without consultation (light profile) a season starts in a day.
    """
    referential, rules = load(by=by_secretariat, now=now)
    chosen = rules[profile]
    days = chosen.procedure.consultation_days
    for version in (chosen, referential):
        if version.state == VersionState.DRAFT:
            machine.move(version, "consult", by=by_authority, now=now, days=days)
        is_over = version.state == VersionState.CONSULTATION and (
            clock.civil_day(now) > version.consultation_closes_on
        )
        if is_over:
            versions.adopt(version, by=by_authority, deliberation_ref=deliberation_ref, now=now)
        if version.state == VersionState.ADOPTED:
            versions.put_in_force(version, by=by_authority, now=now)
    return referential, chosen


def write_criteria(version: ReferentialVersion) -> None:
    """Write the missing criteria of a draft, with their matrix and equivalences."""
    known = set(version.criteria.values_list("code", flat=True))
    made = {}
    for position, row in enumerate(_rows("criteria.csv"), 1):
        if row["code"] in known:
            continue
        criterion = Criterion(
            version=version,
            code=row["code"],
            position=position,
            dimension=row["dimension"],
            title=row["title"],
            explanation=row["explanation"],
            level=row["level"],
            is_remediable=row["remediable"] == "1",
            is_decisive=row["decisive"] == "1",
            evidence=row["evidence"],
            verification=row["verification"].split(";"),
            raw=row["raw"],
            processed=row["processed"],
            craft=row["craft"],
        )
        criterion.full_clean()
        criterion.save()
        made[criterion.code] = criterion
    CriterionException.objects.bulk_create(
        CriterionException(
            criterion=made[row["criterion"]],
            nature=row["nature"],
            family=row["family"],
            reason=row["reason"],
        )
        for row in _rows("exceptions.csv")
        if row["criterion"] in made
    )
    EvidenceEquivalence.objects.bulk_create(
        EvidenceEquivalence(
            criterion=made[row["criterion"]],
            sign_code=row["sign_code"],
            sign_name=row["sign_name"],
            effect=row["effect"],
            note=row["note"],
        )
        for row in _rows("equivalences.csv")
        if row["criterion"] in made
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
