"""Where the map finds its ground."""

from django import template
from django.urls import reverse

from directory import outlines

register = template.Library()


@register.simple_tag
def outlines_address() -> str:
    """The address of the outlines, with their digest so that a browser keeps them for long."""
    address = reverse("directory:outlines")
    ground = outlines.load()
    return f"{address}?v={ground.digest}" if ground else address
