"""What the directory brings to the home page, in a fixed number of queries."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from directory import (
    addresses,
    coming,
    menu_of_week,
    product_facts,
    search,
    sellers_together,
    structured_data,
)
from directory.enums import Country, Kind
from directory.hours.engine import PARIS, midnight
from directory.landscape import VIEWS
from directory.models import Commune, Listing, OpenInterval, Product, SeasonsPage
from home import edition, identity
from home.seo import Meta

TITLE = _("Bien manger d’ici, aujourd’hui")
DESCRIPTION = _("Producteurs, marchés et lieux de vente du Gard : quoi, où, et quand c’est ouvert.")
TICKETS = 8
TICKETS_PER_FAMILY = 2
MARKETS = (Kind.OPEN_MARKET, Kind.FARMERS_MARKET, Kind.EVENING_MARKET, Kind.MARKET_HALL)
SHORTCUTS = (
    ("clock", _("Ouvert maintenant"), "ouvert=maintenant"),
    ("market", _("Marchés"), "&".join(f"type={kind.value}" for kind in MARKETS)),
    ("farm", _("À la ferme"), f"type={Kind.FARM_GATE.value}"),
    ("vending", _("Distributeurs"), f"type={Kind.VENDING_MACHINE.value}"),
)
# What each country is known for.
COUNTRIES = {
    Country.CEVENNES: _(
        "Oignon doux, châtaigne, pélardon, pomme, miel. Les terrasses tiennent la pente."
    ),
    Country.GARRIGUES: _(
        "Olive et huile, pois chiche, agneau de parcours, amande, truffe. "
        "La pierre garde la chaleur."
    ),
    Country.COSTIERES: _("Vigne sur galets roulés, abricot, pêche, asperge, fraise de Nîmes."),
    Country.CAMARGUE: _("Riz, taureau, sel, poissons des étangs. Ici, l’eau commande."),
}


@dataclass(frozen=True)
class InSeason:
    """A product at its peak and how many addresses of the directory have it."""

    product: Product
    total: int
    icon: str
    ink: str


@dataclass(frozen=True)
class CountryCard:
    country: Country
    text: str
    view: str
    total: int


def contribute(request, *, now: datetime | None = None) -> dict:
    """The context that `home/home_page.html` reads beside the page itself."""
    now = now or timezone.now()
    today = now.astimezone(PARIS).date()
    address = addresses.search(request)
    center = sellers_together.center()
    year = addresses.link(SeasonsPage, request)
    site = Site.find_for_request(request)
    return {
        "today": today,
        "search_url": address,
        "markets_today": markets_open_on(today),
        "shortcuts": SHORTCUTS,
        "in_season": in_season(today.month),
        "year_url": year.url if year else "",
        "center": center,
        "open_now": open_near(center, now),
        "menu": edition.keep(("menu", center, today), lambda: menu_of_week.choose(center, today)),
        "coming": coming.coming(today, address) if address else [],
        "countries": countries(),
        "meta": Meta(str(TITLE), str(DESCRIPTION)),
        "structured_data": [
            structured_data.website(
                identity.of(request).name, site.root_page.get_url(request), address
            )
        ],
    }


@edition.kept
def markets_open_on(day) -> int:
    """How many markets of the territory open on a day."""
    start = midnight(day).replace(tzinfo=PARIS)
    openings = OpenInterval.objects.filter(
        listing=OuterRef("pk"), start__lt=start + timedelta(days=1), end__gt=start
    )
    return Listing.objects.filter(
        Exists(openings), kind__in=MARKETS, commune__in=Commune.objects.in_perimeter()
    ).count()


@edition.kept
def in_season(month: int) -> list[InSeason]:
    """Food at its peak that can be bought, the most common first, of several families."""
    products = (
        Product.objects.food()
        .at_peak(month)
        .select_related("family__parent")
        .annotate(total=Count("listings"))
        .filter(total__gt=0)
        .order_by("-total", "name")
    )
    seen = Counter()
    chosen, others = [], []
    for product in products:
        root = product.family.parent_id or product.family_id
        seen[root] += 1
        (chosen if seen[root] <= TICKETS_PER_FAMILY else others).append(product)
    shown = [*chosen, *others][:TICKETS]
    return [InSeason(p, p.total, *product_facts.look(p.family)) for p in shown]


def open_near(center: Commune | None, now: datetime):
    """Results of « open now » around the territory's largest commune, None without one."""
    if center is None:
        return None
    return search.find(search.parse(QueryDict(f"ouvert=maintenant&ou={center.slug}"), now=now))


@edition.kept
def countries() -> list[CountryCard]:
    """The countries where there is something, from the mountain to the sea."""
    totals = dict(
        Listing.objects.exclude(commune__country="")
        .filter(commune__isnull=False)
        .values_list("commune__country")
        .annotate(total=Count("pk"))
        .order_by()
    )
    return [
        CountryCard(country, text, VIEWS[country], totals[country])
        for country, text in COUNTRIES.items()
        if totals.get(country)
    ]
