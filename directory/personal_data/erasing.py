"""Erase an account or a listing, on demand, or an account that nobody uses (rules.md 4.1)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError
from django.utils.translation import gettext as _
from madeingard.users import personal_data
from madeingard.users.models import User
from wagtail.actions.delete_page import DeletePageAction

from directory.codes import Refused
from directory.models import (
    ErrorReport,
    Invitation,
    ListedPage,
    Membership,
    Photo,
    Proposal,
    Reminder,
)
from directory.people import mails, members
from directory.personal_data import former

IDLE = timedelta(days=2 * 365 + 1)
ERASED = "@efface.invalid"  # the address of an account that is a number alone


@transaction.atomic
def erase_account(user: User) -> None:
    """Forget a person. Their listings stay, given back to the team where nobody else owns them."""
    if user.is_staff or user.is_superuser or user.groups.exists():
        raise Refused(
            _("Un compte de l’équipe est effacé par une personne qui administre le site.")
        )
    for membership in Membership.objects.of(user).select_related("page"):
        others = membership.page.memberships.owners().exclude(pk=membership.pk)
        if membership.is_owner and not others.exists():
            members.give_back(membership.page, by=user)
            former.forget(membership.page)
        else:
            members.leave(membership.page, user)
    email = user.email
    Reminder.objects.filter(recipient=email).delete()
    Invitation.objects.filter(email=email).delete()
    ErrorReport.objects.filter(email__iexact=email).update(email="", sender="")
    Proposal.objects.filter(email__iexact=email).delete()
    _forget(user)
    mails.after_commit(mails.account_erased, email)


@transaction.atomic
def erase_listing(page: ListedPage, *, by) -> None:
    """Take a listing and its photos away for good. A label's register is not erased so."""
    page = ListedPage.objects.select_for_update().get(pk=page.pk).specific
    if page.label_number:
        raise Refused(
            _("Cette fiche porte le label : renoncez d’abord au label, son registre est public.")
        )
    title = page.title
    others = [m.user.email for m in page.memberships.select_related("user") if m.user != by]
    images = [photo.image for photo in page.photos.select_related("image")]
    # Its owner decides, who has no right in Wagtail; the rules have been asked.
    DeletePageAction(page, user=by).execute(skip_permission_checks=True)
    for image in images:
        if not Photo.objects.filter(image=image).exists():
            image.delete()
    for email in others:
        mails.after_commit(mails.listing_erased, email, title)


def erase_idle_accounts(*, now: datetime) -> int:
    """Forget those who tend nothing and have not come for two years; give their number."""
    limit = now - IDLE
    idle = User.objects.filter(
        ~Exists(Membership.objects.filter(user=OuterRef("pk"))),
        is_staff=False,
        is_superuser=False,
        groups=None,
        date_joined__lt=limit,
    ).exclude(last_login__gte=limit)
    people = list(idle.exclude(email__endswith=ERASED))
    for user in people:
        with transaction.atomic():
            _forget(user)
    return len(people)


def _forget(user: User) -> None:
    """Delete the account; where an act must keep its author, keep a number without a name."""
    personal_data.forget(user)
    try:
        with transaction.atomic():
            user.delete()
    except ProtectedError:
        user.email = f"{user.pk}{ERASED}"
        user.first_name = user.last_name = ""
        user.is_active = False
        user.set_unusable_password()
        user.save()
