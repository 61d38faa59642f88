"""What the public sends, confirmed by a code: a volunteer for the pool, a problem reported."""

import logging
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from madeingard.users.mails import send

from directory import codes
from directory.codes import Refused
from home import seo
from label import machine, volunteering, watch
from label.models import Alert, Grant, PoolMember, PublicRequest

logger = logging.getLogger(__name__)

DAY = timedelta(days=1)
MOST_PER_SENDER = 10  # in a day, of one kind
MOST_PER_EMAIL = 3


@transaction.atomic
def begin(kind: str, typed: dict, email: str, *, sender: str, now: datetime) -> PublicRequest:
    """Keep what was typed and send a first code; Refused over the limits of a day."""
    _check_limits(kind, email, sender, now)
    kept = PublicRequest(kind=kind, typed=typed, email=email, sender=sender, created_at=now)
    _send_code(kept, now)
    return kept


@transaction.atomic
def report_anonymously(typed: dict, *, sender: str, now: datetime) -> Alert:
    """A problem told without an address: kept at once, counted, answered to nobody."""
    _check_limits(PublicRequest.Kind.ALERT, "", sender, now)
    PublicRequest.objects.create(
        kind=PublicRequest.Kind.ALERT, sender=sender, created_at=now, confirmed_at=now
    )
    return _report(typed, "", now)


@transaction.atomic
def send_again(kept: PublicRequest, *, now: datetime) -> None:
    """Another code; Refused when it is too soon, too many, or of no use any more."""
    kept = _locked(kept)
    if not kept.is_waiting:
        raise Refused(_("C’est déjà confirmé."))
    _send_code(kept, now)


def confirm(kept: PublicRequest, code: str, *, now: datetime) -> None:
    """Check the code and make of it what it is for; Refused if it is not good.

    A wrong code is counted even though it is refused.
    """
    with transaction.atomic():
        kept = _locked(kept)
        if not kept.is_waiting:
            raise Refused(_("C’est déjà confirmé."))
        reason = codes.wrong(kept, code, about=_about(kept), now=now)
        if reason is None:
            reason = _conclude(kept, now)
        kept.save()
    if reason is not None:
        raise Refused(reason)


def leave(kept: PublicRequest, *, now: datetime) -> None:
    """The volunteer of this address leaves the pool."""
    if kept.member is not None:
        volunteering.leave(kept.member, now=now)


def _conclude(kept: PublicRequest, now: datetime) -> str | None:
    """Make the volunteer or the alert; why not, in words, if it cannot be."""
    try:
        if kept.kind == PublicRequest.Kind.VOLUNTEER:
            kept.member = volunteering.enter(kept.typed, kept.email, now=now)
            email, member = kept.email, kept.member
            transaction.on_commit(lambda: _mail_volunteer(email, kept.token, member))
        else:
            _report(kept.typed, kept.email, now)
    except machine.Refused as refused:
        return " ".join(refused.reasons)
    # Nothing stays that leads from an alert to who sent it, nor twice what the pool holds.
    kept.typed, kept.code_hash, kept.email, kept.confirmed_at = {}, "", "", now
    return None


def _report(typed: dict, email: str, now: datetime) -> Alert:
    return watch.report(
        matter=typed["matter"],
        text=typed["text"],
        grant=Grant.objects.get(pk=typed["grant"]),
        seen_on=date.fromisoformat(typed["seen_on"]) if typed["seen_on"] else None,
        seen_at_place=typed["seen_at_place"],
        name=typed["name"] if email else "",
        email=email,
        now=now,
    )


def _locked(kept: PublicRequest) -> PublicRequest:
    return PublicRequest.objects.select_for_update(of=("self",)).get(pk=kept.pk)


def _about(kept: PublicRequest) -> str:
    return f"label-request:{kept.token}"


def _check_limits(kind: str, email: str, sender: str, now: datetime) -> None:
    recent = PublicRequest.objects.filter(kind=kind, created_at__gt=now - DAY)
    if email and recent.filter(email__iexact=email).count() >= MOST_PER_EMAIL:
        raise Refused(
            _("Cette adresse e-mail a déjà servi %(number)d fois aujourd’hui. Revenez demain.")
            % {"number": MOST_PER_EMAIL}
        )
    if recent.filter(sender=sender).count() >= MOST_PER_SENDER:
        raise Refused(
            _("%(number)d envois sont déjà partis de votre réseau aujourd’hui. Revenez demain.")
            % {"number": MOST_PER_SENDER}
        )


def _send_code(kept: PublicRequest, now: datetime) -> None:
    code = codes.make(kept, about=_about(kept), now=now)
    kept.save()
    minutes = int(codes.VALID_FOR.total_seconds() // 60)
    context = {"code": code, "minutes": minutes, "kind": kept.kind}
    transaction.on_commit(lambda: _mail("mails/public/code.txt", kept.email, context))


def _mail_volunteer(email: str, token: str, member: PoolMember) -> None:
    address = seo.absolute(reverse("label:register_request", args=[token]))
    context = {"college": member.get_college_display(), "address": address}
    _mail("mails/public/volunteer.txt", email, context)


def _mail(template: str, email: str, context: dict) -> None:
    try:
        send(template, email, context)
    except OSError:  # smtplib's errors are some of them; the page says what to do
        logger.exception("%s could not leave", template)
