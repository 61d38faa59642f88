"""schema.org Recipe: only what is known in full, never a zero for an unknown."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.templatetags.static import static

from directory import recipe_wording
from directory.models import RecipePage
from directory.recipes.totals import RecipeTotals
from home import identity
from home.seo import absolute

# schema.org property of each row of the nutrition table, and its unit there.
_NUTRITION = {
    "energy_kcal": ("calories", "kcal"),
    "fat_g": ("fatContent", "g"),
    "saturates_g": ("saturatedFatContent", "g"),
    "carbohydrate_g": ("carbohydrateContent", "g"),
    "sugars_g": ("sugarContent", "g"),
    "fibre_g": ("fiberContent", "g"),
    "protein_g": ("proteinContent", "g"),
}
_SALT_TO_SODIUM_MG = 400  # 1 g of salt holds 0.4 g of sodium: regulation EU 1169/2011, annex I
_DIETS = "https://schema.org/"


def recipe(
    page: RecipePage, totals: RecipeTotals, tags: Iterable[str], request: HttpRequest
) -> dict:
    """The node of a recipe, for the servings shown."""
    address = absolute(page.get_url(request) or request.path)
    counted = [line for line in totals.lines if not line.ingredient.is_alternative]
    node = {
        "@type": "Recipe",
        "@id": f"{address}#recette",
        "name": page.title,
        "url": address,
        "description": page.summary,
        "inLanguage": "fr",
        "author": _author(page.author_name, request),
        "datePublished": page.first_published_at and page.first_published_at.date().isoformat(),
        "dateModified": page.last_published_at and page.last_published_at.date().isoformat(),
        "image": _image(page),
        "prepTime": duration(page.prep_minutes),
        "cookTime": duration(page.cook_minutes),
        "totalTime": duration(page.total_minutes),
        "recipeYield": [
            str(totals.servings),
            recipe_wording.servings(totals.servings, page.servings_word),
        ],
        "keywords": ", ".join(tags),
        "recipeIngredient": [line.text for line in counted],
        "recipeInstructions": [
            {"@type": "HowToStep", "position": position, "text": step.text}
            for position, step in enumerate(page.steps.all(), start=1)
        ],
        "suitableForDiet": _diets(page),
        "nutrition": nutrition(totals),
    }
    return {key: value for key, value in node.items() if value}


def nutrition(totals: RecipeTotals) -> dict | None:
    """NutritionInformation of one serving: the rows that are complete, or None."""
    complete = {row.name: row.per_serving for row in totals.nutrition if row.is_complete}
    found = {
        name: f"{round(complete[fact], 0 if unit == 'kcal' else 1):g} {unit}"
        for fact, (name, unit) in _NUTRITION.items()
        if fact in complete
    }
    if "salt_g" in complete:
        found["sodiumContent"] = f"{round(complete['salt_g'] * _SALT_TO_SODIUM_MG):g} mg"
    if not found:
        return None
    return {"@type": "NutritionInformation", "servingSize": "1"} | found


def duration(minutes: int) -> str:
    """ISO 8601: « PT1H15M »; nothing for none."""
    if not minutes:
        return ""
    hours, left = divmod(minutes, 60)
    return f"PT{hours}H{left}M" if hours and left else f"PT{hours}H" if hours else f"PT{left}M"


def _author(name: str, request: HttpRequest) -> dict:
    """Who is credited, or the site itself."""
    if name:
        return {"@type": "Person", "name": name}
    return {"@type": "Organization", "name": identity.of(request).name}


def _image(page: RecipePage) -> str:
    """Its photo, or the drawing of the land that shared links show."""
    if page.photo_id:
        return absolute(page.photo.get_rendition("fill-1200x900").url)
    return absolute(static("img/share.png"))


def _diets(page: RecipePage) -> list[str]:
    diets = [("VegetarianDiet", page.is_vegetarian or page.is_vegan), ("VeganDiet", page.is_vegan)]
    return [f"{_DIETS}{name}" for name, holds in diets if holds]
