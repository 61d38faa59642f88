"""What somebody answers about a listing: still true, closed for good, open after all."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail.signals import page_published

from directory import listing
from directory.models import ListedPage
from directory.people import assisting

CONFIRM, CLOSE, REOPEN = "directory.confirm", "directory.close", "directory.reopen"
ACTIONS = (
    (CONFIRM, _("Confirmer"), _("Confirmée : tout est encore vrai")),
    (CLOSE, _("Fermer définitivement"), _("Dite fermée définitivement")),
    (REOPEN, _("Rouvrir"), _("Dite de nouveau ouverte")),
)


@transaction.atomic
def confirm(page: ListedPage, *, now: datetime, by=None, recipient: str = "") -> bool:
    """Everything is still true. A listing that had left for want of news comes back: True then."""
    page = ListedPage.objects.select_for_update().get(pk=page.pk).specific
    listing.confirm(page, on=timezone.localtime(now).date())
    mandate = assisting.mandate_behind(by, page, now=now)
    log(page, CONFIRM, user=by, data=_who(recipient) | assisting.told(mandate))
    if page.left_on is None:
        return False
    ListedPage.objects.filter(pk=page.pk).update(left_on=None)
    if page.closed_for_good or page.live:
        return False
    Page.objects.filter(pk=page.pk).update(live=True, expired=False)
    page.refresh_from_db()
    log(page, "wagtail.publish", user=by)
    page_published.send(sender=type(page), instance=page, revision=page.live_revision)
    return True


@transaction.atomic
def close_for_good(page: ListedPage, *, is_closed: bool, by=None, recipient: str = "") -> None:
    """The place has closed for good, or has not after all."""
    page = ListedPage.objects.select_for_update().get(pk=page.pk).specific
    if page.closed_for_good == is_closed:
        return
    ListedPage.objects.filter(pk=page.pk).update(closed_for_good=is_closed)
    if revision := page.latest_revision:  # a draft says the same
        revision.content["closed_for_good"] = is_closed
        revision.save(update_fields=["content"])
    log(page, CLOSE if is_closed else REOPEN, user=by, data=_who(recipient))
    listing.write(page)


@transaction.atomic
def leave(page: ListedPage, *, now: datetime) -> None:
    """Take a listing without news off the site; its confirmation brings it back as it was."""
    page = ListedPage.objects.select_for_update().get(pk=page.pk).specific
    page.left_on = timezone.localtime(now).date()
    page.unpublish(set_expired=False)


def _who(recipient: str) -> dict:
    return {"by": "mail"} if recipient else {}
