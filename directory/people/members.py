"""The people of a listing: who tends it, joins it, leaves it.

A listing that somebody tends has an owner: every verb here keeps that, or refuses and says why.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from directory.codes import Refused
from directory.models import Invitation, ListedPage, Membership
from directory.models.people import Role
from directory.people import acts, mails


@transaction.atomic
def join(page: ListedPage, user, *, role: str, by) -> Membership:
    """Let a person tend a listing; somebody who does already keeps the larger of the two roles."""
    page = _locked(page)
    membership, is_new = Membership.objects.get_or_create(
        page=page, user=user, defaults={"role": role}
    )
    if not is_new and role == Role.OWNER and not membership.is_owner:
        membership.role = role
        membership.save()
        acts.note(page, acts.CHANGED, by=by, role=role)
    elif is_new:
        acts.note(page, acts.JOINED, by=by, role=role)
        others = page.memberships.owners().exclude(user__in=[user, by])
        for owner in others.select_related("user"):
            mails.after_commit(mails.joined, owner.user.email, page, user, role)
    return membership


@transaction.atomic
def change_role(membership: Membership, role: str, *, by) -> None:
    """Make an owner an editor, or an editor an owner."""
    page = _locked(membership.page)
    membership = page.memberships.get(pk=membership.pk)
    if membership.role == role:
        return
    _keep_an_owner(membership)
    membership.role = role
    membership.save()
    acts.note(page, acts.CHANGED, by=by, role=role)
    if membership.user != by:
        mails.after_commit(mails.role_changed, membership.user.email, page, membership)


@transaction.atomic
def transfer(page: ListedPage, *, to: Membership, by) -> None:
    """Hand the ownership of a listing to another of its people; the giver may then edit it."""
    page = _locked(page)
    change_role(page.memberships.get(pk=to.pk), Role.OWNER, by=by)
    mine = page.memberships.of(by).owners().first()
    if mine and mine.pk != to.pk:
        change_role(mine, Role.EDITOR, by=by)


@transaction.atomic
def remove(membership: Membership, *, by) -> None:
    """Take a person out of a listing; they are told."""
    page = _locked(membership.page)
    membership = page.memberships.get(pk=membership.pk)
    _keep_an_owner(membership)
    _take_out(membership, acts.REMOVED, by=by)
    mails.after_commit(mails.removed, membership.user.email, page)


@transaction.atomic
def leave(page: ListedPage, user) -> None:
    """Stop tending a listing. Its last owner names another, or gives it back to the team."""
    page = _locked(page)
    membership = page.memberships.get(user=user)
    if is_last_owner(membership):
        raise Refused(
            _(
                "Vous êtes la seule personne propriétaire. Confiez d’abord la fiche à quelqu’un, "
                "ou rendez-la à l’équipe."
            )
        )
    _take_out(membership, acts.LEFT, by=user)


@transaction.atomic
def give_back(page: ListedPage, *, by) -> None:
    """Nobody tends the listing any more: it awaits an owner, the team knows."""
    page = _locked(page)
    memberships = list(page.memberships.select_related("user"))
    for membership in memberships:
        membership.delete()
        if membership.user != by:
            mails.after_commit(mails.removed, membership.user.email, page)
    page.invitations.waiting().update(state=Invitation.State.WITHDRAWN)
    acts.note(page, acts.GIVEN_BACK, by=by)
    mails.after_commit(mails.given_back, page)


def unite(kept: ListedPage, other: ListedPage) -> None:
    """Let those who tend one page tend the page that replaces it."""
    there = set(kept.memberships.values_list("user", flat=True))
    for membership in other.memberships.all():
        if membership.user_id not in there:
            Membership.objects.create(page=kept, user=membership.user, role=membership.role)


def is_last_owner(membership: Membership) -> bool:
    owners = membership.page.memberships.owners()
    return membership.is_owner and not owners.exclude(pk=membership.pk).exists()


def _take_out(membership: Membership, action: str, *, by) -> None:
    """What a person had asked of others goes with them."""
    page = membership.page
    membership.delete()
    page.invitations.waiting().filter(invited_by=membership.user).update(
        state=Invitation.State.WITHDRAWN
    )
    acts.note(page, action, by=by)


def _locked(page: ListedPage) -> ListedPage:
    """One at a time: two owners who leave together would leave none."""
    return ListedPage.objects.select_for_update().get(pk=page.pk)


def _keep_an_owner(membership: Membership) -> None:
    """Refused for the last owner, who may only give the listing back."""
    if is_last_owner(membership):
        raise Refused(
            _("Une fiche a toujours une personne propriétaire : nommez-en d’abord une autre.")
        )
