"""« Je cuisine avec… »: from what one has to what one can cook."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from directory import addresses, months, product_facts, recipe_search
from directory.hours.engine import PARIS
from directory.models import Product
from directory.recipe_search import Cookable
from home.navigation import Link, breadcrumbs
from home.seo import Meta

MOST_PRODUCTS = 40
SHOWN = 24
SHOWN_VALUE = 40


@dataclass(frozen=True)
class Choice:
    """A product that may be ticked."""

    product: Product
    is_chosen: bool
    is_in_season: bool


@dataclass(frozen=True)
class Family:
    """A family with its products, those of this month first."""

    name: str
    icon: str
    ink: str
    choices: list[Choice]
    is_open: bool


@dataclass(frozen=True)
class Dish:
    """A recipe, and what is missing for it."""

    cookable: Cookable
    missing: list[tuple[str, str]]  # name, address of its page or nothing


def gather(page, request: HttpRequest, *, now: datetime) -> dict:
    """The context of `directory/cook_with.html`."""
    month = now.astimezone(PARIS).month
    products = _products()
    chosen, warnings = read(request.GET, products)
    dishes = recipe_search.cookable([p.pk for p in chosen], month=month) if chosen else []
    prefetch_related_objects([dish.recipe for dish in dishes[:SHOWN]], "page__tagged_items__tag")
    slugs = {product.pk: product.slug for product in products}
    return {
        "month": month,
        "month_name": months.NAMES[month - 1],
        "families": families(products, chosen, month),
        "chosen": [(p, _without(chosen, p)) for p in chosen],
        "warnings": warnings,
        "dishes": [_dish(cookable, slugs) for cookable in dishes[:SHOWN]],
        "total": len(dishes),
        "search_url": addresses.search(request),
        "trail": trail(page, request, _("Je cuisine avec…")),
        "meta": Meta(
            _("Je cuisine avec…"),
            _("Cochez ce que vous avez : voici ce que vous pouvez cuisiner."),
            is_indexed=not request.GET,
        ),
    }


def read(given: QueryDict, products: list[Product]) -> tuple[list[Product], list[str]]:
    """The products of an address, and what to tell about the others."""
    known = {product.slug: product for product in products}
    values = list(dict.fromkeys(value.strip() for value in given.getlist("produit")))
    values = [value for value in values if value]
    warnings = []
    if len(values) > MOST_PRODUCTS:
        warnings.append(
            _("Pas plus de %(most)d produits : les premiers sont gardés.") % {"most": MOST_PRODUCTS}
        )
        values = values[:MOST_PRODUCTS]
    for value in values:
        if value not in known:
            shown = value if len(value) <= SHOWN_VALUE else f"{value[:SHOWN_VALUE]}…"
            warnings.append(_("Aucune recette avec « %(value)s ».") % {"value": shown})
    return [known[value] for value in values if value in known], warnings


def families(products: list[Product], chosen: list[Product], month: int) -> list[Family]:
    """The families of products in their order; those with something ticked or in season open."""
    grouped: dict = {}
    for product in products:
        top = product.family.parent or product.family
        grouped.setdefault(top, []).append(product)
    found = []
    for top, members in sorted(grouped.items(), key=lambda pair: (pair[0].order, pair[0].name)):
        choices = [Choice(p, p in chosen, p.is_in_season(month)) for p in members]
        choices.sort(key=lambda choice: (not choice.is_in_season, choice.product.name))
        is_open = any(choice.is_chosen or choice.is_in_season for choice in choices)
        found.append(Family(top.name, *product_facts.look(top), choices, is_open))
    return found


def trail(page, request: HttpRequest, title: str) -> list[Link]:
    """The way to a page under the index of recipes."""
    above = [Link(link.title, link.url) for link in breadcrumbs(page, request)]
    return [*above, Link(title, request.path, is_current=True)]


def _products() -> list[Product]:
    """The products that recipes use."""
    used = Product.objects.filter(recipe_facts__isnull=False).distinct()
    return list(used.select_related("family__parent").order_by("name"))


def _without(chosen: list[Product], gone: Product) -> str:
    params = QueryDict(mutable=True)
    params.setlist("produit", [product.slug for product in chosen if product != gone])
    return params.urlencode()


def _dish(cookable: Cookable, slugs: dict[int, str]) -> Dish:
    missing = [
        (food.name, _product_address(slugs.get(food.product_id))) for food in cookable.missing
    ]
    return Dish(cookable, [*missing, *((line, "") for line in cookable.unknown)])


def _product_address(slug: str | None) -> str:
    return reverse("directory:product", args=[slug]) if slug else ""
