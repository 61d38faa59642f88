"""The draw by lot that a stranger can run again (label.md 2.5).

Standard library only: `python -m label.draw verify FILE` runs where nothing is installed. The
published file is made and checked in `draw_file.py`, described in docs/draw.md.
"""

import hashlib
import hmac
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from label import randomness

SEED_PREFIX = b"madeingard-draw-v1\x00"
SMALL_CELL = 5
SEXES = ("f", "m")

_PSEUDONYM = re.compile(r"[A-Za-z0-9_-]{1,40}")
_COLLEGE = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True)
class Candidate:
    """One line of the pool. The sex is written only where the specification asks for parity."""

    pseudonym: str
    college: str
    sex: str = ""


@dataclass(frozen=True)
class Drawn:
    """What one college got, in the order of the ranking."""

    seats: tuple[str, ...]
    alternates: tuple[str, ...]


# What is committed ----------------------------------------------------------------------


def pool_text(candidates: Iterable[Candidate], *, with_sex: bool = False) -> str:
    """The pool file: one line per candidate, sorted by pseudonym, LF at the end of each."""
    lines = []
    for candidate in sorted(candidates, key=lambda candidate: candidate.pseudonym):
        line = f"{candidate.pseudonym};{candidate.college}"
        lines.append(f"{line};{candidate.sex}\n" if with_sex else f"{line}\n")
    return "".join(lines)


def read_pool(text: str, *, with_sex: bool = False) -> tuple[Candidate, ...]:
    """Read a pool file. Raises ValueError, in French, at the first line that is not as it must."""
    if not text.endswith("\n"):
        raise ValueError("la liste des candidats ne finit pas par un retour à la ligne")
    candidates = []
    for number, line in enumerate(text[:-1].split("\n"), 1):
        parts = line.split(";")
        if len(parts) != (3 if with_sex else 2):
            raise ValueError(f"ligne {number} de la liste : « {line} » n’a pas la forme attendue")
        candidate = Candidate(*parts)
        if not _PSEUDONYM.fullmatch(candidate.pseudonym):
            raise ValueError(f"ligne {number} de la liste : pseudonyme « {parts[0]} » refusé")
        if not _COLLEGE.fullmatch(candidate.college):
            raise ValueError(f"ligne {number} de la liste : collège « {parts[1]} » refusé")
        if candidate.sex not in ("", *SEXES):
            raise ValueError(f"ligne {number} de la liste : « {parts[2]} » n’est ni f, ni m")
        if candidates and candidate.pseudonym <= candidates[-1].pseudonym:
            raise ValueError(f"ligne {number} de la liste : pseudonymes non triés ou en double")
        candidates.append(candidate)
    return tuple(candidates)


def pool_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def canonical(spec: Mapping) -> str:
    """The specification as canonical JSON: sorted keys, no spaces, plain UTF-8."""
    return json.dumps(spec, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def spec_hash(spec: Mapping) -> str:
    return hashlib.sha256(canonical(spec).encode()).hexdigest()


def make_spec(
    case: str,
    *,
    quota: Mapping[str, int],
    alternates: Mapping[str, int],
    source: str,
    purpose: str = "",
    parity: Mapping[str, int] | None = None,
) -> dict:
    """The specification to publish before the randomness exists.

    `parity` gives, for a college, how many seats of each sex are kept if the pool allows it.
    """
    spec = {
        "alternates": dict(alternates),
        "case": case,
        "quota": dict(quota),
        "source": source,
        "v": 1,
    }
    if purpose:
        spec["purpose"] = purpose
    if parity:
        spec["parity"] = dict(parity)
    return spec


def spec_problems(spec: object) -> list[str]:
    """Why a specification cannot be drawn from, in French; empty when it can."""
    if not isinstance(spec, Mapping):
        return ["la règle du tirage manque"]
    problems = []
    unknown = set(spec) - {"alternates", "case", "quota", "source", "v", "purpose", "parity"}
    if unknown:
        problems.append(f"la règle du tirage a un champ inconnu : {sorted(map(str, unknown))[0]}")
    if type(spec.get("v")) is not int or spec["v"] != 1:
        problems.append("la règle du tirage n’est pas de la version 1")
    for key in ("case", "source"):
        if not isinstance(spec.get(key), str) or not spec[key]:
            problems.append(f"la règle du tirage ne dit pas « {key} »")
    if not isinstance(spec.get("purpose", ""), str):
        problems.append("la règle du tirage dit mal « purpose »")
    for key, needed in (("quota", True), ("alternates", True), ("parity", False)):
        if (key in spec or needed) and not _is_counts(spec.get(key)):
            problems.append(f"la règle du tirage dit mal « {key} »")
    if problems:
        return problems
    if not sum(spec["quota"].values()):
        problems.append("la règle du tirage ne demande aucun siège")
    for college in [*spec["alternates"], *spec.get("parity", {})]:
        if college not in spec["quota"]:
            problems.append(f"le collège « {college} » n’a pas de siège dans la règle du tirage")
    for college, least in spec.get("parity", {}).items():
        if least * len(SEXES) > spec["quota"].get(college, 0):
            problems.append(f"la parité demande plus de sièges que « {college} » n’en a")
    try:
        randomness.read_source(spec["source"])
    except ValueError as error:
        problems.append(str(error))
    return problems


def _is_counts(value: object) -> bool:
    return isinstance(value, Mapping) and all(
        isinstance(college, str)
        and _COLLEGE.fullmatch(college)
        and type(count) is int
        and 0 <= count <= 10_000
        for college, count in value.items()
    )


def pool_problems(candidates: Iterable[Candidate], spec: Mapping) -> list[str]:
    """Why a valid specification cannot be served by this pool, in French."""
    counts = Counter(candidate.college for candidate in candidates)
    problems = [
        f"le collège « {college} » a {counts[college]} candidats pour {seats} sièges"
        for college, seats in sorted(spec["quota"].items())
        if counts[college] < seats
    ]
    problems += [
        f"le collège « {college} » de la liste n’est pas dans la règle du tirage"
        for college in sorted(set(counts) - set(spec["quota"]))
    ]
    return problems


def college_counts(candidates: Iterable[Candidate]) -> dict[str, int]:
    """How many candidates each college has, to be published with the commitment."""
    return dict(sorted(Counter(candidate.college for candidate in candidates).items()))


def small_colleges(candidates: Iterable[Candidate], *, least: int = SMALL_CELL) -> list[str]:
    """Colleges of fewer people than `least`, where a pseudonym could point at somebody."""
    counts = college_counts(candidates)
    return [college for college, count in counts.items() if count < least]


# The draw ----------------------------------------------------------------------


def make_seed(spec_hash: str, pool_hash: str, random_hex: str) -> str:
    """The seed, from both hashes and the public randomness (hexadecimal digits)."""
    parts = (bytes.fromhex(part) for part in (spec_hash, pool_hash, random_hex))
    return hashlib.sha256(SEED_PREFIX + b"".join(parts)).hexdigest()


def ranking(ids: Iterable[str], *, seed: str) -> list[str]:
    """All `ids` in the order that the seed gives them, whatever order they came in."""
    key = bytes.fromhex(seed)
    return sorted(ids, key=lambda one: (hmac.digest(key, one.encode(), "sha256"), one))


def choose(ids: Iterable[str], n: int, *, seed: str) -> list[str]:
    """The `n` first of the ranking: random controls, pairs of visitors."""
    return ranking(ids, seed=seed)[:n]


def share(count: int, percent: int) -> int:
    """How many make `percent` % of `count`, rounded up: ten in a hundred of 31 are 4."""
    return -(-count * percent // 100)


def draw(candidates: Iterable[Candidate], spec: Mapping, *, seed: str) -> dict[str, Drawn]:
    """Seats and alternates of each college. Raises ValueError where the pool is too small."""
    candidates = tuple(candidates)
    problems = spec_problems(spec) or pool_problems(candidates, spec)
    if problems:
        raise ValueError(problems[0])
    sex_of = {candidate.pseudonym: candidate.sex for candidate in candidates}
    drawn = {}
    for college, quota in sorted(spec["quota"].items()):
        members = (one.pseudonym for one in candidates if one.college == college)
        order = ranking(members, seed=seed)
        seats = _with_parity(order, quota, sex_of, spec.get("parity", {}).get(college, 0))
        others = [pseudonym for pseudonym in order if pseudonym not in seats]
        alternates = others[: spec["alternates"].get(college, 0)]
        drawn[college] = Drawn(tuple(seats), tuple(alternates))
    return drawn


def _with_parity(order: list[str], quota: int, sex_of: Mapping[str, str], least: int) -> list[str]:
    """Walk the ranking; skip somebody only if taking them makes parity impossible.

    Parity asks for `least` seats of each sex, or all whom the pool has when it has fewer.
    """
    available = Counter(sex_of[pseudonym] for pseudonym in order)
    missing = {sex: min(least, available[sex]) for sex in SEXES}
    seats: list[str] = []
    for pseudonym in order:
        if len(seats) == quota:
            break
        sex = sex_of[pseudonym]
        still_missing = sum(missing.values()) - (missing.get(sex, 0) > 0)
        if still_missing > quota - len(seats) - 1:
            continue
        seats.append(pseudonym)
        if missing.get(sex):
            missing[sex] -= 1
    return seats


def next_alternate(alternates: Iterable[str], replacements: Iterable[Mapping]) -> str | None:
    """The next rank of a college that has not been called yet; None when all have been."""
    called = {replacement["in"] for replacement in replacements}
    return next((alternate for alternate in alternates if alternate not in called), None)


# Command ----------------------------------------------------------------------


def main(arguments: list[str]) -> int:
    """`python -m label.draw verify FILE`; the published file and its checks are in draw_file."""
    from label import draw_file

    return draw_file.main(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
