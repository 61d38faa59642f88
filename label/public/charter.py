"""Who has signed the charter: shops, restaurants and stalls, with what they declare."""

from dataclasses import dataclass
from datetime import date

from label import clock
from label.enums import CharterState
from label.models import CharterSignature

# A reminder is between the team and the signatory.
SHOWN = (CharterState.LISTED, CharterState.CHECKED, CharterState.REMINDED)


@dataclass(frozen=True)
class Signatory:
    name: str
    url: str
    place: str
    share: int
    declaration: str
    since: date
    checked_on: date | None


def signatories() -> list[Signatory]:
    """Those whose page is online, by name."""
    rows = (
        CharterSignature.objects.filter(state__in=SHOWN, page__live=True)
        .select_related("page__commune")
        .order_by("page__title", "pk")
    )
    return [
        Signatory(
            row.page.title,
            row.page.get_url() or "",
            row.page.place_name,
            row.local_share,
            row.declaration,
            clock.civil_day(row.listed_at),
            row.checked_on,
        )
        for row in rows
    ]
