import copy
import json
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from label import draw_file
from label.draw import main, make_spec, pool_text
from label.randomness import CHAINS
from tests.label.test_draw import GOLDEN_RANDOM, GOLDEN_SEED, GOLDEN_SPEC, golden_pool

COMMITTED_AT = "2026-09-01T08:00:00+00:00"
RANDOMNESS_AT = "2026-09-02T08:00:30+00:00"


def golden_document(**changes):
    committed = draw_file.commitment(golden_pool(), GOLDEN_SPEC, committed_at=COMMITTED_AT)
    drawn = draw_file.result(committed, GOLDEN_RANDOM, randomness_at=RANDOMNESS_AT)
    return drawn | changes


def replacement(out, into, **changes):
    one = {
        "college": "citizen",
        "out": out,
        "in": into,
        "reason": "declined",
        "at": "2026-09-03T10:00:00+00:00",
    }
    return one | changes


def test_a_published_draw_is_exact():
    document = json.loads(json.dumps(golden_document()))
    assert document["seed"] == GOLDEN_SEED
    assert draw_file.verify(document) == []


def test_a_commitment_alone_is_exact():
    document = draw_file.commitment(golden_pool(), GOLDEN_SPEC, committed_at=COMMITTED_AT)
    assert set(document) == {
        "format",
        "spec",
        "spec_hash",
        "pool",
        "pool_hash",
        "counts",
        "committed_at",
    }
    assert draw_file.verify(document) == []


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"pool": "\ud800"}, "un texte contient des caractères impossibles"),
        ({"format": "other"}, "le format n’est pas « madeingard-draw-v1 »"),
        ({"spec": None}, "la règle du tirage manque"),
        (
            {"spec": GOLDEN_SPEC | {"case": "TEST-0002"}},
            "l’empreinte de la règle (spec_hash) ne correspond pas à la règle publiée",
        ),
        ({"pool_hash": "zz"}, "l’empreinte de la liste (pool_hash) manque"),
        (
            {"pool": "C001;citizen\n"},
            "l’empreinte de la liste (pool_hash) ne correspond pas à la liste des candidats",
        ),
        (
            {"counts": {"citizen": 20}},
            "les nombres par collège (counts) ne sont pas ceux de la liste",
        ),
        (
            {"committed_at": "2026-09-01T08:00:00"},
            "la date de l’engagement (committed_at) manque ou n’a pas de fuseau",
        ),
        (
            {"randomness_at": None},
            "la date de l’aléa (randomness_at) manque ou n’a pas de fuseau",
        ),
        (
            {"randomness_at": "2026-09-02T07:59:59+00:00"},
            "l’aléa date de moins de 24 heures après l’engagement",
        ),
        ({"voided": {"at": RANDOMNESS_AT}}, "le tirage est annulé sans date ou sans motif public"),
        ({"randomness": "xyz"}, "l’aléa (randomness) n’est pas en chiffres hexadécimaux"),
        ({"numbers": "3 12 28"}, "l’aléa n’est pas celui que donne « numbers »"),
        ({"signature": "00"}, "l’aléa n’est pas celui que donne « signature »"),
        (
            {"seed": "00" * 32},
            "la graine (seed) n’est pas celle que donnent la règle, la liste et l’aléa",
        ),
        ({"result": None}, "le résultat du tirage manque"),
        ({"result": {}}, "le résultat n’a pas les collèges de la règle"),
        ({"replacements": {}}, "la liste des remplacements est illisible"),
        (
            {"replacements": [replacement("C002", "C015")]},
            "remplacement 1 : « C002 » n’a pas de siège dans ce collège",
        ),
        (
            {"replacements": [replacement("C006", "C019")]},
            "remplacement 1 : le rang suivant est C015",
        ),
        (
            {"replacements": [replacement("C006", "C015", reason="")]},
            "remplacement 1 : sans date ou sans motif",
        ),
        (
            {"replacements": [replacement("C006", "C015"), replacement("C006", "C019")]},
            "remplacement 2 : « C006 » n’a pas de siège dans ce collège",
        ),
    ],
)
def test_the_first_thing_that_does_not_match_is_said(changes, reason):
    assert draw_file.verify(golden_document(**changes))[0] == reason


def test_two_names_changed_round_are_seen():
    document = golden_document()
    seats = document["result"]["citizen"]["seats"]
    seats[0], seats[1] = seats[1], seats[0]
    assert draw_file.verify(document) == [
        "les titulaires du collège « citizen » devraient être C006 C007 C001 C020 C013"
    ]


def test_replacements_follow_the_ranks_until_they_are_exhausted():
    document = golden_document(
        replacements=[
            replacement("C006", "C015"),
            replacement("C015", "C019", reason="no_reply"),
            replacement("C001", "C011", reason="conflict"),
            replacement("C020", None),
        ]
    )
    assert draw_file.verify(document) == []


def test_who_leaves_may_have_been_seated_by_another_draw_of_the_panel():
    elsewhere = replacement("C003", "C015", out_draw="TIR-2026-0002")
    assert draw_file.verify(golden_document(replacements=[elsewhere])) == []
    assert draw_file.verify(golden_document(replacements=[elsewhere | {"out_draw": ""}])) == [
        "remplacement 1 : « C003 » n’a pas de siège dans ce collège"
    ]


def test_a_hidden_pool_is_verified_with_the_guarantors_file():
    committed = draw_file.commitment(
        golden_pool(), GOLDEN_SPEC, committed_at=COMMITTED_AT, hide_pool=True
    )
    text = pool_text(golden_pool())
    document = draw_file.result(committed, GOLDEN_RANDOM, randomness_at=RANDOMNESS_AT, pool=text)
    assert document["pool"] is None
    assert document["counts"]["trade"] == 4
    assert draw_file.verify(committed) == []
    assert draw_file.verify(document, pool=text) == []
    assert draw_file.verify(document) == [draw_file.POOL_KEPT]
    assert draw_file.verify_all([document]) == []


def drand_document(round_number):
    spec = make_spec(
        "CASE-1",
        quota={"citizen": 2},
        alternates={"citizen": 1},
        source=f"drand:quicknet:{round_number}",
    )
    pool = [one for one in golden_pool() if one.college == "citizen"]
    return draw_file.commitment(pool, spec, committed_at=COMMITTED_AT)


def test_a_round_of_drand_must_come_a_day_after_the_commitment():
    tomorrow = datetime.fromisoformat(COMMITTED_AT) + timedelta(hours=24)
    first = CHAINS["quicknet"].first_round_from(tomorrow)
    assert draw_file.verify(drand_document(first)) == []
    assert draw_file.verify(drand_document(first - 1)) == [
        "l’engagement est publié moins de 24 heures avant l’aléa annoncé"
    ]


def test_a_randomness_dated_before_its_round_is_refused():
    late = CHAINS["quicknet"].first_round_from(datetime.fromisoformat("2026-10-01T00:00:00+00:00"))
    document = draw_file.result(
        drand_document(late), GOLDEN_RANDOM, randomness_at="2026-09-30T00:00:00+00:00"
    )
    assert draw_file.verify(document) == ["l’aléa est daté d’avant le moment que la règle annonce"]


def test_only_one_draw_stands_for_a_case_and_voided_ones_stay_listed():
    voided = golden_document(voided={"at": "2026-09-04T08:00:00+00:00", "reason": "liste erronée"})
    assert draw_file.verify_all([voided, golden_document()]) == []
    assert draw_file.verify_all([golden_document(), golden_document()]) == [
        "2 tirages non annulés pour « TEST-0001 »"
    ]
    assert draw_file.verify_all([golden_document(seed="00")]) == [
        "tirage 1 (TEST-0001) : la graine (seed) n’est pas celle que donnent la règle, "
        "la liste et l’aléa"
    ]


JSON_VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.just([]), st.just({"a": [1]})
)


@settings(max_examples=150)
@given(st.data())
def test_a_spoilt_file_gives_a_reason_never_a_crash(data):
    document = copy.deepcopy(golden_document(replacements=[replacement("C006", "C015")]))
    place = document
    for _ in range(data.draw(st.integers(0, 2))):
        inner = [key for key, value in place.items() if isinstance(value, dict)]
        if inner:
            place = place[data.draw(st.sampled_from(inner))]
    key = data.draw(st.sampled_from(sorted(place)))
    before = place[key]
    place[key] = data.draw(JSON_VALUES)
    reasons = draw_file.verify(document)
    assert reasons or place[key] in (before, [])
    assert all(isinstance(reason, str) and reason for reason in reasons)


def test_the_command_says_yes(tmp_path, capsys):
    path = tmp_path / "tirage.json"
    path.write_text(json.dumps(golden_document()))
    assert main(["verify", str(path)]) == 0
    assert capsys.readouterr().out == f"VÉRIFIÉ : tirage TEST-0001, graine {GOLDEN_SEED}.\n"

    path.write_text(json.dumps({"draws": [golden_document()]}))
    assert main(["verify", str(path)]) == 0
    assert capsys.readouterr().out == "VÉRIFIÉ : 1 tirage(s).\n"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{", "n’est pas un fichier JSON lisible"),
        (b"\xff", "n’est pas un fichier JSON lisible"),
        (b"3", "le fichier n’est pas un tirage"),
        (b"[" * 100_000, "n’est pas un fichier JSON lisible"),
        (b'{"draws": 3}', "le fichier n’est pas une liste de tirages"),
    ],
)
def test_the_command_says_no_with_one_reason(tmp_path, capsys, content, reason):
    path = tmp_path / "tirage.json"
    path.write_bytes(content)
    assert main(["verify", str(path)]) == 1
    said = capsys.readouterr().err
    assert said.startswith("NON VÉRIFIÉ : ")
    assert said.endswith(f"{reason}\n")
    assert said.count("\n") == 1


def test_the_command_runs_alone(tmp_path):
    root = Path(__file__).parents[2]
    path = tmp_path / "tirage.json"
    path.write_text(json.dumps(golden_document(seed="00")))
    done = subprocess.run(
        [sys.executable, "-S", "-m", "label.draw", "verify", str(path)],
        capture_output=True,
        text=True,
        cwd=root,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("NON VÉRIFIÉ : la graine")
