"""Who tends a listing: join, change, hand over, leave; it always keeps an owner."""

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.models import PageLogEntry

from directory.codes import Refused
from directory.models import Invitation
from directory.people import acts, invitations, members
from home.models import SiteSettings
from tests.factories import UserFactory, add_member
from tests.reading import plain

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def roles(page) -> dict[str, str]:
    return dict(page.memberships.values_list("user__email", "role"))


def membership(page, user):
    return page.memberships.get(user=user)


def told() -> list[tuple[str, str]]:
    return [(message.to[0], plain(message.subject)) for message in mail.outbox]


def test_who_joins_is_told_to_the_other_owners_and_written_in_the_history(page, owner):
    paul = UserFactory(email="paul@exemple.fr")
    members.join(page, paul, role="editor", by=paul)
    assert roles(page) == {"odile@exemple.fr": "owner", "paul@exemple.fr": "editor"}
    assert told() == [("odile@exemple.fr", "Une personne de plus tient la fiche « Le Rucher »")]
    entry = PageLogEntry.objects.get(action=acts.JOINED)
    assert (entry.page_id, entry.user, entry.data) == (page.pk, paul, {"role": "editor"})


@pytest.mark.parametrize(
    ("has", "gets", "keeps"),
    [
        ("owner", "editor", "owner"),
        ("editor", "owner", "owner"),
        ("editor", "editor", "editor"),
    ],
)
def test_joining_twice_keeps_the_larger_role(page, owner, has, gets, keeps):
    paul = add_member(page, role=has)
    members.join(page, paul, role=gets, by=owner)
    assert membership(page, paul).role == keeps


def test_the_last_owner_cannot_step_down_be_removed_or_leave(page, owner):
    add_member(page, role="editor")
    for attempt in (
        lambda: members.change_role(membership(page, owner), "editor", by=owner),
        lambda: members.remove(membership(page, owner), by=owner),
        lambda: members.leave(page, owner),
    ):
        with pytest.raises(Refused):
            attempt()
    assert membership(page, owner).role == "owner"


def test_an_owner_among_two_may_do_all_three(page, owner):
    for act in (
        lambda one: members.change_role(one, "editor", by=owner),
        lambda one: members.remove(one, by=owner),
        lambda one: members.leave(page, one.user),
    ):
        second = add_member(page)
        act(membership(page, second))
        assert page.memberships.owners().get().user == owner


def test_a_transfer_leaves_one_owner_and_the_giver_may_edit(page, owner):
    paul = add_member(page, role="editor", email="paul@exemple.fr")
    members.transfer(page, to=membership(page, paul), by=owner)
    assert roles(page) == {"paul@exemple.fr": "owner", "odile@exemple.fr": "editor"}
    assert told() == [("paul@exemple.fr", "Votre rôle sur la fiche « Le Rucher » a changé")]


def test_who_leaves_takes_back_the_invitations_they_sent(page, owner):
    paul = add_member(page)
    sent = [
        Invitation.objects.create(
            page=page, email=f"{user.pk}@exemple.fr", invited_by=user, sent_at=NOW, expires_at=NOW
        )
        for user in (paul, owner)
    ]
    members.leave(page, paul)
    states = [Invitation.objects.get(pk=one.pk).state for one in sent]
    assert states == ["withdrawn", "waiting"]


def test_given_back_a_listing_awaits_its_owner_and_all_are_told(page, owner):
    settings = SiteSettings.for_site(page.get_site())
    settings.email = "equipe@exemple.fr"
    settings.save()
    add_member(page, role="editor", email="paul@exemple.fr")
    invitations.invite(page, "jeanne@exemple.fr", role="editor", by=owner, now=NOW)
    mail.outbox.clear()
    members.give_back(page, by=owner)
    assert roles(page) == {}
    assert page.invitations.get().state == "withdrawn"
    assert sorted(told()) == [
        ("equipe@exemple.fr", "Une fiche attend son propriétaire : Le Rucher"),
        ("paul@exemple.fr", "Vous ne tenez plus la fiche « Le Rucher »"),
    ]
    page.refresh_from_db()
    assert page.live
