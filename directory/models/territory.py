from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from directory.enums import Country
from directory.models.reference import ReferenceModel

NIMES_METROPOLE = "243000643"


class CommuneQuerySet(models.QuerySet):
    def in_perimeter(self):
        """Communes where the territory acts: settings.PERIMETER, or Nîmes Métropole's 39."""
        if settings.PERIMETER:
            return self.filter(insee__in=settings.PERIMETER)
        return self.filter(epci_siren=NIMES_METROPOLE)


class Commune(index.Indexed, ReferenceModel):
    """A commune, as in the official code of geography (COG 2026)."""

    insee = models.CharField(_("code INSEE"), max_length=5, unique=True)
    name = models.CharField(_("nom"), max_length=60)
    slug = models.SlugField(_("nom dans les adresses"), max_length=60, unique=True)
    postcodes = models.JSONField(_("codes postaux"), default=list, blank=True)
    epci_siren = models.CharField(_("SIREN de l’intercommunalité"), max_length=9, blank=True)
    epci_name = models.CharField(_("intercommunalité"), max_length=100, blank=True)
    population = models.PositiveIntegerField(_("habitants"), null=True, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    country = models.CharField(_("pays"), max_length=12, choices=Country.choices, blank=True)

    objects = CommuneQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("slug")]),
        FieldRowPanel([FieldPanel("insee"), FieldPanel("postcodes")]),
        FieldRowPanel([FieldPanel("epci_siren"), FieldPanel("epci_name")]),
        FieldPanel("population"),
        MultiFieldPanel([FieldPanel("latitude"), FieldPanel("longitude")], _("Position")),
        FieldPanel("country"),
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("epci_siren"),
    ]

    class Meta:
        verbose_name = _("commune")
        ordering = ["name"]
        indexes = [
            models.Index(fields=["latitude", "longitude"], name="directory_commune_position")
        ]

    def __str__(self):
        return self.name

    @property
    def postcode(self) -> str:
        """The first postcode, or an empty string."""
        return self.postcodes[0] if self.postcodes else ""
