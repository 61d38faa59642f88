"""Begin an application, renew a label, and mail the way back to it."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from directory.models import Membership, ProducerPage
from label import applying, cases
from label.applicant import mails, prefill
from label.enums import CaseState, Channel
from label.machine import Refused
from label.models import Case, Grant


def draft_of(page: ProducerPage, *, renews: Grant | None = None) -> Case | None:
    """The application already begun for a listing, if any."""
    drafts = Case.objects.filter(operator=page.pk, state=CaseState.DRAFT, channel=Channel.WEB)
    return drafts.filter(renewed_grant=renews).order_by("-created_at").first()


@transaction.atomic
def begin(
    page: ProducerPage,
    *,
    by,
    renews: Grant | None = None,
    paper_mandate: str = "",
    paper_arrived_on: date | None = None,
) -> Case:
    """Open a draft with what the listing says, or the one that is already open.

    `paper_mandate`: the secretariat keys in a paper application, under this reference.
    """
    # One after another: two taps on a phone make one draft.
    ProducerPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    if paper_mandate:
        if renews and (known := _renewal_on_paper(renews)):
            return known
        case = cases.create(
            page,
            by=by,
            channel=Channel.PAPER,
            paper_mandate=paper_mandate,
            paper_arrived_on=paper_arrived_on,
            renews=renews,
        )
    elif known := draft_of(page, renews=renews):
        return known
    else:
        case = cases.create(page, by=by, renews=renews)
    if renews is not None:
        applying.take_granted_lines(case, renews, by=by)
    prefill.from_listing(case, by=by)
    if not paper_mandate:
        transaction.on_commit(lambda: mails.send_begun(case, by))
    return case


def _renewal_on_paper(grant: Grant) -> Case | None:
    return grant.renewals.filter(state=CaseState.DRAFT, channel=Channel.PAPER).first()


def renewal(
    grant: Grant, *, by, paper_mandate: str = "", paper_arrived_on: date | None = None
) -> Case:
    """Open the application that renews a label."""
    if not grant.is_in_register:
        raise Refused(_("Ce label n’est plus en vigueur : faites une nouvelle demande."))
    return begin(
        grant.operator,
        by=by,
        renews=grant,
        paper_mandate=paper_mandate,
        paper_arrived_on=paper_arrived_on,
    )


def listings_of(user):
    """The producers that a person may apply for."""
    pages = Membership.objects.of(user).values("page")
    return ProducerPage.objects.filter(pk__in=pages).order_by("title", "pk")
