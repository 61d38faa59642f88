from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from directory import months
from directory.enums import Nature, PackLogo
from directory.models.reference import ReferenceModel

NOT_EATEN = "plants-fleurs"  # young plants, flowers: raw products that nobody cooks
INKS = [
    ("garrigue", _("garrigue")),
    ("rhone", _("rhône")),
    ("fraise", _("fraise")),
    ("prune", _("costières")),
    ("ocre", _("ocre")),
    ("soleil", _("soleil")),
    ("denim", _("denim")),
    ("kraft", _("kraft")),
]


class ProductFamily(index.Indexed, ReferenceModel):
    """A family of products, on two levels; a family inherits its parent's icon and ink if empty."""

    slug = models.SlugField(_("nom dans les adresses"), unique=True)
    name = models.CharField(_("nom"), max_length=60)
    plural = models.CharField(_("pluriel"), max_length=60, blank=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("famille parente"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        limit_choices_to={"parent": None},
    )
    icon = models.CharField(_("icône"), max_length=20, blank=True)
    ink = models.CharField(_("encre"), max_length=10, choices=INKS, blank=True)
    synonyms = models.JSONField(_("autres mots"), default=list, blank=True)
    logo_on_pack = models.CharField(
        _("logo du label sur l’emballage"),
        max_length=12,
        choices=PackLogo.choices,
        default=PackLogo.ALLOWED,
    )
    order = models.PositiveSmallIntegerField(_("ordre"), default=0)

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("plural")]),
        FieldRowPanel([FieldPanel("slug"), FieldPanel("parent")]),
        FieldRowPanel([FieldPanel("icon"), FieldPanel("ink")]),
        FieldPanel("synonyms"),
        FieldPanel("logo_on_pack"),
        FieldPanel("order"),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("famille de produits")
        verbose_name_plural = _("familles de produits")
        ordering = ["order", "name"]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if self.parent and (self.parent_id == self.pk or self.parent.parent_id):
            raise ValidationError({"parent": _("Les familles n’ont que deux niveaux.")})


class ProductQuerySet(models.QuerySet):
    def in_season(self, month: int):
        """Products harvested or made fresh in that month (1 to 12), at their peak or not."""
        return self.alias(now=F("season_months").bitand(months.bit(month))).filter(now__gt=0)

    def food(self):
        """Products that are eaten, or drunk."""
        return self.exclude(nature=Nature.CRAFT).exclude(family__slug=NOT_EATEN)

    def at_peak(self, month: int):
        return self.alias(now=F("peak_months").bitand(months.bit(month))).filter(now__gt=0)


class Product(index.Indexed, ReferenceModel):
    """A product as a shopper names it, with its months in the Gard."""

    slug = models.SlugField(_("nom dans les adresses"), unique=True, max_length=60)
    name = models.CharField(_("nom"), max_length=80)
    plural = models.CharField(_("pluriel"), max_length=80, blank=True)
    synonyms = models.JSONField(
        _("autres mots"),
        default=list,
        blank=True,
        help_text=_("Ce que les gens tapent aussi : ils mènent à ce produit."),
    )
    family = models.ForeignKey(
        ProductFamily, verbose_name=_("famille"), on_delete=models.PROTECT, related_name="products"
    )
    broader = models.ForeignKey(
        "self",
        verbose_name=_("sorte de"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="narrower",
        limit_choices_to={"broader": None},
        help_text=_("Qui cherche « fromage de chèvre » trouve aussi le pélardon."),
    )
    nature = models.CharField(
        _("nature"), max_length=10, choices=Nature.choices, default=Nature.RAW
    )
    peak_months = months.MonthsField(_("pleine saison"))
    season_months = months.MonthsField(
        _("de saison"), help_text=_("Tous les mois de récolte, pleine saison comprise.")
    )
    stored_months = months.MonthsField(_("de garde"))
    dfc_uri = models.URLField(_("type de produit DFC"), blank=True, max_length=200)
    ciqual_code = models.CharField(_("code Ciqual"), max_length=8, blank=True)
    note = models.CharField(_("en une phrase"), max_length=200, blank=True)
    choose = models.CharField(_("bien le choisir"), max_length=300, blank=True)
    keep = models.CharField(_("le garder"), max_length=300, blank=True)
    cook = models.CharField(_("le cuisiner"), max_length=300, blank=True)

    objects = ProductQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("plural")]),
        FieldPanel("slug"),
        FieldPanel("synonyms"),
        FieldRowPanel([FieldPanel("family"), FieldPanel("broader"), FieldPanel("nature")]),
        MultiFieldPanel(
            [FieldPanel("peak_months"), FieldPanel("season_months"), FieldPanel("stored_months")],
            _("Mois dans le Gard"),
        ),
        FieldPanel("note"),
        MultiFieldPanel(
            [FieldPanel("choose"), FieldPanel("keep"), FieldPanel("cook")], _("Conseils")
        ),
        FieldRowPanel([FieldPanel("dfc_uri"), FieldPanel("ciqual_code")]),
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("family"),
    ]

    class Meta:
        verbose_name = _("produit")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if self.broader and (self.broader_id == self.pk or self.broader.broader_id):
            raise ValidationError({"broader": _("Choisissez un produit plus général.")})
        if self.peak_months & ~self.season_months:
            raise ValidationError(
                {"peak_months": _("La pleine saison doit être comprise dans la saison.")}
            )
        if self.stored_months & self.season_months:
            raise ValidationError(
                {"stored_months": _("Un mois de garde ne peut pas être aussi un mois de récolte.")}
            )

    @property
    def seasons_in_words(self) -> str:
        return months.sentence(self.season_months)

    def is_in_season(self, month: int | None = None) -> bool:
        month = month or timezone.localdate().month
        return bool(self.season_months & months.bit(month))

    @property
    def is_food(self) -> bool:
        return self.nature != Nature.CRAFT and self.family.slug != NOT_EATEN


class QualitySign(index.Indexed, ReferenceModel):
    """An official sign of quality, or another sign a shopper meets."""

    code = models.SlugField(_("code"), unique=True)
    acronym = models.CharField(_("sigle"), max_length=20)
    name = models.CharField(_("nom"), max_length=120)
    family = models.CharField(_("famille"), max_length=60, blank=True)
    level = models.CharField(_("niveau"), max_length=20, blank=True)
    about = models.CharField(_("porte sur"), max_length=160, blank=True)
    is_organic = models.BooleanField(_("agriculture biologique certifiée"), default=False)
    dfc_facet = models.CharField(_("facette DFC"), max_length=60, blank=True)
    order = models.PositiveSmallIntegerField(_("ordre"), default=0)

    panels = [
        FieldRowPanel([FieldPanel("acronym"), FieldPanel("code")]),
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("family"), FieldPanel("level")]),
        FieldPanel("about"),
        FieldPanel("is_organic"),
        FieldRowPanel([FieldPanel("dfc_facet"), FieldPanel("order")]),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("signe de qualité")
        verbose_name_plural = _("signes de qualité")
        ordering = ["order", "name"]

    def __str__(self):
        return self.acronym or self.name


class Appellation(index.Indexed, ReferenceModel):
    """An AOP, AOC or IGP of the Gard (INAO)."""

    inao_id = models.PositiveIntegerField(_("numéro d’aire INAO"), unique=True)
    name = models.CharField(_("nom"), max_length=120)
    sign = models.ForeignKey(
        QualitySign, verbose_name=_("signe"), on_delete=models.PROTECT, related_name="appellations"
    )
    family = models.ForeignKey(
        ProductFamily,
        verbose_name=_("famille"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="appellations",
    )
    products = models.ManyToManyField(
        Product, verbose_name=_("produits"), blank=True, related_name="appellations"
    )
    is_certain = models.BooleanField(_("présente dans le Gard"), default=True)

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("sign"), FieldPanel("inao_id")]),
        FieldPanel("family"),
        FieldPanel("products"),
        FieldPanel("is_certain"),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("appellation")
        ordering = ["name"]

    def __str__(self):
        return f"{self.name} ({self.sign})"
