"""What the public search sees: flat rows, written on publication, read by `directory.search`."""

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from directory.enums import KIND_LOOKS, Kind


class ListingQuerySet(models.QuerySet):
    def missing_pages(self):
        """Live pages of the directory that should have a listing and have none."""
        from directory.models.pages import ListedPage

        return ListedPage.objects.live().filter(
            ~Exists(Listing.objects.filter(page=OuterRef("pk"))), closed_for_good=False
        )


class Listing(models.Model):
    """One row per live producer or point of sale; nothing private ever enters it."""

    page = models.OneToOneField(
        Page, null=True, blank=True, on_delete=models.CASCADE, related_name="listing"
    )
    kind = models.CharField(_("type"), max_length=24, choices=Kind.choices)
    name = models.CharField(_("nom"), max_length=255)
    path = models.CharField(_("adresse de la page"), max_length=300)
    summary = models.CharField(_("en une phrase"), max_length=200, blank=True)
    commune = models.ForeignKey(
        "directory.Commune", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    place_name = models.CharField(_("commune"), max_length=80, blank=True)
    # WGS84 degrees as the public may see them; x, y, z: the same point on the unit sphere, so that
    # the order of distances is exact in plain arithmetic on every database.
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    x = models.FloatField(null=True)
    y = models.FloatField(null=True)
    z = models.FloatField(null=True)
    is_exact = models.BooleanField(default=False)
    products = models.ManyToManyField("directory.Product", related_name="listings")
    families = models.ManyToManyField("directory.ProductFamily", related_name="listings")
    highlights = models.JSONField(default=list)  # names of the first products, for the list
    is_organic = models.BooleanField(default=False)
    is_labelled = models.BooleanField(default=False)
    is_step_free = models.BooleanField(default=False)
    hours = models.TextField(blank=True)
    # [{"start": "2026-09-28", "end": "2026-10-04", "hours": "", "note": "congés"}, …]
    hours_exceptions = models.JSONField(default=list)
    confirmed_on = models.DateField(null=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ListingQuerySet.as_manager()

    class Meta:
        verbose_name = _("ligne de l’annuaire")
        verbose_name_plural = _("lignes de l’annuaire")
        indexes = [
            models.Index(fields=["latitude", "longitude"], name="directory_listing_position"),
            models.Index(fields=["kind", "latitude", "longitude"], name="directory_listing_kind"),
            models.Index(fields=["name"], name="directory_listing_name"),
            models.Index(fields=["confirmed_on", "id"], name="directory_listing_fresh"),
        ]

    def __str__(self):
        return self.name

    @property
    def icon(self) -> str:
        return KIND_LOOKS[Kind(self.kind)][0]

    @property
    def ink(self) -> str:
        return KIND_LOOKS[Kind(self.kind)][1]


class ListingWord(models.Model):
    """One normalised word of a listing's searchable text (`directory.text`)."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="words")
    word = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["word", "listing"], name="directory_word_once")
        ]

    def __str__(self):
        return self.word


class OpenInterval(models.Model):
    """A time when a listing is open for certain, in the coming weeks."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="open_intervals")
    start = models.DateTimeField()
    end = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["start", "end"], name="directory_open_at")]

    def __str__(self):
        return f"{self.start:%Y-%m-%d %H:%M} – {self.end:%H:%M}"


class ListingCell(models.Model):
    """How many listings stand in one tile of the Web Mercator grid, kept ready for wide maps."""

    zoom = models.PositiveSmallIntegerField()
    x = models.PositiveIntegerField()
    y = models.PositiveIntegerField()
    total = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zoom", "x", "y"], name="directory_one_cell")
        ]

    def __str__(self):
        return f"{self.zoom}/{self.x}/{self.y}: {self.total}"
