"""Tags every template may use without loading them."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = ""):
    """One icon of the sprite; decorative unless a label is given."""
    sprite = static("img/icons.svg")
    if label:
        return format_html(
            '<svg class="ico" role="img" aria-label="{}"><use href="{}#{}"/></svg>',
            label, sprite, name,
        )  # fmt: skip
    return format_html(
        '<svg class="ico" aria-hidden="true"><use href="{}#{}"/></svg>', sprite, name
    )
