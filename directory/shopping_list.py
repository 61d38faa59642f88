"""The shopping list of one or several recipes, by family of products; nobody's account."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import zip_longest

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from directory import addresses, cook_with, product_facts, recipe_totals, recipe_wording, text
from directory.figures import rounded
from directory.hours.engine import PARIS
from directory.models import Product, RecipeFacts, RecipeIngredient, RecipePage
from directory.recipe_totals import MOST_SERVINGS
from directory.recipes.cost import STAPLES
from directory.recipes.ingredients import Ingredient
from directory.recipes.totals import Line, compute
from home.seo import Meta

MOST_RECIPES = 12
MOST_OFFERED = 300  # recipes that may be added
KILOGRAM = 1000


@dataclass(frozen=True)
class Cooked:
    """A recipe of the list, for so many."""

    recipe: RecipePage
    servings: int
    words: str
    lines: tuple[Line, ...]
    without: str  # query string of the list less this recipe


@dataclass
class Item:
    """Something to buy, with the lines that ask for it."""

    name: str
    product_id: int | None = None
    product: Product | None = None
    lines: list[str] = field(default_factory=list)
    grams: list[float | None] = field(default_factory=list)  # as bought, of the counted lines

    @property
    def weight(self) -> str:
        """« environ 450 g en tout », where several lines add up and all are known."""
        if len(self.grams) < 2 or None in self.grams:
            return ""
        grams = max(round(sum(self.grams) / 10), 1) * 10
        if grams >= KILOGRAM:
            kilograms = rounded(grams / KILOGRAM, 1)
            return _("environ %(weight)s kg en tout") % {"weight": kilograms}
        return _("environ %(weight)d g en tout") % {"weight": grams}


@dataclass(frozen=True)
class Shelf:
    name: str
    icon: str
    ink: str
    items: list[Item]


def gather(page, request: HttpRequest, *, now: datetime) -> dict:
    """The context of `directory/shopping_list.html`."""
    today = now.astimezone(PARIS).date()
    asked, warnings = read(request.GET)
    cooked = cook(asked, warnings)
    shelves_found = shelves(cooked)
    params = QueryDict(mutable=True)
    products = [item.product for shelf in shelves_found for item in shelf.items if item.product]
    params.setlist("produit", [product.slug for product in products])
    title = _("Liste de courses")
    return {
        "cooked": cooked,
        "shelves": shelves_found,
        "warnings": warnings,
        "most_servings": MOST_SERVINGS,
        "others": RecipeFacts.objects.exclude(page__in=[c.recipe.pk for c in cooked])
        .seasonal_first(today.month)
        .values_list("page__slug", "page__title")[:MOST_OFFERED],
        "can_add": len(cooked) < MOST_RECIPES,
        "products_query": params.urlencode(),
        "search_url": addresses.search(request),
        "trail": cook_with.trail(page, request, title),
        "meta": Meta(title, is_indexed=False),
    }


def read(given: QueryDict) -> tuple[dict[str, str], list[str]]:
    """Recipes by their slug and the servings typed for each, in the order of the address."""
    pairs = zip_longest(given.getlist("recette"), given.getlist("parts"), fillvalue="")
    asked: dict[str, str] = {}
    for slug, typed in pairs:
        if slug.strip():
            asked.setdefault(slug.strip(), typed.strip())
    warnings = []
    if len(asked) > MOST_RECIPES:
        warnings.append(
            _("Pas plus de %(most)d recettes : les premières sont gardées.")
            % {"most": MOST_RECIPES}
        )
        asked = dict(list(asked.items())[:MOST_RECIPES])
    return asked, warnings


def cook(asked: dict[str, str], warnings: list[str]) -> list[Cooked]:
    """The public recipes asked for; a word is added about the others and about wrong servings."""
    # No slug holds a null character, and no database takes one in a question.
    slugs = [slug for slug in asked if "\x00" not in slug]
    found = {p.slug: p for p in RecipePage.objects.filter(slug__in=slugs, facts__isnull=False)}
    numbers = {}
    for slug, typed in asked.items():
        if slug not in found:
            warnings.append(_("Une recette de cette liste n’est plus en ligne."))
            continue
        number = recipe_totals.servings_asked({"parts": typed})
        if typed and number is None:
            warnings.append(
                _("%(recipe)s : demandez un nombre entier de 1 à %(most)d.")
                % {"recipe": found[slug].title, "most": MOST_SERVINGS}
            )
        numbers[slug] = number or found[slug].servings or 1
    written = _written(found[slug] for slug in numbers)
    return [
        Cooked(
            recipe=found[slug],
            servings=number,
            words=recipe_wording.servings(number, found[slug].servings_word),
            lines=compute(
                written[found[slug].pk], written_for=found[slug].servings or 1, servings=number
            ).lines,
            without=_query({s: n for s, n in numbers.items() if s != slug}),
        )
        for slug, number in numbers.items()
    ]


def shelves(cooked: Iterable[Cooked]) -> list[Shelf]:
    """What to buy, by family of products in the order of the catalogue, then the store cupboard."""
    items: dict[str, Item] = {}
    for dish in cooked:
        _put(items, dish.lines)
    ids = {item.product_id for item in items.values() if item.product_id}
    products = Product.objects.select_related("family__parent").in_bulk(ids)
    grouped: dict = {}
    for item in items.values():
        item.product = products.get(item.product_id)
        family = item.product and (item.product.family.parent or item.product.family)
        grouped.setdefault(family or None, []).append(item)
    found = [
        Shelf(family.name, *product_facts.look(family), _by_name(grouped[family]))
        for family in sorted(filter(None, grouped), key=lambda family: (family.order, family.name))
    ]
    if None in grouped:
        found.append(Shelf(_("Épicerie et placard"), "shop", "kraft", _by_name(grouped[None])))
    return found


def _written(recipes: Iterable[RecipePage]) -> dict[int, list[Ingredient]]:
    """The ingredients of some recipes as they are written, by recipe; two queries at most."""
    found: dict[int, list[Ingredient]] = {recipe.pk: [] for recipe in recipes}
    rows = RecipeIngredient.objects.filter(page__in=found).select_related("food__product")
    rows = list(rows.order_by("page", "sort_order", "pk"))
    foods = recipe_totals.facts_by_food(row.food for row in rows)
    for row in rows:
        lines = found[row.page_id]
        lines.append(
            Ingredient(
                text=row.text,
                food=foods.get(row.food_id),
                grams=row.grams,
                quantity=row.quantity,
                is_optional=row.is_optional,
                is_alternative=row.is_alternative and bool(lines),
            )
        )
    return found


def _put(items: dict[str, Item], lines: Iterable[Line]):
    """Put each line with those of the same food, and an « ou » with what it replaces."""
    item = None
    for line in lines:
        ingredient, food = line.ingredient, line.ingredient.food
        words = recipe_wording.pretty(line.text)
        if ingredient.is_alternative:
            if item:
                item.lines[-1] += f", {_or(words)}"
            continue
        if food and food.slug in STAPLES:  # nobody buys them for a recipe
            item = None
            continue
        key = food.slug if food else f"? {line.text}"
        item = items.setdefault(key, Item(ingredient.name, food.product_id if food else None))
        if ingredient.is_optional:
            item.lines.append(_("%(line)s (facultatif)") % {"line": words})
        else:
            item.lines.append(words)
            item.grams.append(ingredient.gross_grams)


def _or(words: str) -> str:
    return words if words.startswith("ou ") else _("ou %(line)s") % {"line": words}


def _by_name(items: list[Item]) -> list[Item]:
    return sorted(items, key=lambda item: text.sort_name(item.name))


def _query(numbers: dict[str, int]) -> str:
    params = QueryDict(mutable=True)
    params.setlist("recette", list(numbers))
    params.setlist("parts", list(map(str, numbers.values())))
    return params.urlencode()
