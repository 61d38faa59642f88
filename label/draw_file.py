"""The published file of a draw: made here, and checked by whoever doubts it (docs/draw.md).

Standard library only.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from label import randomness
from label.draw import (
    Candidate,
    Drawn,
    college_counts,
    draw,
    make_seed,
    next_alternate,
    pool_hash,
    pool_problems,
    pool_text,
    read_pool,
    spec_hash,
    spec_problems,
)

FORMAT = "madeingard-draw-v1"
POOL_KEPT = (
    "la liste des candidats n’est pas publiée (un collège de moins de cinq personnes) : "
    "l’engagement et la graine sont exacts, les rangs se vérifient avec la liste que garde "
    "le garant (--pool FICHIER)"
)

_HEX = re.compile(r"(?:[0-9a-f]{2})+")


# The published document ----------------------------------------------------------------------


def commitment(
    candidates: Iterable[Candidate], spec: Mapping, *, committed_at: str, hide_pool: bool = False
) -> dict:
    """The document published before the randomness exists. Raises ValueError as `draw` does.

    With `hide_pool` (a college of fewer than five) the guarantor keeps the pool file.
    """
    candidates = tuple(candidates)
    problems = spec_problems(spec) or pool_problems(candidates, spec)
    if problems:
        raise ValueError(problems[0])
    text = pool_text(candidates, with_sex="parity" in spec)
    read_pool(text, with_sex="parity" in spec)
    return {
        "format": FORMAT,
        "spec": dict(spec),
        "spec_hash": spec_hash(spec),
        "pool": None if hide_pool else text,
        "pool_hash": pool_hash(text),
        "counts": college_counts(candidates),
        "committed_at": committed_at,
    }


def result(
    document: Mapping, random_hex: str, *, randomness_at: str, pool: str | None = None
) -> dict:
    """The commitment completed by its randomness, seed and ranks; `pool` where it was hidden."""
    spec = document["spec"]
    text = pool if document["pool"] is None else document["pool"]
    seed = make_seed(document["spec_hash"], document["pool_hash"], random_hex)
    drawn = draw(read_pool(text, with_sex="parity" in spec), spec, seed=seed)
    return {
        **document,
        "randomness": random_hex,
        "randomness_at": randomness_at,
        "seed": seed,
        "result": {
            college: {"seats": list(ranks.seats), "alternates": list(ranks.alternates)}
            for college, ranks in drawn.items()
        },
        "replacements": [],
    }


# Verification ----------------------------------------------------------------------


def verify(document: object, *, pool: str | None = None) -> list[str]:
    """Recompute a published draw; every reason, in French, not to believe it. Empty when exact.

    `pool` is the pool file, where the document does not publish it.
    """
    try:
        return _reasons(document, pool)
    except UnicodeEncodeError:
        return ["un texte contient des caractères impossibles"]


def _reasons(document: object, pool: str | None) -> list[str]:
    if not isinstance(document, Mapping):
        return ["le fichier n’est pas un tirage"]
    if document.get("format") != FORMAT:
        return [f"le format n’est pas « {FORMAT} »"]
    reasons = spec_problems(document.get("spec"))
    if reasons:
        return reasons
    spec = document["spec"]
    if document.get("spec_hash") != spec_hash(spec):
        return ["l’empreinte de la règle (spec_hash) ne correspond pas à la règle publiée"]
    if not _is_hex(document.get("pool_hash"), 32):
        return ["l’empreinte de la liste (pool_hash) manque"]
    text = document.get("pool") if document.get("pool") is not None else pool
    if text is not None:
        reasons = _check_pool(text, document)
        if reasons:
            return reasons
    reasons = _check_dates(document) + _check_void(document)
    if "randomness" not in document:
        extra = {"seed", "result", "replacements", "randomness_at"} & set(document)
        return reasons + [f"« {key} » est publié sans l’aléa" for key in sorted(extra)]
    reasons += _check_seed(document)
    if reasons:
        return reasons
    if text is None:
        return [POOL_KEPT]
    drawn = draw(read_pool(text, with_sex="parity" in spec), spec, seed=document["seed"])
    return _check_result(document.get("result"), drawn) or _check_replacements(document, drawn)


def verify_all(documents: object) -> list[str]:
    """Verify a list of published draws, and that only one counts for each case and purpose.

    A draw whose pool the guarantor keeps is verified as far as it is published.
    """
    if not isinstance(documents, list):
        return ["le fichier n’est pas une liste de tirages"]
    reasons = []
    standing = Counter()
    for number, document in enumerate(documents, 1):
        name = f"tirage {number}"
        if isinstance(document, Mapping) and isinstance(document.get("spec"), Mapping):
            spec = document["spec"]
            name = f"tirage {number} ({spec.get('case')})"
            if not document.get("voided"):
                standing[str(spec.get("case")), str(spec.get("purpose", ""))] += 1
        reasons += [f"{name} : {one}" for one in verify(document) if one != POOL_KEPT]
    reasons += [
        f"{count} tirages non annulés pour « {case} » {purpose}".rstrip()
        for (case, purpose), count in sorted(standing.items())
        if count > 1
    ]
    return reasons


def _is_hex(value: object, size: int | None = None) -> bool:
    return (
        isinstance(value, str)
        and bool(_HEX.fullmatch(value))
        and (size is None or len(value) == 2 * size)
    )


def _moment(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _check_pool(text: object, document: Mapping) -> list[str]:
    if not isinstance(text, str) or pool_hash(text) != document["pool_hash"]:
        return ["l’empreinte de la liste (pool_hash) ne correspond pas à la liste des candidats"]
    try:
        candidates = read_pool(text, with_sex="parity" in document["spec"])
    except ValueError as error:
        return [str(error)]
    if document.get("counts") != college_counts(candidates):
        return ["les nombres par collège (counts) ne sont pas ceux de la liste"]
    return pool_problems(candidates, document["spec"])


def _check_dates(document: Mapping) -> list[str]:
    committed = _moment(document.get("committed_at"))
    if committed is None:
        return ["la date de l’engagement (committed_at) manque ou n’a pas de fuseau"]
    source = randomness.read_source(document["spec"]["source"])
    if not source.enough_notice(committed):
        return ["l’engagement est publié moins de 24 heures avant l’aléa annoncé"]
    if "randomness" not in document:
        return []
    drawn = _moment(document.get("randomness_at"))
    if drawn is None:
        return ["la date de l’aléa (randomness_at) manque ou n’a pas de fuseau"]
    if drawn - committed < randomness.LEAST_NOTICE:
        return ["l’aléa date de moins de 24 heures après l’engagement"]
    if source.moment() and drawn < source.moment():
        return ["l’aléa est daté d’avant le moment que la règle annonce"]
    return []


def _check_void(document: Mapping) -> list[str]:
    void = document.get("voided")
    if void is None:
        return []
    if not isinstance(void, Mapping) or not void.get("reason") or not _moment(void.get("at")):
        return ["le tirage est annulé sans date ou sans motif public"]
    return []


def _check_seed(document: Mapping) -> list[str]:
    random_hex = document["randomness"]
    if not _is_hex(random_hex):
        return ["l’aléa (randomness) n’est pas en chiffres hexadécimaux"]
    for key, reading in (
        ("numbers", randomness.from_numbers),
        ("signature", randomness.from_drand_signature),
    ):
        if key in document:
            try:
                exact = reading(document[key]) == random_hex
            except (TypeError, ValueError):
                exact = False
            if not exact:
                return [f"l’aléa n’est pas celui que donne « {key} »"]
    if document.get("seed") != make_seed(document["spec_hash"], document["pool_hash"], random_hex):
        return ["la graine (seed) n’est pas celle que donnent la règle, la liste et l’aléa"]
    return []


def _check_result(published: object, drawn: Mapping[str, Drawn]) -> list[str]:
    if not isinstance(published, Mapping):
        return ["le résultat du tirage manque"]
    if set(published) != set(drawn):
        return ["le résultat n’a pas les collèges de la règle"]
    for college, ranks in drawn.items():
        given = published[college] if isinstance(published[college], Mapping) else {}
        for key, word, expected in (
            ("seats", "titulaires", ranks.seats),
            ("alternates", "suppléants", ranks.alternates),
        ):
            if given.get(key) != list(expected):
                return [
                    f"les {word} du collège « {college} » devraient être "
                    f"{' '.join(expected) or 'personne'}"
                ]
    return []


def _check_replacements(document: Mapping, drawn: Mapping[str, Drawn]) -> list[str]:
    replacements = document.get("replacements", [])
    if not isinstance(replacements, list):
        return ["la liste des remplacements est illisible"]
    seated = {college: set(ranks.seats) for college, ranks in drawn.items()}
    done: dict[str, list[Mapping]] = {college: [] for college in drawn}
    for number, one in enumerate(replacements, 1):
        name = f"remplacement {number}"
        if not isinstance(one, Mapping) or not isinstance(one.get("college"), str):
            return [f"{name} : illisible"]
        college = one["college"]
        # Who leaves may have their seat from the other draw of a panel that ran short.
        elsewhere = isinstance(one.get("out_draw"), str) and one["out_draw"]
        if college not in drawn or not (elsewhere or one.get("out") in seated[college]):
            return [f"{name} : « {one.get('out')} » n’a pas de siège dans ce collège"]
        if not one.get("reason") or not _moment(one.get("at")):
            return [f"{name} : sans date ou sans motif"]
        expected = next_alternate(drawn[college].alternates, done[college])
        if one.get("in") != expected:
            return [f"{name} : le rang suivant est {expected or 'épuisé'}"]
        seated[college].discard(one["out"])
        if expected:
            seated[college].add(expected)
            done[college].append(one)
    return []


# Command ----------------------------------------------------------------------


def main(arguments: list[str]) -> int:
    """`verify FILE [--pool FILE]`: 0 and a sentence when exact, 1 and the first reason if not."""
    match arguments:
        case ["verify", path]:
            pool_path = None
        case ["verify", path, "--pool", pool_path] | ["verify", "--pool", pool_path, path]:
            pass
        case _:
            print("usage : python -m label.draw verify FICHIER [--pool FICHIER]", file=sys.stderr)
            return 2
    try:
        document = json.loads(Path(path).read_bytes().decode())
        pool = Path(pool_path).read_bytes().decode() if pool_path else None
    except OSError as error:
        print(f"NON VÉRIFIÉ : {error.filename} ne s’ouvre pas", file=sys.stderr)
        return 1
    except (ValueError, RecursionError):
        print(f"NON VÉRIFIÉ : {path} n’est pas un fichier JSON lisible", file=sys.stderr)
        return 1
    documents = document.get("draws") if isinstance(document, dict) else None
    reasons = verify(document, pool=pool) if documents is None else verify_all(documents)
    if reasons:
        print(f"NON VÉRIFIÉ : {reasons[0]}", file=sys.stderr)
        return 1
    if documents is not None:
        kept = sum(verify(one) == [POOL_KEPT] for one in documents)
        note = f", dont {kept} sans liste publiée (rangs à vérifier avec elle)" if kept else ""
        print(f"VÉRIFIÉ : {len(documents)} tirage(s){note}.")
    elif "randomness" in document:
        print(f"VÉRIFIÉ : tirage {document['spec']['case']}, graine {document['seed']}.")
    else:
        print(f"VÉRIFIÉ : engagement du tirage {document['spec']['case']}, pas encore tiré.")
    return 0
