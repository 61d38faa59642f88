"""Messages waiting to be sent: written once whatever runs twice (label.md 6.5).

What announces a decision is held until the secretariat releases it; the rest leaves with the
digest of the day, unless it is urgent. A message names only what its reader may know: `context`
holds plain facts, never another person.
"""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from madeingard.users.models import User

from label import roles
from label.enums import CaseState, Channel, MailState
from label.models import Alert, Case, CharterSignature, OutboxMail, Reporter, Session
from label.roles import PERMISSION


def tell(person: User, kind: str, *, key: str, now: datetime, **options) -> bool:
    """Put one message for a person in the outbox; whether it was not there yet.

    `key` names the occasion: the same person is told the same thing once. Options: `case`, `held`,
    `urgent`, `context` (a dict of plain values).
    """
    values = _values(kind, now, options) | {"person": person, "email": person.email}
    _mail, is_new = OutboxMail.objects.get_or_create(
        key=f"{kind}:{key}:{person.pk}", defaults=values
    )
    return is_new


def tell_all(people: Iterable[User], kind: str, *, key: str, now: datetime, **options) -> int:
    """The same message for each of these people, at once; how many were not there yet."""
    values = _values(kind, now, options)
    mails = {
        f"{kind}:{key}:{person.pk}": values | {"person": person, "email": person.email}
        for person in people
    }
    there = set(OutboxMail.objects.filter(key__in=mails).values_list("key", flat=True))
    new = [OutboxMail(key=one, **told) for one, told in mails.items() if one not in there]
    OutboxMail.objects.bulk_create(new, ignore_conflicts=True)  # another run tells them meanwhile
    return len(new)


def tell_operator(case: Case, kind: str, *, key: str = "", now: datetime, **options) -> None:
    """Tell those who tend the listing, the applicant while nobody does, by letter if neither has
    an account. A draft is its author’s alone, but one keyed in from paper."""
    people = list(roles.operators_of(case))
    tell_all(people, kind, key=f"{case.reference}:{key}", now=now, case=case, **options)
    if not people and (case.state != CaseState.DRAFT or case.channel == Channel.PAPER):
        by_post(kind, key=f"{case.reference}:{key}", now=now, case=case, **options)


def by_post(kind: str, *, key: str, now: datetime, **options) -> None:
    """Leave a letter to the secretariat, for whom no mail reaches; once for an occasion."""
    OutboxMail.objects.get_or_create(
        key=f"{kind}:{key}:post",
        defaults=_values(kind, now, options) | {"is_letter": True},
    )


def _values(kind: str, now: datetime, options: dict) -> dict:
    return {
        "kind": kind,
        "case": options.get("case"),
        "context": options.get("context") or {},
        "state": MailState.HELD if options.get("held") else MailState.READY,
        "is_urgent": bool(options.get("urgent")),
        "created_at": now,
    }


def tell_signatories(
    charter: CharterSignature, kind: str, *, key: str, now: datetime, **options
) -> None:
    """Tell those who tend a place that signed the charter, by letter if nobody has an account."""
    context = {"charter": charter.pk} | (options.pop("context", None) or {})
    key = f"{charter.public_ref}:{key}"
    people = list(User.objects.filter(memberships__page=charter.page_id, is_active=True).distinct())
    tell_all(people, kind, key=key, now=now, context=context, **options)
    if not people:
        by_post(kind, key=key, now=now, context=context, **options)


def tell_role(role: str, kind: str, *, key: str, now: datetime, **options) -> None:
    """Tell everybody of a role of the team."""
    people = User.objects.filter(
        groups__permissions__codename=PERMISSION.format(role),
        groups__permissions__content_type__app_label="label",
        is_active=True,
    ).distinct()
    tell_all(people, kind, key=key, now=now, **options)


def tell_reporter(alert: Alert, kind: str, *, now: datetime) -> None:
    """Write to who reported, if they left an address; nothing else links to them (I-28)."""
    reporter = Reporter.objects.filter(alert=alert).select_related("person").first()
    email = reporter and (reporter.email or (reporter.person.email if reporter.person else ""))
    if email:
        OutboxMail.objects.get_or_create(
            key=f"{kind}:{alert.reference}",
            defaults={
                "kind": kind,
                "email": email,
                "context": {"alert": alert.reference},
                "state": MailState.READY,
                "created_at": now,
            },
        )


def release(mails, *, by, now: datetime | None = None) -> int:
    """Let held messages leave; how many."""
    return mails.filter(state=MailState.HELD).update(state=MailState.READY, released_by=by)


def held_about(kind: str, case: Case, session: Session):
    """Held messages of a kind about a case at a session."""
    return OutboxMail.objects.filter(
        kind=kind, case=case, state=MailState.HELD, context__session=session.reference
    )


def about_session(session: Session):
    """The convocations of a session, and the hearing times told to operators."""
    return OutboxMail.objects.filter(
        kind__in=["convocation", "hearing"], context__session=session.reference
    )


def cancel(mails) -> int:
    """Drop messages that have not left."""
    return mails.filter(state__in=[MailState.HELD, MailState.READY]).update(
        state=MailState.CANCELLED
    )


def mark_sent(mail: OutboxMail, *, now: datetime | None = None) -> None:
    mail.state, mail.sent_at = MailState.SENT, now or timezone.now()
    mail.save(update_fields=["state", "sent_at"])


def was_told(kind: str, case: Case, *, key: str = "") -> OutboxMail | None:
    """The first message of a kind about a case and an occasion, or None."""
    prefix = f"{kind}:{case.reference}:{key}:"
    return OutboxMail.objects.filter(key__startswith=prefix).order_by("created_at").first()
