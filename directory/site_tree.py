"""The pages every installation has: home, search, producers, seasons. Safe to run again."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Page, Site

from directory.models import ProducerIndexPage, SearchPage, SeasonsPage
from home.models import HomePage

# Functions of the home page that make what other apps need below it; apps above register here.
contributors = []
# The pages that ask for food come first in the menu, then who makes it and how it is judged, then
# what editors add. A new page takes its place here; whoever sorts the pages afterwards is right.
MENU = ("ou-acheter", "saisons", "recettes", "producteurs", "label")


@dataclass(frozen=True)
class SiteTree:
    site: Site
    home: HomePage
    search: SearchPage
    producers: ProducerIndexPage
    seasons: SeasonsPage


def ensure(*, hostname: str = "localhost", port: int = 80) -> SiteTree:
    """Create what is missing of the tree and of Wagtail's site; change nothing that exists."""
    with override("fr"):
        home = HomePage.objects.first() or _replace_welcome_page()
        site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
        if site.root_page_id != home.pk:
            site.root_page, site.hostname, site.port = home, hostname, port
            site.site_name = "Made in Gard"
            site.save()
        search = SearchPage.objects.first() or add_to_menu(
            home, SearchPage(title=_("Où acheter ?"), slug="ou-acheter")
        )
        producers = ProducerIndexPage.objects.first() or add_to_menu(
            home, ProducerIndexPage(title=_("Producteurs"), slug="producteurs")
        )
        seasons = SeasonsPage.objects.first() or add_to_menu(
            home, SeasonsPage(title=_("De saison"), slug="saisons")
        )
        for contribute in contributors:
            contribute(home)
    return SiteTree(site, home, search, producers, seasons)


def add_to_menu(home: Page, page: Page) -> Page:
    """Put a new page under the home page, at its place in the menu."""
    page.show_in_menus = True
    home.add_child(instance=page)
    before = MENU[: MENU.index(page.slug)]
    others = home.get_children().exclude(pk=page.pk)
    if neighbour := others.filter(slug__in=before).last():
        page.move(neighbour, pos="right")
    elif first := others.first():
        page.move(first, pos="left")
    page.refresh_from_db()
    return page


def _replace_welcome_page() -> HomePage:
    root = Page.get_first_root_node() or Page.add_root(
        instance=Page(title="Root", content_type=ContentType.objects.get_for_model(Page))
    )
    home = root.add_child(instance=HomePage(title="Made in Gard", slug="accueil"))
    welcome = Page.objects.filter(depth=2, slug="home", content_type__model="page").first()
    if welcome:
        Site.objects.filter(root_page=welcome).update(root_page=home)
        welcome.delete()
    return home
