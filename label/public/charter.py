"""Who has signed the charter: shops, restaurants and stalls, with what they declare."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from directory.place_facts import Mark
from home.templatetags.site import civil
from label import clock
from label.enums import PUBLISHED_CHARTER
from label.models import CharterSignature


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
        CharterSignature.objects.filter(
            state__in=PUBLISHED_CHARTER, page__live=True
        )  # a reminder is between the team and them
        .select_related("page__commune")
        .order_by("page__title", "pk")
    )
    return [
        Signatory(
            row.page.title,
            row.page.get_url() or "",
            row.page.place_name,
            row.read_share,
            row.read_declaration,
            clock.civil_day(row.listed_at),
            row.checked_on,
        )
        for row in rows
    ]


def mark(page) -> Mark | None:
    """On the page of a place: that it signed, since when, and what it declares."""
    row = page.label_charters.filter(state__in=PUBLISHED_CHARTER).first() if page.pk else None
    if row is None:
        return None
    return Mark(
        _("A signé la charte"),
        _("Le %(day)s. %(share)s %% de produits d’ici, déclarés.")
        % {"day": civil(row.signed_at or row.listed_at), "share": row.read_share},
        reverse("label:register_charter"),
        _("Ce que la charte engage"),
    )
