"""The charter of shops, restaurants and stalls: declared, signed, published, kept true (6.3).

A person who tends the place fills it in; an owner of the listing signs, confirms or leaves; the
secretariat may key in what was signed on paper. No jury.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.enums import Kind
from directory.models import PointOfSalePage
from label import journal, machine, roles
from label.enums import CharterState, Role
from label.machine import Refused, move
from label.models import CharterSignature, Event

# Who chooses what to sell of others; a producer who sells at the farm asks for the label instead.
ELIGIBLE = (
    Kind.FARM_STAND,
    Kind.PRODUCER_SHOP,
    Kind.OPEN_MARKET,
    Kind.FARMERS_MARKET,
    Kind.EVENING_MARKET,
    Kind.MARKET_HALL,
    Kind.GROCERY,
    Kind.SUPERMARKET,
    Kind.RESTAURANT,
    Kind.BAKERY,
    Kind.BUTCHER,
    Kind.FISHMONGER,
    Kind.GREENGROCER,
    Kind.DELICATESSEN,
    Kind.CELLAR,
    Kind.CONFECTIONER,
)
REMINDER_MONTHS = 12  # after the signature, the last confirmation or the last check
ANSWER_DAYS = 30  # after a reminder, before the secretariat looks at it


def eligible():
    """The places that may sign: published, of a kind that the charter is for."""
    return PointOfSalePage.objects.live().filter(kind__in=ELIGIBLE, closed_for_good=False)


def current_of(page) -> CharterSignature | None:
    """The charter of a place: the one that stands, else the last one that was removed."""
    return page.label_charters.order_by("-pk").first()


@transaction.atomic
def open_charter(page: PointOfSalePage, *, by, now: datetime | None = None) -> CharterSignature:
    """A shop, a restaurant or a stall starts its charter (H01)."""
    if not eligible().filter(pk=page.pk).exists():
        raise Refused(
            _("La charte est pour les commerces, restaurants et étals dont la fiche est en ligne.")
        )
    standing = CharterSignature.objects.exclude(state=CharterState.REMOVED)
    charter, is_new = standing.get_or_create(page=page)
    if is_new:
        machine.created(charter, "H01", by=by, now=now or timezone.now())
    return charter


@transaction.atomic
def fill_charter(
    charter: CharterSignature, *, by, local_share: int | None, declaration: str
) -> None:
    """Keep what was typed, complete or not."""
    machine.lock(charter)
    if charter.state != CharterState.DRAFT or not roles.first_held(
        by, (Role.OPERATOR, Role.SECRETARIAT), charter
    ):
        raise Refused(_("Cette charte ne se modifie plus."))
    charter.local_share, charter.declaration = local_share, declaration
    charter.save(update_fields=["local_share", "declaration"])


def signing_faults(page, *, by) -> list[str]:
    """Why somebody who tends the place may not commit it: only an owner does."""
    if page.memberships.owners().of(by).exists():
        return []
    return [_("C’est à une personne propriétaire de la fiche de signer.")]


def sign_charter(charter: CharterSignature, *, by, now: datetime | None = None) -> Event:
    return move(charter, "sign", by=by, now=now)


def list_charter(charter: CharterSignature, *, by, now: datetime | None = None) -> Event:
    return move(charter, "list", by=by, now=now)


def check_charter(charter: CharterSignature, *, by, now: datetime | None = None) -> Event:
    return move(charter, "check", by=by, now=now)


def remind_charter(charter: CharterSignature, *, by=None, now: datetime | None = None) -> Event:
    """Ask whether it still says the truth; the calendar does, a year after the last word."""
    return move(charter, "remind", by=by, now=now)


def confirm_charter(
    charter: CharterSignature,
    *,
    by,
    local_share: int | None,
    declaration: str,
    now: datetime | None = None,
) -> Event:
    """Corrected where needed, and signed again (H07)."""
    return move(
        charter, "confirm", by=by, now=now, local_share=local_share, declaration=declaration
    )


@transaction.atomic
def publish_correction(
    charter: CharterSignature, *, by, now: datetime | None = None
) -> CharterSignature:
    """The secretariat has read what the place corrected: the public reads it too."""
    machine.lock(charter)
    if not roles.holds(by, Role.SECRETARIAT, charter) or roles.is_operator(by, charter):
        raise Refused(_("C’est au secrétariat de relire une charte, jamais celle de sa fiche."))
    if not charter.awaits_reading:
        raise Refused(_("Rien n’a été corrigé depuis la dernière lecture."))
    charter.note_read()
    charter.save(update_fields=["read_share", "read_declaration"])
    journal.record(
        charter, "read_correction", by=by, role=Role.SECRETARIAT, now=now or timezone.now()
    )
    return charter


def remove_charter(
    charter: CharterSignature, *, by, reasons: str, now: datetime | None = None
) -> Event:
    return move(charter, "remove", by=by, now=now, reasons=reasons)


def leave_charter(
    charter: CharterSignature, *, by, reasons: str = "", now: datetime | None = None
) -> Event:
    """The place gives its charter up; it may sign another one later."""
    return move(charter, "remove", by=by, now=now, reasons=reasons or _("À sa demande."))
