"""Recipes: what an editor writes. What is computed from it: `directory.models.recipe_facts`."""

from django.core.validators import MinValueValidator
from django.db import models
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Orderable, Page
from wagtail.search import index

from directory.admin import recipe_panels
from directory.enums import Difficulty, Unit
from directory.models.food import check_allergens, check_finite


class RecipeIndexPage(RoutablePageMixin, Page):
    """All recipes; their pages live under it."""

    introduction = models.CharField(_("introduction"), max_length=200, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["directory.RecipePage"]
    max_count = 1
    template = "directory/recipe_index_page.html"

    class Meta:
        verbose_name = _("index des recettes")

    def get_context(self, request, *args, **kwargs):
        from directory import recipe_index  # the domain imports the models

        context = super().get_context(request, *args, **kwargs)
        return context | recipe_index.show(self, request, now=timezone.now())

    @path("je-cuisine-avec/", name="cook_with")
    def cook_with(self, request):
        from directory import cook_with

        return self._answer(request, cook_with.gather, "directory/cook_with.html")

    @path("liste-de-courses/", name="shopping_list")
    def shopping_list(self, request):
        from directory import shopping_list

        return self._answer(request, shopping_list.gather, "directory/shopping_list.html")

    def _answer(self, request, gather, template):
        """Another view of the same page, without what the index itself shows."""
        context = super().get_context(request) | gather(self, request, now=timezone.now())
        return TemplateResponse(request, template, context)


class RecipeTag(TaggedItemBase):
    content_object = ParentalKey(
        "directory.RecipePage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class RecipePage(Page):
    """A recipe, with enough in it to compute what one serving holds, weighs and costs."""

    summary = models.CharField(
        _("en une phrase"),
        max_length=200,
        blank=True,
        help_text=_("Ce qu’on lit dans les listes et dans les partages."),
    )
    photo = models.ForeignKey(
        "home.SiteImage",
        verbose_name=_("photo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    photo_alt = models.CharField(
        _("texte de remplacement"),
        max_length=200,
        blank=True,
        help_text=_("Ce que montre la photo, pour qui ne la voit pas."),
    )
    servings = models.PositiveSmallIntegerField(
        _("nombre de parts"), default=4, validators=[MinValueValidator(1)]
    )
    servings_word = models.CharField(
        _("parts de quoi"),
        max_length=30,
        default="personnes",
        help_text=_("Au pluriel : personnes, parts, biscuits…"),
    )
    prep_minutes = models.PositiveSmallIntegerField(_("préparation (min)"), default=0)
    cook_minutes = models.PositiveSmallIntegerField(_("cuisson (min)"), default=0)
    rest_minutes = models.PositiveSmallIntegerField(_("repos (min)"), default=0)
    difficulty = models.CharField(
        _("difficulté"), max_length=6, choices=Difficulty.choices, default=Difficulty.EASY
    )
    story = models.TextField(_("histoire"), max_length=1500, blank=True)
    is_heritage = models.BooleanField(
        _("recette de notre patrimoine"),
        default=False,
        help_text=_("Une spécialité du Gard, des Cévennes ou du Midi."),
    )
    is_vegetarian = models.BooleanField(_("végétarienne"), default=False)
    is_vegan = models.BooleanField(_("sans produit animal"), default=False)
    extra_allergens = models.JSONField(
        _("autres allergènes"),
        default=list,
        blank=True,
        validators=[check_allergens],
        help_text=_("Ceux des ingrédients sont déjà comptés."),
    )
    author_name = models.CharField(
        _("recette de"),
        max_length=80,
        blank=True,
        help_text=_("Comme la personne souhaite être nommée. Vide : la maison."),
    )
    tags = ClusterTaggableManager(through=RecipeTag, blank=True, verbose_name=_("étiquettes"))

    edit_handler = recipe_panels.recipe()
    parent_page_types = ["directory.RecipeIndexPage"]
    subpage_types = []
    template = "directory/recipe_page.html"
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("story"),
        index.RelatedFields("ingredients", [index.SearchField("text")]),
    ]

    class Meta:
        verbose_name = _("recette")

    def get_context(self, request, *args, **kwargs):
        from directory import recipe_page  # the domain imports the models

        context = super().get_context(request, *args, **kwargs)
        return context | recipe_page.show(self, request, now=timezone.now())

    @property
    def total_minutes(self) -> int:
        return self.prep_minutes + self.cook_minutes + self.rest_minutes


class RecipeIngredient(Orderable):
    """One line of the list; its grams are the net edible weight as used, and are the authority."""

    page = ParentalKey(RecipePage, on_delete=models.CASCADE, related_name="ingredients")
    text = models.CharField(
        _("ligne"), max_length=160, help_text=_("Exemple : 2 gros oignons doux, émincés")
    )
    food = models.ForeignKey(
        "directory.Food",
        verbose_name=_("aliment"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="uses",
        help_text=_("Vide : nutrition, carbone et prix de cette ligne restent inconnus."),
    )
    quantity = models.FloatField(
        _("quantité"), null=True, blank=True, validators=[check_finite, MinValueValidator(0)]
    )
    unit = models.CharField(_("unité"), max_length=10, choices=Unit.choices, blank=True)
    grams = models.FloatField(
        _("grammes nets"),
        null=True,
        blank=True,
        validators=[check_finite, MinValueValidator(0)],
        help_text=_("Ce qui se mange, une fois épluché."),
    )
    note = models.CharField(_("précision"), max_length=120, blank=True)
    group = models.CharField(
        _("partie"), max_length=60, blank=True, help_text=_("Exemple : pour la pâte")
    )
    is_optional = models.BooleanField(
        _("facultatif"), default=False, help_text=_("Montré, non compté.")
    )
    # A line that stands right after the one it replaces keeps its meaning when lines are moved.
    is_alternative = models.BooleanField(
        _("« ou »"), default=False, help_text=_("Au lieu de la ligne au-dessus ; non compté.")
    )

    panels = recipe_panels.ingredient()

    class Meta(Orderable.Meta):
        ordering = ["sort_order", "pk"]
        verbose_name = _("ingrédient")

    def __str__(self):
        return self.text


class RecipeStep(Orderable):
    page = ParentalKey(RecipePage, on_delete=models.CASCADE, related_name="steps")
    text = models.TextField(_("étape"), max_length=1000)

    panels = [FieldPanel("text")]

    class Meta(Orderable.Meta):
        ordering = ["sort_order", "pk"]
        verbose_name = _("étape")

    def __str__(self):
        return self.text


class RecipeTip(Orderable):
    page = ParentalKey(RecipePage, on_delete=models.CASCADE, related_name="tips")
    text = models.CharField(_("astuce"), max_length=300)

    panels = [FieldPanel("text")]

    class Meta(Orderable.Meta):
        ordering = ["sort_order", "pk"]
        verbose_name = _("astuce")

    def __str__(self):
        return self.text
