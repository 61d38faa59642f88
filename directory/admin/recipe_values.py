"""What a recipe being written comes to, and what is still missing, for the panel of its editor."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from directory import months, recipe_lines, recipe_totals, recipe_wording
from directory.enums import Allergen, Unit
from directory.figures import rounded
from directory.models import Food, Proposal, RecipeIngredient, RecipePage
from directory.recipes import ingredient_line
from directory.recipes.carbon import Carbon, weight_in_words
from directory.recipes.cost import Cost
from directory.recipes.ingredient_line import Confidence
from directory.recipes.ingredients import Covered
from directory.recipes.nutrition import Nutrient
from directory.recipes.totals import RecipeTotals

MOST_LINES = 200


@dataclass(frozen=True)
class Value:
    """One computed value; `missing` names the lines that it lacks."""

    label: str
    words: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Values:
    rows: list[Value]
    nutrition: list[Value]
    todo: list[str]  # what the editor should still do


def of_page(recipe: RecipePage) -> Values:
    """Those of a recipe as it was saved."""
    return _values(recipe_totals.facts_of(recipe), recipe.ingredients.all())


def of_form(data: QueryDict) -> Values:
    """Those of a recipe as it is typed; what is not a number yet counts as empty."""
    recipe = read(data)
    return _values(recipe_totals.facts_of(recipe), recipe.ingredients.all())


def doubts_of(recipe: RecipePage) -> list[str]:
    """Lines of a resident's recipe, in moderation, that were not surely understood, and why."""
    if not (recipe.pk and Proposal.objects.waiting().filter(page=recipe.pk).exists()):
        return []
    foods = recipe_lines.food_index()
    found = [recipe_lines.propose(row.text, foods) for row in recipe.ingredients.all()]
    return [
        _("« %(line)s » : %(reasons)s")
        % {"line": row.text, "reasons": " ; ".join(map(str, row.reasons))}
        for row in found
        if row.confidence != Confidence.HIGH
    ]


def _understood(row: ingredient_line.Proposal) -> list[str]:
    food = [_("compris « %s »") % row.food.name] if row.food else []
    return [*food, *map(str, row.reasons)]


def read(data: QueryDict) -> RecipePage:
    """The recipe of a half-filled form, never saved."""
    servings = _number(data.get("servings"))
    extra = [code for code in data.getlist("extra_allergens") if code in Allergen.values]
    recipe = RecipePage(
        title=data.get("title", "")[:80],
        servings=int(servings) if servings and 1 <= servings <= 1000 else 1,
        extra_allergens=extra,
    )
    rows = _rows(data)
    foods = Food.objects.select_related("product").in_bulk(
        {int(row["food"]) for row in rows if _is_key(row.get("food"))}
    )
    recipe.ingredients = [_ingredient(row, foods) for row in rows]
    return recipe


def _rows(data: Mapping[str, str]) -> list[dict[str, str]]:
    count = _number(data.get("ingredients-TOTAL_FORMS")) or 0
    names = ("text", "food", "quantity", "unit", "grams", "is_optional", "is_alternative")
    rows = []
    for number in range(min(int(count), MOST_LINES)):
        prefix = f"ingredients-{number}-"
        row = {name: data.get(prefix + name, "") for name in names}
        if not data.get(f"{prefix}DELETE") and (row["text"].strip() or row["food"]):
            order = _number(data.get(f"{prefix}ORDER"))
            rows.append((order is None, order or 0, number, row))
    return [row for *_place, row in sorted(rows, key=lambda each: each[:3])]


def _ingredient(row: dict[str, str], foods: dict[int, Food]) -> RecipeIngredient:
    return RecipeIngredient(
        text=row["text"].strip()[:160],
        food=foods.get(int(row["food"])) if _is_key(row["food"]) else None,
        quantity=_number(row["quantity"]),
        unit=row["unit"] if row["unit"] in Unit.values else "",
        grams=_number(row["grams"]),
        is_optional=bool(row["is_optional"]),
        is_alternative=bool(row["is_alternative"]),
    )


def _is_key(text: str | None) -> bool:
    return bool(text) and text.isascii() and text.isdigit() and len(text) < 18


def _number(text: str | None) -> float | None:
    """A finite number of zero or more, with a comma or a point."""
    try:
        value = float((text or "").replace(",", ".")[:30])
    except ValueError:
        return None
    return value if math.isfinite(value) and 0 <= value < 1e9 else None


def _values(totals: RecipeTotals, rows) -> Values:
    energy, carbon, cost = totals.energy, totals.carbon, totals.cost
    unknown = _("inconnu")
    part = totals.grams_per_serving
    return Values(
        rows=[
            Value(_("Une part"), f"{rounded(part)} g" if part else unknown),
            Value(_("Énergie"), _nutrient(energy), energy.missing),
            Value(_("Carbone"), _weight(carbon), carbon.missing),
            Value(_("Prix"), _price(cost), cost.missing),
            Value(_("Allergènes"), _allergens(totals), totals.allergens.unknown),
            Value(_("Saison"), months.sentence(totals.season_mask) or _("jamais tout à la fois")),
        ],
        nutrition=[Value(str(row.label), _nutrient(row)) for row in totals.nutrition],
        todo=_todo(totals, list(rows)),
    )


# As the page of the recipe says them: an editor reads what residents will.


def _nutrient(row: Nutrient) -> str:
    """« 279 kcal », « au moins 279 kcal », or « inconnu » when too little of it is known."""
    if row.per_serving is None or row.is_mostly_unknown:
        return _("inconnu")
    return _at_least(row, recipe_wording.amount(row.per_serving, row.unit, row.name))


def _weight(carbon: Carbon) -> str:
    if carbon.per_serving is None:
        return _("inconnu")
    return _at_least(carbon, weight_in_words(carbon.per_serving))


def _price(cost: Cost) -> str:
    if cost.per_serving is None:
        return _("inconnu")
    if cost.is_mostly_unknown:
        return _("surtout inconnu")
    return _at_least(cost, recipe_wording.euros(cost.per_serving))


def _at_least(fact: Covered, said: str) -> str:
    return said if fact.is_complete else _("au moins %(amount)s") % {"amount": said}


def _allergens(totals: RecipeTotals) -> str:
    found = totals.allergens
    names = ", ".join(str(allergen.label) for allergen in found.present)
    if not names:
        names = _("aucun") if found.are_known else _("inconnus")
    if found.optional:
        options = ", ".join(str(allergen.label) for allergen in found.optional)
        names = _("%(names)s ; selon l’option : %(options)s") % {"names": names, "options": options}
    return names


def _todo(totals: RecipeTotals, rows: list[RecipeIngredient]) -> list[str]:
    if not rows:
        return [_("Ajoutez les ingrédients : le calcul commence au premier.")]
    names = {
        _("Aliment à choisir : %s"): [row.text for row in rows if row.food is None],
        _("Poids à écrire : %s"): totals.unweighed,
        _("Énergie inconnue de l’aliment : %s"): _lacking(rows, "energy_kcal"),
        _("Carbone inconnu de l’aliment : %s"): _lacking(rows, "co2"),
    }
    return [sentence % ", ".join(lines) for sentence, lines in names.items() if lines]


def _lacking(rows: list[RecipeIngredient], fact: str) -> list[str]:
    foods = [row.food for row in rows if row.food and not (row.is_optional or row.is_alternative)]
    return list(dict.fromkeys(food.name for food in foods if getattr(food, fact) is None))
