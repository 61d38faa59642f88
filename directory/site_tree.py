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
        search = SearchPage.objects.first() or home.add_child(
            instance=SearchPage(title=_("Où acheter ?"), slug="ou-acheter", show_in_menus=True)
        )
        producers = ProducerIndexPage.objects.first() or home.add_child(
            instance=ProducerIndexPage(
                title=_("Producteurs"), slug="producteurs", show_in_menus=True
            )
        )
        seasons = SeasonsPage.objects.first() or home.add_child(
            instance=SeasonsPage(title=_("De saison"), slug="saisons", show_in_menus=True)
        )
        for contribute in contributors:
            contribute(home)
    return SiteTree(site, home, search, producers, seasons)


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
