"""What the directory knows of the next days: fairs, markets, products that come into season."""

from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory import months
from directory.enums import Kind
from directory.hours import DatedException
from directory.hours.engine import PARIS, Span, midnight
from directory.hours.wording import hour, listed, span_text, weekday
from directory.menu_of_week import inside
from directory.models import Commune, HoursException, OpenInterval, Product
from directory.seasons import Month
from home import edition, seo
from home.coming import Coming

DAY = timedelta(days=1)
DAYS_OF_MARKETS = 7
DAYS_OF_FAIRS = 30
LONGEST_FAIR = 3  # days; longer, they are the hours of a season
MOST_FAIRS = 2
DAYS_BEFORE_A_SEASON = 14
MOST_PRODUCTS = 5
MOST_PLACES = 6
NOON = 12
# A hall opens every day: nobody waits for it.
MARKETS = (Kind.OPEN_MARKET, Kind.FARMERS_MARKET, Kind.EVENING_MARKET)
FAIRS = (*MARKETS, Kind.MARKET_HALL, Kind.FARM_GATE)


@edition.kept
def coming(today: date, search_url: str) -> list[Coming]:
    """Dated lines, from tomorrow on; all of them follow from what somebody has written."""
    return [*_fairs(today), *_season(today), *_markets(today, search_url)]


def _markets(today: date, search_url: str) -> list[Coming]:
    """The markets of the territory, those of a morning or of an evening together."""
    first = midnight(today + DAY).replace(tzinfo=PARIS)
    openings = (
        OpenInterval.objects.filter(
            listing__kind__in=MARKETS,
            listing__commune__in=Commune.objects.in_perimeter(),
            start__gte=first,
            start__lt=first + timedelta(days=DAYS_OF_MARKETS),
        )
        .order_by("start", "listing__sort_name")
        .values("start", "end", "listing__name", "listing__path", "listing__place_name")
    )
    rows = [row | {"start": row["start"].astimezone(PARIS)} for row in openings]
    parts = groupby(rows, key=lambda row: (row["start"].date(), row["start"].hour >= NOON))
    return [_market(list(group), search_url) for _part, group in parts]


def _market(rows: list[dict], search_url: str) -> Coming:
    """One market under its name; several lead to the search at a time when all have begun."""
    start = rows[-1]["start"]
    day = {"weekday": weekday(start.date())}
    if len(rows) == 1:
        row = rows[0]
        hours = span_text(Span(_wall(start), _wall(row["end"]), sure=True))
        return Coming(
            start.date(),
            row["listing__name"],
            seo.in_language(row["listing__path"]),
            _when(row["listing__place_name"], start.date(), hours),
        )
    is_late = start.hour >= NOON
    title = _("Marchés de %(weekday)s soir") if is_late else _("Marchés de %(weekday)s matin")
    kinds = "&".join(f"type={kind.value}" for kind in MARKETS)
    places = sorted({row["listing__place_name"] for row in rows if row["listing__place_name"]})
    return Coming(
        start.date(),
        title % day,
        f"{search_url}?{kinds}&ouvert={start:%Y-%m-%dT%H:%M}",
        _("%(places)s, dès %(hour)s") % {"places": _few(places), "hour": hour(rows[0]["start"])},
    )


def _few(places: list[str]) -> str:
    if len(places) <= MOST_PLACES:
        return listed(places)
    words = {"first": ", ".join(places[:MOST_PLACES]), "count": len(places) - MOST_PLACES}
    return (
        ngettext(
            "%(first)s et %(count)d autre commune",
            "%(first)s et %(count)d autres communes",
            words["count"],
        )
        % words
    )


def _fairs(today: date) -> list[Coming]:
    """Days of a market or a farm that have hours and a reason of their own."""
    rows = (
        HoursException.objects.filter(
            start__gt=today,
            start__lte=today + timedelta(days=DAYS_OF_FAIRS),
            end__lt=F("start") + timedelta(days=LONGEST_FAIR),
            page__live=True,
            page__listing__kind__in=FAIRS,
        )
        .exclude(hours="")
        .exclude(note="")
        .order_by("start", "page__listing__sort_name")
        .values(
            *("start", "end", "hours", "note"),
            *(f"page__listing__{field}" for field in ("name", "path", "place_name")),
        )
    )
    return [_fair(row) for row in rows[:MOST_FAIRS]]


def _fair(row: dict) -> Coming:
    day = row["start"]
    spans = DatedException(day, row["end"], row["hours"], row["note"]).spans(day)
    hours = listed([span_text(span) for span in spans])
    return Coming(
        day,
        _("%(name)s : %(reason)s") % {"name": row["page__listing__name"], "reason": row["note"]},
        seo.in_language(row["page__listing__path"]),
        _when(row["page__listing__place_name"], day, hours),
        is_rare=True,
    )


def _season(today: date) -> list[Coming]:
    """What the next month brings that this one has not, when it is near and sold somewhere."""
    first = (today.replace(day=28) + timedelta(days=4)).replace(day=1)
    if first - today > timedelta(days=DAYS_BEFORE_A_SEASON):
        return []
    names = list(
        Product.objects.food()
        .in_season(first.month)
        .alias(before=F("season_months").bitand(months.bit(today.month)))
        .filter(before=0, listings__isnull=False)
        .order_by("name")
        .values_list("name", flat=True)
        .distinct()
    )
    if not names:
        return []
    month = Month(first.month)
    title = _("De saison en %(month)s") % {"month": month.name}
    rest = "…" if len(names) > MOST_PRODUCTS else ""
    words = ", ".join(inside(n, name) for n, name in enumerate(names[:MOST_PRODUCTS])) + rest
    return [Coming(first, title, month.url, words, is_rare=True)]


def _when(place: str, day: date, hours: str) -> str:
    when = _("%(weekday)s %(hours)s") % {"weekday": weekday(day), "hours": hours}
    return ", ".join(filter(None, (place, when)))


def _wall(moment: datetime) -> datetime:
    """The time on the clocks here."""
    return moment.astimezone(PARIS).replace(tzinfo=None)
