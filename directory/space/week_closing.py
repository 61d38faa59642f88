"""« Fermé cette semaine »: which places a person may close, until when, and how to undo it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from directory import days_apart
from directory.editing import working
from directory.hours.exceptions import DatedException, exception_on
from directory.hours.wording import month_name, weekday
from directory.listing import exceptions_of
from directory.models import ListedPage, PointOfSalePage, ProducerPage

_WEEK = timedelta(days=7)
_SUNDAY = 6


@dataclass(frozen=True)
class Place:
    """A place, and the days it is already closed on if they hold today."""

    page: PointOfSalePage
    closed: DatedException | None

    @property
    def until(self) -> str:
        return say_day(self.closed.end)


def places_of(producer: ProducerPage, user) -> tuple[list[PointOfSalePage], list[PointOfSalePage]]:
    """The places where a producer sells: those that this person tends, then the others."""
    sold_at = PointOfSalePage.objects.filter(presences__producer=producer.pk)
    sold_at = sold_at.order_by("title", "pk").prefetch_related("hours_exceptions")
    mine = set(ListedPage.objects.managed_by(user).values_list("pk", flat=True))
    found = list(sold_at)
    return [p for p in found if p.pk in mine], [p for p in found if p.pk not in mine]


def closable(page: ListedPage, user) -> list[PointOfSalePage]:
    """What « je suis fermé » may mean for a listing: itself, or the places of its producer."""
    return places_of(page, user)[0] if isinstance(page, ProducerPage) else [page]


def states(places: list[PointOfSalePage], today: date) -> list[Place]:
    found = []
    for place in places:
        version = place if place.live else working(place)
        exception = exception_on(today, exceptions_of(version))
        is_closed = exception is not None and not exception.hours
        found.append(Place(place, exception if is_closed else None))
    return found


def ends(today: date) -> tuple[date, date]:
    """The Sunday of this week, and the next."""
    sunday = today + timedelta(days=_SUNDAY - today.weekday())
    return sunday, sunday + _WEEK


def say_day(day: date) -> str:
    """« dimanche 27 septembre »."""
    number = _("1er") if day.day == 1 else day.day
    words = {"weekday": weekday(day), "day": number, "month": month_name(day.month)}
    return _("%(weekday)s %(day)s %(month)s") % words


def remember(session, place: PointOfSalePage, start: date, end: date) -> None:
    """Keep in the session what closing takes away, to give it back if it is undone."""
    cut = days_apart.cut_by(place, start, end)
    session[_key(place)] = [start.isoformat(), end.isoformat(), cut]


def recall(session, place: PointOfSalePage, closed: DatedException) -> list[days_apart.Kept]:
    """What was taken away by closing on these very days in this session."""
    start, end, cut = session.pop(_key(place), ["", "", []])
    if (start, end) != (closed.start.isoformat(), closed.end.isoformat()):
        return []
    return [tuple(kept) for kept in cut]


def _key(place: PointOfSalePage) -> str:
    return f"espace-fermeture-{place.pk}"
