"""A report that comes from a phone: maybe late, maybe twice, maybe after the other visitor's."""

import hashlib
import json
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from label import machine, visits
from label.enums import VisitState
from label.models import Visit, VisitReport


class Stale(Exception):
    """The other visitor wrote meanwhile; `report` is what they wrote."""

    def __init__(self, report: VisitReport):
        super().__init__()
        self.report = report


def digest(report: VisitReport | None) -> str:
    """What a form was made from, in a word."""
    values = {name: getattr(report, name) for name in visits.REPORT_FIELDS} if report else {}
    kept = {name: value for name, value in values.items() if value}
    text = json.dumps(kept, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


@transaction.atomic
def receive(
    visit: Visit, values: dict, *, by, base: str, client_key: str, now: datetime | None = None
) -> VisitReport:
    """Keep what a phone sends; the visit took place, since it is told.

    `base`: the digest of the report that the form showed. `client_key` names one form: what it
    sends again replaces what it sent before, and never counts as somebody else's. Raises Stale
    when the report has changed under another's hand, Refused when it is not to be written.
    """
    now = now or timezone.now()
    machine.lock(visit)
    if visit.state == VisitState.SCHEDULED:
        visits.mark_done(visit, by=by, now=now)
    report = VisitReport.objects.filter(visit=visit).first()
    is_own = report is not None and client_key and report.client_key == client_key
    if report is not None and not is_own and base != digest(report):
        raise Stale(report)
    return visits.save_report(visit, values, by=by, client_key=client_key, now=now)
