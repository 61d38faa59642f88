"""« Messages » on the home of the space: what was told to somebody about their listings."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory import editing, error_reports, groups
from directory.editing import review
from directory.models import Edit
from directory.people import claims, invitations
from tests.factories import UserFactory, add_member, add_producer
from tests.reading import soup

pytestmark = pytest.mark.django_db


def named(title: str):
    def change(page):
        page.title = title

    return change


def messages(client, person) -> list[tuple[str, str]]:
    """What, then the text and where it leads."""
    client.force_login(person)
    html = soup(client.get("/espace/"))
    return [
        (li.h3.text, li.select_one(".read").text.strip() if li.select_one(".read") else "")
        for li in html.select("[aria-labelledby=messages] li")
    ]


@pytest.fixture
def moderator(tree):
    groups.ensure_all(home=tree.home)
    person = UserFactory()
    person.groups.add(Group.objects.get(name=groups.moderators().name))
    return person


def test_a_person_without_news_has_no_such_block(client, db):
    assert messages(client, add_member(add_producer())) == []


def test_an_error_reported_stays_until_it_is_answered(client, db):
    page, now = add_producer(title="Le Rucher"), timezone.now()
    owner = add_member(page)
    report = error_reports.report(
        page, subject="horaires", text="Fermé samedi.", email="", sender="s", now=now
    )
    expected = ("Un lecteur signale une erreur", "Les horaires : Fermé samedi.")
    assert messages(client, owner) == [expected]
    assert messages(client, add_member(add_producer())) == []
    error_reports.answer(report, state="corrected", text="", by=owner, now=now)
    assert messages(client, owner) == []


def test_a_refusal_comes_with_its_reason_for_a_month(client, moderator):
    page = add_producer(title="Le Rucher")
    owner = add_member(page)
    editing.save(page, "identity", named("Le Grand Rucher"), by=owner, base=None)
    page.current_workflow_state.current_task_state.task.specific.on_action(
        page.current_workflow_state.current_task_state,
        moderator,
        "reject",
        comment="Deux noms semblables.",
    )
    expected = ("L’équipe demande une correction : identité", "Deux noms semblables.")
    assert [(what.lower(), text) for what, text in messages(client, owner)] == [
        (expected[0].lower(), expected[1])
    ]
    Edit.objects.update(decided_at=timezone.now() - timedelta(days=32))
    assert messages(client, owner) == []


def test_a_change_that_the_team_put_back_says_why(client, moderator):
    page = add_producer(title="Le Rucher", website="https://avant.example")
    owner = add_member(page)

    def change(version):
        version.website = "https://apres.example"

    editing.save(page, "contacts", change, by=owner, base=None)
    review.revert(Edit.objects.get(), reason="Ce site n’est pas le vôtre.", by=moderator)
    [(what, text)] = messages(client, owner)
    assert what.startswith("L’équipe a annulé un changement")
    assert text == "Ce site n’est pas le vôtre."


def test_a_claim_is_followed_by_who_asks_and_by_who_owns(client, moderator):
    page, now = add_producer(title="Le Rucher"), timezone.now()
    owner, editor = add_member(page), add_member(page, role="editor")
    person = UserFactory(first_name="Nadia", last_name="Vernassal")
    claim = claims.show_proof(page, person, text="C’est à moi.", now=now)
    assert messages(client, person) == [("L’équipe examine votre demande", "")]
    told = "Nadia Vernassal le demande, l’équipe décide. Appelez-la si cela vous étonne."
    assert messages(client, owner) == [("Quelqu’un demande à tenir cette fiche", told)]
    assert messages(client, editor) == []
    claims.refuse(claim, "Le nom n’est pas celui du registre.", by=moderator, now=now)
    refused = ("Votre demande n’a pas été acceptée", "Le nom n’est pas celui du registre.")
    assert messages(client, person) == [refused]
    assert messages(client, owner) == []


def test_an_invitation_waits_for_who_is_invited_and_for_the_owner(client, db):
    page, now = add_producer(title="Le Rucher"), timezone.now()
    owner = add_member(page, first_name="Odile", last_name="Vidal")
    person = UserFactory()
    invitation = invitations.invite(page, person.email, role="editor", by=owner, now=now)
    assert messages(client, person) == [("Odile Vidal vous invite à tenir cette fiche", "")]
    html = soup(client.get("/espace/"))
    link = html.select_one("[aria-labelledby=messages] a")["href"]
    assert client.post(link, {"action": "accepter"}).status_code == 302
    assert page.memberships.filter(user=person).exists()
    invitation = invitations.invite(page, "jeanne@exemple.fr", role="editor", by=owner, now=now)
    assert messages(client, owner) == [(f"Invitation sans réponse : {invitation.email}", "")]


def test_home_asks_as_many_queries_whatever_it_shows(client, moderator):
    person, now = UserFactory(), timezone.now()
    client.force_login(person)

    def add(number: int) -> None:
        page = add_producer(title=f"Ferme {number}", confirmed_on=None)
        page.memberships.create(user=person)
        error_reports.report(page, subject="autre", text="", email="", sender="s", now=now)
        other = add_producer(title=f"Verger {number}")
        owner = add_member(other)
        invitations.invite(other, person.email, role="editor", by=owner, now=now)
        claims.show_proof(page, owner, text="C’est à moi.", now=now)
        editing.save(page, "identity", named(f"Ferme {number} bis"), by=person, base=None)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/espace/").status_code == 200
        return len(queries)

    add(1)
    add(2)
    asked()  # what a process reads once
    few = asked()
    add(3)
    add(4)
    asked()
    assert asked() == few


def test_moderators_are_written_to_once_the_save_is_certain(
    moderator, django_capture_on_commit_callbacks
):
    page = add_producer(title="Le Rucher")
    owner = add_member(page)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks() as callbacks:
        editing.save(page, "identity", named("Le Grand Rucher"), by=owner, base=None)
        assert mail.outbox == []
    for callback in callbacks:
        callback()
    assert moderator.email in {address for one in mail.outbox for address in one.to}
