"""Communes, families, products, signs, appellations and sources in the admin."""

from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, UpdatedAtColumn
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup
from wagtail.snippets.widgets import AdminSnippetChooser

from directory.admin.fields import WordsField
from directory.admin.recipe_forms import allergens_field
from directory.models import Appellation, Commune, Food, Product, ProductFamily, QualitySign, Source
from directory.reference_tables import KEYS

WORD_LISTS = ("postcodes", "synonyms")


class ReferenceForm(WagtailAdminModelForm):
    """A row of a reference table: lists on one line, a key that no longer moves once loaded."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in WORD_LISTS:
            if field := self.fields.get(name):
                self.fields[name] = WordsField(label=field.label, initial=field.initial)
        if field := self.fields.get("allergens"):
            self.fields["allergens"] = allergens_field(field)
        key = KEYS[self._meta.model]
        if self.instance.loaded and key in self.fields:
            self.fields[key].disabled = True
            self.fields[key].help_text = _("Fixé par le fichier de référence.")
        if "slug" in self.fields and not self.fields["slug"].disabled:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("Vide : formé à partir du nom.")

    def clean_slug(self):
        return self.cleaned_data["slug"] or slugify(self.cleaned_data.get("name", ""))


class Chooser(AdminSnippetChooser):
    """Wagtail's own says « Choisir commune », in the language of whoever opened it first."""

    def __init__(self, model, **kwargs):
        super().__init__(model, **kwargs)
        self.choose_one_text = _("Choisir")
        self.choose_another_text = _("Changer")
        self.link_to_chosen_text = _("Modifier cette ligne")


class ChooserViewSet(SnippetChooserViewSet):
    @cached_property
    def widget_class(self):
        return Chooser(model=self.model, icon=self.icon)


class ReferenceViewSet(SnippetViewSet):
    """One table: its rows are listed, filtered, searched and corrected."""

    chooser_viewset_class = ChooserViewSet
    list_per_page = 50
    copy_view_enabled = False

    def get_edit_handler(self):
        handler = ObjectList(self.model.panels, base_form_class=ReferenceForm)
        return handler.bind_to_model(self.model)


class CommuneViewSet(ReferenceViewSet):
    model = Commune
    icon = "site"
    list_display = [
        "name",
        "insee",
        Column("postcode", label=_("Code postal")),
        "epci_name",
        "population",
    ]
    list_filter = ["country", "epci_name"]
    ordering = ["name"]


class FamilyViewSet(ReferenceViewSet):
    model = ProductFamily
    icon = "folder-inverse"
    menu_label = _("Familles")
    list_display = ["name", "parent", "logo_on_pack", UpdatedAtColumn()]
    list_filter = ["parent", "logo_on_pack"]
    ordering = ["order", "name"]


class ProductViewSet(ReferenceViewSet):
    model = Product
    icon = "tag"
    list_display = [
        "name",
        "family",
        Column("get_nature_display", label=_("Nature"), sort_key="nature"),
        Column("seasons_in_words", label=_("Saison")),
        UpdatedAtColumn(),
    ]
    list_filter = ["family", "nature"]
    ordering = ["name"]

    def get_queryset(self, request):
        return Product.objects.select_related("family")


class FoodViewSet(ReferenceViewSet):
    model = Food
    icon = "list-ul"
    menu_label = _("Aliments des recettes")
    list_display = ["name", "product", "energy_kcal", "co2", UpdatedAtColumn()]
    ordering = ["name"]

    def get_queryset(self, request):
        return Food.objects.select_related("product")


class SignViewSet(ReferenceViewSet):
    model = QualitySign
    icon = "success"
    menu_label = _("Signes")
    list_display = ["acronym", "name", "family", BooleanColumn("is_organic", label=_("Bio"))]
    list_filter = ["family", "is_organic"]
    ordering = ["order", "name"]


class AppellationViewSet(ReferenceViewSet):
    model = Appellation
    icon = "globe"
    list_display = ["name", "sign", "family", BooleanColumn("is_certain", label=_("Du Gard"))]
    list_filter = ["sign", "family", "is_certain"]
    ordering = ["name"]

    def get_queryset(self, request):
        return Appellation.objects.select_related("sign", "family")


class SourceViewSet(SnippetViewSet):
    model = Source
    chooser_viewset_class = ChooserViewSet
    icon = "download"
    list_display = ["name", "licence", "attribution"]
    search_fields = ["name", "slug", "licence"]
    ordering = ["name"]


class CatalogueGroup(SnippetViewSetGroup):
    menu_label = _("Catalogue")
    menu_icon = "list-ul"
    menu_order = 250
    items = (
        CommuneViewSet,
        FamilyViewSet,
        ProductViewSet,
        FoodViewSet,
        SignViewSet,
        AppellationViewSet,
        SourceViewSet,
    )
