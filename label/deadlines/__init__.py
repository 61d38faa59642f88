"""Every deadline has one handler here, run once a day and as often as one likes (label.md I-26).

A handler makes the move whose time has come, sends the reminder or the alarm, or raises an incident
when a deadline of ours has passed: an incident never harms the operator.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from label import journal
from label.deadlines import cases, grants, judging, panels, reviews
from label.deadlines.tools import Day

HANDLERS = {
    "draft_reminder": cases.remind_drafts,
    "draft_expiry": cases.expire_drafts,
    "completeness": cases.watch_completeness,
    "documents_reminder": cases.remind_documents,
    "documents": cases.lapse_incomplete,
    "seat_reply": panels.close_invitations,
    "challenge_decision": panels.watch_challenges,
    "challenge": panels.constitute,
    "convocation": panels.watch_convocations,
    "pool_draw": panels.settle_pool_draws,
    "visit_reminder": panels.remind_visits,
    "visit": panels.watch_visits,
    "report": panels.watch_reports,
    "visit_reply": panels.close_replies,
    "scoring_opening": judging.open_scorings,
    "scoring_reminder": judging.remind_jurors,
    "scoring": judging.close_scorings,
    "opinion": judging.watch_opinions,
    "deferral_reminder": judging.remind_answers,
    "deferral": judging.close_deferrals,
    "decision": judging.watch_decisions,
    "notification": judging.watch_notifications,
    "legal_alarms": cases.raise_legal_alarms,
    "silence": cases.let_silence_decide,
    "retraction": cases.close_retractions,
    "appeal": judging.watch_appeals,
    "appeal_time": cases.close_decided,
    "ended": cases.close_ended,
    "signature_reminder": grants.remind_signatures,
    "signature": grants.close_signatures,
    "plan_dates": grants.announce_plan_dates,
    "plan_overdue": grants.watch_plans,
    "reserve_review": grants.watch_reviews,
    "review_reminder": reviews.remind,
    "panel_review": reviews.watch_measures,
    "notice": grants.watch_notices,
    "emergency": grants.end_emergencies,
    "suspension": grants.watch_suspensions,
    "self_declaration": grants.ask_declarations,
    "renewal_reminders": grants.remind_renewals,
    "extension": grants.extend,
    "expiry": grants.expire,
    "cycle_checks": grants.open_cycle_checks,
    "places": grants.ask_places,
    "checks": grants.watch_checks,
    "charters": grants.remind_charters,
    "minor_findings": grants.watch_findings,
    "consultations": panels.announce_end_of_consultations,
}


@dataclass
class Report:
    """What a run did: handler → how many moves, messages and incidents."""

    done: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.done.values())


def run(*, now: datetime, only: tuple[str, ...] = ()) -> Report:
    """Do all that the day asks for. Running it again the same day does nothing more."""
    report = Report()
    day = Day(now)
    for name, handler in HANDLERS.items():
        if only and name not in only:
            continue
        done = handler(day)
        if done:
            report.done[name] = done
    if not only:
        with transaction.atomic():
            journal.keep_daily_roots()
    return report
