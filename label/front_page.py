"""What the label brings to the home page of the site."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import ngettext

from directory import addresses
from home import edition
from label import clock
from label.models import Grant, LabelPage, PoolMember
from label.public import referential


@dataclass(frozen=True)
class Band:
    """Where the label is explained, and its figures that are not zero, each with its words."""

    url: str
    figures: list[tuple[int, str]]


def contribute(request) -> dict:
    """The context that `label/home_band.html` reads; no band while the label has no page."""
    page = addresses.link(LabelPage, request)
    today = clock.civil_day(timezone.now())
    return {"label_band": page and Band(page.url, _figures(today))}


@edition.kept
def _figures(today: date) -> list[tuple[int, str]]:
    version = referential.current()
    grants = Grant.objects.in_register().count()
    pool = PoolMember.objects.members(on=today).count()
    criteria = len(referential.criteria_of(version)) if version else 0
    told = [
        (grants, ngettext("label en cours", "labels en cours", grants)),
        (pool, ngettext("personne dans le vivier", "personnes dans le vivier", pool)),
        (criteria, ngettext("critère public", "critères publics", criteria)),
    ]
    return [(count, words) for count, words in told if count]
