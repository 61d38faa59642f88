"""What an operator shows as corrected under a formal notice or a suspension, and what is answered.

Showing moves nothing: the team lifts the measure once it has verified (G08, G09, G12).
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from label import journal, machine, outbox, roles
from label.enums import TO_CORRECT, GrantState, Role
from label.machine import Refused
from label.models import Evidence, Grant, Remedy


def is_open(grant: Grant) -> bool:
    return grant.state in TO_CORRECT


@transaction.atomic
def show(
    grant: Grant, *, by, text: str, evidence: Iterable[Evidence] = (), now: datetime | None = None
) -> Remedy:
    """The operator says what they corrected; as often as they wish. Two taps are one."""
    now = now or timezone.now()
    machine.lock(grant)
    if not roles.is_operator(by, grant):
        raise Refused(_("C’est à l’opérateur de montrer ce qu’il a corrigé."))
    if not is_open(grant):
        raise Refused(
            _("Ce label n’est plus en demeure ni suspendu : il n’y a plus de correction à montrer.")
        )
    if not text.strip():
        raise Refused(_("Dites ce que vous avez corrigé."))
    pieces = set(evidence)
    last = grant.remedies.waiting().first()
    if last is not None and last.text == text and set(last.evidence.all()) == pieces:
        return last
    made = Remedy.objects.create(grant=grant, text=text, sent_at=now)
    made.evidence.set(pieces)
    journal.record(grant, "show_remedy", by=by, role=Role.OPERATOR, now=now)
    lifting = [Role.SECRETARIAT]
    if grant.state == GrantState.SUSPENDED:
        lifting.append(Role.AUTHORITY)
    for role in lifting:
        outbox.tell_role(
            role, "remedy_shown", key=f"{made.pk}", now=now, case=grant.case, urgent=True,
            context={"number": grant.number, "is_suspended": grant.state == GrantState.SUSPENDED},
        )  # fmt: skip
    return made


@transaction.atomic
def answer(remedy: Remedy, *, by, text: str, now: datetime | None = None) -> None:
    """Say what is still missing in what was shown, up to this one; the measure holds.

    What arrived since it was read waits for its own answer.
    """
    now = now or timezone.now()
    grant = remedy.grant
    machine.lock(grant)
    if not roles.holds(by, Role.SECRETARIAT, grant):
        raise Refused(_("C’est au secrétariat de répondre."))
    machine.involve(grant.case, by, Role.SECRETARIAT, now=now)
    read = grant.remedies.waiting().filter(pk__lte=remedy.pk)
    if not is_open(grant) or not read.filter(pk=remedy.pk).exists():
        raise Refused(_("Cette correction n’attend plus de réponse."))
    if not text.strip():
        raise Refused(_("Dites ce qui manque encore."))
    read.update(answer=text, answered_at=now)
    journal.record(grant, "answer_remedy", by=by, role=Role.SECRETARIAT, now=now)
    outbox.tell_operator(
        grant.case, "remedy_answered", key=f"{remedy.pk}", now=now, urgent=True,
        context={"number": grant.number, "text": text},
    )  # fmt: skip
