"""What the people of a listing receive: plain text, from templates/mails/people."""

import logging
from collections.abc import Callable

from django.db import transaction
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Site

from directory import codes, editing
from directory.mails import send
from directory.models import Invitation, ListedPage, Mandate, Membership
from directory.people import record
from home import seo
from home.models import SiteSettings

logger = logging.getLogger(__name__)


def after_commit(mail: Callable, *args) -> None:
    """Send once what it tells is certain; a mail that cannot leave undoes nothing."""
    transaction.on_commit(lambda: _try(mail, args))


def _try(mail: Callable, args: tuple) -> None:
    try:
        with override("fr"):
            mail(*args)
    except OSError:  # smtplib's errors are some of them
        logger.exception("%s could not be mailed", mail.__name__)


def invitation(invitation: Invitation, token: str) -> None:
    path = reverse("directory:espace_invitation", args=[token])
    context = {
        "by": str(invitation.invited_by),
        "is_owner": invitation.role == Membership.Role.OWNER,
        "until": invitation.expires_at,
        "link": seo.absolute(path),
    }
    _send("invitation", invitation.email, invitation.page, **context)


def accepted(invitation: Invitation, user) -> None:
    _send("accepted", invitation.invited_by.email, invitation.page, who=str(user))


def joined(email: str, page: ListedPage, user, role: str) -> None:
    is_owner = role == Membership.Role.OWNER
    _send("joined", email, page, who=str(user), is_owner=is_owner)


def role_changed(email: str, page: ListedPage, membership: Membership) -> None:
    _send("role", email, page, is_owner=membership.is_owner)


def removed(email: str, page: ListedPage) -> None:
    _send("removed", email, page)


def given_back(page: ListedPage) -> None:
    """To the team, if the site says where to write to it."""
    if email := team_email():
        _send("given_back", email, page, edit=_admin(page))


def account_erased(email: str) -> None:
    send("mails/people/account_erased.txt", email, {})


def listing_erased(email: str, title: str) -> None:
    send("mails/people/listing_erased.txt", email, {"title": " ".join(title.split())})


def code(email: str, code: str, page: ListedPage) -> None:
    """The code alone: it may be read by somebody who knows nothing of the request."""
    _send("code", email, page, code=code, minutes=int(codes.VALID_FOR.total_seconds() // 60))


def claimed(email: str, page: ListedPage, user) -> None:
    """To an owner: somebody else asks for the listing, the team decides."""
    _send("claimed", email, page, who=user.get_full_name())


def claim_waits(page: ListedPage) -> None:
    if email := team_email():
        _send("claim_waits", email, page, desk=seo.absolute(reverse("claims:index")))


def claim_accepted(email: str, page: ListedPage) -> None:
    _send("claim_accepted", email, page)


def claim_refused(email: str, page: ListedPage, reason: str) -> None:
    _send("claim_refused", email, page, reason=reason)


def written(mandate: Mandate, parts: list[str]) -> None:
    """What the team wrote for somebody, and all that the listing now says."""
    page = mandate.page.specific
    labels = [str(editing.PARTS[name].label) for name in parts if name in editing.PARTS]
    context = {"person": mandate.person, "parts": labels, "is_live": page.live}
    sections = record.sections(editing.working(page))
    _send("written", mandate.email, page, sections=sections, address=page.full_url, **context)


def team_email() -> str:
    site = Site.objects.filter(is_default_site=True).first()
    return SiteSettings.for_site(site).email if site else ""


def _admin(page: ListedPage) -> str:
    return seo.absolute(reverse("wagtailadmin_pages:edit", args=[page.pk]))


def _send(name: str, to: str, page: ListedPage, **context) -> None:
    space = seo.absolute(reverse("directory:espace_listing", args=[page.pk]))
    title = " ".join(page.title.split())  # it stands in a header
    send(f"mails/people/{name}.txt", to, {"title": title, "space": space} | context)
