"""Write the flat rows that the public search reads, from what is published and nothing else."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Page

from directory import clusters, geography, text
from directory.enums import Kind, StepFree
from directory.hours import DatedException, Hours
from directory.hours.engine import PARIS, midnight
from directory.models import (
    ListedPage,
    Listing,
    ListingWord,
    Offer,
    OpenInterval,
    PointOfSalePage,
    ProducerPage,
    StockedProduct,
)
from directory.models.listing import NEVER, ListingProduct
from directory.reminders import news
from directory.seasons.levels import presence, season_of
from home import seo

HORIZON = timedelta(days=35)
CHUNK = 200  # rows in memory at once
MAX_WORDS = 300
MAX_ASSORTMENT = 12
_SOLD = ("product__family__parent", "sign", "appellation__sign")


def write(page: Page) -> Listing | None:
    """Write the row of a producer or a point of sale as it is online, or remove it.

    What is not published, is private or closed for good has no row. The places where a producer
    is present follow, since they sell what that producer offers.
    """
    with transaction.atomic():
        listing = _write(page)
        for place in _places_of(page):
            _write(place)
    return listing


def remove(page: Page):
    """Take a page out of the public search, and its offers out of the places that sell them."""
    with transaction.atomic():
        Listing.objects.filter(page_id=page.pk).delete()
        for place in _places_of(page):
            _write(place)


def readdress(page: Page):
    """Follow the new address of a page in the rows of all that stand under it."""
    rows = Listing.objects.filter(page__in=page.get_descendants(inclusive=True))
    changed = []
    for row in rows.select_related("page").iterator(chunk_size=500):
        row.path = seo.without_language(row.page.get_url_parts()[2])
        changed.append(row)
    Listing.objects.bulk_update(changed, ["path"], batch_size=500)


def rebuild(progress: Callable[[Iterable], Iterable] = iter) -> int:
    """Write every row again and count every tile; give the number of rows with a page."""
    for model in (ProducerPage, PointOfSalePage):  # places read the rows of their producers
        for pk in progress(list(model.objects.order_by("pk").values_list("pk", flat=True))):
            with transaction.atomic():
                _write(model(pk=pk))
    clusters.rebuild()
    return Listing.objects.filter(page__isnull=False).count()


def rewrite(pages: Iterable[int]) -> int:
    """Write again the rows of pages of which only the catalogue has changed; give their number."""
    number = 0
    with transaction.atomic():
        for model in (ProducerPage, PointOfSalePage):  # places read the rows of their producers
            for pk in sorted(model.objects.filter(pk__in=pages).values_list("pk", flat=True)):
                number += _write(model(pk=pk), has_new_hours=False) is not None
    return number


def confirm(page: ListedPage, *, on: date):
    """Note that somebody has said, on that day, that a page is true; drafts remember it too.

    `page` is specific, just read.
    """
    with transaction.atomic():
        ListedPage.objects.filter(pk=page.pk).update(confirmed_on=on)
        page.confirmed_on = on
        Listing.objects.filter(page_id=page.pk).update(
            confirmed_on=on, ranked_on=on, sinks_on=news.sinks_on(page)
        )
        revision = page.latest_revision
        if revision:
            revision.content["confirmed_on"] = on.isoformat()
            revision.save(update_fields=["content"])


def note_label(page: Page, *, number: str, scope: str):
    """Write what the label covers of a listing as of now; empty when it covers nothing any more.

    Drafts have no say in it (`FIELDS_OF_TODAY`): the page, the search and the map follow at once.
    """
    with transaction.atomic():
        ListedPage.objects.filter(pk=page.pk).update(label_number=number, label_scope=scope)
        Listing.objects.filter(page_id=page.pk).update(is_labelled=bool(number))


def exceptions_of(page) -> list[DatedException]:
    """The dated exceptions of a page or of a row."""
    if isinstance(page, Listing):
        return [
            DatedException(
                date.fromisoformat(exception["start"]),
                date.fromisoformat(exception["end"]),
                exception["hours"],
                exception["note"],
            )
            for exception in page.hours_exceptions
        ]
    if not hasattr(page, "hours_exceptions"):
        return []
    return [DatedException(e.start, e.end, e.hours, e.note) for e in page.hours_exceptions.all()]


def hours_of(page) -> Hours:
    """The opening hours of a page or of a row; those of a producer are unknown."""
    expression = page.hours if isinstance(page, Listing) else getattr(page, "opening_hours", "")
    return Hours(expression, exceptions_of(page))


def extend_intervals(now: datetime, progress: Callable[[Iterable], Iterable] = iter) -> int:
    """Know the openings of the coming weeks, forget those of the past; give how many were added.

    To run every day. Rows whose organic sign has expired since are written again.
    """
    start, until = _window(now)
    for page in _no_longer_organic(start.astimezone(PARIS).date()):
        write(page)
    late = Listing.objects.filter(intervals_until__lt=until).order_by("pk")
    ids, added = list(late.values_list("pk", flat=True)), 0
    for first in progress(range(0, len(ids), CHUNK)):
        for row in late.filter(pk__in=ids[first : first + CHUNK]).defer("assortment", "summary"):
            with transaction.atomic():
                added += _extend(row, max(row.intervals_until, start), until)
    OpenInterval.objects.filter(end__lt=start).delete()
    return added


def intervals(hours: Hours, now: datetime) -> tuple[list[tuple[datetime, datetime]], datetime]:
    """The certain openings from this morning, and until when they are known."""
    start, until = _window(now)
    return hours.intervals(start, until), until


def _window(now: datetime) -> tuple[datetime, datetime]:
    morning = midnight(now.astimezone(PARIS).date())
    return (
        morning.replace(tzinfo=PARIS).astimezone(UTC),
        (morning + HORIZON).replace(tzinfo=PARIS).astimezone(UTC),
    )


def _extend(listing: Listing, start: datetime, until: datetime) -> int:
    found = hours_of(listing).intervals(start, until)
    count = len(found)
    if found and found[0][0] == start:  # the opening that the last horizon had cut
        cut = OpenInterval.objects.filter(listing=listing, end=start)
        if cut.update(end=found[0][1]):
            found = found[1:]
    OpenInterval.objects.bulk_create(
        OpenInterval(listing=listing, start=s, end=e) for s, e in found
    )
    Listing.objects.filter(pk=listing.pk).update(intervals_until=until)
    return count


def _no_longer_organic(today: date) -> Iterable[Page]:
    """Pages whose row says organic when no sign of what they sell is valid any more."""
    valid = Q(sign_expires_on__isnull=True) | Q(sign_expires_on__gte=today)
    valid &= Q(sign__is_organic=True) | Q(sign__isnull=True, appellation__sign__is_organic=True)
    offers, stock = Offer.objects.filter(valid), StockedProduct.objects.filter(valid)
    here = OuterRef("pk")
    yield from ProducerPage.objects.filter(
        ~Exists(offers.filter(page=here)), listing__is_organic=True
    )
    yield from PointOfSalePage.objects.filter(
        ~Exists(stock.filter(page=here)),
        ~Exists(offers.filter(page__presences__page=here, page__listing__isnull=False)),
        listing__is_organic=True,
    )


def _places_of(page: Page) -> Iterable[PointOfSalePage]:
    if page.specific_class is not ProducerPage:
        return ()
    return PointOfSalePage.objects.filter(presences__producer=page.pk).order_by("pk")


def _write(page: Page, *, has_new_hours: bool = True) -> Listing | None:
    clusters.take_turn()
    page = _published(page)
    if page is None:
        return None
    sold, producers = _sold(page)
    values, hours = _values(page, sold)
    seasons = _seasons(sold)
    values["season_months"] = reduce(or_, seasons.values(), 0)
    values["assortment"] = _assortment(sold, seasons)
    listing, created = Listing.objects.select_for_update().get_or_create(
        page_id=page.pk, defaults=values
    )
    before = (None, None) if created else (listing.latitude, listing.longitude)
    if not created:
        for field, value in values.items():
            setattr(listing, field, value)
        listing.save()
    clusters.move(before, (listing.latitude, listing.longitude))
    products = [line.product for line in sold]
    families = {family.pk for family in _families(products)}
    words, of_name = _words(page, products, producers), set(text.words(page.title))
    if created:  # nothing hangs on it yet: nothing to read
        _add_products(listing, seasons)
        listing.families.add(*families)
        _add_words(listing, {(word, word in of_name) for word in words})
    else:
        _write_products(listing, seasons)
        listing.families.set(families)
        _write_words(listing, words, of_name)
    if created or has_new_hours:
        _write_intervals(listing, hours, is_new=created)
    return listing


def _published(page: Page) -> ListedPage | None:
    """The page as it is online, or None, its row gone, if the public may not see it."""
    model = page.specific_class
    if model not in (ProducerPage, PointOfSalePage):
        return None
    live = model.objects.live().filter(pk=page.pk, closed_for_good=False)
    live = live.select_related("commune").first()
    if live and live.get_url_parts() and not live.get_view_restrictions().exists():
        return live
    Listing.objects.filter(page_id=page.pk).delete()
    return None


def _sold(page: ListedPage) -> tuple[list, list[ProducerPage]]:
    if isinstance(page, ProducerPage):
        return list(page.offers.select_related(*_SOLD)), []
    present = list(
        ProducerPage.objects.filter(presences__page=page, listing__isnull=False).order_by(
            "presences__sort_order"
        )
    )
    offers = Offer.objects.filter(page__in=present).select_related(*_SOLD)
    return [
        *page.stocked_products.select_related(*_SOLD),
        *offers.order_by("page", "sort_order", "pk"),
    ], present


def _values(page: ListedPage, sold: list) -> tuple[dict, Hours]:
    latitude, longitude = page.position or (None, None)
    placed = latitude is not None
    x, y, z = geography.unit_vector(latitude, longitude) if placed else (None,) * 3
    tile_x, tile_y = geography.tile(latitude, longitude) if placed else (None, None)
    hours = hours_of(page)
    signs = [line.valid_sign for line in sold]
    today = timezone.localdate()
    return {
        "kind": page.kind,
        "name": page.title,
        "sort_name": text.sort_name(page.title),
        "path": seo.without_language(page.get_url_parts()[2]),
        "summary": page.summary,
        "commune_id": page.commune_id,
        "place_name": page.place_name,
        "latitude": latitude,
        "longitude": longitude,
        "x": x,
        "y": y,
        "z": z,
        "tile_x": tile_x,
        "tile_y": tile_y,
        "is_exact": page.has_exact_position,
        "family_slugs": _family_slugs([line.product for line in sold]),
        "is_organic": any(sign is not None and sign.is_organic for sign in signs),
        "is_labelled": bool(page.label_number),
        "is_step_free": getattr(page, "step_free", "") == StepFree.YES,
        "hours": hours.reading.expression if hours.is_known else "",
        "hours_exceptions": [
            {"start": str(e.start), "end": str(e.end), "hours": e.hours, "note": e.note}
            for e in hours.exceptions
            if e.end >= today
        ],
        "confirmed_on": page.confirmed_on,
        "ranked_on": page.confirmed_on or NEVER,
        "sinks_on": news.sinks_on(page),
    }, hours


def _seasons(sold: list) -> dict[int, int]:
    """The months when each product is in season here, by id."""
    found = {}
    for line in sold:
        months = season_of(line.product, line.months)
        found[line.product_id] = found.get(line.product_id, 0) | months
    return found


def _assortment(sold: list, seasons: dict[int, int]) -> list[list]:
    """The first products, each with the months when it is there."""
    products = list(dict.fromkeys(line.product for line in sold))[:MAX_ASSORTMENT]
    return [[product.name, presence(product, seasons[product.pk])] for product in products]


def _families(products) -> list:
    """The families of products and their parents, once each."""
    found = {}
    for product in products:
        for family in (product.family.parent, product.family):
            if family is not None:
                found[family.pk] = family
    return list(found.values())


def _family_slugs(products) -> str:
    slugs = ""
    for family in _families(products):
        longer = f"{slugs} {family.slug}".strip()
        if len(longer) > Listing._meta.get_field("family_slugs").max_length:
            break
        slugs = longer
    return slugs


def _words(page: ListedPage, products: list, producers: list[ProducerPage]) -> list[str]:
    with override("fr"):
        parts = [page.title, str(Kind(page.kind).label), page.place_name]
    parts += [producer.title for producer in producers]
    for product in products:
        parts += [product.name, *product.synonyms]
    parts += [family.name for family in _families(products)]
    parts += [*page.tags.names(), page.summary]
    return list(dict.fromkeys(text.words(" ".join(parts))))[:MAX_WORDS]


def _write_products(listing: Listing, seasons: dict[int, int]):
    lines = ListingProduct.objects.filter(listing=listing)
    written = dict(lines.values_list("product_id", "months"))
    if gone := written.keys() - seasons.keys():
        lines.filter(product__in=gone).delete()
    changed = {pk: months for pk, months in seasons.items() if written.get(pk) != months}
    _add_products(listing, changed)


def _add_products(listing: Listing, seasons: dict[int, int]):
    ListingProduct.objects.bulk_create(
        [ListingProduct(listing=listing, product_id=pk, months=seasons[pk]) for pk in seasons],
        update_conflicts=True,
        unique_fields=["listing", "product"],
        update_fields=["months"],
    )


def _write_words(listing: Listing, words: list[str], of_name: set[str]):
    wanted = {(word, word in of_name) for word in words}
    written = {(w.word, w.in_name): w.pk for w in listing.words.all()}
    gone = [pk for word, pk in written.items() if word not in wanted]
    if gone:
        ListingWord.objects.filter(pk__in=gone).delete()
    _add_words(listing, wanted - written.keys())


def _add_words(listing: Listing, words: set[tuple[str, bool]]):
    ListingWord.objects.bulk_create(
        ListingWord(listing=listing, word=word, in_name=in_name) for word, in_name in sorted(words)
    )


def _write_intervals(listing: Listing, hours: Hours, *, is_new: bool):
    if not is_new:
        OpenInterval.objects.filter(listing=listing).delete()
    if not hours.is_known and not hours.exceptions:
        if listing.intervals_until is not None:
            Listing.objects.filter(pk=listing.pk).update(intervals_until=None)
        return
    found, until = intervals(hours, timezone.now())
    OpenInterval.objects.bulk_create(
        OpenInterval(listing=listing, start=s, end=e) for s, e in found
    )
    Listing.objects.filter(pk=listing.pk).update(intervals_until=until)
