"""Pages as an import reads and writes them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import slugify
from wagtail.models import Page

from directory import new_pages
from directory.editing import covered
from directory.enums import Kind
from directory.imports.rows import Place
from directory.imports.territory import Communes
from directory.models import ListedPage, PointOfSalePage, ProducerPage, Source
from directory.site_tree import SiteTree

SHARED_FIELDS = (
    "title",
    "commune",
    "locality",
    "address",
    "postcode",
    "latitude",
    "longitude",
    "phone",
    "phone_is_public",
    "email",
    "email_is_public",
    "website",
    "summary",
)
PLACE_FIELDS = (*SHARED_FIELDS, "kind", "opening_hours", "step_free")
LONGEST_SLUG = 80


def fields_of(page: ListedPage) -> tuple[str, ...]:
    return PLACE_FIELDS if isinstance(page, PointOfSalePage) else SHARED_FIELDS


def read(page: ListedPage, communes: Communes) -> dict:
    """Values of a page in the terms of a source; its commune is an INSEE code."""
    values = {name: getattr(page, name) for name in fields_of(page) if name != "commune"}
    return values | {"commune": communes.insee(page.commune_id)}


def write(page: ListedPage, values: dict, communes: Communes) -> None:
    """Set values on a page in memory, but for what a label has approved of it."""
    cover = covered.cover_of(page) if page.label_number else None
    kept = cover.fields if cover else frozenset()
    for name in fields_of(page):
        if name in kept:
            continue
        if name == "commune" and name in values:
            page.commune = communes.by_insee.get(values[name])
        elif name in values:
            setattr(page, name, values[name])


@dataclass
class _Parent:
    page: Page
    slugs: set[str]


class Nursery:
    """Creates the pages of an import; `settle` finishes those of a batch together."""

    def __init__(self, tree: SiteTree, source: Source, communes: Communes, *, as_draft: bool):
        self.source, self.communes, self.as_draft = source, communes, as_draft
        self._parents = {
            PointOfSalePage: _Parent(tree.search, _slugs_under(tree.search)),
            ProducerPage: _Parent(tree.producers, _slugs_under(tree.producers)),
        }
        self._waiting: list[ListedPage] = []

    def add(self, place: Place) -> ListedPage:
        """Create the page of a place; raise ValidationError if the page model refuses it."""
        model = ProducerPage if place.kind == Kind.PRODUCER else PointOfSalePage
        parent = self._parents[model]
        page = model(source=self.source, live=not self.as_draft)
        write(page, place.values, self.communes)
        page.slug = _free_slug(page, parent.slugs)
        new_pages.add(parent.page, page)
        parent.slugs.add(page.slug)
        self._waiting.append(page)
        return page

    def settle(self) -> None:
        """Give their first revision to the pages just added, and announce those that are live."""
        pages, self._waiting = self._waiting, []
        new_pages.settle(pages)

    def forget(self) -> None:
        """Drop the pages of a batch that was undone."""
        self._waiting = []


def load(ids: Iterable[int]) -> dict[int, ListedPage]:
    """Specific pages by their number, with few queries."""
    ids = list(ids)
    found = PointOfSalePage.objects.select_related("commune").in_bulk(ids)
    missing = [pk for pk in ids if pk not in found]
    if missing:
        found |= ProducerPage.objects.select_related("commune").in_bulk(missing)
    return found


def _slugs_under(parent: Page) -> set[str]:
    return set(parent.get_children().values_list("slug", flat=True))


def _free_slug(page: ListedPage, taken: set[str]) -> str:
    name = slugify(page.title)
    place = slugify(page.place_name)
    words = [name] if place in name else [name, place]
    slug = "-".join(filter(None, words))[:LONGEST_SLUG].strip("-") or "lieu"
    free, number = slug, 1
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    return free
