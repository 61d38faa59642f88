"""What changes between two versions of the referential, criterion by criterion, word by word."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from label.models import Criterion, CriterionException, EvidenceEquivalence

SAME, GONE, NEW = "same", "gone", "new"
_PIECES = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True)
class Piece:
    """A run of words that both versions have, or only one of them."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One thing said of a criterion, before and after."""

    name: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Changed:
    """A criterion that both versions have, not in the same words."""

    before: Criterion
    after: Criterion
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Differences:
    added: tuple[Criterion, ...]
    removed: tuple[Criterion, ...]
    changed: tuple[Changed, ...]
    same: int

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def between(before: Iterable[Criterion], after: Iterable[Criterion]) -> Differences:
    """Compare criteria by their codes, in the order of the later version.

    They come from `public.referential.criteria_of`, which reads all that they say.
    """
    old = {criterion.code: criterion for criterion in before}
    new = {criterion.code: criterion for criterion in after}
    changed = []
    for code, criterion in new.items():
        if code in old and (changes := _changes(old[code], criterion)):
            changed.append(Changed(old[code], criterion, changes))
    return Differences(
        added=tuple(criterion for code, criterion in new.items() if code not in old),
        removed=tuple(criterion for code, criterion in old.items() if code not in new),
        changed=tuple(changed),
        same=len(old.keys() & new.keys()) - len(changed),
    )


def words(before: str, after: str) -> tuple[Piece, ...]:
    """The words of two texts, told apart: gone, new, or the same."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    pieces = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece(SAME, "".join(old[i1:i2])))
            continue
        if i1 < i2:
            pieces.append(Piece(GONE, "".join(old[i1:i2])))
        if j1 < j2:
            pieces.append(Piece(NEW, "".join(new[j1:j2])))
    return tuple(pieces)


def _changes(before: Criterion, after: Criterion) -> tuple[Change, ...]:
    said = zip(_says(before), _says(after), strict=True)
    return tuple(Change(name, words(old, new)) for (name, old), (_name, new) in said if old != new)


def _says(criterion: Criterion) -> list[tuple[str, str]]:
    """All that a criterion says to a reader, each with its name."""
    yes_no = {True: _("oui"), False: _("non")}
    return [
        (_("Critère"), criterion.title),
        (_("Dimension"), criterion.get_dimension_display()),
        (_("Niveau"), criterion.get_level_display()),
        (_("Peut devenir une réserve"), yes_no[criterion.is_remediable]),
        (_("Peut changer l’issue"), yes_no[criterion.is_decisive]),
        (_("En mots simples"), criterion.explanation),
        (_("Preuves"), criterion.evidence),
        (_("Vérification"), ", ".join(criterion.verification_labels)),
        (_("Produits bruts"), criterion.raw),
        (_("Produits transformés"), criterion.processed),
        (_("Artisanat et textile"), criterion.craft),
        (_("Sans objet pour"), _join(criterion.exceptions.all(), exempted)),
        (_("Signes reconnus"), _join(criterion.equivalences.all(), recognised)),
    ]


def _join(rows, say) -> str:
    return " ; ".join(sorted(say(row) for row in rows))


def exempted(exception: CriterionException) -> str:
    """Whom a criterion does not concern, and why; read by `public.referential.criteria_of`."""
    whom = exception.family_name or exception.get_nature_display() or _("tous les produits")
    return _("%(whom)s (%(reason)s)") % {"whom": whom, "reason": exception.reason.rstrip(".")}


def recognised(equivalence: EvidenceEquivalence) -> str:
    """What a sign already held is worth."""
    effect = equivalence.get_effect_display()
    text = _("%(sign)s : %(effect)s") % {"sign": equivalence.sign_name, "effect": effect}
    note = equivalence.note.rstrip(".")
    return f"{text} ({note})" if note else text
