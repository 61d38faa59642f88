"""Find recipes: the index with its filters, and what one can cook with what one has."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from directory import text
from directory.enums import Allergen
from directory.models import Food, Product, RecipeFacts, RecipeIngredient
from directory.models.recipe_facts import RecipeFactsQuerySet
from directory.recipe_purchases import BOUGHT_AS
from directory.recipes.cost import STAPLES

_NUMBER = re.compile(r"\d{1,5}(?:\.\d{1,2})?", re.ASCII)


@dataclass(frozen=True)
class Filters:
    """What a reader asks of the index; all of it holds together."""

    month: int  # 1 to 12
    q: str = ""
    product: str = ""  # slug
    tag: str = ""
    max_minutes: int | None = None
    max_cost: float | None = None  # euros a serving
    without: tuple[str, ...] = ()  # codes of `Allergen`
    is_vegetarian: bool = False
    is_vegan: bool = False
    in_season_only: bool = False


def parse(parameters: Mapping[str, str], *, today: date) -> Filters:
    """The filters of an address; what makes no sense is left out, never an error.

    q, produit (slug), etiquette, minutes, prix (euros), sans (allergens, repeated or by commas),
    regime (vegetarien, vegan), saison (1: only those in season), mois (1 to 12).
    """
    month = _number(parameters, "mois", int)
    diet = parameters.get("regime", "")
    return Filters(
        month=month if month and month <= 12 else today.month,
        q=parameters.get("q", "").strip()[: text.LONGEST_TEXT],
        product=parameters.get("produit", "")[:60],
        tag=parameters.get("etiquette", "")[:100],
        max_minutes=_number(parameters, "minutes", int),
        max_cost=_number(parameters, "prix", float),
        without=_allergens(parameters),
        is_vegetarian=diet == "vegetarien",
        is_vegan=diet == "vegan",
        in_season_only=parameters.get("saison") == "1",
    )


def find(filters: Filters) -> RecipeFactsQuerySet:
    """Rows of the recipes asked for, in season first, then by name; to be cut into pages.

    A fixed number of queries for a page of rows: `row.page`, its photo and its tags come along.
    """
    rows = RecipeFacts.objects.seasonal_first(filters.month).without(*filters.without)
    if filters.q:
        rows = rows.matching(filters.q)
    if filters.product:
        rows = rows.with_product(filters.product)
    if filters.tag:
        rows = rows.tagged(filters.tag)
    if filters.max_minutes is not None:
        rows = rows.within(filters.max_minutes)
    if filters.max_cost is not None:
        rows = rows.costing_at_most(filters.max_cost)
    if filters.is_vegan:
        rows = rows.vegan()
    elif filters.is_vegetarian:
        rows = rows.vegetarian()
    if filters.in_season_only:
        rows = rows.in_season(filters.month)
    return rows.select_related("page__photo").prefetch_related(
        "page__photo__renditions", "page__tagged_items__tag"
    )


def _number(parameters: Mapping[str, str], name: str, kind: type):
    typed = parameters.get(name, "").strip().replace(",", ".")
    if not _NUMBER.fullmatch(typed):
        return None
    return kind(float(typed)) or None


def _allergens(parameters: Mapping[str, str]) -> tuple[str, ...]:
    values = parameters.getlist("sans") if hasattr(parameters, "getlist") else []
    values = values or [parameters.get("sans", "")]
    asked = {code for value in values for code in value.split(",")}
    return tuple(allergen for allergen in Allergen.values if allergen in asked)


@dataclass
class Cookable:
    """A recipe that uses something the reader has, and what is still missing for it."""

    recipe: RecipeFacts
    used: list[Food] = field(default_factory=list)
    missing: list[Food] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)  # lines whose food is not known


def cookable(product_ids: Iterable[int], *, month: int) -> list[Cookable]:
    """Recipes that use at least one of the products, those that lack the fewest foods first.

    An alternative that is at hand stands for its line, and so does a sort of what is asked (a
    pélardon for a goat’s cheese) or what it is a sort of (any honey for a honey of the garrigue),
    but not another sort; options and staples are never missing. Then come those that use the most
    of the products, those in season, and names. Three queries.
    """
    had = set(product_ids)
    kin = Product.objects.filter(Q(pk__in=had) | Q(narrower__in=had) | Q(broader__in=had))
    at_hand = dict(kin.values_list("pk", "slug"))
    rows = RecipeFacts.objects.filter(products__in=at_hand).distinct().select_related("page")
    found = {row.pk: Cookable(row) for row in rows}
    lines = RecipeIngredient.objects.filter(page__in=found).select_related("food")
    for pk, choices in _choices(lines.order_by("page", "sort_order", "pk")):
        _sort(found[pk], choices, at_hand)
    recipes = [entry for entry in found.values() if entry.used]
    return sorted(
        recipes,
        key=lambda entry: (
            len(entry.missing) + len(entry.unknown),
            -len(entry.used),
            not entry.recipe.is_in_season(month),
            entry.recipe.sort_name,
        ),
    )


def _choices(lines: Iterable[RecipeIngredient]):
    """Each line of a recipe with its alternatives, by the recipe's number."""
    group: list[RecipeIngredient] = []
    for line in lines:
        if group and line.is_alternative and group[0].page_id == line.page_id:
            group.append(line)
            continue
        if group:
            yield group[0].page_id, group
        group = [line]
    if group:
        yield group[0].page_id, group


def _sort(entry: Cookable, choices: list[RecipeIngredient], at_hand: Mapping[int, str]):
    had = next((c.food for c in choices if c.food and _is_at_hand(c.food, at_hand)), None)
    main = choices[0]
    if had:
        if had not in entry.used:
            entry.used.append(had)
    elif main.is_optional:
        return
    elif main.food is None:
        entry.unknown.append(main.text)
    elif main.food.slug not in STAPLES and main.food not in entry.missing:
        entry.missing.append(main.food)


def _is_at_hand(food: Food, at_hand: Mapping[int, str]) -> bool:
    """Whether a food is made of one of the products, by number and slug."""
    if food.product_id:
        return food.product_id in at_hand
    return BOUGHT_AS.get(food.slug) in at_hand.values()
