"""What « Mon espace » says of the charter, and where it begins on a listing."""

from collections.abc import Iterable

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from directory.models import ListedPage, PointOfSalePage
from directory.space.notices import Notice
from home.navigation import Link
from label import charters
from label.enums import CharterState
from label.models import CharterSignature
from label.signatory.standing import stand

DUE, GOING_ON = 12, 55


def notices(user, now) -> Iterable[Notice]:
    """A charter to confirm, to finish, or on its way."""
    found = CharterSignature.objects.filter(page__memberships__user=user).exclude(
        state__in=[CharterState.REMOVED, CharterState.LISTED, CharterState.CHECKED]
    )
    for charter in found.select_related("page").annotate(title=F("page__title")):
        standing = stand(charter)
        is_due = charter.state == CharterState.REMINDED
        yield Notice(
            rank=DUE if is_due else GOING_ON,
            title=_("La charte : %(where)s")
            % {"where": standing.where[:1].lower() + standing.where[1:]},
            url=address(charter.page_id),
            text=standing.what,
            note=charter.title,
            tag=_("à faire") if is_due else "",
        )


def links(user, page: ListedPage) -> Iterable[Link]:
    """« Signer la charte », or where it stands, on the listing of a place that may."""
    if not isinstance(page, PointOfSalePage) or page.kind not in charters.ELIGIBLE or not page.live:
        return
    charter = charters.current_of(page)
    if charter is None or charter.state == CharterState.REMOVED:
        yield Link(_("Signer la charte"), address(page.pk))
    else:
        yield Link(
            _("La charte : %(state)s") % {"state": charter.get_state_display()}, address(page.pk)
        )


def address(pk: int) -> str:
    return reverse("label:charter", args=[pk])
