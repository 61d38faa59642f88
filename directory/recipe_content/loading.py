"""Make pages of our recipes, and never touch what a person has changed, moved or deleted."""

import hashlib
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry

from directory import new_pages, site_tree
from directory.models import (
    Food,
    RecipeIndexPage,
    RecipeIngredient,
    RecipePage,
    RecipeStep,
    RecipeTip,
)

FOLDER = Path(__file__).parent
LOADED = "directory.load_recipe"
_ALLERGENS = {
    "gluten": "gluten", "crustacés": "crustaceans", "œufs": "eggs", "poissons": "fish",
    "arachides": "peanuts", "soja": "soya", "lait": "milk", "fruits à coque": "nuts",
    "céleri": "celery", "moutarde": "mustard", "sésame": "sesame", "sulfites": "sulphites",
    "lupin": "lupin", "mollusques": "molluscs",
}  # fmt: skip


class UnknownFood(Exception):
    """A recipe names foods that are not in the database."""


@dataclass
class Report:
    """Slugs of the recipes, by what was done of them."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)  # a person's word on them is kept


def contents() -> Iterator[tuple[dict, str]]:
    """Our recipes, each with the print of its file, by name of file."""
    for path in sorted(FOLDER.glob("*.toml")):
        content = path.read_bytes()
        yield tomllib.loads(content.decode("utf-8")), hashlib.sha256(content).hexdigest()


def ensure_index() -> RecipeIndexPage:
    """The page « Recettes », made if there is none."""
    index = RecipeIndexPage.objects.first()
    if index is None:
        index = RecipeIndexPage(title=_("Recettes"), slug="recettes")
        site_tree.add_to_menu(site_tree.ensure().home, index)
    return index


@transaction.atomic
def load(progress: Callable[[Iterable], Iterable] = iter) -> Report:
    """Create or follow our recipes; needs the foods of `load_reference`.

    A page is followed while nobody has saved, unpublished or deleted it; raise UnknownFood.
    """
    with override("fr"):
        index = ensure_index()
        foods = {food.slug: food for food in Food.objects.all()}
        known = _known()
        taken = set(index.get_children().values_list("slug", flat=True))
        report = Report()
        for content, mark in progress(list(contents())):
            slug = content["slug"]
            pk, last_mark = known.get(slug, (None, ""))
            page = RecipePage.objects.filter(pk=pk).first() if pk else None
            if (pk is None and slug in taken) or (pk and (page is None or _is_a_persons(page))):
                report.left.append(slug)
            elif page and last_mark == mark:
                report.unchanged.append(slug)
            else:
                (report.updated if page else report.created).append(slug)
                page = page or RecipePage(slug=slug)
                _publish(page, index, content, foods)
                log(page, LOADED, data={"slug": slug, "mark": mark})
    return report


def _known() -> dict[str, tuple[int, str]]:
    """Number of the page and print of the file of each recipe that was loaded, even if deleted."""
    entries = PageLogEntry.objects.filter(
        action=LOADED, content_type=ContentType.objects.get_for_model(RecipePage)
    ).order_by("timestamp", "pk")
    return {entry.data["slug"]: (entry.page_id, entry.data["mark"]) for entry in entries}


def _is_a_persons(page: Page) -> bool:
    return not page.live or page.revisions.filter(user__isnull=False).exists()


def _publish(page: RecipePage, index: RecipeIndexPage, content: dict, foods: dict) -> None:
    page.title = content["title"]
    page.summary = page.search_description = content["summary"]
    page.servings, page.servings_word = content["servings"], content["servings_word"]
    page.prep_minutes = content["prep_minutes"]
    page.cook_minutes = content["cook_minutes"]
    page.rest_minutes = content["rest_minutes"]
    page.difficulty = content["difficulty"]
    page.story, page.is_heritage = content["story"], content["heritage"]
    page.is_vegetarian = "vegetarian" in content["diet"]
    page.is_vegan = "vegan" in content["diet"]
    page.extra_allergens = [_ALLERGENS[name] for name in content["allergens_extra"]]
    page.ingredients = list(_ingredients(content, foods))
    page.steps = [RecipeStep(text=text) for text in content["steps"]]
    page.tips = [RecipeTip(text=text) for text in content["tips"]]
    page.tags.set(content["tags"])
    if page.pk is None:
        new_pages.settle([new_pages.add(index, page)])
    else:
        page.save_revision().publish()


def _ingredients(content: dict, foods: dict[str, Food]) -> Iterator[RecipeIngredient]:
    for line in content["ingredients"]:
        slug = line.get("product") or line["food"]
        if slug not in foods:
            raise UnknownFood(
                _("%(recipe)s : l’aliment « %(food)s » n’existe pas. Lancez load_reference.")
                % {"recipe": content["slug"], "food": slug}
            )
        yield RecipeIngredient(
            text=line["text"],
            food=foods[slug],
            quantity=None if line["quantity"] == "" else line["quantity"],
            unit=line["unit"],
            grams=line["grams"],
            note=line["note"],
            group=line["group"],
            is_optional=line["optional"],
            is_alternative=line["alternative_to"] != "",
        )
