"""Verbs of the referential and the rules of use: draft, consultation, adoption, in force (6.3)."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from label import journal, machine, roles
from label.enums import Role, VersionState
from label.machine import Refused, move
from label.models import Criterion, Event, ReferentialVersion, RulesVersion
from label.procedure import errors_in


@transaction.atomic
def create_referential(
    *, code: str, title: str, by, copy_of: ReferentialVersion | None = None,
    now: datetime | None = None,
) -> ReferentialVersion:  # fmt: skip
    """A draft, empty or copied from another version with all its criteria (T01)."""
    version = ReferentialVersion(code=code, title=title)
    version.full_clean()
    version.save()
    machine.created(version, "T01", by=by, now=now or timezone.now())
    for criterion in copy_of.criteria.all() if copy_of else ():
        exceptions, equivalences = (
            list(criterion.exceptions.all()),
            list(criterion.equivalences.all()),
        )
        criterion.pk, criterion.version = None, version
        criterion._state.adding = True
        criterion.save()
        for row in (*exceptions, *equivalences):
            row.pk, row.criterion = None, criterion
            row._state.adding = True
            row.save()
    return version


@transaction.atomic
def create_rules(
    *, code: str, title: str, figures: dict, by, now: datetime | None = None, **fields
) -> RulesVersion:
    """A draft of the rules of use (T01)."""
    version = RulesVersion(code=code, title=title, figures=figures, **fields)
    version.full_clean()
    version.save()
    machine.created(version, "T01", by=by, now=now or timezone.now())
    return version


@transaction.atomic
def rewrite_rules(
    version: RulesVersion, *, by, figures: dict, now: datetime | None = None, **fields
) -> RulesVersion:
    """Change the figures of a draft; what holds together is checked, and said."""
    _draft(version, by)
    version.figures = version.figures | figures
    for name, value in fields.items():
        setattr(version, name, value)
    if errors := errors_in(version.figures):
        raise Refused(*errors)
    version.save()
    _note(version, by, now)
    return version


@transaction.atomic
def rewrite_criterion(
    criterion: Criterion, *, by, now: datetime | None = None, **fields
) -> Criterion:
    """Change a criterion of a draft."""
    version = criterion.version
    _draft(version, by)
    criterion.version = version
    for name, value in fields.items():
        setattr(criterion, name, value)
    try:
        criterion.full_clean()
    except ValidationError as error:
        raise Refused(*error.messages) from error
    criterion.save()
    _note(version, by, now)
    return criterion


def _draft(version, by) -> None:
    machine.lock(version)
    if version.state != VersionState.DRAFT:
        raise Refused(_("Cette version n’est plus en préparation : faites-en une nouvelle."))
    if not roles.holds(by, Role.SECRETARIAT, version):
        raise Refused(_("C’est au secrétariat de préparer une version."))


def _note(version, by, now) -> None:
    journal.record(version, "rewrite", by=by, role=Role.SECRETARIAT, now=now or timezone.now())


def consult(version, *, by, now: datetime | None = None) -> Event:
    """Open the public consultation (T02)."""
    return move(version, "consult", by=by, now=now)


def adopt(version, *, by, deliberation_ref: str, now: datetime | None = None) -> Event:
    """Adopted by deliberation, once the consultation is over (T03)."""
    return move(version, "adopt", by=by, now=now, deliberation_ref=deliberation_ref)


def put_in_force(
    version, *, by=None, transition_until: date | None = None, now: datetime | None = None
) -> Event:
    """From now on; the former version retires and keeps its own cases (T04, T05)."""
    return move(version, "put_in_force", by=by, now=now, transition_until=transition_until)


def differences(former: ReferentialVersion, latter: ReferentialVersion) -> dict[str, list]:
    """Codes added and removed, and for each code changed the fields that differ."""
    fields = (
        "dimension", "title", "explanation", "level", "is_remediable", "is_decisive", "evidence",
        "verification", "raw", "processed", "craft",
    )  # fmt: skip
    before = {one.code: one for one in former.criteria.all()}
    after = {one.code: one for one in latter.criteria.all()}
    changed = [
        (code, [name for name in fields if getattr(before[code], name) != getattr(row, name)])
        for code, row in after.items()
        if code in before
    ]
    return {
        "added": [code for code in after if code not in before],
        "removed": [code for code in before if code not in after],
        "changed": [(code, names) for code, names in changed if names],
    }


def current() -> tuple[ReferentialVersion, RulesVersion]:
    """The versions in force, or Refused."""
    referential = ReferentialVersion.objects.in_force().first()
    rules = RulesVersion.objects.in_force().first()
    if referential is None or rules is None:
        raise Refused(_("Le label n’est pas encore ouvert : aucune version n’est en vigueur."))
    return referential, rules
