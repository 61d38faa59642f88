"""What the page of a producer shows, gathered in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from directory import months, product_facts, structured_data
from directory.enums import KIND_LOOKS, Kind
from directory.hours.engine import PARIS
from directory.listing import hours_of
from directory.models import Listing, Offer, Presence, ProducerPage
from directory.models.listing import copies
from directory.place_facts import SOLD_RELATIONS, directions, meta
from home import parts


@dataclass(frozen=True)
class OfferRow:
    offer: Offer
    seasons: str
    strip: list[product_facts.Month]
    sign: product_facts.Sign | None

    @property
    def is_now(self) -> bool:
        return any(month.is_now and month.is_on for month in self.strip)


def show(page: ProducerPage, request, *, now: datetime) -> dict:
    """The context of `directory/producer_page.html`: what lasts the day is read on demand."""
    lasting = parts.Lasting(request, lambda: gather(page, request, now=now))
    month = now.astimezone(PARIS).month
    rows = parts.keep(request, "outlets", lambda: places_of(page, month))
    return {"outlets": with_states(rows, now)} | lasting.context()


def gather(page: ProducerPage, request, *, now: datetime) -> dict:
    """What holds all day."""
    today = now.astimezone(PARIS).date()
    offers = list(page.offers.select_related(*SOLD_RELATIONS))
    rows = [offer_row(offer, today.month) for offer in offers]
    photos = list(page.photos.select_related("image").prefetch_related("image__renditions"))
    icon, ink = KIND_LOOKS[Kind.PRODUCER]
    return {
        "today": today,
        "icon_name": icon,
        "ink": ink,
        "activities": activities(page),
        "offers": rows,
        "priced": [row for row in rows if row.offer.price is not None],
        "wholesale": [row for row in rows if row.offer.for_professionals],
        "signs": product_facts.signs(offers),
        "directions": directions(page),
        "photos": photos,
        "is_awaited": not page.memberships.exists(),
        "meta": meta(page, str(Kind.PRODUCER.label), photos),
        "structured_data": [structured_data.producer(page, request)],
    }


def activities(page: ProducerPage) -> list[str]:
    """What the producer does, in words."""
    words = (
        (page.is_raw, _("Produits bruts")),
        (page.is_processed, _("Produits transformés")),
        (page.is_craft, _("Artisanat et textile")),
    )
    return [word for is_done, word in words if is_done]


def offer_row(offer: Offer, month: int) -> OfferRow:
    mask = offer.effective_months
    return OfferRow(
        offer=offer,
        seasons=months.sentence(mask),
        strip=product_facts.strip(mask, month),
        sign=product_facts.sign_of(offer),
    )


def outlets(page: ProducerPage, now: datetime) -> list[Listing]:
    """Where to buy: only places that the public search shows, with their state and a note."""
    return with_states(places_of(page, now.astimezone(PARIS).month), now)


def places_of(page: ProducerPage, month: int) -> list[Listing]:
    presences = Presence.objects.filter(producer=page).order_by("pk")
    notes = dict(presences.values_list("page_id", "note"))
    rows = list(Listing.objects.filter(page__in=notes).order_by("name", "pk"))
    for row in rows:
        row.note, row.chips = notes[row.page_id], row.named_in(month)
    return rows


def with_states(rows: list[Listing], now: datetime) -> list[Listing]:
    """The same rows, each with its state; those that are kept stay as they are."""
    rows = copies(rows)
    for row in rows:
        row.state = hours_of(row).state(now)
    return rows
