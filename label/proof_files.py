"""`python -m label.proof verify`: the files, the command, its sentences. Standard library only."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from label import draw_file, proof
from label.proof import Mismatch

JOURNAL, REGISTER, DRAWS = "journal.json", "registre.json", "tirages.json"
_USAGE = "usage : python -m label.proof verify DOSSIER_OU_FICHIER [--noted EMPREINTE]"


def verify(documents: Mapping[str, object], *, noted: str = "") -> list[str]:
    """Verify the published files by name; what was found exact. Raises Mismatch.

    The register is verified against the journal: without a journal it cannot be.
    """
    found = []
    journal = None
    if JOURNAL in documents:
        document = documents[JOURNAL]
        journal = proof.verify_journal(document)
        kept = journal.length - len(journal.visible)
        found.append(
            f"journal : {journal.length} événements chaînés, dont {kept} non publics, "
            f"{len(document['roots'])} empreintes du jour"
        )
        if noted:
            proof.verify_noted(document, noted)
            found.append("l’empreinte notée est dans le journal")
    elif noted:
        raise Mismatch("une empreinte se cherche dans le journal, qui n’est pas là")
    if REGISTER in documents:
        if journal is None:
            raise Mismatch("le registre se vérifie avec le journal, qui n’est pas là")
        count = proof.verify_register(documents[REGISTER], journal)
        found.append(f"registre : {count} labels en vigueur, ceux du journal")
    if DRAWS in documents:
        document = documents[DRAWS]
        draws = document.get("draws") if isinstance(document, Mapping) else None
        if reasons := draw_file.verify_all(draws):
            raise Mismatch(reasons[0])
        found.append(f"tirages : {len(draws)}, refaits")
    return found


def read(path: Path) -> dict[str, object]:
    """The documents of a folder, or of one file. Raises Mismatch."""
    if path.is_dir():
        found = {
            name: _read_json(path / name)
            for name in (JOURNAL, REGISTER, DRAWS)
            if (path / name).exists()
        }
        if not found:
            raise Mismatch(f"{path} ne contient ni {JOURNAL}, ni {REGISTER}, ni {DRAWS}")
        return found
    document = _read_json(path)
    if isinstance(document, Mapping) and "draws" in document:
        return {DRAWS: document}
    if isinstance(document, Mapping) and document.get("format") == proof.REGISTER_FORMAT:
        return {REGISTER: document}
    return {JOURNAL: document}


def _read_json(path: Path) -> object:
    try:
        return json.loads(path.read_bytes().decode(), parse_constant=_refuse)
    except OSError:
        raise Mismatch(f"{path} ne s’ouvre pas") from None
    except (ValueError, RecursionError):
        raise Mismatch(f"{path} n’est pas un fichier JSON lisible") from None


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def main(arguments: list[str]) -> int:
    """0 and what was found exact; 1 and the first mismatch; 2 when asked wrongly."""
    match arguments:
        case ["verify", path]:
            noted = ""
        case ["verify", path, "--noted", noted] | ["verify", "--noted", noted, path]:
            pass
        case _:
            print(_USAGE, file=sys.stderr)
            return 2
    try:
        found = verify(read(Path(path)), noted=noted.strip().lower())
    except Mismatch as mismatch:
        print(f"NON VÉRIFIÉ : {mismatch}", file=sys.stderr)
        return 1
    except UnicodeEncodeError:
        print("NON VÉRIFIÉ : un texte contient des caractères impossibles", file=sys.stderr)
        return 1
    print("VÉRIFIÉ")
    for sentence in found:
        print(f"- {sentence}")
    return 0
