"""A listing as the public sees it, and as those who tend it left it."""

import json
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.utils.crypto import salted_hmac
from wagtail.models import Page

from directory.editing import values
from directory.editing.parts import PARTS, RELATIONS, TOGETHER
from directory.models import ListedPage

_DIGEST = 12  # characters of a keyed digest: to tell two values apart, not to keep a secret


def locked(pk: int) -> ListedPage:
    """The page as it is in the database, which nobody else writes until this transaction ends."""
    Page.objects.select_for_update().get(pk=pk)
    return as_online(Page(pk=pk))


def as_online(page: Page) -> ListedPage:
    """Its own copy of the page as the database has it: what the public sees, if it is published."""
    return ListedPage.objects.get(pk=page.pk).specific


def working(page: Page) -> ListedPage:
    """Its own copy of the page as those who tend it left it: the pending version, if any."""
    if getattr(page, "is_working_copy", False):
        return page
    page = as_online(page).get_latest_revision_as_object()
    page.is_working_copy = True
    return page


def is_pending(page: Page) -> bool:
    """Whether something of a published page waits to be published."""
    return page.live and page.has_unpublished_changes


def apply(change, page: ListedPage, names: tuple[str, ...]) -> None:
    """Let a change write some fields of a page in memory, and no others."""
    fields = {
        field.attname: getattr(page, field.attname)
        for field in page._meta.concrete_fields
        if field.name not in names
    }
    children = {
        name: list(rows) for name, rows in getattr(page, "_cluster_related_objects", {}).items()
    }
    change(page)
    for name, value in fields.items():
        setattr(page, name, value)
    for name in set(getattr(page, "_cluster_related_objects", {})) - set(names):
        if name in children:
            setattr(page, name, children[name])
        else:
            del page._cluster_related_objects[name]
    for name in RELATIONS.keys() & set(names):
        # The change may give the same rows to two versions: each has its own.
        rows = [copy(row) for row in getattr(page, name).all()]
        for rank, row in enumerate(rows):
            row.sort_order = rank
        setattr(page, name, rows)


def keeping(change, names):
    """A change that leaves some fields, and those that go with them, as each version has them."""
    names = {*names, *(name for name, leader in TOGETHER.items() if leader in names)}
    if not names:
        return change

    def write_the_others(page: ListedPage) -> None:
        kept = {
            name: list(getattr(page, name).all()) if name in RELATIONS else getattr(page, name)
            for name in names
        }
        change(page)
        for name, value in kept.items():
            setattr(page, name, value)

    return write_the_others


# --- What somebody saw when they began ------------------------------------------------------------


def token(page: Page, part: str) -> str:
    """What to send back with a change of this part, so that nobody else's is lost."""
    page = working(page)
    return token_of(values.read(page, PARTS[part].of(page)))


def token_of(read: dict[str, Any]) -> str:
    return "~".join(f"{name}.{digest(value)}" for name, value in read.items())


def digests(token: str) -> dict[str, str]:
    """The digest of each field in a token; nonsense gives an empty one."""
    pairs = (pair.partition(".") for pair in token.split("~"))
    return {name: value for name, dot, value in pairs if dot}


def digest(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return salted_hmac("directory.editing", text, algorithm="sha256").hexdigest()[:_DIGEST]


# --- What differs ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Difference:
    """One fact that differs between what is online and what waits, both in words."""

    part: str
    name: str
    label: str
    online: str
    pending: str


def differences(page: Page) -> list[Difference]:
    """What the pending version of a published page would change; nothing if none waits."""
    if not is_pending(page):
        return []
    return compared(as_online(page), working(page))


def compared(online: ListedPage, pending: ListedPage) -> list[Difference]:
    found = []
    for part in PARTS.values():
        names = part.of(online)
        before, after = values.read(online, names), values.read(pending, names)
        found += [
            Difference(
                part.name,
                name,
                values.label(online, name),
                values.say(online, name, before[name]),
                values.say(online, name, after[name]),
            )
            for name in names
            if before[name] != after[name]
        ]
    return found


def is_same(one: ListedPage, other: ListedPage) -> bool:
    """Whether two versions say the same in every part, whoever wrote them."""
    names = [name for part in PARTS.values() for name in part.of(one)]
    return values.read(one, names) == values.read(other, names)
