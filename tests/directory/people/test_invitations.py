"""An invitation: a signed link, good once, for two weeks, for one address."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from directory.codes import BETWEEN, MOST_TRIES, VALID_FOR, Refused
from directory.models import Invitation
from directory.people import invitations, members
from directory.people.addresses import masked
from tests.factories import UserFactory, add_member, add_producer
from tests.reading import plain

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def invitation(page, owner):
    return invite(page, owner)


def invite(page, by, email="Jeanne@Exemple.fr", *, role="editor", now=NOON):
    return invitations.invite(page, email, role=role, by=by, now=now)


def link_in(message) -> str:
    return re.search(r"https?://\S+(/espace/invitation/\S+)", message.body)[1]


def test_the_mail_says_who_invites_to_what_and_leads_there(invitation, client):
    [message] = mail.outbox
    assert message.to == ["jeanne@exemple.fr"]
    assert plain(message.subject) == "Une invitation à tenir la fiche « Le Rucher »"
    assert "Odile Vidal vous propose" in message.body
    assert "jusqu’au 15 juin 2026" in message.body
    assert link_in(message) == f"/espace/invitation/{invitations.token_of(invitation)}/"


def test_the_invited_person_joins_once(page, invitation):
    jeanne = UserFactory(email="jeanne@exemple.fr")
    invitations.accept(invitation, jeanne, now=NOON)
    assert page.memberships.get(user=jeanne).role == "editor"
    assert plain(mail.outbox[-1].subject) == "Invitation acceptée : Le Rucher"
    members.leave(page, jeanne)
    with pytest.raises(Refused):
        invitations.accept(invitation, jeanne, now=NOON)
    assert invitations.of_token(invitations.token_of(invitation), now=NOON) is None


@pytest.mark.parametrize(
    ("spoil", "is_open"),
    [
        (lambda invitation, owner: None, True),
        (lambda invitation, owner: invitations.withdraw(invitation), False),
        (lambda invitation, owner: invitations.decline(invitation, now=NOON), False),
        (lambda invitation, owner: owner.memberships.update(role="editor"), False),
        (lambda invitation, owner: owner.memberships.all().delete(), False),
        (lambda invitation, owner: type(owner).objects.update(is_active=False), False),
    ],
)
def test_a_link_is_good_while_its_sender_could_still_invite(invitation, owner, spoil, is_open):
    spoil(invitation, owner)
    found = invitations.of_token(invitations.token_of(invitation), now=NOON)
    assert (found is not None) == is_open


def test_a_link_is_good_for_two_weeks(invitation):
    token = invitations.token_of(invitation)
    assert invitations.of_token(token, now=NOON + 14 * DAY - timedelta(seconds=1)) == invitation
    assert invitations.of_token(token, now=NOON + 14 * DAY) is None


@pytest.mark.parametrize("token", ["", "1", "MQ:1wTu8s:forged", "é"])
def test_a_forged_link_is_none(invitation, token):
    assert invitations.of_token(token, now=NOON) is None


# --- Another address than the invited one ---------------------------------------------------------


@pytest.fixture
def jean(invitation):
    """Signed in with another address."""
    return UserFactory(email="jean@ailleurs.fr")


def code_for(invitation, now=NOON) -> str:
    invitations.send_code(invitation, now=now)
    message = mail.outbox[-1]
    assert message.to == ["jeanne@exemple.fr"]
    return message.subject[:6]


def test_another_address_needs_the_code_read_at_the_invited_one(page, invitation, jean):
    with pytest.raises(Refused):
        invitations.accept(invitation, jean, now=NOON)
    code = code_for(invitation)
    invitations.accept(invitation, jean, code=code, now=NOON)
    assert page.memberships.filter(user=jean).exists()


def test_a_code_bears_few_tries_and_half_an_hour(invitation, jean):
    code = code_for(invitation)
    with pytest.raises(Refused):
        invitations.accept(invitation, jean, code=code, now=NOON + VALID_FOR + DAY)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _try in range(MOST_TRIES):
        with pytest.raises(Refused):
            invitations.accept(invitation, jean, code=wrong, now=NOON)
    with pytest.raises(Refused):
        invitations.accept(invitation, jean, code=code, now=NOON)
    assert not jean.memberships.exists()


def test_codes_are_few_and_not_in_a_row(invitation):
    invitations.send_code(invitation, now=NOON)
    with pytest.raises(Refused):
        invitations.send_code(invitation, now=NOON + BETWEEN / 2)
    invitations.send_code(invitation, now=NOON + BETWEEN)
    invitations.send_code(invitation, now=NOON + 2 * BETWEEN)
    with pytest.raises(Refused):
        invitations.send_code(invitation, now=NOON + 3 * BETWEEN)


def test_a_code_of_another_invitation_opens_nothing(invitation, jean):
    cave = add_producer(title="La Cave")
    other = invite(cave, add_member(cave))
    code = code_for(other)
    invitations.send_code(invitation, now=NOON)
    with pytest.raises(Refused):
        invitations.accept(invitation, jean, code=code, now=NOON)


# --- Limits ---------------------------------------------------------------------------------------


def test_an_address_is_invited_again_after_an_hour_by_the_same_row(page, owner, invitation):
    with pytest.raises(Refused):
        invite(page, owner, now=NOON + timedelta(minutes=59))
    again = invite(page, owner, role="owner", now=NOON + timedelta(hours=1))
    assert (again.pk, again.role) == (invitation.pk, "owner")
    assert Invitation.objects.count() == 1


def test_who_tends_the_listing_is_not_invited(page, owner):
    with pytest.raises(Refused):
        invite(page, owner, owner.email.upper())


def test_a_listing_has_ten_waiting_invitations_at_most(page, owner):
    for number in range(10):
        invite(page, owner, f"p{number}@exemple.fr")
    with pytest.raises(Refused):
        invite(page, owner, "p10@exemple.fr")
    assert invite(page, owner, "p10@exemple.fr", now=NOON + 14 * DAY)


# --- Screens --------------------------------------------------------------------------------------


def test_an_owner_invites_from_the_page_of_the_people(page, owner, client):
    client.force_login(owner)
    address = f"/espace/fiches/{page.pk}/personnes/"
    response = client.post(address, {"email": "jeanne@exemple", "role": "editor"})
    assert response.status_code == 422
    assert "Ce n’est pas une adresse e-mail." in response.content.decode()
    assert client.post(address, {"email": "jeanne@exemple.fr", "role": "editor"}).url == address
    assert page.invitations.get().email == "jeanne@exemple.fr"


def test_a_visitor_learns_what_it_is_about_and_signs_in_to_answer(invitation, client):
    link = link_in(mail.outbox[0])
    Invitation.objects.update(expires_at=datetime.now(UTC) + DAY)
    html = plain(client.get(link).content.decode())
    assert "Tenir la fiche « Le Rucher »" in html
    assert "jeanne@exemple.fr" not in html
    assert masked("jeanne@exemple.fr") in html
    assert Invitation.objects.get().state == "waiting"


@pytest.mark.parametrize(
    ("action", "state"), [("accepter", "accepted"), ("refuser", "declined"), ("code", "waiting")]
)
def test_the_invited_person_answers_by_one_button(invitation, client, action, state):
    Invitation.objects.update(expires_at=datetime.now(UTC) + DAY)
    client.force_login(UserFactory(email="jeanne@exemple.fr"))
    assert client.post(link_in(mail.outbox[0]), {"action": action}).status_code == 302
    assert Invitation.objects.get().state == state


def test_an_answered_link_says_so(invitation, client):
    invitations.withdraw(invitation)
    response = client.get(link_in(mail.outbox[0]))
    assert response.status_code == 410
    assert "Cette invitation n’est plus valable" in response.content.decode()


@pytest.mark.parametrize(
    ("email", "shown"),
    [
        ("mireille@micocoulier.fr", "m•••@m•••.fr"),
        ("a@b.co.uk", "a•••@b•••.uk"),
        ("x@localhost", "x•••@•••.localhost"),
    ],
)
def test_a_masked_address(email, shown):
    assert masked(email) == shown
