"""What a listing still lacks, in words: never a share, never a score."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Revision

from directory.hours.wording import listed
from directory.models import (
    ListedPage,
    Offer,
    Photo,
    Presence,
    ProducerPage,
    StockedProduct,
)

MOST_SAID = 3


@dataclass(frozen=True)
class Aspect:
    """Something a reader looks for: the part where it is written, and when it is there.

    One of `fields` is enough. `words` stand after « Il manque ».
    """

    part: str
    label: str
    words: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    aspect: Aspect
    is_there: bool


_SUMMARY = Aspect(
    "identity",
    gettext_lazy("Présentation"),
    gettext_lazy("une phrase de présentation"),
    ("summary",),
)
_CONTACT = Aspect(
    "contacts",
    gettext_lazy("Contact"),
    gettext_lazy("un moyen de vous joindre"),
    ("phone", "email", "website"),
)
_PHOTO = Aspect("photos", gettext_lazy("Photo"), gettext_lazy("une photo"), ("photos",))
_PRODUCER = (
    Aspect("place", gettext_lazy("Lieu"), gettext_lazy("le lieu"), ("commune", "locality")),
    Aspect("offers", gettext_lazy("Produits"), gettext_lazy("les produits"), ("offers",)),
    Aspect("places", gettext_lazy("Où acheter"), gettext_lazy("où acheter"), ("places",)),
    _CONTACT,
    _SUMMARY,
    Aspect("story", gettext_lazy("Histoire"), gettext_lazy("votre histoire"), ("story",)),
    _PHOTO,
)
_PLACE = (
    Aspect("hours", gettext_lazy("Horaires"), gettext_lazy("les horaires"), ("opening_hours",)),
    Aspect(
        "place", gettext_lazy("Emplacement"), gettext_lazy("l’emplacement exact"), ("latitude",)
    ),
    Aspect(
        "offers",
        gettext_lazy("Produits"),
        gettext_lazy("les produits"),
        ("stocked_products", "presences"),
    ),
    _CONTACT,
    _SUMMARY,
    Aspect(
        "access",
        gettext_lazy("Paiement"),
        gettext_lazy("les moyens de paiement"),
        ("payment",),
    ),
    Aspect(
        "access",
        gettext_lazy("Accès en fauteuil"),
        gettext_lazy("l’accès en fauteuil"),
        ("step_free",),
    ),
    _PHOTO,
)


def of_pages(pages: Iterable[ListedPage]) -> dict[int, list[Found]]:
    """What each specific page has and lacks, as its people last wrote it; six queries at most."""
    pages = list(pages)
    drafts = Revision.objects.in_bulk(
        page.latest_revision_id
        for page in pages
        if page.latest_revision_id and (page.has_unpublished_changes or not page.live)
    )
    children = _children(pages)
    found = {}
    for page in pages:
        draft = drafts.get(page.latest_revision_id)
        facts = _of_draft(draft.content) if draft else _of_rows(page, children)
        facts["places"] = page.pk in children["places"]
        found[page.pk] = [
            Found(aspect, any(facts.get(name) for name in aspect.fields))
            for aspect in (_PRODUCER if isinstance(page, ProducerPage) else _PLACE)
        ]
    return found


def sentence(found: Iterable[Found]) -> str:
    """« Il manque les horaires et une photo. », or that nothing is missing."""
    missing = [str(one.aspect.words) for one in found if not one.is_there]
    if not missing:
        return _("Il ne manque rien.")
    if len(missing) > MOST_SAID:
        missing = [*missing[: MOST_SAID - 1], _("d’autres choses")]
    return _("Il manque %(things)s.") % {"things": listed(missing)}


def _children(pages: list[ListedPage]) -> dict[str, set[int]]:
    """The pages that have children of each kind, in one query."""
    kinds = {
        "photos": Photo.objects.filter(page=OuterRef("pk")),
        "offers": Offer.objects.filter(page=OuterRef("pk")),
        "stocked_products": StockedProduct.objects.filter(page=OuterRef("pk")),
        "presences": Presence.objects.filter(page=OuterRef("pk")),
        "places": Presence.objects.filter(producer=OuterRef("pk")),
    }
    rows = ListedPage.objects.filter(pk__in=[page.pk for page in pages]).values_list(
        "pk", *(Exists(children) for children in kinds.values())
    )
    found = {name: set() for name in kinds}
    for pk, *has in rows:
        for name, is_there in zip(kinds, has, strict=True):
            if is_there:
                found[name].add(pk)
    return found


def _of_rows(page: ListedPage, children: Mapping[str, set[int]]) -> dict[str, Any]:
    names = ("commune_id", "locality", "latitude", "phone", "email", "website", "summary", "story")
    facts = {name: _is_told(getattr(page, name, None)) for name in names}
    facts |= {
        name: _is_told(getattr(page, name, None))
        for name in ("opening_hours", "payment", "step_free")
    }
    facts["commune"] = facts.pop("commune_id")
    return facts | {name: page.pk in there for name, there in children.items()}


def _of_draft(content: Mapping[str, Any]) -> dict[str, Any]:
    """From a revision as it is stored: prose and lists of choices may be JSON in a text."""
    return {name: _is_told(value) for name, value in content.items()}


def _is_told(value: Any) -> bool:
    """Zero is a latitude; an empty text, list or prose says nothing."""
    return isinstance(value, int | float) or (bool(value) and value != "[]")
