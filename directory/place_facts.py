"""What the page of a point of sale shows, gathered in a fixed number of queries."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from directory import product_facts, structured_data
from directory.enums import KIND_LOOKS, Kind, StepFree
from directory.hours import Hours
from directory.hours.engine import PARIS
from directory.hours.wording import short_date, time_of_day, weekday
from directory.listing import hours_of
from directory.models import Listing, Offer, PointOfSalePage, Presence
from home import parts
from home.seo import Meta, absolute

SOLD_RELATIONS = ("product__family__parent", "sign", "appellation__sign")
TICKETS = 9  # the others are tags
SHARED_PHOTO = "fill-1200x630|format-jpeg"


@dataclass(frozen=True)
class Mark:
    """What another room says of a place on its public page; `url` tells more."""

    title: str
    text: str
    url: str
    more: str


MARKS: list[Callable[[PointOfSalePage], Mark | None]] = []


def show(page: PointOfSalePage, request, *, now: datetime) -> dict:
    """The context of `directory/point_of_sale_page.html`: what lasts the day is read on demand."""
    lasting = parts.Lasting(request, lambda: lasting_facts(page, request, now=now))
    hours = parts.keep(request, "opening-hours", lambda: hours_of(page))
    return momentary_facts(hours, now=now) | lasting.context()


def gather(page: PointOfSalePage, request, *, now: datetime) -> dict:
    """All that the page shows."""
    return lasting_facts(page, request, now=now) | momentary_facts(hours_of(page), now=now)


def momentary_facts(hours: Hours, *, now: datetime) -> dict:
    """What changes with the minute."""
    state = hours.state(now)
    return {
        "state": state,
        "next_opening": "" if state.is_open else next_opening(state.opens, now),
    }


def lasting_facts(page: PointOfSalePage, request, *, now: datetime) -> dict:
    """What holds all day."""
    today = now.astimezone(PARIS).date()
    presences = present_producers(page)
    sold = [
        *page.stocked_products.select_related(*SOLD_RELATIONS),
        *Offer.objects.filter(page__in=[p.producer_id for p in presences])
        .select_related(*SOLD_RELATIONS)
        .order_by("page", "sort_order", "pk"),
    ]
    in_season, others = product_facts.gather(sold, month=today.month)
    hours = hours_of(page)
    photos = list(page.photos.select_related("image").prefetch_related("image__renditions"))
    return {
        "today": today,
        "icon_name": KIND_LOOKS[Kind(page.kind)][0],
        "ink": KIND_LOOKS[Kind(page.kind)][1],
        "hours": hours,
        "week": hours.week(today) if hours.is_known else [],
        "announcements": hours.announcements(today),
        "presences": presences,
        "in_season": in_season[:TICKETS],
        "also_in_season": in_season[TICKETS:],
        "others": others,
        "step_free": page.step_free and StepFree(page.step_free).label,
        "directions": directions(page),
        "photos": photos,
        "marks": [mark for source in MARKS if (mark := source(page))],
        "is_awaited": not page.memberships.exists(),
        "meta": meta(page, page.get_kind_display(), photos),
        "structured_data": [structured_data.place(page, hours, today, request)],
    }


def present_producers(page: PointOfSalePage) -> list[Presence]:
    """The producers of a place that the public search knows."""
    presences = list(page.presences.select_related("producer__commune"))
    known = set(
        Listing.objects.filter(page__in=[p.producer_id for p in presences]).values_list(
            "page_id", flat=True
        )
    )
    return [presence for presence in presences if presence.producer_id in known]


def next_opening(opens: datetime | None, now: datetime) -> str:
    """When it opens next: « mardi 15 à 9 h », « aujourd’hui à 16 h »."""
    if opens is None:
        return ""
    today, day = now.astimezone(PARIS).date(), opens.date()
    words = {"hour": time_of_day(opens), "weekday": weekday(day), "date": short_date(day, today)}
    if day == today:
        return _("aujourd’hui à %(hour)s") % words
    return _("%(weekday)s %(date)s à %(hour)s") % words


def directions(page) -> str:
    """The address of a route planner, or nothing when the exact place is not public."""
    if not page.has_exact_position or not settings.DIRECTIONS_URL:
        return ""
    return settings.DIRECTIONS_URL.format(latitude=page.latitude, longitude=page.longitude)


def meta(page, kind: str, photos) -> Meta:
    """Title, description and picture for search engines and shared links."""
    name = page.seo_title or page.title
    place = page.place_name
    title = f"{name}, {place}" if place and place not in name else name
    fallback = _("%(kind)s à %(place)s") % {"kind": kind, "place": place} if place else kind
    description = page.search_description or page.summary or f"{fallback}."
    image = photos[0].image.get_rendition(SHARED_PHOTO).url if photos else ""
    return Meta(title, description, absolute(image) if image else "")
