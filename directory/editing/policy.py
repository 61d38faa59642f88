"""What is published at once, and what a moderator reads first."""

from typing import Any

from directory.editing import values, words
from directory.editing.parts import RELATIONS, SENSITIVE, SIGN_FIELDS, SIGNED
from directory.enums import PositionPrecision
from directory.models import ListedPage
from home.models import SiteSettings

# Taking one of these away says less than before: nothing to read first.
_MAY_BE_EMPTIED = SENSITIVE - {"title", "kind", "commune", "locality", "latitude", "longitude"}


def reads_everything_first(page: ListedPage) -> bool:
    """Whether the site's team reads every change before it is published."""
    return SiteSettings.for_site(page.get_site()).edits == SiteSettings.Edits.BEFORE


def hold_back(
    online: ListedPage, changed: ListedPage, names: tuple[str, ...], *, everything: bool
) -> set[str]:
    """Put back in `changed`, field by field, what a moderator reads first; give what was held.

    Of a list of products, the signs alone are held: a new price is published at once.
    """
    held, signs = set(), None
    for name in names:
        before, after = _value(online, name), _value(changed, name)
        if before == after:
            continue
        signs = signs or words.signs_of(online)
        if everything or _is_sensitive(changed, name) or words.news(name, before, after, signs):
            _put_back(online, changed, name)
            held.add(name)
        elif name in SIGNED and _hold_signs(online, changed, name):
            held.add(name)
    return held


def keep_checks(before: dict[str, list], after: ListedPage) -> None:
    """A sign stays checked while nothing of it changes; nobody checks their own.

    `before`: the rows of each list of products as they were.
    """
    for name, rows in before.items():
        for row, former in _matched(rows, list(getattr(after, name).all()), name):
            is_same = former is not None and _signs(former) == _signs(row)
            row.sign_checked_on = former.sign_checked_on if is_same else None


def _is_sensitive(page: ListedPage, name: str) -> bool:
    if name == "precision":  # to hide a place is done at once, to show it is read first
        return page.precision != PositionPrecision.COMMUNE
    if name in _MAY_BE_EMPTIED and _value(page, name) in ("", None):
        return False
    return name in SENSITIVE


def _value(page: ListedPage, name: str) -> Any:
    return values.read(page, [name])[name]


def _put_back(online: ListedPage, changed: ListedPage, name: str) -> None:
    if name in RELATIONS:
        setattr(changed, name, list(getattr(online, name).all()))
    else:
        attribute = changed._meta.get_field(name).attname
        setattr(changed, attribute, getattr(online, attribute))


def _hold_signs(online: ListedPage, changed: ListedPage, name: str) -> bool:
    is_held = False
    rows = [list(getattr(page, name).all()) for page in (online, changed)]
    for row, former in _matched(*rows, name):
        if not any(_signs(row)) or (former is not None and _signs(former) == _signs(row)):
            continue
        for field in SIGN_FIELDS:
            attribute = row._meta.get_field(field).attname
            empty = "" if field == "sign_number" else None
            setattr(row, attribute, getattr(former, attribute) if former is not None else empty)
        row.sign_checked_on = former.sign_checked_on if former is not None else None
        is_held = True
    return is_held


def _signs(row) -> tuple:
    return tuple(getattr(row, row._meta.get_field(name).attname) or None for name in SIGN_FIELDS)


def _matched(before: list, after: list, name: str) -> list[tuple]:
    """Each row of `after` with the row of `before` that it was, or None: the same row of the
    database, else the first one left of the same thing."""
    key = f"{RELATIONS[name]}_id"
    left, pairs = list(before), {}
    for is_it in (
        lambda row, former: row.pk is not None and row.pk == former.pk,
        lambda row, former: getattr(row, key) == getattr(former, key),
    ):
        for rank, row in enumerate(after):
            if rank not in pairs:
                former = next((former for former in left if is_it(row, former)), None)
                if former is not None:
                    left.remove(former)
                    pairs[rank] = former
    return [(row, pairs.get(rank)) for rank, row in enumerate(after)]
