"""Facts of a listing that somebody above the directory has approved: they stay until cleared.

An app above registers what it covers in `contributors`: a function that gives, for a page, its
`Cover`, or None. What is covered is held back whoever saves it, moderators too, except for those
who may clear it (`directory.editing.clearing`).
"""

from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass

from directory.editing import values
from directory.editing.parts import SIGN_FIELDS
from directory.models import ListedPage

# Of the row of a covered product, what was approved with it; its price and months are the seller's.
ROW_FIELDS = ("note", *SIGN_FIELDS)


@dataclass(frozen=True)
class Cover:
    """`fields` of the page, rows of `offers` for these `products`; who may clear; what is said."""

    fields: frozenset[str]
    products: frozenset[int]
    may_clear: Callable[[object], bool]
    says: str


contributors: list[Callable[[ListedPage], Cover | None]] = []


def cover_of(page: ListedPage) -> Cover | None:
    """What is covered on this page; the first that answers."""
    return next((cover for ask in contributors if (cover := ask(page)) is not None), None)


def hold(online: ListedPage, changed: ListedPage, names: Iterable[str], cover: Cover) -> set[str]:
    """Put back in `changed` what is covered; the fields where something was."""
    held = set()
    for name in names:
        if name == "offers":
            is_held = _hold_offers(online, changed, cover.products)
        else:
            is_held = name in cover.fields and _differs(online, changed, name)
            if is_held:
                attribute = changed._meta.get_field(name).attname
                setattr(changed, attribute, getattr(online, attribute))
        if is_held:
            held.add(name)
    return held


def waiting(online: ListedPage, pending: ListedPage, cover: Cover) -> set[str]:
    """The fields where the pending version changes something covered; neither page changes."""
    found = {name for name in cover.fields if _differs(online, pending, name)}
    if hasattr(pending, "offers"):
        rows = [copy(row) for row in pending.offers.all()]
        if _held_rows(list(online.offers.all()), rows, cover.products)[1]:
            found.add("offers")
    return found


def _differs(one: ListedPage, other: ListedPage, name: str) -> bool:
    return values.read(one, [name]) != values.read(other, [name])


def _hold_offers(online: ListedPage, changed: ListedPage, products: frozenset[int]) -> bool:
    rows, is_held = _held_rows(list(online.offers.all()), list(changed.offers.all()), products)
    if is_held:
        changed.offers = rows
    return is_held


def _held_rows(before: list, after: list, products: frozenset[int]) -> tuple[list, bool]:
    """The rows of `after` where each covered product says what it said; a new one waits."""
    former, kept, is_held = {row.product_id: row for row in before}, [], False
    for row in after:
        if row.product_id not in products:
            kept.append(row)
            continue
        was = former.get(row.product_id)
        if was is None:
            is_held = True
            continue
        for name in ROW_FIELDS:
            attribute = row._meta.get_field(name).attname
            if (getattr(row, attribute) or None) != (getattr(was, attribute) or None):
                setattr(row, attribute, getattr(was, attribute))
                row.sign_checked_on = was.sign_checked_on
                is_held = True
        kept.append(row)
    return kept, is_held
