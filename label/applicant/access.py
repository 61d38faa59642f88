"""The doors to a case, a label and a file: 404 for who has no business there."""

import rules
from django.http import Http404
from django.shortcuts import get_object_or_404

from label import case_file, read_log, roles
from label.enums import CaseState, Role
from label.models import Case, Evidence, Grant
from label.rules import TEAM


def get_case(user, reference: str) -> Case:
    """The case that this person applies with, or keys in from paper for the secretariat."""
    case = get_object_or_404(Case.objects.with_context(), reference=reference)
    if not rules.has_perm("label.follow_application", user, case):
        raise Http404
    return case


def get_draft(user, reference: str) -> Case:
    """The same while it can be written; 404 afterwards, for its screens are no more."""
    case = get_case(user, reference)
    if case.state != CaseState.DRAFT:
        raise Http404
    return case


def get_grant(user, number: str) -> Grant:
    """A label of this person."""
    grants = Grant.objects.select_related("case__operator", "case__rules", "operator")
    grant = get_object_or_404(grants, number=number)
    if not rules.has_perm("label.follow_application", user, grant):
        raise Http404
    return grant


# In which capacity a file is read by somebody else than the operator.
_READERS = (
    Role.SECRETARIAT,
    Role.GUARANTOR,
    Role.AUTHORITY,
    Role.AUDITOR,
    Role.ARCHIVIST,
    Role.JUROR,
    Role.APPEAL_JUROR,
    Role.VISITOR,
)


def note_reading(user, case: Case, what: str, pk: int) -> None:
    """Log who else than the operator reads a file, before it is given."""
    if not roles.is_operator(user, case):
        role = roles.first_held(user, _READERS, case) or Role.JUROR  # discharged, and reads still
        read_log.note(case, what, by=user, role=role, object_id=pk)


def get_evidence(user, pk: int) -> Evidence:
    """A file of a case that this person may read; one set aside, or confidential, for fewer."""
    piece = get_object_or_404(Evidence.objects.usable().select_related("case"), pk=pk)
    wanted = "label.read_confidential" if piece.is_confidential else "label.read_evidence"
    if not rules.has_perm(wanted, user, piece.case):
        raise Http404
    if comes_to_judge(user, piece.case) and not _is_readable(piece):
        raise Http404
    return piece


def _is_readable(piece: Evidence) -> bool:
    return case_file.readable(piece.case).filter(pk=piece.pk).exists()


def comes_to_judge(user, case: Case) -> bool:
    """Whether a person reads as a juror or a visitor only: neither of the operator nor the team."""
    return not roles.is_operator(user, case) and not set(TEAM) & roles.held_for(user, case)
