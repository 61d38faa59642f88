"""The regulated words of what somebody writes on a listing: refused, or read by a moderator."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.html import strip_tags

from directory import regulated_words
from directory.editing.parts import RELATIONS, SIGNED
from directory.models import Appellation, ListedPage, Offer, QualitySign
from directory.regulated_words import Finding, Gravity, Signs

# Fields of free text. A name is read by a moderator anyway, and may hold a family's.
TEXTS = frozenset(
    {
        *("summary", "story", "description", "practices", "origin", "professional_terms"),
        *("access_note", "parking"),
    }
)
# Of the rows of a list.
_ROW_TEXTS = ("note", "alt", "volumes", "packaging", "delivery")


def signs_of(page: ListedPage) -> Signs:
    """The signs declared on this version of a page, those of its producers included."""
    rows = [row for name in SIGNED if hasattr(page, name) for row in getattr(page, name).all()]
    if hasattr(page, "stocked_products"):
        producers = [presence.producer_id for presence in page.presences.all()]
        rows += Offer.objects.filter(page__in=producers, page__live=True)
    today = timezone.localdate()
    rows = [row for row in rows if not row.sign_expires_on or row.sign_expires_on >= today]
    held = Q(pk__in={row.sign_id for row in rows})
    appellations = {row.appellation_id for row in rows} - {None}
    held |= Q(appellations__in=appellations)
    codes = set()
    for code, is_organic in QualitySign.objects.filter(held).values_list("code", "is_organic"):
        codes |= {code, regulated_words.ORGANIC} if is_organic else {code}
    names = Appellation.objects.values_list("pk", "name", "family__slug")
    return Signs(
        codes=frozenset(codes),
        appellations=frozenset(name for pk, name, _family in names if pk in appellations),
        protected=regulated_words.protected_names((name, slug) for _pk, name, slug in names),
    )


def refuse(page: ListedPage, changed: dict[str, Any]) -> None:
    """Raise ValidationError for the changed texts that cannot be published as they are."""
    if not any(map(_may_hold_text, changed)):
        return
    errors, signs = {}, signs_of(page)
    for name, value in changed.items():
        found = regulated_words.find(_text(name, value), signs)
        refused = [one.sentence for one in found if one.rule.gravity == Gravity.REFUSED]
        if refused:
            errors[name] = refused
    if errors:
        raise ValidationError(errors)


def news(name: str, before: Any, after: Any, signs: Signs) -> list[Finding]:
    """The regulated words that a field holds and did not hold."""
    former = {
        (finding.rule.key, finding.words.lower())
        for finding in regulated_words.find(_text(name, before), signs)
    }
    return [
        finding
        for finding in regulated_words.find(_text(name, after), signs)
        if (finding.rule.key, finding.words.lower()) not in former
    ]


def _may_hold_text(name: str) -> bool:
    return name in TEXTS or name in RELATIONS


def _text(name: str, value: Any) -> str:
    """The free text of a value of `values.read`; other facts hold none."""
    if name in RELATIONS:
        return "\n".join(str(row.get(field, "")) for row in value for field in _ROW_TEXTS)
    if name not in TEXTS:
        return ""
    if isinstance(value, list):  # of blocks
        texts = [block["value"] for block in value if isinstance(block["value"], str)]
        return "\n".join(strip_tags(text.replace("<", " <")) for text in texts)
    return str(value or "")
