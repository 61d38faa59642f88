"""The page of the label, and the way to it. Safe to run again."""

from django.utils.translation import gettext as _
from wagtail.models import Site

from directory import site_tree
from home import navigation
from home.models import HomePage
from home.navigation import Link
from label.models import LabelPage


def ensure(home: HomePage) -> LabelPage:
    """Create the page of the label if there is none."""
    return LabelPage.objects.first() or site_tree.add_to_menu(
        home, LabelPage(title=_("Le label"), slug="label")
    )


def trail(request, *links: Link) -> list[Link]:
    """The way from the home page through the page of the label."""
    site = Site.find_for_request(request)
    page = LabelPage.objects.live().first()
    return [
        Link(_("Accueil"), site.root_page.get_url(request) if site else "/"),
        *([Link(navigation.title(page), page.get_url(request))] if page else []),
        *links,
    ]
