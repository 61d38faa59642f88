"""What the map of the search page is told."""

import json

from django import template
from django.conf import settings
from django.urls import reverse

from directory import outlines
from directory.enums import Kind

register = template.Library()


@register.simple_tag
def outlines_address() -> str:
    """The address of the outlines, with their digest so that a browser keeps them for long."""
    address = reverse("directory:outlines")
    ground = outlines.load()
    return f"{address}?v={ground.digest}" if ground else address


@register.simple_tag
def map_kinds() -> str:
    """The words for each kind of place, as JSON."""
    return json.dumps(dict(Kind.choices), default=str, ensure_ascii=False)


@register.simple_tag
def map_tiles() -> dict[str, str]:
    """The detailed ground offered to the reader; no address: none is offered."""
    return {"address": settings.TILES_URL, "attribution": settings.TILES_ATTRIBUTION}
