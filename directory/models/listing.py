"""What the public search sees: flat rows, written on publication, read by `directory.search`."""

import datetime as dt
from collections.abc import Iterable

from django.db import models
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from directory import geography, months
from directory.enums import KIND_LOOKS, Kind

MOST_NAMED = 5  # products
# A strip of the map is a row of tiles of zoom 17, some 220 m high in the Gard.
STRIP_SHIFT = geography.FINEST_ZOOM - 17
# Stands for « never confirmed » where a date must be ordered: databases disagree on nulls.
NEVER = dt.date(1900, 1, 1)


class ListingQuerySet(models.QuerySet):
    def missing_pages(self):
        """Live pages of the directory that the public may see and that have no listing."""
        from directory.models.pages import ListedPage

        return (
            ListedPage.objects.live()
            .public()
            .filter(~Exists(Listing.objects.filter(page=OuterRef("pk"))), closed_for_good=False)
        )


class Listing(models.Model):
    """One row per live producer or point of sale; nothing private ever enters it."""

    page = models.OneToOneField(
        Page, null=True, blank=True, on_delete=models.CASCADE, related_name="listing"
    )
    kind = models.CharField(_("type"), max_length=24, choices=Kind.choices)
    name = models.CharField(_("nom"), max_length=255)
    # The name in a-z and 0-9 alone: every database orders it the same way, as a dictionary does.
    sort_name = models.CharField(max_length=80, default="")
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
    # The tile of the Web Mercator grid at `geography.FINEST_ZOOM`; shifted right, a wider tile.
    tile_x = models.PositiveIntegerField(null=True)
    tile_y = models.PositiveIntegerField(null=True)
    is_exact = models.BooleanField(default=False)
    products = models.ManyToManyField(
        "directory.Product", through="directory.ListingProduct", related_name="listings"
    )
    season_months = months.MonthsField()  # when something sold here is in season
    families = models.ManyToManyField("directory.ProductFamily", related_name="listings")
    family_slugs = models.CharField(max_length=400, blank=True)  # by spaces: one query for a map
    # [["Tomate", 992], …]: the first products and the months when they are there, 0 for always.
    assortment = models.JSONField(default=list)
    is_organic = models.BooleanField(default=False)
    is_labelled = models.BooleanField(default=False)
    is_step_free = models.BooleanField(default=False)
    hours = models.TextField(blank=True)
    # [{"start": "2026-09-28", "end": "2026-10-04", "hours": "", "note": "congés"}, …]
    hours_exceptions = models.JSONField(default=list)
    intervals_until = models.DateTimeField(null=True)  # how far `open_intervals` is known
    confirmed_on = models.DateField(null=True)
    ranked_on = models.DateField(default=NEVER)  # confirmed_on, or NEVER
    sinks_on = models.DateField(default=dt.date.max, db_default=dt.date.max)  # without news until
    updated_at = models.DateTimeField(auto_now=True)

    objects = ListingQuerySet.as_manager()

    class Meta:
        verbose_name = _("ligne de l’annuaire")
        verbose_name_plural = _("lignes de l’annuaire")
        indexes = [
            # Wide enough to count, filter and order by distance without reading the rows: `id` too,
            # which PostgreSQL does not keep in an index by itself.
            models.Index(
                fields=[
                    *("latitude", "longitude", "x", "y", "z"),
                    *("kind", "is_organic", "is_labelled", "is_step_free", "sinks_on"),
                    *("season_months", "tile_x", "tile_y", "id"),
                ],
                name="directory_listing_position",
            ),
            # The few that may be open: asking each for its hours is most of the time.
            models.Index(
                fields=[
                    *("latitude", "longitude", "x", "y", "z"),
                    *("kind", "sinks_on", "tile_x", "tile_y", "id"),
                ],
                condition=models.Q(intervals_until__isnull=False),
                name="directory_listing_hours",
            ),
            # The same few, those confirmed last first.
            models.Index(
                fields=["-ranked_on", "sort_name", "id"],
                condition=models.Q(intervals_until__isnull=False),
                name="directory_listing_fresh_hours",
            ),
            # A small box among a million rows: by latitude alone, all of France is in its way.
            models.Index(
                F("tile_y").bitrightshift(STRIP_SHIFT),
                F("longitude"),
                F("latitude"),
                name="directory_listing_strip",
            ),
            models.Index(fields=["kind", "latitude", "longitude"], name="directory_listing_kind"),
            models.Index(fields=["sort_name", "id"], name="directory_listing_name"),
            models.Index(fields=["-ranked_on", "sort_name", "id"], name="directory_listing_fresh"),
            models.Index(fields=["intervals_until"], name="directory_listing_until"),
        ]

    def __str__(self):
        return self.name

    def get_kind_display(self) -> str:
        """The word of its kind; Django's own would translate those of all kinds to find it."""
        return str(Kind(self.kind).label)

    @property
    def icon(self) -> str:
        return KIND_LOOKS[Kind(self.kind)][0]

    @property
    def ink(self) -> str:
        return KIND_LOOKS[Kind(self.kind)][1]

    def named_in(self, month: int, first: Iterable[str] = ()) -> list[str]:
        """The products that the list names in that month, some of them before the others."""
        bit = months.bit(month)
        there = [name for name, mask in self.assortment if not mask or mask & bit]
        return list(dict.fromkeys((*first, *there)))[:MOST_NAMED]


def copies(rows: Iterable[Listing]) -> list[Listing]:
    """The same rows to write on. Python's own copy of a model takes ten times as long."""
    found = []
    for row in rows:
        twin = Listing.__new__(Listing)
        twin.__dict__.update(row.__dict__)
        found.append(twin)
    return found


class ListingProduct(models.Model):
    """A product that a listing sells, and the months when it is in season there.

    The seller's own months count before the territory's; what is made all year has none.
    """

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE)
    product = models.ForeignKey("directory.Product", on_delete=models.CASCADE)
    months = months.MonthsField(db_default=0)

    class Meta:
        db_table = "directory_listing_products"
        unique_together = [("listing", "product")]

    def __str__(self):
        return f"{self.listing_id} – {self.product_id}"


class ListingWord(models.Model):
    """One normalised word of a listing's searchable text (`directory.text`)."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="words")
    word = models.CharField(max_length=40)
    in_name = models.BooleanField(default=False)

    class Meta:
        indexes = [
            # The names that begin with some letters, among millions of words of products.
            models.Index(
                fields=["word", "listing"],
                condition=models.Q(in_name=True),
                name="directory_word_of_name",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["word", "listing"], name="directory_word_once")
        ]

    def __str__(self):
        return self.word


class OpenInterval(models.Model):
    """A time when a listing is open for certain, in the coming weeks."""

    listing = models.ForeignKey(
        Listing, on_delete=models.CASCADE, related_name="open_intervals", db_index=False
    )
    start = models.DateTimeField()
    end = models.DateTimeField()

    class Meta:
        indexes = [
            # A listing's intervals never overlap: the first to end after a moment is one seek away.
            models.Index(fields=["listing", "end", "start"], name="directory_open_at"),
            # All that are open at a moment, whoever they are.
            models.Index(fields=["start", "end", "listing"], name="directory_open_since"),
        ]

    def __str__(self):
        return f"{self.start:%Y-%m-%d %H:%M} – {self.end:%H:%M}"


class ListingCell(models.Model):
    """How many listings stand in one tile of the Web Mercator grid, kept ready for wide maps."""

    zoom = models.PositiveSmallIntegerField()
    x = models.PositiveIntegerField()
    y = models.PositiveIntegerField()
    total = models.IntegerField(default=0)
    # Their sums give the middle of the members, in WGS84 degrees.
    latitude_sum = models.FloatField(default=0)
    longitude_sum = models.FloatField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zoom", "x", "y"], name="directory_one_cell")
        ]

    def __str__(self):
        return f"{self.zoom}/{self.x}/{self.y}: {self.total}"
