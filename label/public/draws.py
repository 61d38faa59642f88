"""The draws for everybody: what was announced, what came out, as the file that is verified."""

from collections import Counter, defaultdict

from django.db.models import QuerySet

from label import chain, draw_file, drawing, randomness
from label.enums import DrawState
from label.models import Draw, DrawExclusion


def listed() -> QuerySet[Draw]:
    """Every draw that was announced, voided ones too, the latest first."""
    return Draw.objects.order_by("-committed_at", "-pk")


def documents(draws) -> list[dict]:
    """The published file of each draw (docs/draw.md), in a fixed number of queries."""
    draws = list(draws)
    exclusions, replacements = _exclusions(draws), drawing.replacements(draws)
    return [document(draw, exclusions[draw.pk], replacements[draw.pk]) for draw in draws]


def document_of(draw: Draw) -> dict:
    """The published file of one draw."""
    return documents([draw])[0]


def document(draw: Draw, exclusions: list[dict], replacements: list[dict]) -> dict:
    found = {
        "format": draw_file.FORMAT,
        "reference": draw.reference,
        "purpose": draw.purpose,
        "spec": draw.spec,
        "spec_hash": draw.spec_hash,
        "pool": None if draw.is_pool_hidden else draw.pool,
        "pool_hash": draw.pool_hash,
        "counts": draw.counts,
        "exclusions": exclusions,
        "committed_at": draw.committed_at.isoformat(),
        "expected_at": draw.randomness_at.isoformat(),
    }
    if draw.seed:
        found |= _randomness(draw) | {
            "randomness_at": draw.randomness_at.isoformat(),
            "seed": draw.seed,
            "result": draw.result,
            "replacements": replacements,
        }
    if draw.state == DrawState.VOIDED:
        found["voided"] = {"at": draw.voided_at.isoformat(), "reason": draw.void_reason}
    return found


def _randomness(draw: Draw) -> dict:
    """The randomness in hexadecimal digits; with the numbers of a lottery where they were kept."""
    is_lottery = randomness.read_source(draw.spec["source"]).kind == "lottery"
    if not is_lottery or chain.is_digest(draw.randomness):
        return {"randomness": draw.randomness}
    numbers = randomness.normal_numbers(draw.randomness)
    return {"numbers": numbers, "randomness": randomness.from_numbers(numbers)}


def _exclusions(draws: list[Draw]) -> dict[int, list[dict]]:
    """How many were left out beforehand, by college and reason; never who."""
    counted = defaultdict(Counter)
    rows = DrawExclusion.objects.filter(draw__in=draws)
    for draw, college, reason in rows.values_list("draw", "member__college", "reason"):
        counted[draw][college, reason] += 1
    return defaultdict(
        list,
        {
            draw: [
                {"college": college, "reason": reason, "count": count}
                for (college, reason), count in sorted(counts.items())
            ]
            for draw, counts in counted.items()
        },
    )
