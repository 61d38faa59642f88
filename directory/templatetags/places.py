"""Tags of the directory's pages."""

from django import template

from directory.models import SearchPage

register = template.Library()


@register.simple_tag(takes_context=True)
def search_address(context) -> str:
    """Where the search lives, for forms and links of other pages; empty if it is not online."""
    page = SearchPage.objects.live().first()
    return page.get_url(context["request"]) or "" if page else ""
