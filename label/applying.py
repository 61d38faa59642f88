"""Filling an application one fact at a time, as it is typed (label.md 1.4).

The other verbs of a draft are in `label.cases`; these change one thing and leave the rest.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from label import machine
from label.cases import may_edit, touch
from label.enums import ApplicationPart
from label.machine import Refused
from label.models import (
    Answers,
    Case,
    Criterion,
    DeclaredTie,
    Grant,
    GrantLine,
    ProductLine,
    ScopeLine,
    SelfAssessment,
    Site,
)

DECLARED = ("description", "origin", "steps", "local_share", "yearly_volume")


@transaction.atomic
def save_answers(
    case: Case,
    part: str,
    changes: dict,
    *,
    by,
    done: bool | None = None,
    now: datetime | None = None,
) -> Answers:
    """Change some answers of a part and keep the others; `done`: whether the part is finished."""
    now = now or timezone.now()
    machine.lock(case)
    may_edit(case, by)
    row = Answers.objects.filter(case=case, part=ApplicationPart(part)).first()
    row = row or Answers(case=case, part=ApplicationPart(part), values={})
    row.values = row.values | changes
    row.is_done = row.is_done if done is None else done
    row.updated_at, row.updated_by = now, by
    row.save()
    touch(case, now)
    return row


@transaction.atomic
def save_assessment(
    case: Case,
    criterion: Criterion,
    changes: dict,
    *,
    by,
    evidence=None,
    now: datetime | None = None,
) -> SelfAssessment:
    """Change some of what the operator says of a criterion: answer, explanation, has_no_evidence.

    `evidence`: the pieces that prove it, in place of those before; None leaves them.
    """
    machine.lock(case)
    may_edit(case, by)
    row, _is_new = SelfAssessment.objects.get_or_create(case=case, criterion=criterion)
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()
    if evidence is not None:
        row.evidence.set(evidence)
    touch(case, now or timezone.now())
    return row


# Sites and lines ----------------------------------------------------------------------


@transaction.atomic
def change_site(case: Case, site: Site, *, by, now: datetime | None = None, **fields) -> Site:
    """Correct a site; one that a label in force covers is not changed from here."""
    machine.lock(case)
    may_edit(case, by)
    if site.operator_id != case.operator_id:
        raise Refused(_("Ce lieu est celui d’un autre opérateur."))
    if GrantLine.objects.filter(line__site=site, is_in_force=True).exists():
        raise Refused(_("Un label en vigueur couvre ce lieu : écrivez au secrétariat."))
    others = Site.objects.filter(operator=site.operator_id, name=fields.get("name", site.name))
    if others.exclude(pk=site.pk).exists():
        raise Refused(_("Vous avez déjà un lieu de ce nom."))
    for name, value in fields.items():
        setattr(site, name, value)
    site.save()
    touch(case, now or timezone.now())
    return site


@transaction.atomic
def remove_site(case: Case, site: Site, *, by, now: datetime | None = None) -> None:
    """Take away a site that no product line needs."""
    machine.lock(case)
    may_edit(case, by)
    if site.operator_id != case.operator_id or site.lines.exists():
        raise Refused(_("Des gammes sont faites ici : retirez-les d’abord."))
    site.delete()
    touch(case, now or timezone.now())


@transaction.atomic
def change_line(
    case: Case, row: ScopeLine, *, by, products=None, now: datetime | None = None, **fields
) -> ScopeLine:
    """Change what a case says of a line, and the line itself where this case alone names it."""
    machine.lock(case)
    may_edit(case, by)
    line = row.line
    if row.case_id != case.pk:
        raise Refused(_("Cette gamme est dans un autre dossier."))
    of_line = {name: value for name, value in fields.items() if name not in DECLARED}
    if not line.is_named_beyond(case):
        others = ProductLine.objects.filter(
            site=of_line.get("site", line.site), name=of_line.get("name", line.name)
        )
        if others.exclude(pk=line.pk).exists():
            raise Refused(_("Cette gamme existe déjà pour ce lieu."))
        for name, value in of_line.items():
            setattr(line, name, value)
        line.save()
        if products is not None:
            line.products.set(products)
    for name in DECLARED:
        if name in fields:
            setattr(row, name, fields[name])
    row.save()
    touch(case, now or timezone.now())
    return row


@transaction.atomic
def take_granted_lines(case: Case, grant: Grant, *, by, now: datetime | None = None) -> None:
    """Put the lines of a label in the application that renews it."""
    machine.lock(case)
    may_edit(case, by)
    if grant.operator_id != case.operator_id:
        raise Refused(_("Ce label est celui d’un autre opérateur."))
    former = {row.line_id: row for row in grant.case.scope_lines.all()}
    for granted in grant.lines.all():
        before = former.get(granted.line_id)
        declared = {name: getattr(before, name) for name in DECLARED} if before else {}
        ScopeLine.objects.get_or_create(
            case=case, line_id=granted.line_id, defaults={"origin": granted.origin} | declared
        )
    touch(case, now or timezone.now())


@transaction.atomic
def remove_tie(tie: DeclaredTie, *, by, now: datetime | None = None) -> None:
    case = tie.case
    machine.lock(case)
    may_edit(case, by)
    tie.delete()
    touch(case, now or timezone.now())
