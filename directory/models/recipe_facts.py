"""What lists of recipes read: one row per public recipe, written when it or its facts change."""

from django.db import models
from django.db.models import Case, F, IntegerField, Q, Value, When
from django.utils.translation import gettext_lazy as _

from directory import months, text
from directory.enums import Allergen
from directory.models.catalogue import Product
from directory.recipes.ingredients import ENOUGH


def allergen_mask(codes) -> int:
    """Allergens as one small integer, in the order of the enum."""
    return sum(1 << Allergen.values.index(code) for code in set(codes))


def allergens_in(mask: int) -> list[Allergen]:
    return [allergen for rank, allergen in enumerate(Allergen) if mask >> rank & 1]


class RecipeFactsQuerySet(models.QuerySet):
    def seasonal_first(self, month: int):
        """Those whose season it is, then the others; each by name."""
        now = Case(When(self._in(month), then=Value(0)), default=1, output_field=IntegerField())
        return self._masked(month).annotate(is_later=now).order_by("is_later", "sort_name", "pk")

    def in_season(self, month: int):
        return self._masked(month).filter(self._in(month))

    def with_product(self, slug: str):
        """Recipes that use a product or a sort of it, as an option or as an alternative too."""
        sorts = Product.objects.filter(Q(slug=slug) | Q(broader__slug=slug))
        uses = self.model.products.through.objects.filter(product__in=sorts)
        return self.filter(pk__in=uses.values("recipefacts"))

    def within(self, minutes: int):
        """Ready in so many minutes, cooking and resting included."""
        return self.filter(total_minutes__lte=minutes)

    def tagged(self, name: str):
        return self.filter(page__tags__name__iexact=name)

    def costing_at_most(self, euros: float):
        """Whose cost per serving is known well enough, and is no more than that."""
        return self.filter(cost__lte=euros, cost_share__gte=ENOUGH)

    def without(self, *codes: str):
        """Surely without these allergens: a recipe with an unknown ingredient is left out."""
        alone = self.alias(
            unwanted=F("allergens").bitand(allergen_mask(codes)),
        )
        return alone.filter(unwanted=0, allergens_are_known=True) if codes else self

    def vegetarian(self):
        return self.filter(Q(is_vegetarian=True) | Q(is_vegan=True))

    def vegan(self):
        return self.filter(is_vegan=True)

    def matching(self, typed: str):
        """Recipes that have every word typed, or words that begin so."""
        found = self
        for word in text.words(typed[: text.LONGEST_TEXT]):
            found = found.filter(words__contains=f" {word}")
        return found

    def _masked(self, month):
        return self.alias(now=F("season_months").bitand(months.bit(month)))

    @staticmethod
    def _in(month):
        return Q(now__gt=0)


class RecipeFacts(models.Model):
    """One row per live recipe that the public may see; `recipe_rows` writes it, nobody else.

    Amounts are per serving; empty is unknown. A share is that of the mass of which the fact is
    known, from 0 to 1: below 1 the amount is a lower bound.
    """

    page = models.OneToOneField(
        "directory.RecipePage", on_delete=models.CASCADE, primary_key=True, related_name="facts"
    )
    sort_name = models.CharField(max_length=80, default="")
    words = models.TextField(blank=True)  # « fondre oignon doux », each word after a space
    season_months = months.MonthsField(_("de saison"))
    total_minutes = models.PositiveIntegerField(_("durée totale (min)"), default=0)
    is_vegetarian = models.BooleanField(default=False)
    is_vegan = models.BooleanField(default=False)
    allergens = models.PositiveIntegerField(default=0)  # a mask, see `allergen_mask`
    allergens_are_known = models.BooleanField(default=True)
    kcal = models.FloatField(null=True)
    nutrition_share = models.FloatField(default=0)  # of energy
    co2 = models.FloatField(null=True)  # kg
    carbon_share = models.FloatField(default=0)
    cost = models.FloatField(null=True)  # euros
    cost_share = models.FloatField(default=0)
    products = models.ManyToManyField("directory.Product", related_name="recipe_facts")
    updated_at = models.DateTimeField(auto_now=True)

    objects = RecipeFactsQuerySet.as_manager()

    class Meta:
        verbose_name = _("valeurs d’une recette")
        verbose_name_plural = _("valeurs des recettes")
        indexes = [models.Index(fields=["sort_name"], name="directory_recipe_name")]

    def __str__(self):
        return self.sort_name

    def is_in_season(self, month: int) -> bool:
        return bool(self.season_months & months.bit(month))

    @property
    def is_for_all_year(self) -> bool:
        return self.season_months == months.ALL_YEAR

    @property
    def allergen_list(self) -> list[Allergen]:
        return allergens_in(self.allergens)
