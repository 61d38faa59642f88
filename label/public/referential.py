"""The referential for everybody: its published versions, as rows and as JSON."""

from collections.abc import Iterable

from django.db.models import QuerySet

from directory.models import ProductFamily
from home.seo import absolute
from label.enums import VersionState
from label.models import Criterion, ReferentialVersion

FORMAT = "madeingard-referential-v1"
LICENCE = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"


def versions() -> QuerySet[ReferentialVersion]:
    """Every version but drafts, the newest first."""
    return ReferentialVersion.objects.published().order_by("-pk")


def current() -> ReferentialVersion | None:
    """The version in force, or else the newest that is published."""
    found = list(versions())
    return next((one for one in found if one.state == VersionState.IN_FORCE), None) or next(
        iter(found), None
    )


def criteria_of(version: ReferentialVersion) -> list[Criterion]:
    """The criteria of a version in their order, all their rows read (four queries at most).

    Each exception knows the name of its family, as `family_name`.
    """
    rows = version.criteria.order_by("position", "code")
    criteria = list(rows.prefetch_related("exceptions", "equivalences"))
    exceptions = [row for criterion in criteria for row in criterion.exceptions.all()]
    slugs = {row.family for row in exceptions if row.family}
    names = ProductFamily.objects.filter(slug__in=slugs).values_list("slug", "name")
    known = dict(names) if slugs else {}
    for row in exceptions:
        row.family_name = known.get(row.family, row.family)
    return criteria


def document(version: ReferentialVersion, criteria: Iterable[Criterion], *, url: str) -> dict:
    """A version as JSON, for whoever reuses it."""
    return {
        "format": FORMAT,
        "url": absolute(url),
        "licence": LICENCE,
        "code": version.code,
        "title": version.title,
        "state": version.state,
        "deliberation": version.deliberation_ref,
        "consultation_opened_on": version.consultation_opened_on,
        "consultation_closes_on": version.consultation_closes_on,
        "adopted_on": version.adopted_on,
        "in_force_on": version.in_force_on,
        "retired_on": version.retired_on,
        "criteria": [_criterion(criterion) for criterion in criteria],
    }


def _criterion(criterion: Criterion) -> dict:
    return {
        "code": criterion.code,
        "dimension": criterion.dimension,
        "title": criterion.title,
        "explanation": criterion.explanation,
        "level": criterion.level,
        "remediable": criterion.is_remediable,
        "decisive": criterion.is_decisive,
        "evidence": criterion.evidence,
        "verification": criterion.verification,
        "variants": {
            "raw": criterion.raw,
            "processed": criterion.processed,
            "craft": criterion.craft,
        },
        "not_applicable": [
            {"nature": row.nature, "family": row.family, "reason": row.reason}
            for row in criterion.exceptions.all()
        ],
        "equivalences": [
            {"sign": row.sign_code, "name": row.sign_name, "effect": row.effect, "note": row.note}
            for row in criterion.equivalences.all()
        ],
    }
