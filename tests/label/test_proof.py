import copy
import json
import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from label import chain, moves, proof
from label.proof import Mismatch
from label.proof_files import main
from tests.label.test_draw_file import golden_document

EXPORTED_AT = "2026-12-01T00:00:00.000000Z"
START = datetime(2026, 9, 1, 8, tzinfo=UTC)


class Log:
    """Writes whole events as the journal keeps them."""

    def __init__(self):
        self.events = []
        self.states = {}

    def write(self, move_id, thing, *, to="", case="2026-0001", **changes):
        move = moves.ALL.get(move_id)
        machine = next((name for name, table in moves.TABLES.items() if move_id in table), "")
        before = self.states.get((machine, thing), "")
        after = to or (move and move.target) or before
        event = {
            "seq": len(self.events) + 1,
            "at": chain.utc_text(START + timedelta(hours=9 * len(self.events))),
            "actor_id": 3,
            "role": move.who[0] if move else "juror",
            "case": case,
            "machine": machine,
            "object": thing,
            "move": move_id,
            "type": move.event if move else "read",
            "from": before,
            "to": after,
            "guard_results": [],
            "payload_hash": chain.payload_hash({}, salt=chain.new_salt()),
            "prev_hash": self.events[-1]["hash"] if self.events else chain.START,
            **changes,
        }
        event["hash"] = chain.event_hash(event)
        self.events.append(event)
        self.states[machine, thing] = event["to"]
        return self

    def journal(self, **options):
        return proof.journal(self.events, exported_at=EXPORTED_AT, **options)


TO_OPINION = ["C01", "C02", "C08", "C09", "C11", "C19"]


def granted_log():
    """One case granted and in force, one refused, a formal notice nobody may know of."""
    log = Log()
    for move in [*TO_OPINION, "C21"]:
        log.write(move, "2026-0001")
    log.write("", "", case="2026-0001")
    for move in [*TO_OPINION, "C23"]:
        log.write(move, "2026-0002", case="2026-0002")
    log.write("G01", "MG-0001").write("G02", "MG-0001")
    log.write("G07", "MG-0001")
    return log


def register(*grants, ended=()):
    return {
        "format": proof.REGISTER_FORMAT,
        "grants": [{"number": number, "state": state} for number, state in grants],
        "ended": [{"number": number, "state": state} for number, state in ended],
    }


def verify(document):
    return proof.verify_journal(json.loads(json.dumps(document)))


def mismatch(document):
    with pytest.raises(Mismatch) as caught:
        verify(document)
    return str(caught.value)


def test_only_the_grants_of_the_register_are_shown():
    visible = [event for event in granted_log().journal()["events"] if "at" in event]
    assert [(event["move"], event["object"]) for event in visible] == [
        ("C21", "2026-0001"),
        ("G01", "MG-0001"),
        ("G02", "MG-0001"),
    ]
    assert {tuple(sorted(event)) for event in visible} == {
        tuple(sorted([*chain.PUBLIC, "private_hash", "prev_hash", "hash"]))
    }


def test_what_is_withheld_is_a_link_and_nothing_else():
    hidden = [event for event in granted_log().journal()["events"] if "at" not in event]
    assert len(hidden) == 15
    assert {tuple(event) for event in hidden} == {("seq", "body_hash", "prev_hash", "hash")}


def test_nothing_is_shown_before_the_agreement_is_signed():
    log = Log()
    for move in [*TO_OPINION, "C21"]:
        log.write(move, "2026-0001")
    log.write("G01", "MG-0001")
    assert [event for event in log.journal()["events"] if "at" in event] == []


def test_the_public_journal_is_exact():
    journal = verify(granted_log().journal())
    assert journal.gaps is True
    assert journal.states() == {("case", "2026-0001"): "granted", ("grant", "MG-0001"): "active"}


def test_the_whole_journal_replays_every_state():
    log = granted_log()
    journal = verify(log.journal(whole=True))
    assert journal.gaps is False
    assert journal.states() == {key: state for key, state in log.states.items() if key[0]}


def test_one_root_a_day():
    roots = granted_log().journal()["roots"]
    assert [root["day"] for root in roots[:3]] == ["2026-09-01", "2026-09-02", "2026-09-03"]
    assert [root["seq"] for root in roots[:3]] == [2, 5, 8]


SHOWN, HIDDEN = 6, 0  # places in the journal of an event that is shown, of one that is withheld


@pytest.mark.parametrize("place", [SHOWN, HIDDEN])
def test_any_change_of_what_is_published_is_seen(place):
    document = granted_log().journal()
    name = f"événement {place + 1}"
    for field, value in document["events"][place].items():
        changed = copy.deepcopy(document)
        other = "00" * 32 if len(str(value)) == 64 and field != "at" else 99
        changed["events"][place][field] = other if field != "to" else "refused"
        if field == "prev_hash" and place == 0:
            changed["events"][place][field] = "11" * 32
        assert mismatch(changed).startswith(name)


def test_an_event_taken_out_is_seen():
    document = granted_log().journal()
    del document["events"][3]
    assert mismatch(document) == "événement 4 : absent, on trouve le numéro 5"


def test_a_journal_rewritten_to_its_end_is_seen_by_who_noted_a_root():
    before = granted_log().journal()
    noted = before["roots"][0]["hash"]
    proof.verify_noted(before, noted)
    other = granted_log().journal()
    verify(other)
    with pytest.raises(Mismatch, match="il a été réécrit"):
        proof.verify_noted(other, noted)


@pytest.mark.parametrize(
    ("move", "changes", "reason"),
    [
        ("C99", {"machine": "case"}, "ce passage n’existe pas"),
        ("C21", {"from": "scoring"}, "de « scoring » à « granted » n’est pas permis"),
        ("C21", {"type": "refuse"}, "de « opinion_issued » à « granted » n’est pas permis"),
        ("C21", {"role": "secretariat"}, "ce n’était pas au rôle « secretariat » de le faire"),
        (
            "C02",
            {"from": "draft", "to": "submitted"},
            "l’état était « opinion_issued », pas « draft »",
        ),
    ],
)
def test_a_move_that_the_tables_do_not_allow_is_seen(move, changes, reason):
    log = Log()
    for step in TO_OPINION:
        log.write(step, "2026-0001")
    log.write(move, "2026-0001", **changes)
    said = f"événement 7 ({move}, 2026-0001) : {reason}"
    assert mismatch(log.journal(whole=True)) == said


def test_unseen_moves_never_explain_a_public_one_left_out():
    log = granted_log()
    document = log.journal()
    entry = next(event for event in log.events if event["move"] == "G02")
    place = entry["seq"] - 1
    document["events"][place] = proof.withheld(entry)
    verify(document)  # then the grant is only waiting for its signature
    log.write("G15", "MG-0001")
    document = log.journal()
    document["events"][place] = proof.withheld(entry)
    assert mismatch(document) == (
        "événement 19 (G15, MG-0001) : l’état était « pending_signature », pas « formal_notice »"
    )


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"hash": "00" * 32}, "empreinte du 2026-09-02 : ce n’est pas celle de l’événement 5"),
        ({"seq": 99}, "empreinte du 2026-09-02 : l’événement 99 est absent"),
        ({"seq": 1}, "empreinte du 2026-09-02 : elle n’est pas après celle du jour précédent"),
        ({"day": None}, "une empreinte du jour est illisible"),
    ],
)
def test_a_root_that_is_not_the_last_of_its_day_is_seen(change, reason):
    document = granted_log().journal()
    document["roots"][1] |= change
    assert mismatch(document) == reason


def test_a_root_that_stops_before_the_end_of_its_day_is_seen():
    log = granted_log()
    document = log.journal(whole=True)
    document["roots"][0] |= {"seq": 1, "hash": log.events[0]["hash"]}
    assert mismatch(document) == "empreinte du 2026-09-02 : l’événement 2 n’est pas de ce jour-là"
    last = log.journal(whole=True)
    del last["roots"][-1]
    verify(last)
    last["roots"][-1]["day"] = "2027-01-01"
    assert mismatch(last).startswith("empreinte du 2027-01-01 : l’événement")


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (register(("MG-0001", "active")), None),
        (register(("MG-0001", "active_with_reserves")), None),
        (
            register(("MG-0001", "formal_notice")),
            "le registre : MG-0001 est « formal_notice », le journal dit "
            "« active ou active_with_reserves »",
        ),
        (
            register(("MG-0001", "suspended")),
            "le registre : MG-0001 est « suspended », le journal dit "
            "« active ou active_with_reserves »",
        ),
        (register(), "le registre : MG-0001 manque, il est « active » dans le journal"),
        (
            register(("MG-0001", "active"), ("MG-0002", "active")),
            "le registre : MG-0002 n’est pas dans le journal",
        ),
        (
            register(("MG-0001", "active"), ("MG-0001", "active")),
            "le registre : MG-0001 y est deux fois",
        ),
        (
            register(("MG-0001", "expired")),
            "le registre : MG-0001 ne peut pas être « expired » dans « grants »",
        ),
        (
            register(ended=[("MG-0001", "expired")]),
            "le registre : MG-0001 est « expired », le journal dit "
            "« active ou active_with_reserves »",
        ),
        ({"format": "x"}, "le format n’est pas « madeingard-register-v1 »"),
        ([], "le registre n’est pas un objet JSON"),
    ],
)
def test_I_21_the_register_is_the_grants_in_force_of_the_journal(document, reason):
    journal = verify(granted_log().journal())
    if reason is None:
        assert proof.verify_register(document, journal) == 1
        return
    with pytest.raises(Mismatch) as caught:
        proof.verify_register(document, journal)
    assert str(caught.value) == reason


def test_with_the_whole_journal_the_register_says_exactly_its_state():
    log = granted_log().write("G09", "MG-0001")
    journal = verify(log.journal(whole=True))
    assert proof.verify_register(register(("MG-0001", "active_with_reserves")), journal) == 1
    with pytest.raises(Mismatch, match="le journal dit « active_with_reserves »"):
        proof.verify_register(register(("MG-0001", "active")), journal)


def test_a_register_is_verified_as_of_where_the_journal_was():
    log = granted_log()
    length = len(log.events)
    log.write("G09", "MG-0001").write("G15", "MG-0001")
    journal = verify(log.journal(whole=True))
    before = register(("MG-0001", "active")) | {"seq": length}
    assert proof.verify_register(before, journal) == 1
    assert proof.verify_register(register(ended=[("MG-0001", "expired")]), journal) == 0
    with pytest.raises(Mismatch, match="le registre est plus récent que le journal"):
        proof.verify_register(before | {"seq": length + 3}, journal)
    with pytest.raises(Mismatch, match="ne dit pas où en était le journal"):
        proof.verify_register(before | {"seq": "3"}, journal)


def random_walk(seed, steps):
    """Any life of a few cases and grants that the tables allow."""
    chance, log = random.Random(seed), Log()
    for _ in range(steps):
        number = f"{chance.randrange(3)}"
        machine = chance.choice(["case", "grant"])
        before = log.states.get((machine, number), "")
        possible = [move for move in moves.TABLES[machine].values() if before in move.sources]
        if possible:
            move = chance.choice(possible)
            target = chance.choice(move.targets or (before,))
            log.write(move.id, number, to=target, case=number, role=chance.choice(move.who))
    return log


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9), st.integers(1, 60))
def test_replay_of_any_allowed_life_is_its_state_and_its_public_face_is_exact(seed, steps):
    log = random_walk(seed, steps)
    assert verify(log.journal(whole=True)).states() == log.states
    in_force = [
        (number, sorted(proof.SHOWN_AS.get(state, {state}))[0])
        for (machine, number), state in log.states.items()
        if machine == "grant" and state in proof.IN_FORCE
    ]
    assert proof.verify_register(register(*in_force), verify(log.journal())) == len(in_force)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_spoilt_journal_gives_a_reason_never_a_crash(data):
    document = granted_log().journal()
    place = data.draw(st.sampled_from([document, *document["events"], *document["roots"]]))
    key = data.draw(st.sampled_from(sorted(place)))
    junk = st.none() | st.integers() | st.text(max_size=4) | st.just([1]) | st.just({"a": 1})
    before, place[key] = place[key], data.draw(junk)
    if key == "exported_at" or place[key] == before:
        return
    assert mismatch(document)


def write_all(folder):
    log = granted_log()
    documents = {
        "journal.json": log.journal(),
        "registre.json": register(("MG-0001", "active")),
        "tirages.json": {"draws": [golden_document()]},
    }
    for name, document in documents.items():
        (folder / name).write_text(json.dumps(document))
    return log


def test_the_command_verifies_a_folder(tmp_path, capsys):
    log = write_all(tmp_path)
    noted = log.journal()["roots"][2]["hash"]
    assert main(["verify", str(tmp_path), "--noted", noted.upper()]) == 0
    assert capsys.readouterr().out.split("\n") == [
        "VÉRIFIÉ",
        "- journal : 18 événements chaînés, dont 15 non publics, 7 empreintes du jour",
        "- l’empreinte notée est dans le journal",
        "- registre : 1 labels en vigueur, ceux du journal",
        "- tirages : 1, refaits",
        "",
    ]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("journal.json", "{", "journal.json n’est pas un fichier JSON lisible"),
        ("journal.json", '{"a": NaN}', "journal.json n’est pas un fichier JSON lisible"),
        ("journal.json", "[]", "le journal n’est pas un objet JSON"),
        (
            "registre.json",
            json.dumps(register()),
            "le registre : MG-0001 manque, il est « active » dans le journal",
        ),
        ("tirages.json", '{"draws": 1}', "le fichier n’est pas une liste de tirages"),
    ],
)
def test_the_command_says_the_first_thing_that_does_not_match(
    tmp_path, capsys, name, content, reason
):
    write_all(tmp_path)
    (tmp_path / name).write_text(content)
    assert main(["verify", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert said.startswith("NON VÉRIFIÉ : ")
    assert said.endswith(f"{reason}\n")


def test_the_command_says_what_it_cannot_verify(tmp_path, capsys):
    assert main(["verify", str(tmp_path)]) == 1
    assert "ne contient ni journal.json" in capsys.readouterr().err
    assert main(["verify", str(tmp_path / "absent.json")]) == 1
    assert capsys.readouterr().err.endswith("absent.json ne s’ouvre pas\n")
    write_all(tmp_path)
    assert main(["verify", str(tmp_path / "registre.json")]) == 1
    assert capsys.readouterr().err == (
        "NON VÉRIFIÉ : le registre se vérifie avec le journal, qui n’est pas là\n"
    )
    assert main([]) == 2


def test_the_command_runs_with_the_standard_library_alone(tmp_path):
    write_all(tmp_path)
    done = subprocess.run(
        [sys.executable, "-S", "-m", "label.proof", "verify", str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("VÉRIFIÉ\n- journal : 18 événements")
