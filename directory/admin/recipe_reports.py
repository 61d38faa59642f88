"""Reports on recipes: facts that are unknown, products without season, months with too few."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import page_permission_policy

from directory import months
from directory.admin.reports import PERMISSIONS
from directory.models import (
    Food,
    Product,
    RecipeFacts,
    RecipeIndexPage,
    RecipeIngredient,
    RecipePage,
)
from directory.recipes.nutrition import NUTRIENTS

ENOUGH_RECIPES = 6
# What a food may lack, by field, in the words of the table of nutrition.
FACTS = {name: label for name, label, _unit, _reference in NUTRIENTS if name != "energy_kj"} | {
    "co2": gettext_lazy("Carbone")
}


def lines_with_unknowns():
    """Counted lines without a food, without a weight, or of a food that lacks a fact."""
    lacking = Q(food=None) | Q(grams=None)
    for name in FACTS:
        lacking |= Q(**{f"food__{name}": None})
    return RecipeIngredient.objects.filter(lacking, is_optional=False, is_alternative=False)


def recipes_with_unknowns():
    """Recipes, published or not, of which some value is incomplete."""
    lines = lines_with_unknowns()
    return (
        RecipePage.objects.filter(pk__in=lines.values("page"))
        .prefetch_related(
            Prefetch("ingredients", lines.select_related("food"), to_attr="unknown_lines")
        )
        .order_by("title")
    )


def unknowns(lines: Iterable[RecipeIngredient]) -> str:
    """« Aliment : lune bleue. Carbone : miel, sel »: which facts, of which ingredients."""
    found: dict[str, list[str]] = {}
    for line in lines:
        if line.food is None:
            found.setdefault(_("Aliment"), []).append(line.text)
        if line.grams is None:
            found.setdefault(_("Poids"), []).append(line.text)
        for label in _lacking(line.food) if line.food else []:
            found.setdefault(label, []).append(line.food.name)
    return ". ".join(
        _("%(fact)s : %(names)s") % {"fact": fact, "names": ", ".join(dict.fromkeys(names))}
        for fact, names in found.items()
    )


def _lacking(food: Food) -> list[str]:
    """Names of the facts that a food lacks; « Nutrition » where it has none of the table."""
    names = [name for name in FACTS if getattr(food, name) is None]
    if len(FACTS) - len(names) <= ("co2" not in names):
        return [_("Nutrition"), *([str(FACTS["co2"])] if "co2" in names else [])]
    return [capfirst(str(FACTS[name]).removeprefix("dont ")) for name in names]


def products_without_season():
    products = Product.objects.filter(season_months=0).select_related("family")
    return products.order_by("name")


@dataclass(frozen=True)
class MonthRow:
    """How many published recipes are in season in a month."""

    number: int
    name: str
    count: int
    lacking: int
    all_year: int

    @property
    def pk(self) -> int:
        return self.number


def months_with_too_few() -> list[MonthRow]:
    """The months of the year that have fewer than six recipes in season; one query."""
    masks = list(RecipeFacts.objects.values_list("season_months", flat=True))
    all_year = masks.count(months.ALL_YEAR)
    counts = {n: sum(bool(mask & months.bit(n)) for mask in masks) for n in range(1, 13)}
    return [
        MonthRow(n, str(months.NAMES[n - 1]), count, ENOUGH_RECIPES - count, all_year)
        for n, count in counts.items()
        if count < ENOUGH_RECIPES
    ]


class RecipeReport(ReportView):
    permission_policy = page_permission_policy
    any_permission_required = PERMISSIONS
    results_template_name = "wagtailadmin/generic/listing_results.html"


class UnknownFacts(RecipeReport):
    model = RecipePage
    page_title = gettext_lazy("Recettes aux valeurs incomplètes")
    header_icon = "warning"
    index_url_name = "directory_admin:recipes_unknown"
    index_results_url_name = "directory_admin:recipes_unknown_results"
    export_filename = "recettes-incompletes"
    list_export = ["title", "live", "unknown"]
    export_headings = {
        "title": gettext_lazy("Recette"),
        "live": gettext_lazy("En ligne"),
        "unknown": gettext_lazy("Ce qui manque"),
    }
    columns = [
        TitleColumn(
            "title",
            label=gettext_lazy("Recette"),
            get_url=lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk]),
        ),
        BooleanColumn("live", label=gettext_lazy("En ligne")),
        Column(
            "unknown",
            label=gettext_lazy("Ce qui manque"),
            accessor=lambda page: unknowns(page.unknown_lines),
        ),
    ]

    def get_base_queryset(self):
        allowed = page_permission_policy.instances_user_has_any_permission_for(
            self.request.user, PERMISSIONS
        )
        return recipes_with_unknowns().filter(pk__in=allowed.values("pk"))

    def to_row_dict(self, item):
        item.unknown = unknowns(item.unknown_lines)
        return super().to_row_dict(item)


class ProductsWithoutSeason(RecipeReport):
    model = Product
    page_title = gettext_lazy("Produits sans saison")
    header_icon = "tag"
    index_url_name = "directory_admin:products_without_season"
    index_results_url_name = "directory_admin:products_without_season_results"
    export_filename = "produits-sans-saison"
    list_export = ["name", "family", "get_nature_display"]
    export_headings = {
        "name": gettext_lazy("Produit"),
        "family": gettext_lazy("Famille"),
        "get_nature_display": gettext_lazy("Nature"),
    }
    columns = [
        TitleColumn(
            "name",
            label=gettext_lazy("Produit"),
            get_url=lambda product: reverse(
                Product.snippet_viewset.get_url_name("edit"), args=[product.pk]
            ),
        ),
        Column("family", label=gettext_lazy("Famille")),
        Column("get_nature_display", label=gettext_lazy("Nature")),
    ]

    def get_base_queryset(self):
        return products_without_season()


class MonthsWithTooFew(RecipeReport):
    model = RecipeFacts
    page_title = gettext_lazy("Mois qui manquent de recettes")
    header_icon = "date"
    index_url_name = "directory_admin:months_with_too_few"
    index_results_url_name = "directory_admin:months_with_too_few_results"
    export_filename = "mois-sans-recettes"
    default_ordering = None
    list_export = ["name", "count", "lacking", "all_year"]
    export_headings = {
        "name": gettext_lazy("Mois"),
        "count": gettext_lazy("Recettes de saison"),
        "lacking": gettext_lazy("Il en manque"),
        "all_year": gettext_lazy("Dont de toute l’année"),
    }
    columns = [
        TitleColumn(
            "name",
            label=gettext_lazy("Mois"),
            get_url=lambda row: _recipes_of(row.number),
        ),
        Column("count", label=gettext_lazy("Recettes de saison")),
        Column("lacking", label=gettext_lazy("Il en manque")),
        Column("all_year", label=gettext_lazy("Dont de toute l’année")),
    ]

    def get_queryset(self):
        return months_with_too_few()

    def filter_queryset(self, queryset):
        return queryset


REPORTS = (
    (UnknownFacts, "recettes-incompletes/"),
    (ProductsWithoutSeason, "produits-sans-saison/"),
    (MonthsWithTooFew, "mois-sans-recettes/"),
)


def urlpatterns() -> list:
    """Two addresses for each report: the page, and its results alone."""
    found = []
    for view, address in REPORTS:
        name = view.index_url_name.partition(":")[2]
        found += [
            path(address, view.as_view(), name=name),
            path(f"{address}resultats/", view.as_view(results_only=True), name=f"{name}_results"),
        ]
    return found


def _recipes_of(month: int) -> str:
    index = RecipeIndexPage.objects.live().first()
    return f"{index.url}?saison=1&mois={month}" if index else ""
