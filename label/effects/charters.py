"""What the moves of a charter write to whoever tends the place, and to the secretariat."""

from label import outbox
from label.enums import Role


def acknowledge(charter, attempt):
    """The receipt of a signature, or of a confirmation."""
    outbox.tell_signatories(
        charter, "charter_receipt", key=f"{attempt.move.id}:{attempt.today}", now=attempt.now,
        urgent=True, context={"is_again": attempt.move.event == "confirm"},
    )  # fmt: skip


def call_the_secretariat(charter, attempt):
    outbox.tell_role(
        Role.SECRETARIAT, "charter_signed", key=f"{charter.pk}", now=attempt.now,
        context={"place": charter.page.title},
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
