"""What a food is made of, weighs and costs the climate; unknown is empty, never zero."""

import math

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from directory.enums import Allergen
from directory.models.reference import ReferenceModel

# Per 100 g of edible part, as the Ciqual table gives them.
NUTRIENTS = (
    "energy_kj",
    "energy_kcal",
    "protein_g",
    "carbohydrate_g",
    "sugars_g",
    "fat_g",
    "saturates_g",
    "fibre_g",
    "salt_g",
)
CARBON = ("co2", "dqr")
WEIGHTS = ("edible_share", "piece_g", "bunch_g", "tablespoon_g", "teaspoon_g", "density")
CIQUAL, AGRIBALYSE = "Ciqual 2020", "AGRIBALYSE 3.1.1"


def check_finite(value: float):
    if not math.isfinite(value):
        raise ValidationError(_("Ce n’est pas un nombre."))


def check_allergens(value):
    if not isinstance(value, list) or not set(value) <= set(Allergen.values):
        raise ValidationError(
            _("Allergènes inconnus. Possibles : %(names)s.") % {"names": ", ".join(Allergen.values)}
        )


class Fact(models.FloatField):
    """A number of zero or more, or nothing when it is not known."""

    def __init__(self, *args, **kwargs):
        kwargs |= {"null": True, "blank": True}
        kwargs.setdefault("validators", [check_finite, MinValueValidator(0)])
        super().__init__(*args, **kwargs)


class Food(index.Indexed, ReferenceModel):
    """A food as a recipe uses it: a product of the catalogue, or one of the store cupboard."""

    slug = models.SlugField(_("nom dans les adresses"), unique=True, max_length=60)
    name = models.CharField(_("nom"), max_length=80)
    plural = models.CharField(_("pluriel"), max_length=80, blank=True)
    synonyms = models.JSONField(
        _("autres mots"),
        default=list,
        blank=True,
        help_text=_("Ceux du produit comptent aussi."),
    )
    product = models.OneToOneField(
        "directory.Product",
        verbose_name=_("produit du catalogue"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="food",
        help_text=_("Vide pour ce qu’on n’achète pas à un producteur d’ici."),
    )
    ciqual_code = models.CharField(_("code Ciqual"), max_length=8, blank=True)
    energy_kj = Fact(_("énergie (kJ)"))
    energy_kcal = Fact(_("énergie (kcal)"))
    protein_g = Fact(_("protéines (g)"))
    carbohydrate_g = Fact(_("glucides (g)"))
    sugars_g = Fact(_("dont sucres (g)"))
    fat_g = Fact(_("matières grasses (g)"))
    saturates_g = Fact(_("dont acides gras saturés (g)"))
    fibre_g = Fact(_("fibres (g)"))
    salt_g = Fact(_("sel (g)"))
    agribalyse_code = models.CharField(_("code AGRIBALYSE"), max_length=12, blank=True)
    co2 = Fact(_("kg CO₂e par kg"))
    dqr = Fact(
        _("qualité de la donnée"),
        help_text=_("De 1, bonne, à 5, mauvaise."),
        validators=[check_finite, MinValueValidator(1), MaxValueValidator(5)],
    )
    # The edition of each table that the numbers come from; an import of a newer one says so.
    nutrition_table = models.CharField(
        _("table de nutrition"), max_length=60, default=CIQUAL, editable=False
    )
    carbon_table = models.CharField(
        _("table de carbone"), max_length=60, default=AGRIBALYSE, editable=False
    )
    edible_share = models.FloatField(
        _("part comestible"),
        default=1,
        help_text=_("De 0 à 1 : ce qui reste une fois épluché, écossé, désossé."),
        validators=[check_finite, MinValueValidator(0.01), MaxValueValidator(1)],
    )
    piece_g = Fact(_("poids d’une pièce (g)"), help_text=_("Tel qu’on l’achète."))
    is_piece_a_part = models.BooleanField(
        _("la pièce est une partie"),
        default=False,
        help_text=_("Une gousse, une tranche, un brin : pas ce qu’un prix « la pièce » désigne."),
    )
    bunch_g = Fact(_("poids d’une botte (g)"), help_text=_("Tel qu’on l’achète."))
    tablespoon_g = Fact(_("poids d’une cuillère à soupe (g)"))
    teaspoon_g = Fact(_("poids d’une cuillère à café (g)"))
    density = Fact(_("densité (g par ml)"))
    allergens = models.JSONField(
        _("allergènes"), default=list, blank=True, validators=[check_allergens]
    )
    note = models.CharField(_("à savoir"), max_length=300, blank=True)
    # Values that the last official file gave, kept apart from `loaded`: neither a reload of our own
    # file nor a later import may undo the other, or an editor's word.
    imported = models.JSONField(default=dict, blank=True, editable=False)

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("plural")]),
        FieldRowPanel([FieldPanel("slug"), FieldPanel("product")]),
        FieldPanel("synonyms"),
        MultiFieldPanel(
            [
                FieldPanel("ciqual_code"),
                FieldRowPanel([FieldPanel("energy_kj"), FieldPanel("energy_kcal")]),
                FieldRowPanel([FieldPanel("fat_g"), FieldPanel("saturates_g")]),
                FieldRowPanel([FieldPanel("carbohydrate_g"), FieldPanel("sugars_g")]),
                FieldRowPanel(
                    [FieldPanel("fibre_g"), FieldPanel("protein_g"), FieldPanel("salt_g")]
                ),
            ],
            _("Pour 100 g (vide : inconnu)"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("agribalyse_code"),
                FieldRowPanel([FieldPanel("co2"), FieldPanel("dqr")]),
            ],
            _("Carbone (vide : inconnu)"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("edible_share"),
                FieldRowPanel([FieldPanel("piece_g"), FieldPanel("bunch_g")]),
                FieldPanel("is_piece_a_part"),
                FieldRowPanel([FieldPanel("tablespoon_g"), FieldPanel("teaspoon_g")]),
                FieldPanel("density"),
            ],
            _("Poids en cuisine"),
        ),
        FieldPanel("allergens"),
        FieldPanel("note"),
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("product"),
    ]

    class Meta:
        verbose_name = _("aliment")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(edible_share__gt=0) & Q(edible_share__lte=1),
                name="directory_food_edible_share",
                violation_error_message=_("La part comestible va de 0 à 1."),
            ),
            models.CheckConstraint(
                condition=Q(dqr=None) | Q(dqr__gte=1, dqr__lte=5),
                name="directory_food_dqr",
                violation_error_message=_("La qualité de la donnée va de 1 à 5."),
            ),
        ]

    def __str__(self):
        return self.name
