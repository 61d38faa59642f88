"""Pages of the directory: what producers and points of sale share is written once."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from directory import months
from directory.admin import panels
from directory.enums import (
    POINT_OF_SALE_KINDS,
    Kind,
    Payment,
    PositionPrecision,
    PriceUnit,
    Service,
    StepFree,
)
from home.blocks import ProseBlock

LABEL_FIELDS = ("label_number", "label_scope")
# What no draft decides: it keeps the value of today, whenever it is published.
FIELDS_OF_TODAY = (*LABEL_FIELDS, "left_on")
# What former versions forget of a person (directory.personal_data.former).
PERSONAL_FIELDS = (
    *("phone", "phone_is_public", "email", "email_is_public", "website", "siret"),
    *("address", "latitude", "longitude", "precision"),
)


class ListedPageTag(TaggedItemBase):
    content_object = ParentalKey(
        "directory.ListedPage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class ListedPageQuerySet(PageQuerySet):
    def managed_by(self, user):
        """The listings that a person tends."""
        return self.filter(memberships__user=user)


class ListedPage(Page):
    """A producer or a point of sale: where it is, who answers, how fresh it is."""

    commune = models.ForeignKey(
        "directory.Commune",
        verbose_name=_("commune"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="pages",
    )
    locality = models.CharField(
        _("localité hors du territoire"),
        max_length=80,
        blank=True,
        help_text=_("Seulement pour un lieu dont la commune n’est pas dans la liste."),
    )
    address = models.CharField(_("adresse"), max_length=200, blank=True)
    postcode = models.CharField(_("code postal"), max_length=5, blank=True)
    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    precision = models.CharField(
        _("position montrée"),
        max_length=8,
        choices=PositionPrecision.choices,
        default=PositionPrecision.EXACT,
        help_text=_("« À la commune » ne publie ni l’adresse ni le point exact."),
    )
    summary = models.CharField(
        _("en une phrase"),
        max_length=200,
        blank=True,
        help_text=_("Ce qu’on lit dans les résultats et dans les partages."),
    )
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    phone_is_public = models.BooleanField(_("téléphone public"), default=False)
    email = models.EmailField(_("adresse e-mail"), blank=True)
    email_is_public = models.BooleanField(_("adresse e-mail publique"), default=False)
    website = models.URLField(_("site web"), blank=True)
    confirmed_on = models.DateField(_("confirmé le"), null=True, blank=True)
    closed_for_good = models.BooleanField(_("fermé définitivement"), default=False)
    left_on = models.DateField(
        _("retirée faute de nouvelles le"), null=True, blank=True, editable=False
    )
    source = models.ForeignKey(
        "directory.Source",
        verbose_name=_("source"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="pages",
    )
    # LABEL_FIELDS: written by the label alone, never by a form.
    label_number = models.CharField(max_length=20, blank=True, editable=False)
    label_scope = models.CharField(max_length=200, blank=True, editable=False)

    tags = ClusterTaggableManager(through=ListedPageTag, blank=True, verbose_name=_("étiquettes"))

    objects = PageManager.from_queryset(ListedPageQuerySet)()

    is_creatable = False
    # A copy is another place: nobody has confirmed it, answers for it or granted it the label.
    exclude_fields_in_copy = ["confirmed_on", "source", *FIELDS_OF_TODAY]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("address"),
        index.FilterField("commune"),
        index.FilterField("source"),
        index.FilterField("confirmed_on"),
    ]

    class Meta:
        verbose_name = _("fiche")

    def clean(self):
        super().clean()
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError(
                {"latitude": _("Indiquez la latitude et la longitude, ou aucune des deux.")}
            )

    def with_content_json(self, content):
        """The page as a draft has it, with the label as it is now: a draft neither gives nor
        takes it away, nor brings back what left. What a version has forgotten is as today too."""
        page = super().with_content_json(content)
        there = {field.name for field in page._meta.concrete_fields}
        forgotten = [name for name in PERSONAL_FIELDS if name in there and name not in content]
        rows = type(page)._base_manager.filter(pk=self.pk)
        today = rows.values(*FIELDS_OF_TODAY, *forgotten).first() or {}
        for name, value in today.items():
            setattr(page, name, value)
        return page

    def serve(self, request, *args, **kwargs):
        from directory import visits  # the domain imports the models

        return visits.met(super().serve(request, *args, **kwargs), visits.Way.VIEW, [self.pk])

    @property
    def place_name(self) -> str:
        """The commune's name, or the locality of a place outside the territory."""
        return self.commune.name if self.commune_id else self.locality

    @property
    def position(self) -> tuple[float, float] | None:
        """Latitude and longitude that the public may see, WGS84 degrees; None if unknown.

        Blurred or missing positions fall back to the commune's.
        """
        exact = self.precision == PositionPrecision.EXACT
        if exact and self.latitude is not None:
            return self.latitude, self.longitude
        if self.commune_id and self.commune.latitude is not None:
            return self.commune.latitude, self.commune.longitude
        if self.latitude is not None:  # blurred, outside the territory: about one kilometre
            return round(self.latitude, 2), round(self.longitude, 2)
        return None

    @property
    def has_exact_position(self) -> bool:
        return self.precision == PositionPrecision.EXACT and self.latitude is not None

    @property
    def public_phone(self) -> str:
        return self.phone if self.phone_is_public else ""

    @property
    def public_email(self) -> str:
        return self.email if self.email_is_public else ""

    @property
    def public_address(self) -> str:
        return self.address if self.precision == PositionPrecision.EXACT else ""


class Photo(Orderable):
    page = ParentalKey(ListedPage, on_delete=models.CASCADE, related_name="photos")
    image = models.ForeignKey(
        "home.SiteImage", verbose_name=_("image"), on_delete=models.CASCADE, related_name="+"
    )
    alt = models.CharField(
        _("texte de remplacement"),
        max_length=200,
        help_text=_("Ce que montre la photo, pour qui ne la voit pas."),
    )

    class Meta(Orderable.Meta):
        ordering = ["sort_order", "pk"]
        verbose_name = _("photo")


class SignedProduct(Orderable):
    """A product that somebody sells, with its months and its quality sign."""

    product = models.ForeignKey(
        "directory.Product", verbose_name=_("produit"), on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(
        _("précision"), max_length=120, blank=True, help_text=_("Variété, format, façon…")
    )
    months = months.MonthsField(
        _("mois"), help_text=_("Vides : ceux du calendrier du Gard pour ce produit.")
    )
    sign = models.ForeignKey(
        "directory.QualitySign",
        verbose_name=_("signe de qualité"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    appellation = models.ForeignKey(
        "directory.Appellation",
        verbose_name=_("appellation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    sign_number = models.CharField(_("numéro ou organisme"), max_length=80, blank=True)
    sign_proof = models.ForeignKey(
        "wagtaildocs.Document",
        verbose_name=_("justificatif"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    sign_expires_on = models.DateField(_("valable jusqu’au"), null=True, blank=True)
    sign_checked_on = models.DateField(_("vérifié le"), null=True, blank=True)
    price = models.DecimalField(
        _("prix"), max_digits=7, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0)],
    )  # fmt: skip
    price_unit = models.CharField(
        _("unité du prix"), max_length=8, choices=PriceUnit.choices, blank=True
    )
    price_on = models.DateField(_("prix du"), null=True, blank=True)

    is_draft = False  # set by the page editor: what is being written may be unfinished

    class Meta(Orderable.Meta):
        ordering = ["sort_order", "pk"]
        abstract = True

    def clean(self):
        super().clean()
        if self.is_draft:
            return
        errors = {}
        if (self.sign_id or self.appellation_id) and not (self.sign_number or self.sign_proof_id):
            errors["sign_number"] = _("Un signe demande un numéro ou un justificatif.")
        if (self.sign_id or self.appellation_id) and not self.sign_expires_on:
            errors["sign_expires_on"] = _("Un signe demande une date de fin de validité.")
        if self.price is not None and not self.price_unit:
            errors["price_unit"] = _("Indiquez l’unité : le kilo, la pièce…")
        if self.price is not None and not self.price_on:
            errors["price_on"] = _("Indiquez la date de ce prix.")
        if errors:
            raise ValidationError(errors)

    @property
    def effective_months(self) -> int:
        """The seller's own months if given, else those of the calendar, storage included."""
        return self.months or (self.product.season_months | self.product.stored_months)

    @property
    def valid_sign(self):
        """The quality sign, unless it has expired."""
        if self.sign_expires_on and self.sign_expires_on < timezone.localdate():
            return None
        return self.sign or (self.appellation.sign if self.appellation_id else None)


class ProducerPage(ListedPage):
    """Somebody who grows, raises, processes or makes here."""

    story = StreamField(ProseBlock(required=False), verbose_name=_("histoire"), blank=True)
    is_raw = models.BooleanField(_("produits bruts"), default=False)
    is_processed = models.BooleanField(_("produits transformés"), default=False)
    is_craft = models.BooleanField(_("artisanat et textile"), default=False)
    practices = models.TextField(_("pratiques"), max_length=1000, blank=True)
    origin = models.TextField(
        _("ce qui est d’ici, et jusqu’où"),
        max_length=1000,
        blank=True,
        help_text=_("Cultivé, élevé, transformé où ; d’où viennent les matières."),
    )
    visits_welcome = models.BooleanField(_("visites bienvenues"), default=False)
    sells_to_professionals = models.BooleanField(_("vend aux professionnels"), default=False)
    professional_terms = models.CharField(
        _("pour les professionnels"),
        max_length=300,
        blank=True,
        help_text=_("Volumes, conditionnement, jours et zone de livraison."),
    )
    siret = models.CharField(_("SIRET (non publié)"), max_length=14, blank=True)

    edit_handler = panels.producer()
    parent_page_types = ["directory.ProducerIndexPage"]
    subpage_types = []
    template = "directory/producer_page.html"

    class Meta:
        verbose_name = _("producteur")
        verbose_name_plural = _("producteurs")

    @property
    def kind(self) -> Kind:
        return Kind.PRODUCER

    def get_context(self, request, *args, **kwargs):
        from directory import producer_facts  # the domain imports the models

        context = super().get_context(request, *args, **kwargs)
        return context | producer_facts.show(self, request, now=timezone.now())


class Offer(SignedProduct):
    """What a producer sells."""

    page = ParentalKey(ProducerPage, on_delete=models.CASCADE, related_name="offers")
    for_professionals = models.BooleanField(_("aussi pour les professionnels"), default=False)
    volumes = models.CharField(_("volumes"), max_length=80, blank=True)
    packaging = models.CharField(_("conditionnement"), max_length=80, blank=True)
    delivery = models.CharField(_("livraison"), max_length=120, blank=True)

    class Meta(SignedProduct.Meta):
        verbose_name = _("produit vendu")
        verbose_name_plural = _("produits vendus")


class PointOfSalePage(ListedPage):
    """A place where one can buy."""

    kind = models.CharField(_("type de lieu"), max_length=24, choices=POINT_OF_SALE_KINDS)
    opening_hours = models.TextField(
        _("horaires"),
        blank=True,
        max_length=1000,
        help_text=_(
            "Syntaxe OpenStreetMap. Exemple : Tu-Fr 09:00-12:30,15:00-19:00; Sa 09:00-13:00"
        ),
    )
    description = StreamField(ProseBlock(required=False), verbose_name=_("texte"), blank=True)
    payment = models.JSONField(_("paiement"), default=list, blank=True)
    services = models.JSONField(_("services"), default=list, blank=True)
    own_production_share = models.PositiveSmallIntegerField(
        _("part de la production des membres (%)"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
    )
    step_free = models.CharField(
        _("accès en fauteuil"), max_length=6, choices=StepFree.choices, blank=True
    )
    access_note = models.CharField(_("détails d’accès"), max_length=200, blank=True)
    bus_stop = models.CharField(_("arrêt de bus"), max_length=80, blank=True)
    bus_line = models.CharField(_("ligne de bus"), max_length=40, blank=True)
    has_bike_rack = models.BooleanField(_("arceaux à vélos"), null=True, blank=True)
    parking = models.CharField(_("stationnement"), max_length=120, blank=True)

    edit_handler = panels.point_of_sale()
    parent_page_types = ["directory.SearchPage"]
    subpage_types = []
    template = "directory/point_of_sale_page.html"

    class Meta:
        verbose_name = _("point de vente")
        verbose_name_plural = _("points de vente")

    def get_context(self, request, *args, **kwargs):
        from directory import place_facts  # the domain imports the models

        context = super().get_context(request, *args, **kwargs)
        return context | place_facts.show(self, request, now=timezone.now())

    def get_kind_display(self) -> str:
        return str(Kind(self.kind).label) if self.kind in Kind.values else ""

    @property
    def payment_labels(self) -> list[str]:
        return [str(Payment(value).label) for value in self.payment if value in Payment.values]

    @property
    def service_labels(self) -> list[str]:
        return [str(Service(value).label) for value in self.services if value in Service.values]


class HoursException(Orderable):
    """Days when the usual hours do not hold."""

    page = ParentalKey(PointOfSalePage, on_delete=models.CASCADE, related_name="hours_exceptions")
    start = models.DateField(_("du"))
    end = models.DateField(_("au"))
    hours = models.CharField(
        _("horaires ces jours-là"),
        max_length=100,
        blank=True,
        help_text=_("Vide : fermé. Exemple : 10:00-12:00"),
    )
    note = models.CharField(_("raison"), max_length=80, blank=True)

    class Meta(Orderable.Meta):
        ordering = ["sort_order", "pk"]
        verbose_name = _("exception d’horaires")
        verbose_name_plural = _("exceptions d’horaires")

    def clean(self):
        super().clean()
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": _("La fin vient avant le début.")})


class StockedProduct(SignedProduct):
    """What a point of sale offers, beyond what its producers bring."""

    page = ParentalKey(PointOfSalePage, on_delete=models.CASCADE, related_name="stocked_products")

    class Meta(SignedProduct.Meta):
        verbose_name = _("produit présent")
        verbose_name_plural = _("produits présents")


class Presence(Orderable):
    """A producer who sells at a point of sale."""

    page = ParentalKey(PointOfSalePage, on_delete=models.CASCADE, related_name="presences")
    producer = models.ForeignKey(
        ProducerPage,
        verbose_name=_("producteur"),
        on_delete=models.CASCADE,
        related_name="presences",
    )
    note = models.CharField(
        _("quand, quoi"), max_length=80, blank=True, help_text=_("Exemple : le samedi")
    )

    class Meta(Orderable.Meta):
        ordering = ["sort_order", "pk"]
        verbose_name = _("producteur présent")
        verbose_name_plural = _("producteurs présents")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "producer"],
                name="directory_producer_once_per_place",
                violation_error_message=_("Ce producteur est déjà dans la liste."),
            )
        ]


class SearchPage(Page):
    """« Où acheter ? »: list and map; points of sale live under it."""

    introduction = models.CharField(_("introduction"), max_length=200, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["directory.PointOfSalePage"]
    max_count = 1
    template = "directory/search_page.html"

    class Meta:
        verbose_name = _("page de recherche")

    def get_context(self, request, *args, **kwargs):
        from directory import search

        results = search.find(search.parse(request.GET, now=timezone.now()))
        context = super().get_context(request, *args, **kwargs)
        return context | {"results": results, "query": results.query}

    def serve(self, request, *args, **kwargs):
        return _showing_results(super().serve(request, *args, **kwargs))


class ProducerIndexPage(Page):
    """All producers; their pages live under it."""

    introduction = models.CharField(_("introduction"), max_length=200, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["directory.ProducerPage"]
    max_count = 1
    template = "directory/producer_index_page.html"

    class Meta:
        verbose_name = _("index des producteurs")

    def get_context(self, request, *args, **kwargs):
        from directory import search

        query = search.parse(request.GET, now=timezone.now(), only=Kind.PRODUCER)
        results = search.find(query)
        context = super().get_context(request, *args, **kwargs)
        return context | {"results": results, "query": results.query}

    def serve(self, request, *args, **kwargs):
        return _showing_results(super().serve(request, *args, **kwargs))


def _showing_results(response):
    """Note the listings of a page of results."""
    from directory import visits  # the domain imports the models

    rows = response.context_data["results"].rows
    return visits.met(response, visits.Way.SHOWN, [row.page_id for row in rows if row.page_id])
