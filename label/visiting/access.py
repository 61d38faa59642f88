"""The one door of a visitor: a visit of one's own, and what the declaration lets read."""

import rules
from django.http import Http404
from django.shortcuts import get_object_or_404

from label.enums import Role
from label.models import InterestDeclaration, Visit


def own_visits(user):
    return (
        Visit.objects.filter(visitors__member__person=user)
        .select_related("case__operator__commune", "case__rules", "report")
        .prefetch_related("visitors__member__person", "proposals")
        .order_by("-due_on", "-pk")
        .distinct()
    )


def own_visit(user, pk: int) -> Visit:
    """A visit of that person; 404 for any other, whether it exists or not."""
    return get_object_or_404(own_visits(user), pk=pk)


def declarations_of(user, visits) -> dict[int, InterestDeclaration]:
    """Case → what the person declared as a visitor."""
    rows = InterestDeclaration.objects.filter(
        person=user, role=Role.VISITOR, case__in=[visit.case_id for visit in visits]
    )
    return {row.case_id: row for row in rows}


def stepped_aside(user, pk: int) -> bool:
    """Whether this person declared a tie with the case of a visit, and left its team."""
    declared = InterestDeclaration.objects.filter(person=user, role=Role.VISITOR, is_nil=False)
    return declared.filter(case__visits=pk).exists() and not own_visits(user).filter(pk=pk).exists()


def is_cleared(user, visit: Visit) -> bool:
    """Whether this visitor declared to have no tie: the file and the report ask for it (I-03)."""
    declared = declarations_of(user, [visit]).get(visit.case_id)
    return (
        declared is not None
        and declared.is_nil
        and rules.has_perm("label.read_visit_file", user, visit)
    )


def cleared_visit(user, pk: int) -> Visit:
    """A visit whose file this person may read; 404 otherwise."""
    visit = own_visit(user, pk)
    if not is_cleared(user, visit):
        raise Http404
    return visit
