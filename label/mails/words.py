"""The words of a message: subject, text, address. It names nothing its reader may not see.

What a template may use is gathered here from plain facts of the case and of the message; for a
juror, a visitor or the team a case has a number only, never the operator's name.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from label import charter_terms
from label.enums import DecisionKind
from label.mails import addresses
from label.mails.kinds import KINDS, Audience
from label.models import (
    Alert,
    CharterSignature,
    Decision,
    Grant,
    Hearing,
    OutboxMail,
    Session,
)

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d\S*")
_GAPS = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class Message:
    subject: str
    body: str
    where: str  # what the address opens
    address: str  # empty: nowhere to go


def write(mail: OutboxMail) -> Message:
    """The words of a message, in French."""
    with override("fr"):
        text = render_to_string(f"mails/label/{mail.kind}.txt", _facts(mail))
        subject, _newline, body = text.partition("\n")
        where, address = addresses.of(mail)
    return Message(_one_line(subject), _GAPS.sub("\n\n", body).strip(), where, address)


def _facts(mail: OutboxMail) -> dict:
    facts = {name: _value(value) for name, value in mail.context.items()}
    case, audience = mail.case, KINDS[mail.kind].audience
    if case is not None:
        facts |= {"reference": case.reference, "figures": case.procedure}
    if audience == Audience.OPERATOR:
        facts |= _of_operator(mail, case)
    elif audience == Audience.SIGNATORY:
        facts |= _of_signatory(mail)
    elif audience == Audience.TEAM and case is not None:
        facts["case_due_on"] = case.due_on
    if more := _MORE.get(mail.kind):
        facts |= more(mail, facts)
    return facts


def _of_operator(mail, case) -> dict:
    return {
        "title": _one_line(case.operator.title),
        "has_visit": case.procedure.visit_required,
        "window": case.windows.first(),
    }


def _of_signatory(mail) -> dict:
    charter = CharterSignature.objects.select_related("page").get(pk=mail.context["charter"])
    names = ("local_share", "declaration", "signed_at", "listed_at", "confirmed_on", "removed_at")
    facts = {name: getattr(charter, name) for name in names}
    return facts | {
        "title": _one_line(charter.page.title),
        "commitments": charter_terms.COMMITMENTS,
    }


def _decision(mail, facts) -> dict:
    return {"decision": Decision.objects.get(number=mail.context["decision"])}


def _grant(mail, facts) -> dict:
    grant = Grant.objects.get(number=mail.context["number"])
    names = ("number", "valid_from", "valid_to", "ended_on", "logo_stops_on", "sign_before")
    return {name: getattr(grant, name) for name in names}


def _session(mail, facts) -> dict:
    session = Session.objects.get(reference=mail.context["session"])
    hearing = Hearing.objects.filter(session=session, panel__case=mail.case_id).first()
    heard_at = (hearing and hearing.planned_for) or session.starts_at
    return {
        "place": session.place,
        "starts_at": timezone.localtime(session.starts_at),
        "heard_at": timezone.localtime(heard_at),
    }


def _measure(mail, facts) -> dict:
    return {"measure": DecisionKind(mail.context["measure"]).label}


def _appeal(mail, facts) -> dict:
    return {"appeal_due_on": mail.case.appeal.due_on}


def _restitution(mail, facts) -> dict:
    decision = Decision.objects.get(number=mail.context["decision"])
    departs = bool(decision.departure_reasons)
    return {"outcome": decision.get_kind_display(), "departs": departs}


def _alert(mail, facts) -> dict:
    return {"alert": Alert.objects.get(reference=mail.context["alert"])}


def _item(mail, facts) -> dict:
    return {"what": facts.get("what") or _("une étape")}


_MORE = {
    "decision": _decision,
    "measure": _decision,
    "agreement_to_sign": _grant,
    "session_cancelled": _session,
    "hearing_cancelled": _session,
    "grant_active": _grant,
    "grant_ended": _grant,
    "reinstated": _grant,
    "hearing": _session,
    "convocation": _session,
    "adversarial_window": _measure,
    "appeal_receipt": _appeal,
    "restitution": _restitution,
    "report_answered": _alert,
    "missed_deadline": _item,
}


def _value(value):
    """A fact as it was told: days and moments travel as text."""
    if isinstance(value, str):
        if _DAY.fullmatch(value):
            return date.fromisoformat(value)
        if _MOMENT.fullmatch(value):
            return timezone.localtime(datetime.fromisoformat(value))
    return value


def _one_line(text: str) -> str:
    return " ".join(text.split())
