"""What a page says of the products that somebody sells: seasons, signs, prices."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from directory import months
from directory.models import Offer, Product, ProductFamily


@dataclass(frozen=True)
class Month:
    """One square of the strip of a year."""

    initial: str
    is_on: bool
    is_now: bool


@dataclass(frozen=True)
class Sign:
    """A valid sign of quality; « déclaré » until somebody has checked it."""

    name: str
    acronym: str
    checked_on: date | None
    products: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """« AOP », « AB (déclaré) »."""
        if self.checked_on:
            return self.acronym
        return _("%(sign)s (déclaré)") % {"sign": self.acronym}


@dataclass
class Sold:
    """One product of a page, whoever brings it."""

    product: Product
    months: int = 0
    notes: list[str] = field(default_factory=list)
    acronyms: list[str] = field(default_factory=list)
    sellers: int = 0

    @property
    def icon(self) -> str:
        return look(self.product.family)[0]

    @property
    def ink(self) -> str:
        return look(self.product.family)[1]

    @property
    def details(self) -> list[str]:
        return [*self.acronyms, *self.notes[:1]]


def look(family: ProductFamily) -> tuple[str, str]:
    """Icon and ink of a family, its parent's where it has none."""
    parent = family.parent if family.parent_id else family
    return family.icon or parent.icon, family.ink or parent.ink


def strip(mask: int, month: int) -> list[Month]:
    """The twelve months of a mask, from January, with the current one marked."""
    return [
        Month(str(months.INITIALS[number - 1]), bool(mask & months.bit(number)), number == month)
        for number in range(1, 13)
    ]


def gather(items: Iterable, *, month: int) -> tuple[list[Sold], list[Sold]]:
    """Group offers and stocked products by product: those sold this month, then the others."""
    found: dict[int, Sold] = {}
    for item in items:
        sold = found.setdefault(item.product_id, Sold(item.product))
        sold.months |= item.effective_months
        if item.note and item.note not in sold.notes:
            sold.notes.append(item.note)
        sign = sign_of(item)
        if sign and sign.short not in sold.acronyms:
            sold.acronyms.append(sign.short)
        sold.sellers += isinstance(item, Offer)
    now = months.bit(month)
    in_season = [sold for sold in found.values() if sold.months & now]
    return in_season, [sold for sold in found.values() if not sold.months & now]


def sign_of(item) -> Sign | None:
    """The sign of an offer while it is valid."""
    valid = item.valid_sign
    if valid is None:
        return None
    name = item.appellation.name if item.appellation_id else valid.name
    return Sign(name, valid.acronym, item.sign_checked_on, (item.product.name,))


def signs(items: Iterable) -> list[Sign]:
    """The valid signs of a page, each once, with the products they are for."""
    found: dict[tuple, Sign] = {}
    for item in items:
        sign = sign_of(item)
        if sign is None:
            continue
        key = (sign.name, sign.acronym, sign.checked_on)
        products = found[key].products if key in found else ()
        found[key] = Sign(*key, (*products, *(p for p in sign.products if p not in products)))
    return list(found.values())
