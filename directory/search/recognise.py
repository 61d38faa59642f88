"""Find in what was typed the products, families, kinds and communes that the catalogue knows."""

import re
from dataclasses import dataclass

from directory import text
from directory.enums import Kind
from directory.search.query import QUOTES, Recognised
from directory.vocabulary import (
    LONGEST_TYPO_PHRASE,
    Entry,
    Vocabulary,
    known_words,
)

MAX_UNITS = 24  # words typed that are read; nobody types more
MOST_GUESSED = 8  # unknown words taken for a mistake: each is compared with every name
_UNIT = re.compile(r"\"[^\"]*\"|«[^»]*»|“[^”]*”|[^\W_]+")


@dataclass(frozen=True)
class Understood:
    recognised: tuple[Recognised, ...] = ()
    words: tuple[str, ...] = ()
    town: str = ""

    def entries(self, parameter: str) -> tuple[Entry, ...]:
        return tuple(r.entry for r in self.recognised if r.entry.parameter == parameter)

    def values(self, parameter: str) -> tuple[str, ...]:
        return tuple(value for entry in self.entries(parameter) for value in entry.values)


def units(q: str) -> tuple[str, ...]:
    """The words of a search as typed; what stands between quotes is one unit, left alone."""
    return tuple(unit for unit in _UNIT.findall(q) if unit.strip(QUOTES))


def recognise(
    typed: tuple[str, ...], vocabulary: Vocabulary, *, only: Kind | None, has_place: bool
) -> Understood:
    """Take the longest known names first, then words one letter away; the rest stays words.

    A kind of place beside words that nobody knows is probably a part of a name (« Ferme des
    Amandiers »): it stays a word too. A second place is a word, since a search has one.
    """
    quoted = {n for n, unit in enumerate(typed) if unit[0] in '"«“'}
    plain = [
        (n, stem) for n, unit in enumerate(typed) if n not in quoted for stem in text.words(unit)
    ]
    taken: dict[int, Recognised] = {}  # by index in `plain`
    meanings = _Meanings(vocabulary, [stem for _unit, stem in plain])
    _take(plain, taken, quoted, vocabulary.longest, meanings.sure)
    _take(plain, taken, quoted, LONGEST_TYPO_PHRASE, meanings.one_letter_away)
    found, town = _settle(taken, only=only, has_place=has_place)
    kept = {n for n, recognised in taken.items() if recognised in found}
    unknown = [n for n in range(len(plain)) if n not in taken]
    if unknown or quoted:
        found = [r for r in found if r.entry.parameter != "type"]
        kept = {n for n in kept if taken[n] in found}
    words = [stem for n, (_unit, stem) in enumerate(plain) if n not in kept]
    for n in sorted(quoted):
        words += text.words(typed[n])
    return Understood(tuple(found), tuple(dict.fromkeys(words)), town)


class _Meanings:
    """What words mean, asked once each."""

    def __init__(self, vocabulary: Vocabulary, words: list[str]):
        self.vocabulary = vocabulary
        unknown = [word for word in dict.fromkeys(words) if word not in vocabulary.entries]
        self.guessed, self.left = set(unknown[:MOST_GUESSED]), set(unknown[MOST_GUESSED:])
        self.near: dict[str, Entry | None] = {}

    def sure(self, key: str) -> Entry | None:
        """The name itself; several words one letter away from a name are that name too."""
        known = self.vocabulary
        if key in known.entries:
            return known.entries[key]
        if " " in key:
            return self.one_letter_away(key) if key.count(" ") < LONGEST_TYPO_PHRASE else None
        town = known.towns.get(key) or known.towns_by_postcode.get(key) if key.isdigit() else None
        if town and town.latitude is not None:
            return Entry("ou", (town.slug,), town.name)
        return None

    def one_letter_away(self, key: str) -> Entry | None:
        words = set(key.split())
        if self.guessed.isdisjoint(words) or not self.left.isdisjoint(words):
            return None
        if key not in self.near:
            found = self.vocabulary.close_to(key)
            # A word that some listing bears is no mistake.
            is_known = found and " " not in key and known_words([key])
            self.near[key] = None if is_known else found
        return self.near[key]


def _take(plain, taken, quoted, longest: int, look_up):
    start = 0
    while start < len(plain):
        for length in range(min(longest, len(plain) - start), 0, -1):
            span = range(start, start + length)
            if any(n in taken for n in span) or not quoted.isdisjoint(_units_of(plain, span)):
                continue
            entry = look_up(" ".join(plain[n][1] for n in span))
            if entry:
                recognised = Recognised(entry, _units_of(plain, span))
                taken.update(dict.fromkeys(span, recognised))
                start += length - 1
                break
        start += 1


def _units_of(plain, span) -> tuple[int, ...]:
    return tuple(range(plain[span[0]][0], plain[span[-1]][0] + 1))


def _settle(taken: dict, *, only: Kind | None, has_place: bool) -> tuple[list[Recognised], str]:
    """What counts among what was recognised: one place, and no kind where there is only one."""
    found, town = [], ""
    for recognised in dict.fromkeys(taken.values()):
        parameter = recognised.entry.parameter
        if parameter == "ou":
            if has_place or town:
                continue
            town = recognised.entry.value
        if parameter == "type" and only:
            continue
        found.append(recognised)
    return found, town
