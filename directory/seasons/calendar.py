"""The year of every product, family by family, in two queries."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import blake2b

from django.utils.translation import gettext as _

from directory import months, product_facts, text
from directory.enums import Nature
from directory.models import Product, ProductFamily
from directory.seasons import levels
from directory.seasons.offers import NOBODY, producers_by_month
from home import edition

LONGEST_SHOWN = 40  # characters of a wrong value that its warning repeats


@dataclass(frozen=True)
class Row:
    """A product, its year in bars, and how many producers give each month as their own."""

    product: Product
    producers: tuple[int, ...] = NOBODY

    @cached_property
    def few(self) -> int:
        """The months when only some producers have it."""
        given = months.pack(n for n, count in enumerate(self.producers, start=1) if count)
        return given & ~(self.product.season_months | self.product.stored_months)

    @cached_property
    def bars(self) -> list[levels.Bar]:
        return levels.bars(self.product, self.few)

    @property
    def sentence(self) -> str:
        return levels.sentence(self.product)

    @property
    def icon(self) -> str:
        return product_facts.look(self.product.family)[0]

    @property
    def ink(self) -> str:
        return product_facts.look(self.product.family)[1]

    @property
    def first_month(self) -> int:
        """Where its harvest starts in the year: the calendar goes down like a stair."""
        return next((first for first, _last in months.runs(self.product.season_months)), 13)

    def level(self, month: int) -> levels.Level:
        return levels.level(self.product, month, self.few)

    def extra(self, month: int) -> str:
        """« 3 producteurs en ont déjà », out of the territory's season."""
        if self.level(month) != levels.Level.FEW:
            return ""
        return levels.soon_or_late(self.product, month, self.producers[month - 1])


@dataclass
class Family:
    """A family of the first level: its products with a season, and those of all year."""

    family: ProductFamily
    rows: list[Row] = field(default_factory=list)
    all_year: list[Product] = field(default_factory=list)
    unknown: list[Product] = field(default_factory=list)

    @property
    def ink(self) -> str:
        return self.family.ink or "garrigue"

    @property
    def icon(self) -> str:
        return self.family.icon

    @property
    def has_something(self) -> bool:
        return bool(self.rows or self.all_year or self.unknown)

    def only(self, asked: ProductFamily) -> "Family":
        """The products of a family of either level, among these."""
        return Family(
            self.family,
            [row for row in self.rows if _is_of(row.product, asked)],
            [product for product in self.all_year if _is_of(product, asked)],
            [product for product in self.unknown if _is_of(product, asked)],
        )


@dataclass
class Calendar:
    """Families in their order; those that may be asked for; what was not understood."""

    families: list[Family]
    known: dict[str, ProductFamily] = field(default_factory=dict)  # by slug, of both levels
    asked: ProductFamily | None = None
    warnings: list[str] = field(default_factory=list)

    @property
    def rows(self) -> list[Row]:
        return [row for family in self.families for row in family.rows]

    @property
    def key(self) -> str:
        """The same for the same content: what was made from it may be kept under this name."""
        parts = [
            (family.family.slug, family.family.name, family.family.plural, family.ink)
            for family in self.families
        ]
        for row in self.rows:
            product = row.product
            masks = (product.peak_months, product.season_months, product.stored_months, row.few)
            parts.append((product.slug, product.name, product.family_id, *masks))
        for family in self.families:
            parts += [(product.slug, product.name) for product in family.all_year]
        return blake2b(repr(parts).encode(), digest_size=12).hexdigest()

    @property
    def choices(self) -> list[ProductFamily]:
        """The families of the first level that have a season, to choose among."""
        known = [family for family in self.known.values() if family.parent_id is None]
        return sorted(known, key=lambda family: (family.order, family.name))

    def of(self, slug: str) -> "Calendar":
        """The part that a family has; an unknown one is ignored with a message."""
        if not slug:
            return self
        asked = self.known.get(slug)
        if asked is None:
            shown = slug if len(slug) <= LONGEST_SHOWN else f"{slug[:LONGEST_SHOWN]}…"
            return replace(self, warnings=[_("Famille inconnue : « %s ».") % shown])
        families = [family.only(asked) for family in self.families]
        return replace(self, families=[f for f in families if f.has_something], asked=asked)


@edition.kept
def read() -> Calendar:
    """The calendar of the territory as it is now; shared, so nobody may change it."""
    producers = producers_by_month()
    families: dict[int, Family] = {}
    known: dict[str, ProductFamily] = {}
    for product in Product.objects.select_related("family__parent"):
        root = product.family.parent or product.family
        family = families.setdefault(root.pk, Family(root))
        if levels.is_seasonal(product):
            family.rows.append(Row(product, producers.get(product.pk, NOBODY)))
            known |= {root.slug: root, product.family.slug: product.family}
        elif product.nature == Nature.RAW:  # what is made all year has no season to tell
            (family.all_year if product.season_months else family.unknown).append(product)
    for family in families.values():
        family.rows.sort(key=lambda row: (row.first_month, text.sort_name(row.product.name)))
        for others in (family.all_year, family.unknown):
            others.sort(key=lambda product: text.sort_name(product.name))
    shown = [found for found in families.values() if found.has_something]
    shown.sort(key=lambda found: (found.family.order, found.family.name))
    return Calendar(shown, known)


def _is_of(product: Product, family: ProductFamily) -> bool:
    return family.pk in (product.family_id, product.family.parent_id)
