"""The papers that the reader of a page may take."""

from django import template

from label.models import Grant
from label.papers import shelf

register = template.Library()


@register.inclusion_tag("label/_papers.html", takes_context=True)
def papers(context, obj):
    """A section that links to the papers of a case or of a grant; nothing when there is none."""
    give = shelf.of_grant if isinstance(obj, Grant) else shelf.of_case
    return {"papers": give(obj, context["request"].user)}
