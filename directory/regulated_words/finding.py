"""Find the regulated words of a text, for somebody who holds some quality signs or none."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from directory import text
from directory.regulated_words.rules import ANY, APPELLATION, RULES, Rule


@dataclass(frozen=True)
class Finding:
    """Words as they were typed, and the rule they meet."""

    rule: Rule
    words: str

    @property
    def sentence(self) -> str:
        return f"« {self.words} » : {self.rule.why} {self.rule.instead}"


@dataclass(frozen=True)
class Signs:
    """What somebody may say: the codes of the signs they hold, and their appellations by name.

    `protected`: the names of all appellations.
    """

    codes: frozenset[str] = frozenset()
    appellations: frozenset[str] = frozenset()
    protected: frozenset[str] = frozenset()

    def allow(self, rule: Rule) -> bool:
        return any(code in self.codes or (code == ANY and self.codes) for code in rule.unless)


def find(typed: str, signs: Signs) -> list[Finding]:
    """The regulated words of a text, in order, each once."""
    folded, places = _folded(typed)
    found = {}
    for rule in rules_for(signs):
        kept_out = [m.span() for m in _compiled(rule.but).finditer(folded)] if rule.but else []
        for match in _compiled(rule.pattern).finditer(folded):
            if any(start <= match.start() and match.end() <= end for start, end in kept_out):
                continue
            words = typed[places[match.start()] : places[match.end() - 1] + 1]
            found.setdefault((rule.key, words.lower()), (match.start(), Finding(rule, words)))
    return [finding for _at, finding in sorted(found.values(), key=lambda pair: pair[0])]


def rules_for(signs: Signs) -> Iterator[Rule]:
    """The rules that hold for who has these signs."""
    for rule in RULES:
        if not signs.allow(rule):
            yield rule
    if pattern := _names(signs.protected - signs.appellations):
        yield replace(APPELLATION, pattern=pattern)


def table(signs: Signs) -> list[dict[str, str]]:
    """The rules for a script, in the reader's language."""
    return [
        {
            "pattern": rule.pattern,
            "but": rule.but,
            "gravity": rule.gravity,
            "why": str(rule.why),
            "instead": str(rule.instead),
            "source": str(rule.source),
        }
        for rule in rules_for(signs)
    ]


@cache
def _compiled(pattern: str) -> re.Pattern:
    return re.compile(pattern.replace(" ", r"\s+"), re.ASCII)


@cache
def _names(names: frozenset[str]) -> str:
    """A pattern of protected names, singular or plural: « Pélardon » finds « pélardons »."""
    alternatives = []
    for name in sorted(names):
        for one in re.split(r"\bou\b", name):
            words = text.tokens(one)
            pattern = " ".join(_flexible(word) for word in words)
            alternatives.append(pattern.replace(". ", "."))  # an apostrophe of whatever kind
    return rf"\b(?:{'|'.join(alternatives)})\b" if alternatives else ""


def _flexible(word: str) -> str:
    bare = word.removesuffix("s")
    if word in text.STOP_WORDS or len(bare) < 3:
        return {"d": "d.", "l": "l."}.get(word, word)
    return f"{bare}s?"


def _folded(typed: str) -> tuple[str, list[int]]:
    """The text as the patterns read it, and where each of its characters was."""
    folded, places = [], []
    for at, character in enumerate(typed):
        for one in text.fold(character):
            folded.append(one)
            places.append(at)
    return "".join(folded), places


def protected_names(appellations: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Of (name, slug of the family), the names that tell a product: those of wines are places too,
    « Gard » or « Cévennes », and say nothing by themselves."""
    return frozenset(name for name, family in appellations if family != "vins")
