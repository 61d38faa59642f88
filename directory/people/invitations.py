"""Inviting somebody to tend a listing: a signed link by mail, good once, for two weeks."""

from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from directory import codes
from directory.codes import Refused
from directory.models import Invitation, ListedPage, Membership
from directory.people import mails, members
from directory.rules import may

VALID_FOR = timedelta(days=14)
KEPT_AFTER = timedelta(days=31)
AGAIN_AFTER = timedelta(hours=1)
MOST_WAITING = 10  # of one listing
MOST_A_DAY = 20  # by one person
_SALT = "directory.invitation"
State = Invitation.State


@transaction.atomic
def invite(page: ListedPage, email: str, *, role: str, by, now: datetime) -> Invitation:
    """Invite an address, or send its invitation again; Refused beyond what one person needs."""
    page = ListedPage.objects.select_for_update().get(pk=page.pk)
    email = email.lower()
    if Membership.objects.filter(page=page, user__email__iexact=email).exists():
        raise Refused(_("Cette personne tient déjà cette fiche."))
    recent = Invitation.objects.filter(invited_by=by, sent_at__gt=now - timedelta(days=1))
    waiting = page.invitations.open_at(now)
    again = page.invitations.waiting().filter(email=email).first()
    if again and again.sent_at > now - AGAIN_AFTER:
        raise Refused(_("Une invitation vient de lui être envoyée. Attendez une heure."))
    if recent.count() >= MOST_A_DAY or (again is None and waiting.count() >= MOST_WAITING):
        raise Refused(_("Beaucoup d’invitations sont déjà parties. Revenez demain."))
    invitation = again or Invitation(page=page, email=email)
    invitation.role, invitation.invited_by = role, by
    invitation.sent_at, invitation.expires_at = now, now + VALID_FOR
    invitation.codes_sent, invitation.code_hash = 0, ""
    invitation.save()
    mails.after_commit(mails.invitation, invitation, token_of(invitation))
    return invitation


def withdraw(invitation: Invitation) -> None:
    Invitation.objects.waiting().filter(pk=invitation.pk).update(state=State.WITHDRAWN)


def token_of(invitation: Invitation) -> str:
    return signing.dumps(invitation.pk, salt=_SALT)


def of_token(token: str, *, now: datetime) -> Invitation | None:
    """The invitation of a link, as long as it can be answered."""
    try:
        pk = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    invitation = Invitation.objects.select_related("page", "invited_by").filter(pk=pk).first()
    return invitation if invitation and is_open(invitation, now=now) else None


def is_open(invitation: Invitation, *, now: datetime) -> bool:
    """Waiting, recent, and from somebody who could still invite."""
    return (
        invitation.state == State.WAITING
        and invitation.expires_at > now
        and may_invite(invitation.invited_by, invitation.page)
    )


def may_invite(user, page: ListedPage) -> bool:
    return may(user, "own_listing", page) or may(user, "moderate_listing", page)


def is_for(invitation: Invitation, user) -> bool:
    """Whether the person signed in with the invited address."""
    return user.email.lower() == invitation.email


def accept(invitation: Invitation, user, *, now: datetime, code: str = "") -> Membership:
    """Join the listing; with another address than the invited one, a code read there is needed.

    A wrong code is counted even though it is refused.
    """
    with transaction.atomic():
        invitation = _locked(invitation)
        refusal = _refusal(invitation, user, code, now)
        if refusal is None:
            membership = members.join(
                invitation.page, user, role=invitation.role, by=invitation.invited_by
            )
            invitation.state, invitation.answered_at = State.ACCEPTED, now
            invitation.code_hash = ""
            mails.after_commit(mails.accepted, invitation, user)
        invitation.save()
    if refusal is not None:
        raise Refused(refusal)
    return membership


@transaction.atomic
def decline(invitation: Invitation, *, now: datetime) -> None:
    invitation = _locked(invitation)
    if invitation.state == State.WAITING:
        invitation.state, invitation.answered_at = State.DECLINED, now
        invitation.save()


@transaction.atomic
def send_code(invitation: Invitation, *, now: datetime) -> None:
    """A code to the invited address; Refused when it is too soon or too many."""
    invitation = _locked(invitation)
    if not is_open(invitation, now=now):
        raise Refused(_gone())
    code = codes.make(invitation, about=_about(invitation), now=now)
    invitation.save()
    mails.after_commit(mails.code, invitation.email, code, invitation.page)


def purge(*, now: datetime) -> int:
    """Forget the invitations that were answered or grew old a month ago."""
    old = Invitation.objects.filter(expires_at__lt=now - KEPT_AFTER)
    _total, by_model = old.delete()
    return by_model.get(Invitation._meta.label, 0)


def _refusal(invitation: Invitation, user, code: str, now: datetime) -> str | None:
    if not is_open(invitation, now=now):
        return _gone()
    if is_for(invitation, user):
        return None
    return codes.wrong(invitation, code, about=_about(invitation), now=now)


def _gone() -> str:
    return _("Cette invitation n’est plus valable. Demandez-en une autre à qui vous l’a envoyée.")


def _about(invitation: Invitation) -> str:
    return f"invitation:{invitation.pk}:{invitation.email}"


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("page", "invited_by")
    return rows.get(pk=invitation.pk)
