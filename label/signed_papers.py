"""Acts of an operator who has no account: signed on paper, typed by the secretariat.

The person signs; the secretariat types what is signed, with the scan as proof. The verbs are those
of everybody: `hand` gives the clerk as whoever acts for the operator, for one case and one paper
(I-15). It opens only where nobody has an account for the application, or has one any more.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from madeingard.users.models import User

from label import clock, journal, machine, roles
from label.enums import Channel, PaperAct, Role
from label.machine import Refused
from label.models import Case, Evidence, SignedPaper

ON_ITS_WAY = timedelta(days=10)  # a letter sent in time may arrive later


def is_open(case: Case, user) -> bool:
    """Whether this person types for the operator of a case."""
    return Role.SECRETARIAT in roles.group_roles(user) and comes_by_post(case)


def comes_by_post(case: Case) -> bool:
    """Whether nobody has an account for a case that came on paper, or was handed in before its
    account went: what its operator says comes as they are written to. A draft typed from an account
    is nobody else's."""
    is_known = case.channel == Channel.PAPER or case.submitted_at is not None
    return is_known and not roles.operators_of(case).exists()


def hand(user, case: Case) -> User:
    """The clerk as who acts for the operator of this case: to ask what may be done, and to do it
    once a paper is received. Another object than the person of the request, who stays themself."""
    typing = User.objects.get(pk=user.pk)
    typing.signed_paper = SignedPaper(
        case=case, sent_on=clock.civil_day(timezone.now()) - ON_ITS_WAY
    )
    return typing


def told_on(by, now: datetime) -> date:
    """The day on which an operator spoke: for a letter, the day it was sent."""
    paper = getattr(by, "signed_paper", None)
    return paper.sent_on if paper is not None else clock.civil_day(now)


def answered_on(case: Case, answered_at: datetime) -> date:
    """The day on which the questions of a panel were answered: that of the letter, if one came."""
    papers = case.papers.filter(act=PaperAct.QUESTIONS, typed_at__lte=answered_at)
    paper = papers.order_by("-typed_at", "-pk").first()
    return paper.sent_on if paper else clock.civil_day(answered_at)


def awaited_until(case: Case, day: date) -> date:
    """How long what an operator had to say by a day may still arrive: nobody decides that they
    kept silent while a letter sent in time is on its way."""
    return day if roles.operators_of(case).exists() else day + ON_ITS_WAY


def is_over(window, day: date) -> bool:
    """Whether the operator has had their time to answer: a letter may be on its way."""
    if window.observed_at:
        return day > window.closes_on
    return day > awaited_until(window.case, window.closes_on)


def arrived_on(by, now: datetime) -> date:
    """The day on which what an operator gives was received: the law counts from it (I-25)."""
    paper = getattr(by, "signed_paper", None)
    return paper.received_on if paper is not None else clock.civil_day(now)


@transaction.atomic
def receive(
    case: Case,
    *,
    by,
    act: PaperAct,
    file,
    signed_by: str,
    signed_on: date,
    sent_on: date,
    received_on: date,
    now: datetime | None = None,
    **about,
) -> User:
    """Keep a signed paper; the hand by which what it says is then done, in the same transaction."""
    now = now or timezone.now()
    machine.lock(case)
    if not is_open(case, by):
        raise Refused(_("Cet opérateur agit depuis son compte : il ne se saisit rien pour lui."))
    machine.involve(case, by, Role.SECRETARIAT, now=now)
    days = (clock.civil_day(case.created_at), signed_on, sent_on, received_on, clock.civil_day(now))
    if list(days) != sorted(days):
        raise Refused(
            _("Le papier est signé après l’ouverture du dossier, puis envoyé, puis reçu.")
        )
    if " ".join(signed_by.split()).casefold() == by.get_full_name().casefold():
        raise Refused(_("La personne qui signe n’est pas celle qui saisit."))
    digest = Evidence.digest(file)
    paper = SignedPaper.objects.create(
        case=case,
        act=act,
        file=file,
        sha256=digest,
        signed_by=signed_by,
        signed_on=signed_on,
        sent_on=sent_on,
        received_on=received_on,
        typed_by=by,
        typed_at=now,
        **about,
    )
    journal.record(
        case, "receive_paper", by=by, role=Role.SECRETARIAT, now=now,
        payload=paper.told | {"act": act},
    )  # fmt: skip
    typing = hand(by, case)
    typing.signed_paper = paper
    return typing
