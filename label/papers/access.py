"""Who may read which paper; asked with `rules.has_perm`, deny by default."""

import rules

from label import panels
from label.enums import Role
from label.models import InterestDeclaration, Seat
from label.rules import TEAM, has_role, is_active, is_handed_in, is_operator, is_visitor

is_team = has_role(*TEAM)
keeps_sessions = has_role(Role.FACILITATOR, Role.SECRETARIAT, Role.GUARANTOR, Role.AUDITOR)


@rules.predicate
def is_submitted(_user, case):
    return case is not None and case.submitted_at is not None


@rules.predicate
def is_convened(user, hearing):
    """Sits on the panel of the hearing, neither recused nor excused."""
    return hearing is not None and Seat.objects.effective().of(user).filter(
        panel=hearing.panel_id
    ).exists()  # fmt: skip


@rules.predicate
def has_no_tie(user, visit):
    """Declared no link with the operator, before learning who it is (I-03)."""
    return visit is not None and InterestDeclaration.objects.filter(
        case=visit.case_id, person=user, role=Role.VISITOR, is_nil=True
    ).exists()  # fmt: skip


@rules.predicate
def is_sent(_user, hearing):
    """The convocation has left, or the session is over: nobody reads it before the jurors."""
    return hearing is not None and hearing.session.convened_at is not None


@rules.predicate
def sat_for(user, opinion):
    """A juror who may read the file, of the panel that gives the opinion."""
    if opinion is None or not panels.may_read_file(opinion.panel.case, user):
        return False
    return opinion.panel.seats.effective().of(user).exists()


@rules.predicate
def is_adopted(_user, opinion):
    return opinion is not None and opinion.is_adopted


@rules.predicate
def is_notified(_user, decision):
    return decision is not None and hasattr(decision, "notice")


@rules.predicate
def is_of_a_case(_user, decision):
    return decision is not None and decision.grant_id is None


@rules.predicate
def advised(user, decision):
    """Sat on a panel of the case, and was never recused from it."""
    return decision is not None and Seat.objects.effective().of(user).filter(
        panel__case=decision.case_id
    ).exists()  # fmt: skip


@rules.predicate
def operates(user, obj):
    """The operator of the case of a hearing, an opinion, a decision."""
    case = obj.panel.case if hasattr(obj, "panel") else obj.case
    return is_operator(user, case)


@rules.predicate
def grant_is_notified(_user, grant):
    return grant is not None and hasattr(grant.decision, "notice")


rules.add_perm(
    "label.print_receipt",
    is_active & is_submitted & ((is_team & is_handed_in) | is_operator),
)
rules.add_perm("label.print_convocation", is_active & (keeps_sessions | (is_convened & is_sent)))
rules.add_perm("label.print_hearing_time", is_active & (keeps_sessions | (operates & is_sent)))
rules.add_perm("label.print_visit_kit", is_active & (is_team | (is_visitor & has_no_tie)))
rules.add_perm(
    "label.print_minutes",
    is_active & (is_team | keeps_sessions | sat_for | (operates & is_adopted)),
)
rules.add_perm("label.print_opinion", is_active & (is_team | ((sat_for | operates) & is_adopted)))
rules.add_perm(
    "label.print_decision",
    is_active & (is_team | (is_notified & (operates | (is_of_a_case & advised)))),
)
rules.add_perm("label.print_agreement", is_active & (is_team | (is_operator & grant_is_notified)))
# A letter names whom it is written to, and may announce what is not told yet.
rules.add_perm("label.print_letter", is_active & has_role(Role.SECRETARIAT))
rules.add_perm("label.take_logo_kit", is_active & is_operator & grant_is_notified)
