"""What the moves of a charter write to whoever tends the place, and to the secretariat."""

import hashlib

from label import outbox
from label.enums import Role


def acknowledge(charter, attempt):
    """The receipt of a signature, or of a confirmation: one for each thing declared in a day."""
    key = f"{attempt.move.id}:{attempt.today}:{_words(charter)}"
    outbox.tell_signatories(
        charter, "charter_receipt", key=key, now=attempt.now, urgent=True,
        context={
            "is_again": attempt.move.event == "confirm",
            "is_read": not charter.awaits_reading,
        },
    )  # fmt: skip


def _words(charter) -> str:
    """What is declared, as a few letters."""
    declared = f"{charter.local_share}:{charter.declaration}"
    return hashlib.sha256(declared.encode()).hexdigest()[:12]


def call_the_secretariat(charter, attempt):
    outbox.tell_role(
        Role.SECRETARIAT, "charter_signed", key=f"{charter.pk}", now=attempt.now,
        context={"place": charter.page.title},
    )  # fmt: skip


def call_about_correction(charter, attempt):
    if charter.awaits_reading:
        outbox.tell_role(
            Role.SECRETARIAT, "charter_corrected", key=f"{charter.pk}:{_words(charter)}",
            now=attempt.now, context={"place": charter.page.title},
        )  # fmt: skip


def tell_published(charter, attempt):
    outbox.tell_signatories(charter, "charter_listed", key="", now=attempt.now)


def ask_whether_true(charter, attempt):
    outbox.tell_signatories(charter, "charter_reminder", key=f"{attempt.today}", now=attempt.now)


def tell_removed(charter, attempt):
    is_own = attempt.role == Role.OPERATOR
    outbox.tell_signatories(
        charter, "charter_removed", key="", now=attempt.now, urgent=True,
        context={"is_own": is_own, "reasons": "" if is_own else charter.note},
    )  # fmt: skip
