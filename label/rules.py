"""Who may read what of the label; asked with `rules.has_perm`, so that nobody stands above (I-08).

Acting is decided by the machine (roles and guards); these are for what screens show.
`visible_cases` mirrors them for lists.
"""

import rules

from label import conduct, panels, roles, signed_papers
from label.enums import CaseState, Channel, Role, SeatState
from label.models import Case, InterestDeclaration, Seat

TEAM = (
    Role.SECRETARIAT,
    Role.GUARANTOR,
    Role.AUTHORITY,
    Role.AUDITOR,
    Role.ARCHIVIST,
)


@rules.predicate
def is_active(user):
    return bool(user and user.is_authenticated and user.is_active)


def has_role(*wanted):
    """A predicate: the person has one of these team roles, and no other part in the case."""

    @rules.predicate(f"has_role:{','.join(wanted)}")
    def predicate(user, obj=None):
        return bool(set(wanted) & roles.held_for(user, obj))

    return predicate


@rules.predicate
def is_operator(user, obj):
    return obj is not None and roles.is_operator(user, obj)


@rules.predicate
def reads_as_panel(user, obj):
    """A juror seated, without tie, once the file is open."""
    return obj is not None and obj.case is not None and panels.may_read_file(obj.case, user)


@rules.predicate
def is_visitor(user, obj):
    return obj is not None and roles.is_visitor(user, obj)


@rules.predicate
def visits_without_tie(user, obj):
    """Who visits, once they declared no tie: nothing of the file is theirs before (I-03)."""
    return (
        obj is not None
        and not obj.case.was_given_up
        and roles.is_visitor(user, obj)
        and InterestDeclaration.objects.filter(
            case=obj.case, person=user, role=Role.VISITOR, is_nil=True
        ).exists()
    )


@rules.predicate
def is_own_seat(user, seat):
    return seat is not None and seat.member.person_id == user.pk


@rules.predicate
def sits(user, obj):
    """Invited, accepted or seated: the person knows of the case, not its content."""
    return (
        obj is not None
        and obj.case is not None
        and Seat.objects.of(user)
        .filter(
            panel__case=obj.case,
            state__in=[SeatState.INVITED, SeatState.ACCEPTED, SeatState.SEATED],
        )
        .exists()
    )


@rules.predicate
def sits_at(user, hearing):
    """A juror of the panel who sits now and declared no tie; never once recused (I-01, I-03)."""
    return hearing is not None and conduct.sits(hearing, user)


@rules.predicate
def conducts(user, hearing):
    return hearing is not None and conduct.runs(hearing, user)


@rules.predicate
def is_heard(user, hearing):
    """The operator, and who visited: heard by the panel, never in the room while it deliberates."""
    return hearing is not None and (
        roles.is_operator(user, hearing.case) or roles.is_visitor(user, hearing.case)
    )


@rules.predicate
def is_revealed(user, case):
    return case is not None and case.revealed_at is not None


@rules.predicate
def opinion_is_out(user, case):
    return case is not None and case.state not in {
        CaseState.DRAFT,
        CaseState.SUBMITTED,
        CaseState.INCOMPLETE,
        CaseState.INVESTIGATION,
        CaseState.SCORING,
        CaseState.DELIBERATION,
        CaseState.DEFERRED,
    }


@rules.predicate
def is_handed_in(user, obj):
    """A draft is its author's alone, unless the secretariat keys it in from paper."""
    case = obj.case if obj is not None else None
    return case is None or case.state != CaseState.DRAFT or case.channel == Channel.PAPER


@rules.predicate
def is_on_paper(user, obj):
    """A paper application, which the secretariat keys in under its mandate."""
    return obj is not None and obj.case is not None and obj.case.channel == Channel.PAPER


@rules.predicate
def comes_by_post(user, obj):
    """Nobody has an account for it any more: the secretariat types what comes signed."""
    return obj is not None and obj.case is not None and signed_papers.comes_by_post(obj.case)


is_team = has_role(*TEAM) & is_handed_in
is_secretariat = has_role(Role.SECRETARIAT)
is_guarantor = has_role(Role.GUARANTOR)
is_authority = has_role(Role.AUTHORITY)
is_controller = has_role(Role.CONTROLLER)
is_facilitator = has_role(Role.FACILITATOR)
is_archivist = has_role(Role.ARCHIVIST)


def visible_cases(user):
    """Cases whose state a person may see, the same as `label.see_case`."""
    if not is_active(user):
        return Case.objects.none()
    reads_all = bool(set(TEAM) & roles.group_roles(user))
    return Case.objects.visible_to(user, reads_all=reads_all)


# A case: its state and timeline, its file, the confidential parts of the file.
rules.add_perm("label.see_case", is_active & (is_team | is_operator | is_visitor | sits))
rules.add_perm("label.read_case", is_active & (is_team | is_operator | reads_as_panel))
rules.add_perm("label.read_visit_file", is_active & (is_team | is_operator | visits_without_tie))
rules.add_perm(
    "label.read_confidential",
    is_active & ((has_role(Role.SECRETARIAT, Role.GUARANTOR) & is_handed_in) | is_operator),
)
rules.add_perm(
    "label.edit_application", is_active & (is_operator | (is_secretariat & is_handed_in))
)
# The applicant's screens: theirs, and the secretariat's for who writes on paper.
rules.add_perm(
    "label.follow_application",
    is_active & (is_operator | (is_secretariat & (is_on_paper | comes_by_post))),
)
rules.add_perm("label.enter_paper", is_active & is_secretariat)
rules.add_perm(
    "label.read_evidence", is_active & (is_team | is_operator | reads_as_panel | visits_without_tie)
)
# Panel
rules.add_perm("label.see_panel_names", is_active & (is_team | is_operator))
rules.add_perm("label.answer_seat", is_active & is_own_seat)
rules.add_perm("label.score_case", is_active & reads_as_panel)
rules.add_perm("label.read_declarations", is_active & (is_secretariat | is_guarantor))
# What follows the reveal: medians for the panel, the opinion for the operator once adopted.
rules.add_perm(
    "label.read_medians", is_active & is_revealed & (is_team | is_facilitator | reads_as_panel)
)
rules.add_perm(
    "label.read_opinion",
    is_active & opinion_is_out & (is_team | is_operator | reads_as_panel),
)
# Desks
rules.add_perm("label.use_secretariat_desk", is_active & is_secretariat)
rules.add_perm("label.use_guarantor_desk", is_active & is_guarantor)
rules.add_perm("label.use_authority_desk", is_active & is_authority)
rules.add_perm("label.use_control_desk", is_active & is_controller)
rules.add_perm("label.attend_hearing", is_active & ~is_heard & (sits_at | conducts | is_guarantor))
rules.add_perm("label.run_hearing", is_active & ~is_heard & conducts)
rules.add_perm("label.run_session", is_active & (is_facilitator | is_secretariat))
rules.add_perm("label.read_incidents", is_active & is_team)
rules.add_perm("label.read_journal", is_active & is_team)
# Who reported stays with the secretariat and the guarantor (I-28).
rules.add_perm("label.read_reporter", is_active & (is_secretariat | is_guarantor))
rules.add_perm("label.read_alerts", is_active & (is_team | is_controller))
rules.add_perm("label.purge", is_active & is_archivist)
