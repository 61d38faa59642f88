"""What the site publishes verifies with the standard library, and says nothing it should not."""

import json

import pytest

from label import grants
from label.enums import GrantState
from label.models import Event
from label.proof_files import main
from label.public import register
from tests.label import world as play

FILES = ("journal.json", "registre.json", "tirages.json")


def download(client, folder):
    """The three public files, saved as a reader does; their texts."""
    texts = {}
    for name in FILES:
        response = client.get(f"/label/{name}")
        assert response.status_code == 200
        content = response.getvalue()
        (folder / name).write_bytes(content)
        texts[name] = content.decode()
    return texts


@pytest.mark.django_db
def test_what_is_published_verifies_and_names_nobody_before_a_grant(client, tmp_path, capsys):
    texts = download(client, tmp_path)
    assert main(["verify", str(tmp_path)]) == 0
    assert "journal : 0 événements" in capsys.readouterr().out

    world = play.make()
    refused = play.refused(world)
    play.another_operator(world)
    case = play.granted(world)
    texts = download(client, tmp_path)
    assert main(["verify", str(tmp_path)]) == 0
    capsys.readouterr()
    assert json.loads(texts["registre.json"])["grants"] == []
    assert all("at" not in event for event in json.loads(texts["journal.json"])["events"])

    grant = play.signed(world, case)
    texts = download(client, tmp_path)
    assert main(["verify", str(tmp_path)]) == 0
    said = capsys.readouterr().out.split("\n")
    assert said[0] == "VÉRIFIÉ"
    assert (
        f"{Event.objects.count()} événements chaînés, dont {Event.objects.count() - 3}" in said[1]
    )
    assert said[2:] == [
        "- registre : 1 labels en vigueur, ceux du journal",
        "- tirages : 4, refaits",
        "",
    ]
    shown = [event for event in json.loads(texts["journal.json"])["events"] if "at" in event]
    assert [(event["move"], event["object"]) for event in shown] == [
        ("C21", case.reference),
        ("G01", grant.number),
        ("G02", grant.number),
    ]
    assert refused.reference not in texts["journal.json"] + texts["registre.json"]
    [row] = json.loads(texts["registre.json"])["grants"]
    assert (row["number"], row["state"], row["operator"]) == (
        grant.number,
        "active",
        "Ferme des Micocouliers",
    )
    people = [member.person.email for members in world.pool.values() for member in members]
    everything = "".join(texts.values())
    assert [email for email in people if email in everything] == []

    (tmp_path / "registre.json").write_text(texts["registre.json"].replace("active", "suspended"))
    assert main(["verify", str(tmp_path)]) == 1
    assert f"le registre : {grant.number} est « suspended »" in capsys.readouterr().err

    grants.renounce(grant, by=grant.case.applicant, text="Je cesse.", now=world.later())
    texts = download(client, tmp_path)
    assert main(["verify", str(tmp_path)]) == 0
    document = json.loads(texts["registre.json"])
    assert (document["grants"], [row["number"] for row in document["ended"]]) == (
        [],
        [grant.number],
    )
    assert document["seq"] == Event.objects.count()


@pytest.mark.django_db
def test_a_formal_notice_is_not_mentioned(django_assert_num_queries):
    world = play.make("light")
    grant = play.signed(world, play.granted_with_reserves(world))
    grant.state = GrantState.FORMAL_NOTICE
    assert register.public_state(grant) == "active_with_reserves"
    grant.reserves.update(lifted_on=world.today)
    assert register.public_state(grant) == "active"
    with django_assert_num_queries(11):
        register.document(world.now)
