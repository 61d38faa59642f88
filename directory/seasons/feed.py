"""The starts of the seasons as a calendar (RFC 5545), the same day every year."""

from datetime import date, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar as Feed
from icalendar import Event

from directory import months
from directory.seasons.calendar import Calendar, Row
from home.seo import absolute

# A yearly event needs a first year: the same for ever, so that an event never changes by itself.
FIRST_YEAR = 2025
REFRESH = timedelta(days=7)


def feed(calendar: Calendar) -> bytes:
    """An all-day event at the start of each season of each product."""
    found = Feed()
    found.add("prodid", "-//Made in Gard//Saisons//FR")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    name = _("De saison dans le Gard")
    if calendar.asked:
        name = f"{name} : {calendar.asked.plural or calendar.asked.name}"
    found.add("x-wr-calname", name)
    found.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    for row in calendar.rows:
        for event in _events(row):
            found.add_component(event)
    return found.to_ical()


def _events(row: Row):
    product = row.product
    if product.season_months == months.ALL_YEAR:
        return
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname
    for number, (first, _last) in enumerate(months.runs(product.season_months), start=1):
        start = date(FIRST_YEAR, first, 1)
        event = Event()
        # Not the month: a season that moves moves its event, it does not make another.
        event.add("uid", f"saison-{product.slug}-{number}@{host}")
        event.add("dtstamp", product.updated_at)
        event.add("dtstart", start)
        event.add("dtend", start + timedelta(days=1))
        event.add("rrule", {"freq": "yearly"})
        event.add("summary", _("%(product)s : la saison commence") % {"product": product.name})
        words = row.sentence
        event.add("description", f"{words[:1].upper()}{words[1:]}.")
        event.add("url", absolute(reverse("directory:product", args=[product.slug])))
        event.add("categories", [product.family.name])
        event.add("transp", "TRANSPARENT")
        yield event
