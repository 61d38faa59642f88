"""What the page of a recipe shows, gathered in a fixed number of queries."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from directory import (
    addresses,
    months,
    product_facts,
    recipe_pictures,
    recipe_structured_data,
    recipe_totals,
    recipe_wording,
    sellers_together,
)
from directory.hours.engine import PARIS
from directory.models import Product, RecipePage
from directory.recipe_totals import MOST_SERVINGS
from directory.recipes.seasonality import State, mask_of
from directory.recipes.totals import Line, RecipeTotals
from home import parts
from home.seo import Meta

USUAL_SERVINGS = (2, 4, 6, 8, 12)


@dataclass(frozen=True)
class Tag:
    """A fact in two or three words."""

    words: str
    css: str = ""
    icon: str = ""


@dataclass(frozen=True)
class Row:
    """A line of the list of ingredients."""

    quantity: str
    name: str
    note: str
    url: str
    is_optional: bool
    is_alternative: bool
    season: Tag | None


@dataclass(frozen=True)
class Group:
    """A part of the list: « pour la pâte », or nothing."""

    name: str
    rows: list[Row]


@dataclass(frozen=True)
class Choice:
    """Another number of servings, as a link."""

    number: int
    query: str
    is_current: bool


@dataclass(frozen=True)
class Servings:
    """For how many the page is written, and what else may be asked."""

    number: int
    words: str
    warning: str = ""
    less: str = ""  # query strings
    more: str = ""
    choices: list[Choice] = field(default_factory=list)
    most: int = MOST_SERVINGS


def show(recipe: RecipePage, request: HttpRequest, *, now: datetime) -> dict:
    """The context of `directory/recipe_page.html`: what lasts the day is read on demand."""
    lasting = parts.Lasting(request, lambda: gather(recipe, request, now=now))
    wanted, number = lasting.keep("wanted", lambda f: (f["wanted"], f["totals"].servings))
    together = sellers_together.find(wanted, request.GET.get("ou", ""), now=now)
    return {
        "together": together,
        "servings_shown": number,
        "search_url": addresses.search(request),
    } | lasting.context()


def gather(recipe: RecipePage, request: HttpRequest, *, now: datetime) -> dict:
    """What holds all day."""
    today = now.astimezone(PARIS).date()
    asked = recipe_totals.servings_asked(request.GET)
    totals = recipe_totals.facts_of(recipe, asked, today=today)
    products = products_of(totals)
    wanted = [
        products[line.ingredient.food.product_id]
        for line in totals.lines
        if line.is_counted and line.ingredient.food and line.ingredient.food.product_id in products
    ]
    tags = list(recipe.tags.names())
    return {
        "totals": totals,
        "servings": servings(recipe, totals.servings, request),
        "groups": groups(totals, products, today.month),
        "season_count": season_count(totals, today.month),
        "month_name": months.NAMES[today.month - 1],
        "strip": product_facts.strip(totals.season_mask, today.month),
        "months_in_words": months.sentence(totals.season_mask),
        "wanted": list(dict.fromkeys(wanted)),
        "list_query": f"recette={recipe.slug}&parts={totals.servings}",
        "tag_names": tags,
        "index_url": _index_url(recipe, request),
        "picture": recipe_pictures.draw(recipe.slug, tags),
        "meta": Meta(recipe.seo_title or recipe.title, _description(recipe)),
        "structured_data": [recipe_structured_data.recipe(recipe, totals, tags, request)],
    }


def products_of(totals: RecipeTotals) -> dict[int, Product]:
    """The products of the catalogue that a recipe uses, by number; one query."""
    foods = (line.ingredient.food for line in totals.lines)
    ids = {food.product_id for food in foods if food and food.product_id}
    return Product.objects.select_related("family__parent").in_bulk(ids)


def servings(recipe: RecipePage, number: int, request: HttpRequest) -> Servings:
    """The number shown, a word about one that made no sense, and links to others."""
    typed = request.GET.get("parts", "").strip()
    warning = ""
    if typed and recipe_totals.servings_asked(request.GET) is None:
        warning = _("Demandez un nombre entier de 1 à %(most)d.") % {"most": MOST_SERVINGS}
    numbers = sorted({*USUAL_SERVINGS, recipe.servings or 1})
    return Servings(
        number=number,
        words=recipe_wording.servings(number, recipe.servings_word),
        warning=warning,
        less=_with_servings(request, number - 1) if number > 1 else "",
        more=_with_servings(request, number + 1) if number < MOST_SERVINGS else "",
        choices=[Choice(n, _with_servings(request, n), n == number) for n in numbers],
    )


def groups(totals: RecipeTotals, products: dict[int, Product], month: int) -> list[Group]:
    """The lines in their parts, in the order of the recipe."""
    rows = groupby(totals.lines, key=lambda line: line.ingredient.group)
    return [Group(name, [row(line, products, month) for line in lines]) for name, lines in rows]


def row(line: Line, products: dict[int, Product], month: int) -> Row:
    ingredient = line.ingredient
    # The word « ou » stands apart, as a tag.
    text = line.text.removeprefix("ou ") if ingredient.is_alternative else line.text
    # « un filet de vinaigre » is not counted, nor multiplied.
    is_counted = ingredient.quantity is not None
    quantity, name = recipe_wording.split(text) if is_counted else ("", text)
    product = products.get(ingredient.food.product_id) if ingredient.food else None
    return Row(
        quantity=quantity,
        name=recipe_wording.pretty(name),
        note=ingredient.note,
        url=reverse("directory:product", args=[product.slug]) if product else "",
        is_optional=ingredient.is_optional,
        is_alternative=ingredient.is_alternative,
        season=season(line, month),
    )


def season(line: Line, month: int) -> Tag | None:
    """Whether an ingredient is of this month, or when it comes; None where nothing is known."""
    food = line.ingredient.food
    if food is None:
        return None
    if food.product_id is None:
        return Tag(_("épicerie"), "out")
    if food.season_months == months.ALL_YEAR:
        return Tag(_("toute l’année"))
    state = line.season(month)
    if state == State.IN_SEASON:
        return Tag(_("de saison"), "garrigue", "check")
    if state == State.STORED:
        return Tag(_("de garde"), "", "check")
    if state == State.OUT:
        return Tag(_("dès %(month)s") % {"month": _next_month(food, month)}, "ocre", "clock")
    return None


def season_count(totals: RecipeTotals, month: int) -> tuple[int, int]:
    """How many of the counted lines that have a season are harvested or kept, and how many are."""
    foods = [line for line in totals.lines if line.is_counted and line.ingredient.food]
    tied = [line for line in foods if mask_of(line.ingredient.food)]
    return sum(line.season(month) != State.OUT for line in tied), len(tied)


def _next_month(food, month: int) -> str:
    ahead = ((month + n - 1) % 12 + 1 for n in range(1, 12))
    number = next(n for n in ahead if mask_of(food) & months.bit(n))
    return str(months.NAMES[number - 1])


def _with_servings(request: HttpRequest, number: int) -> str:
    params = request.GET.copy()
    params["parts"] = str(number)
    return params.urlencode()


def _index_url(recipe: RecipePage, request: HttpRequest) -> str:
    parent = recipe.get_parent()
    return parent.get_url(request) or "" if parent else ""


def _description(recipe: RecipePage) -> str:
    return recipe.search_description or recipe.summary
