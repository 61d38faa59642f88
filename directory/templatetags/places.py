"""Tags of the directory's pages."""

from django import template
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from directory import freshness
from directory.models import SearchPage, Source

register = template.Library()


@register.simple_tag(takes_context=True)
def search_address(context) -> str:
    """Where the search lives, for forms and links of other pages; empty if it is not online."""
    page = SearchPage.objects.live().first()
    return page.get_url(context["request"]) or "" if page else ""


@register.simple_tag
def sources():
    """The data sets that listings come from, for the line that names them."""
    return Source.objects.exclude(pages=None).distinct()


@register.inclusion_tag("components/stamp.html")
def stamp(confirmed_on):
    """How fresh a listing is."""
    return {"stamp": freshness.stamp(confirmed_on, timezone.localdate())}


@register.filter
def distance(kilometres: float) -> str:
    """« 600 m », « 8 km »."""
    if kilometres < 0.95:
        return _("%(number)d m") % {"number": max(round(kilometres * 10) * 100, 100)}
    return _("%(number)d km") % {"number": round(kilometres)}


@register.filter
def price(offer) -> str:
    """« 3,50 € le kilo »."""
    amount = number_format(offer.price, 2)
    unit = offer.get_price_unit_display()
    return _("%(amount)s € %(unit)s") % {"amount": amount, "unit": unit}
