"""The published journal: what is shown of it, and how anybody verifies it (docs/proof.md).

Standard library only: `python -m label.proof verify DIR_OR_FILE` recomputes the chain, the states
and the register from the public files, and says the first thing that does not match.
"""

import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from label import chain, moves

JOURNAL_FORMAT = "madeingard-journal-v1"
REGISTER_FORMAT = "madeingard-register-v1"

IN_FORCE = frozenset({"active", "active_with_reserves", "formal_notice", "suspended"})
ENDED = frozenset({"withdrawn", "renounced", "expired", "superseded", "annulled"})
# What the register says of a state: a formal notice is not mentioned (label.md 6.4).
SHOWN_AS = {"formal_notice": frozenset({"active", "active_with_reserves"})}

# Moves that may be shown in public: decisions that grant, and the life of a grant in the register,
# but for formal notices and their remedies.
PUBLIC_MOVES = frozenset({"C21", "C22", "C26", "C30", "C31"}) | (
    frozenset(moves.GRANT) - {"G06", "G07", "G08", "G09"}
)
ENTRY_MOVES = frozenset({"G02", "G03"})

State = tuple[str, str]  # machine, object


# What is published ----------------------------------------------------------------------


@dataclass(frozen=True)
class Entered:
    """The grants that have been in the register, and their cases: what may be shown."""

    grants: frozenset[str]
    cases: frozenset[str]

    @classmethod
    def of(cls, events: Iterable[Mapping]) -> "Entered":
        entries = [event for event in events if event["move"] in ENTRY_MOVES]
        return cls(
            frozenset(event["object"] for event in entries),
            frozenset(event["case"] for event in entries),
        )

    def has(self, event: Mapping) -> bool:
        """Whether the public half of an event may be shown."""
        if event["move"] not in PUBLIC_MOVES:
            return False
        if event["machine"] == "grant":
            return event["object"] in self.grants
        return event["machine"] == "case" and event["case"] in self.cases


def public_event(event: Mapping, entered: Entered) -> dict:
    """A whole event, with its `hash`, as the public may read it.

    What does not concern a grant that entered the register is one hash: it keeps its place in the
    chain and says nothing.
    """
    return shown(event) if entered.has(event) else withheld(event)


def shown(event: Mapping) -> dict:
    """An event whose public half is published."""
    return {
        **{name: event[name] for name in chain.PUBLIC},
        "private_hash": chain.private_hash(event),
        "prev_hash": event["prev_hash"],
        "hash": event["hash"],
    }


def withheld(event: Mapping) -> dict:
    """An event of which nothing is published but its link."""
    return {
        "seq": event["seq"],
        "body_hash": chain.body_hash(event),
        "prev_hash": event["prev_hash"],
        "hash": event["hash"],
    }


def journal(events: Iterable[Mapping], *, exported_at: str, whole: bool = False) -> dict:
    """The file journal.json. `whole`: every event in full, for an audit, never for the public."""
    events = list(events)
    entered = Entered.of(events)
    published = (
        [{name: event[name] for name in (*chain.FIELDS, "hash")} for event in events]
        if whole
        else [public_event(event, entered) for event in events]
    )
    return {
        "format": JOURNAL_FORMAT,
        "exported_at": exported_at,
        "events": published,
        "roots": chain.daily_roots(events),
    }


# Replay ----------------------------------------------------------------------


class Mismatch(Exception):
    """The first thing that does not match, as a sentence in French."""


def replay(events: Iterable[Mapping], *, gaps: bool = False) -> dict[State, str]:
    """The state of every object that moves in these events. Raises Mismatch.

    With `gaps`, moves that are never public may have happened between two events shown.
    """
    states: dict[State, str] = {}
    for event in events:
        if not event["move"]:
            continue
        name = f"événement {event['seq']} ({event['move']}, {event['object']})"
        move = moves.TABLES.get(event["machine"], {}).get(event["move"])
        if move is None:
            raise Mismatch(f"{name} : ce passage n’existe pas")
        if event["type"] != move.event or not move.leads(event["from"], event["to"]):
            raise Mismatch(f"{name} : de « {event['from']} » à « {event['to']} » n’est pas permis")
        if event["role"] not in move.who:
            raise Mismatch(f"{name} : ce n’était pas au rôle « {event['role']} » de le faire")
        key = (event["machine"], event["object"])
        before = states.get(key, moves.NEW)
        if event["from"] != before and not (
            gaps and event["from"] in unseen_from(event["machine"], before)
        ):
            raise Mismatch(f"{name} : l’état était « {before} », pas « {event['from']} »")
        states[key] = event["to"]
    return states


def unseen_from(machine: str, state: str) -> frozenset[str]:
    """The states that moves never shown in public can lead to, `state` included."""
    reached, last = {state}, set()
    while reached != last:
        last = set(reached)
        for move in moves.TABLES[machine].values():
            if move.id not in PUBLIC_MOVES and last & set(move.sources):
                reached |= set(move.targets)
    return frozenset(reached)


# Verification ----------------------------------------------------------------------


@dataclass(frozen=True)
class Verified:
    """A journal that agrees with itself: its visible events, and whether others are withheld."""

    length: int
    visible: tuple[Mapping, ...]
    gaps: bool

    def states(self, until: int | None = None) -> dict[State, str]:
        """The state of every object shown, after the event number `until` (the last by default)."""
        events = (event for event in self.visible if until is None or event["seq"] <= until)
        return replay(events, gaps=self.gaps)


def verify_journal(document: object) -> Verified:
    """Verify journal.json. Raises Mismatch."""
    _need(isinstance(document, Mapping), "le journal n’est pas un objet JSON")
    _need(document.get("format") == JOURNAL_FORMAT, f"le format n’est pas « {JOURNAL_FORMAT} »")
    events, roots = document.get("events"), document.get("roots")
    _need(isinstance(events, list), "le journal n’a pas d’événements")
    _need(isinstance(roots, list), "le journal n’a pas d’empreintes du jour")
    _check_chain(events)
    visible = tuple(event for event in events if "at" in event)
    found = Verified(len(events), visible, gaps=len(visible) < len(events))
    found.states()
    _check_roots(roots, events)
    return found


def verify_register(document: object, journal: Verified) -> int:
    """Verify that registre.json lists the grants in force, no other; how many. Raises Mismatch."""
    _need(isinstance(document, Mapping), "le registre n’est pas un objet JSON")
    _need(document.get("format") == REGISTER_FORMAT, f"le format n’est pas « {REGISTER_FORMAT} »")
    until = document.get("seq", journal.length)
    _need(type(until) is int and until >= 0, "le registre ne dit pas où en était le journal")
    _need(
        until <= journal.length,
        f"le registre est plus récent que le journal ({until} événements, contre "
        f"{journal.length}) : prenez les deux ensemble",
    )
    states, gaps = journal.states(until), journal.gaps
    listed = _listed(document)
    replayed = {number: state for (machine, number), state in states.items() if machine == "grant"}
    for number, state in sorted(listed.items()):
        _need(number in replayed, f"le registre : {number} n’est pas dans le journal")
        possible = _register_states(replayed[number], gaps)
        _need(
            state in possible,
            f"le registre : {number} est « {state} », le journal dit "
            f"« {' ou '.join(sorted(possible))} »",
        )
    for number, state in sorted(replayed.items()):
        _need(
            state not in IN_FORCE or number in listed,
            f"le registre : {number} manque, il est « {state} » dans le journal",
        )
    return sum(state in IN_FORCE for state in listed.values())


def _listed(document: Mapping) -> dict[str, str]:
    """Number → state of every line of registre.json, each once and where it may be."""
    listed = {}
    for part, allowed in (("grants", IN_FORCE), ("ended", ENDED)):
        rows = document.get(part, [])
        _need(isinstance(rows, list), f"le registre : « {part} » est illisible")
        for row in rows:
            number = row.get("number") if isinstance(row, Mapping) else None
            state = row.get("state") if isinstance(row, Mapping) else None
            _need(isinstance(number, str), f"le registre : une ligne de « {part} » est illisible")
            _need(number not in listed, f"le registre : {number} y est deux fois")
            _need(
                isinstance(state, str) and state in allowed,
                f"le registre : {number} ne peut pas être « {state} » dans « {part} »",
            )
            listed[number] = state
    return listed


def _register_states(state: str, gaps: bool) -> frozenset[str]:
    """What the register may say of a grant that the journal leaves in `state`."""
    reached = unseen_from("grant", state) if gaps else {state}
    return frozenset(word for one in reached for word in SHOWN_AS.get(one, {one}))


def verify_noted(document: Mapping, noted: str) -> None:
    """Verify that a hash noted earlier is still in the chain. Raises Mismatch."""
    _need(
        any(event["hash"] == noted for event in document["events"]),
        f"l’empreinte notée {noted} n’est plus dans le journal : il a été réécrit",
    )


def _need(condition: bool, sentence: str) -> None:
    if not condition:
        raise Mismatch(sentence)


def _check_chain(events: list) -> None:
    prev_hash, before = chain.START, ""
    for expected, event in enumerate(events, 1):
        name = f"événement {expected}"
        _need(isinstance(event, Mapping), f"{name} : illisible")
        _need(
            type(event.get("seq")) is int and event["seq"] == expected,
            f"{name} : absent, on trouve le numéro {event.get('seq')}",
        )
        _need(event.get("prev_hash") == prev_hash, f"{name} : il ne suit pas le précédent")
        body = _body_of(event, name)
        _need(
            event.get("hash") == chain.link(prev_hash, body),
            f"{name} : son contenu ne correspond pas à son empreinte",
        )
        if "at" in event:
            _need(event["at"] >= before, f"{name} : daté d’avant le précédent")
            before = event["at"]
        prev_hash = event["hash"]


def _body_of(event: Mapping, name: str) -> str:
    if "at" not in event:
        _need(chain.is_digest(event.get("body_hash")), f"{name} : sans contenu ni empreinte")
        return event["body_hash"]
    missing = [field for field in chain.PUBLIC if field not in event]
    _need(not missing, f"{name} : « {' '.join(missing)} » manque")
    texts = [field for field in chain.PUBLIC if field != "seq"]
    _need(all(isinstance(event[field], str) for field in texts), f"{name} : illisible")
    if all(field in event for field in chain.PRIVATE):
        return chain.body_hash(event)
    _need(chain.is_digest(event.get("private_hash")), f"{name} : « private_hash » manque")
    return chain.join_halves(chain.public_hash(event), event["private_hash"])


def _is_day(text) -> bool:
    """Whether it is a civil day, as 2026-11-20."""
    return isinstance(text, str) and re.fullmatch(r"\d{4}-[01]\d-[0-3]\d", text) is not None


def _check_roots(roots: list, events: list) -> None:
    before = {"day": "", "seq": 0}
    for root in roots:
        _need(
            isinstance(root, Mapping) and _is_day(root.get("day")) and type(root.get("seq")) is int,
            "une empreinte du jour est illisible",
        )
        name = f"empreinte du {root['day']}"
        _need(
            root["day"] > before["day"] and root["seq"] > before["seq"],
            f"{name} : elle n’est pas après celle du jour précédent",
        )
        _need(root["seq"] <= len(events), f"{name} : l’événement {root['seq']} est absent")
        _need(
            root.get("hash") == events[root["seq"] - 1]["hash"],
            f"{name} : ce n’est pas celle de l’événement {root['seq']}",
        )
        for event in events[before["seq"] : root["seq"]]:
            if "at" in event:
                _need(
                    before["day"] < event["at"][:10] <= root["day"],
                    f"{name} : l’événement {event['seq']} n’est pas de ce jour-là",
                )
        before = root
    for event in events[before["seq"] :]:
        if "at" in event:
            _need(
                event["at"][:10] > before["day"],
                f"empreinte du {before['day']} : l’événement {event['seq']} n’y est pas",
            )


def main(arguments: list[str]) -> int:
    """`verify DIR_OR_FILE [--noted HASH]`: 0 and what was found exact, 1 and the first mismatch."""
    from label import proof_files

    return proof_files.main(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
