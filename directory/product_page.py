"""What the page of a product shows, gathered in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory import product_facts, search, seasons
from directory.enums import Nature
from directory.hours.engine import PARIS
from directory.models import Food, Offer, Product, RecipeFacts, SearchPage
from directory.season_facts import this_month, trail
from directory.seasons import levels, offers
from directory.seasons.year import YEAR, Month
from home.navigation import Link
from home.seo import Meta, breadcrumb_list

SELLERS = 5
RECIPES = 6
DOUBTFUL = 3  # data quality rating above which a carbon figure is told to be fragile
# In the order of the European declaration (regulation 1169/2011, annex XV), with its decimals.
NUTRIENTS = (
    (gettext_lazy("Énergie"), "energy_kj", "kJ", 0),
    (gettext_lazy("Énergie"), "energy_kcal", "kcal", 0),
    (gettext_lazy("Matières grasses"), "fat_g", "g", 1),
    (gettext_lazy("dont acides gras saturés"), "saturates_g", "g", 1),
    (gettext_lazy("Glucides"), "carbohydrate_g", "g", 1),
    (gettext_lazy("dont sucres"), "sugars_g", "g", 1),
    (gettext_lazy("Fibres"), "fibre_g", "g", 1),
    (gettext_lazy("Protéines"), "protein_g", "g", 1),
    (gettext_lazy("Sel"), "salt_g", "g", 2),
)


@dataclass(frozen=True)
class Fact:
    """A measure; None is unknown, and said so."""

    label: str
    value: float | None
    unit: str
    decimals: int


@dataclass(frozen=True)
class Borne:
    """A sign of quality and how many producers declare it for this product."""

    acronym: str
    name: str
    producers: int


def gather(product: Product, request, *, now: datetime) -> dict:
    """The context of `directory/product_page.html`."""
    month = this_month(now)
    counts = offers.producers_by_month(product=product).get(product.pk, offers.NOBODY)
    row = seasons.Row(product, counts)
    food = Food.objects.filter(product=product).first()
    icon, ink = product_facts.look(product.family)
    links = trail(request, Link(product.name, address(product), is_current=True))
    search_page = SearchPage.objects.live().first()
    return {
        "product": product,
        "icon_name": icon,
        "ink": ink,
        "row": row,
        "month": month,
        "level": row.level(month.number),
        "level_words": levels.WORDS[row.level(month.number)],
        "comes_back": comes_back(product, month),
        "extras": [(each, row.extra(each.number)) for each in YEAR if row.extra(each.number)],
        "advice": [
            (title, text)
            for title, text in (
                (_("Bien le choisir"), product.choose),
                (_("Le garder"), product.keep),
                (_("Le cuisiner"), product.cook),
            )
            if text
        ],
        "appellations": product.appellations.select_related("sign").order_by("name"),
        "signs": signs(product, now.astimezone(PARIS).date()),
        "is_food": product.nature != Nature.CRAFT,
        "food": food,
        "nutrition": nutrition(food),
        "is_carbon_doubtful": bool(food and food.dqr and food.dqr > DOUBTFUL),
        "recipes": recipes(product, month),
        "search_url": search_page.get_url(request) if search_page else "",
        "trail": links,
        "meta": Meta(_("%(product)s du Gard") % {"product": product.name}, description(row)),
        "structured_data": [breadcrumb_list(links)],
    } | sellers(product, request.GET.get("ou", ""), now=now)


def address(product: Product) -> str:
    return reverse("directory:product", args=[product.slug])


def description(row: seasons.Row) -> str:
    """One line for search engines: what it is, then its months."""
    words = row.sentence
    parts = [row.product.note, f"{words[:1].upper()}{words[1:]}." if words else ""]
    parts.append(_("Où en acheter, recettes et conseils."))
    return " ".join(part for part in parts if part)


def comes_back(product: Product, month: Month) -> str:
    """The month when the harvest starts again, for who looks too early or too late."""
    if not product.season_months:
        return ""
    ahead = ((month.number + n - 1) % 12 + 1 for n in range(1, 12))
    return next((Month(n).name for n in ahead if product.is_in_season(n)), "")


def nutrition(food: Food | None) -> list[Fact]:
    """What 100 g hold; an empty list where nothing at all is known."""
    facts = [
        Fact(str(label), getattr(food, name, None), unit, decimals)
        for label, name, unit, decimals in NUTRIENTS
    ]
    return facts if any(fact.value is not None for fact in facts) else []


def recipes(product: Product, month: Month) -> list[RecipeFacts]:
    """Recipes that use it, those of the season first."""
    found = RecipeFacts.objects.with_product(product.slug).seasonal_first(month.number)
    return list(found.select_related("page")[:RECIPES])


def signs(product: Product, today: date) -> list[Borne]:
    """The valid signs that producers of the public search declare for it."""
    valid = Q(sign_expires_on=None) | Q(sign_expires_on__gte=today)
    rows = (
        Offer.objects.filter(valid, product=product, page__listing__isnull=False)
        .alias(borne=Coalesce("sign", "appellation__sign"))
        .filter(borne__isnull=False)
        .annotate(
            acronym=Coalesce("sign__acronym", "appellation__sign__acronym"),
            name=Coalesce("sign__name", "appellation__sign__name"),
        )
        .order_by("acronym")
        .values_list("acronym", "name")
        .annotate(producers=Count("page", distinct=True))
    )
    return [Borne(*row) for row in rows]


def sellers(product: Product, near: str, *, now: datetime) -> dict:
    """Who sells it, near a commune if one is asked for: the first rows of the search."""
    params = QueryDict(mutable=True)
    params["produit"] = product.slug
    if near:
        params["ou"] = near
    results = search.find(search.parse(params, now=now))
    return {"results": results, "sellers": results.rows[:SELLERS], "near": near}
