"""The year of every product, family by family, in two queries."""

from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from directory import months, product_facts, text
from directory.enums import Nature
from directory.models import Product, ProductFamily
from directory.seasons import levels
from directory.seasons.offers import NOBODY, producers_by_month

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


@dataclass
class Calendar:
    """The families shown, all those that can be asked for, and what was not understood."""

    families: list[Family]
    known: list[ProductFamily]
    asked: ProductFamily | None = None
    warnings: list[str] = field(default_factory=list)

    @property
    def rows(self) -> list[Row]:
        return [row for family in self.families for row in family.rows]


def read(family: str = "") -> Calendar:
    """The calendar, or the part of it that a family (its slug, of either level) has.

    An unknown family is ignored with a message.
    """
    products = list(Product.objects.select_related("family__parent"))
    producers = producers_by_month()
    found = {}
    for product in products:
        found.setdefault(product.family.slug, product.family)
        parent = product.family.parent
        if parent is not None:
            found.setdefault(parent.slug, parent)
    warnings = []
    asked = found.get(family)
    if family and asked is None:
        shown = family if len(family) <= LONGEST_SHOWN else f"{family[:LONGEST_SHOWN]}…"
        warnings.append(_("Famille inconnue : « %s ».") % shown)
    kept = [product for product in products if asked is None or _is_of(product, asked)]
    seasonal = {_root(product).pk for product in products if levels.is_seasonal(product)}
    roots = sorted(
        (root for root in found.values() if root.parent_id is None and root.pk in seasonal),
        key=lambda root: (root.order, root.name),
    )
    return Calendar(_families(kept, producers), roots, asked, warnings)


def _families(products: list[Product], producers: dict) -> list[Family]:
    families: dict[int, Family] = {}
    for product in products:
        root = _root(product)
        family = families.setdefault(root.pk, Family(root))
        if levels.is_seasonal(product):
            family.rows.append(Row(product, producers.get(product.pk, NOBODY)))
        elif product.nature == Nature.RAW:  # what is made all year has no season to tell
            (family.all_year if product.season_months else family.unknown).append(product)
    for family in families.values():
        family.rows.sort(key=lambda row: (row.first_month, text.sort_name(row.product.name)))
        for others in (family.all_year, family.unknown):
            others.sort(key=lambda product: text.sort_name(product.name))
    shown = [found for found in families.values() if found.has_something]
    return sorted(shown, key=lambda found: (found.family.order, found.family.name))


def _root(product: Product) -> ProductFamily:
    return product.family.parent or product.family


def _is_of(product: Product, family: ProductFamily) -> bool:
    return family.pk in (product.family_id, product.family.parent_id)
