"""Quality signs that expire: their people are told before, and on the day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from directory import mails
from directory.models import ListedPage, Offer, Reminder, StockedProduct
from directory.reminders import news

SOON = timedelta(days=60)
LATE = timedelta(days=30)  # nobody is told of a sign that expired long ago
Stage = Reminder.Stage


@dataclass(frozen=True)
class Expiry:
    """A sign of one product of a listing, and the day after which it is shown no more."""

    page: ListedPage
    product: str  # its slug
    name: str
    sign: str
    expires_on: date
    stage: int


def send(*, now: datetime) -> int:
    """Tell the people of each listing of its signs that expire; give the number of mails."""
    today = timezone.localtime(now).date()
    found: dict[tuple[str, int], list[Expiry]] = {}
    for expiry in expiring(today):
        for recipient in news.recipients(expiry.page):
            if not _was_told(expiry, recipient):
                found.setdefault((recipient, expiry.page.pk), []).append(expiry)
    return sum(_tell(recipient, lines, today) for (recipient, _page), lines in found.items())


def expiring(today: date, *, pages: Iterable[int] | None = None) -> Iterator[Expiry]:
    """One for each product with a sign that expires soon or just has, of some pages or of all.

    Twice the same sign on a page is one.
    """
    seen = set()
    among = {} if pages is None else {"page__in": list(pages)}
    for model in (Offer, StockedProduct):
        rows = (
            model.objects.filter(
                Q(sign__isnull=False) | Q(appellation__isnull=False),
                page__live=True,
                page__closed_for_good=False,
                sign_expires_on__range=(today - LATE, today + SOON),
                **among,
            )
            .select_related("page", "product", "sign", "appellation")
            .prefetch_related("page__memberships__user", "page__reminders")
            .order_by("sign_expires_on", "page", "pk")
        )
        for row in rows:
            key = (row.page_id, row.product_id, row.sign_expires_on)
            if key in seen:
                continue
            seen.add(key)
            yield Expiry(
                page=row.page,
                product=row.product.slug,
                name=row.product.name,
                sign=str(row.appellation or row.sign),
                expires_on=row.sign_expires_on,
                stage=Stage.SIGN_OVER if row.sign_expires_on < today else Stage.SIGN_SOON,
            )


def _was_told(expiry: Expiry, recipient: str) -> bool:
    return any(
        (told.recipient, told.product, told.since, told.stage)
        == (recipient, expiry.product, expiry.expires_on, expiry.stage)
        for told in expiry.page.reminders.all()
    )


def _tell(recipient: str, lines: list[Expiry], today: date) -> bool:
    """Note and mail, both or neither."""
    try:
        with transaction.atomic():
            Reminder.objects.bulk_create(
                Reminder(
                    page_id=line.page.pk,
                    recipient=recipient,
                    product=line.product,
                    since=line.expires_on,
                    stage=line.stage,
                    sent_on=today,
                )
                for line in lines
            )
            mails.send_sign_expiry(recipient, lines)
    except OSError:
        mails.logger.exception("a mail about a sign could not leave")
        return False
    return True
