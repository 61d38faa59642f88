"""Who a person is for a case, a grant, a seat (label.md 1.4).

Roles of the team come from groups, never from being an administrator. The others come from the
case itself: who applies, who sits, who visits, who chairs.
"""

from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from django.utils.translation import gettext as _
from madeingard.users.models import User

from directory.models import Membership
from label.enums import GROUP_ROLES, PanelKind, Role, SeatState
from label.models import Case, Hearing, Seat, Visitor

PERMISSION = "act_as_{}"
ON_PANEL = (SeatState.INVITED, SeatState.ACCEPTED, SeatState.SEATED)

# Roles that one person never combines on one case (label.md I-02).
EXCLUSIVE = frozenset(
    {
        Role.VISITOR,
        Role.JUROR,
        Role.APPEAL_JUROR,
        Role.CONTROLLER,
        Role.SECRETARIAT,
        Role.AUTHORITY,
        Role.GUARANTOR,
    }
)


def group_roles(user) -> frozenset[str]:
    """Roles of the team that the groups of a person give; kept on the user for the request."""
    if user is None or not user.is_authenticated or not user.is_active:
        return frozenset()
    kept = getattr(user, "_label_roles", None)
    if kept is None:
        names = Permission.objects.filter(
            group__user=user, content_type__app_label="label", codename__startswith="act_as_"
        ).values_list("codename", flat=True)
        kept = user._label_roles = frozenset(name.removeprefix("act_as_") for name in names)
    return kept


def own_cases(user) -> frozenset[int]:
    """Cases where somebody of the team applies, sits or visits, kept for the request."""
    kept = getattr(user, "_label_own_cases", None)
    if kept is None:
        found = Case.objects.with_a_part_of(user).values_list("pk", flat=True)
        kept = user._label_own_cases = frozenset(found)
    return kept


def held_for(user, obj) -> frozenset[str]:
    """Roles of the team that a person has for an object: none in a case that is their own.

    Whoever applies, sits or visits neither acts nor reads there for the team (label.md I-02, I-03,
    I-28).
    """
    held = group_roles(user)
    return frozenset() if held and _is_own(user, obj) else held


def _is_own(user, obj) -> bool:
    case = getattr(obj, "case", None)
    if case is not None:
        return case.pk in own_cases(user)
    # What is reported of a farm that has no label yet.
    return getattr(obj, "machine", "") == "alert" and is_operator(user, obj)


def holds(user, role: str, obj) -> bool:
    """Whether a person has a role for an object of the label, at this instant."""
    if role == Role.SYSTEM:
        return user is None
    if user is None or not user.is_authenticated or not user.is_active:
        return False
    if role in GROUP_ROLES:
        return role in held_for(user, obj)
    return _OF_OBJECT[role](user, obj)


def first_held(user, roles, obj) -> str:
    """The first of `roles` that a person holds for an object; empty: none."""
    return next((role for role in roles if holds(user, role, obj)), "")


def is_operator(user, obj) -> bool:
    """Somebody who tends the listing; the applicant too, but only while nobody tends it."""
    case = obj.case
    if case is not None:
        if _types_for(user, case):
            return True
        tending = set(
            Membership.objects.filter(page=case.operator_id).values_list("user", flat=True)
        )
        return user.pk in (tending or {case.applicant_id} - {None})
    page = getattr(obj, "page_id", None) or getattr(obj, "operator_id", None)
    return page is not None and _tends(user, page)


def operators_of(case):
    """The people with an account who are told of a case, and may act for its operator."""
    tended = Membership.objects.filter(page=case.operator_id)
    people = Q(pk__in=tended.values("user")) if tended.exists() else Q(pk=case.applicant_id)
    return User.objects.filter(people, is_active=True)


def binds(user, obj) -> bool:
    """Whether a person may commit the operator: an owner of the listing, never an editor."""
    case = obj.case
    if case is not None and _types_for(user, case):
        return True
    page = getattr(obj, "page_id", None) if case is None else case.operator_id
    return Membership.objects.owners().of(user).filter(page=page).exists()


def _types_for(user, case) -> bool:
    """Whether this is the hand that types what the operator of this case signed on paper."""
    paper = getattr(user, "signed_paper", None)
    return paper is not None and paper.case_id == case.pk


def is_juror(user, obj) -> bool:
    return _sits(user, obj, PanelKind.FIRST)


def is_appeal_juror(user, obj) -> bool:
    return _sits(user, obj, PanelKind.APPEAL)


def is_visitor(user, obj) -> bool:
    if obj.machine == "visit":
        return obj.visitors.filter(member__person=user).exists()
    case = obj.case
    return (
        case is not None and Visitor.objects.filter(visit__case=case, member__person=user).exists()
    )


def is_chair(user, obj) -> bool:
    """Elected by the panel at the hearing that is open, or that closed last."""
    case = obj.case
    if case is None:
        return False
    last = Hearing.objects.filter(panel__case=case, chair__isnull=False).order_by("-pk").first()
    return last is not None and Seat.objects.effective().of(user).filter(pk=last.chair_id).exists()


def is_reporter(user, obj) -> bool:
    return obj.machine == "alert" and obj.reporter.person_id == user.pk


def group_of(role: str) -> Group | None:
    return Group.objects.filter(
        permissions__codename=PERMISSION.format(role),
        permissions__content_type__app_label="label",
    ).first()


def word(role: str) -> str:
    """« le secrétariat », as a sentence says who must act."""
    return {
        Role.OPERATOR: _("l’opérateur"),
        Role.SECRETARIAT: _("le secrétariat"),
        Role.VISITOR: _("les personnes qui visitent"),
        Role.JUROR: _("le jury"),
        Role.CHAIR: _("la présidence de séance"),
        Role.FACILITATOR: _("l’animation"),
        Role.GUARANTOR: _("le garant ou la garante"),
        Role.AUTHORITY: _("l’autorité"),
        Role.CONTROLLER: _("la personne qui contrôle"),
        Role.APPEAL_JUROR: _("le jury de recours"),
        Role.REPORTER: _("la personne qui signale"),
        Role.SYSTEM: _("le calendrier"),
    }.get(role, role)


def _tends(user, page_id) -> bool:
    return Membership.objects.of(user).filter(page=page_id).exists()


def _sits(user, obj, kind) -> bool:
    if obj.machine == "seat":
        return obj.panel.kind == kind and obj.member.person_id == user.pk
    case = obj.case
    return (
        case is not None
        and Seat.objects.of(user)
        .filter(panel__case=case, panel__kind=kind, state__in=ON_PANEL)
        .exists()
    )


_OF_OBJECT = {
    Role.OPERATOR: is_operator,
    Role.JUROR: is_juror,
    Role.APPEAL_JUROR: is_appeal_juror,
    Role.VISITOR: is_visitor,
    Role.CHAIR: is_chair,
    Role.REPORTER: is_reporter,
}
