"""What the label brings to the home page of the site."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory import addresses
from home import edition
from home.coming import Coming
from home.times import time_of_day
from label import clock
from label.enums import DrawPurpose, DrawState
from label.models import Draw, Grant, LabelPage, PoolMember
from label.public import draws, referential

DAYS_OF_DRAWS = 30
MOST_DRAWS = 2


@dataclass(frozen=True)
class Band:
    """Where the label is explained, and its figures that are not zero, each with its words."""

    url: str
    figures: list[tuple[int, str]]


def contribute(request) -> dict:
    """The context that `label/home_band.html` reads; no band while the label has no page."""
    page = addresses.link(LabelPage, request)
    today = clock.civil_day(timezone.now())
    return {"label_band": page and Band(page.url, _figures(today)), "coming": _draws(today)}


@edition.kept
def _draws(today: date) -> list[Coming]:
    """The next draws of who may judge: announced, for whoever wants to follow them."""
    awaited = draws.listed().filter(
        purpose=DrawPurpose.POOL,
        state=DrawState.COMMITTED,
        randomness_at__gte=clock.start_of(today),
        randomness_at__lt=clock.start_of(today + timedelta(days=DAYS_OF_DRAWS)),
    )
    return [_draw(draw) for draw in awaited.order_by("randomness_at", "pk")[:MOST_DRAWS]]


def _draw(draw: Draw) -> Coming:
    words = {"hour": time_of_day(timezone.localtime(draw.randomness_at))}
    return Coming(
        clock.civil_day(draw.randomness_at),
        _("Tirage au sort des personnes qui pourront juger"),
        reverse("label:draw", args=[draw.reference]),
        _("À %(hour)s ; chacun peut le refaire") % words,
        is_rare=True,
    )


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
