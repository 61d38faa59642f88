"""Tags of the directory's pages."""

import re

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory import addresses, freshness, moments
from directory.enums import PriceUnit
from directory.models import Source
from home import edition, parts

register = template.Library()
register.filter("moments", moments.moments)

# French marks that stand apart from their word, and the arrow of a span of months.
_MARKS = re.compile(r" (?=[?!:;»])|(?<=[«→]) ")
_PLACE_ROW = "components/place_row.html"
RADII_KM = (5, 15, 30, 60)
# Fields of the search form beside its groups of choices.
FIELDS = {"q", "ou", "rayon", "tri", "page"}
SORTS = {
    "distance": (
        gettext_lazy("Du plus proche au plus loin"),
        gettext_lazy("du plus proche au plus loin"),
    ),
    "nom": (gettext_lazy("Par nom"), gettext_lazy("par nom")),
    "fraicheur": (
        gettext_lazy("Les plus récemment confirmés d’abord"),
        gettext_lazy("les plus récemment confirmés d’abord"),
    ),
}


@register.simple_tag(takes_context=True)
def search_address(context) -> str:
    """Where the search lives, for forms and links of other pages; empty if it is not online."""
    return addresses.search(context["request"])


@register.simple_tag
def sources():
    """The data sets that listings come from, for the line that names them."""
    return _sources()


@edition.kept
def _sources() -> list[Source]:
    return list(Source.objects.exclude(pages=None).distinct())


@register.simple_tag
def place_rows(rows, level: int = 2) -> str:
    """Listings as the items of a list, with their states and distances; `level`: of headings."""
    return mark_safe("".join(_place_row(row, level) for row in rows))


def _place_row(row, level: int) -> str:
    told = row.__dict__.get
    state, chips = told("state"), told("chips", ())
    said = (row.pk, level, told("distance_km"), told("note"), told("absence"), *chips)
    if state:
        said = (*said, state.css, state.sentence)
    return parts.keep_for(
        "row", said, lambda: render_to_string(_PLACE_ROW, {"row": row, "level": level})
    )


@register.inclusion_tag("components/stamp.html")
def stamp(confirmed_on):
    """How fresh a listing is."""
    return {"stamp": freshness.stamp(confirmed_on, timezone.localdate())}


@register.filter
def unbroken(text) -> str:
    """A sentence whose marks never open or end a line alone: « les voir ? », « → mars »."""
    return _MARKS.sub("\u00a0", str(text))


@register.filter
def distance(kilometres: float) -> str:
    """« 600 m », « 8 km »."""
    if kilometres < 0.95:
        return _("%(number)d m") % {"number": max(round(kilometres * 10) * 100, 100)}
    return _("%(number)d km") % {"number": round(kilometres)}


@register.filter
def distance_of(row) -> str:
    """The distance of a listing; one placed at its commune is not known to the metre."""
    if row.is_exact:
        return distance(row.distance_km)
    return _("environ %(number)d km") % {"number": max(round(row.distance_km), 1)}


@register.filter
def price(offer) -> str:
    """« 3,50 € le kilo »."""
    amount = number_format(offer.price, 2)
    unit = str(PriceUnit(offer.price_unit).label) if offer.price_unit else ""
    return _("%(amount)s € %(unit)s") % {"amount": amount, "unit": unit}


@register.filter
def kept_by_form(results) -> list[tuple[str, str]]:
    """The parts of a query that the form sends again without showing them."""
    shown = FIELDS | {facet.name for facet in results.groups}
    given = results.query.given
    return [(name, value) for name, values in given if name not in shown for value in values]


@register.filter
def radii(query) -> list[float]:
    """The distances offered, in kilometres, the one in force among them."""
    return sorted({*RADII_KM, *([query.place.radius_km] if query.place else [])})


@register.filter
def open_now_search(results) -> str:
    """The query string of the same search, for what is open now."""
    return results.query.urlencode(ouvert="maintenant")


@register.filter
def further(results) -> list[tuple[float, str]]:
    """Larger distances, in kilometres, with their searches; none while the list goes on."""
    if results.place is None or results.page < results.pages:
        return []
    wider = [radius for radius in RADII_KM if radius > results.place.radius_km]
    return [(radius, results.query.urlencode(rayon=radius)) for radius in wider]


@register.filter
def sorts(query) -> list[tuple[str, str]]:
    """The orders offered; by distance only from somewhere."""
    return [(v, label) for v, (label, _said) in SORTS.items() if v != "distance" or query.has_area]


@register.filter
def sort_in_words(results) -> str:
    return str(SORTS[results.sort][1])
