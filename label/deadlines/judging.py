"""Deadlines from the scoring to the notice of the decision."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from label import clock, outbox, signed_papers
from label import scoring_facts as sheets
from label.deadlines.tools import Day, attempt, missed
from label.deliberation_facts import next_hearing
from label.enums import AppealState, CaseState, Role
from label.models import Appeal, Case, Deferral

REMINDER_DAYS = 2
DECIDED = (
    CaseState.GRANTED,
    CaseState.GRANTED_WITH_RESERVES,
    CaseState.REFUSED,
    CaseState.INADMISSIBLE,
)


def open_scorings(day: Day) -> int:
    """Cases for which everything is ready (C09), from ten days before their session."""
    done = 0
    for case in Case.objects.filter(state=CaseState.INVESTIGATION, file_opened_on__isnull=False):
        hearing = next_hearing(case)
        if hearing is None:
            continue
        figures = case.procedure
        opens = clock.civil_day(hearing.session.starts_at) - timedelta(days=figures.scoring_days)
        if day.today >= opens:
            done += attempt(case, "open_scoring", day)
    return done


def remind_jurors(day: Day) -> int:
    """« You still have to score »: to those who have not, a count only."""
    done = 0
    soon = Case.objects.filter(
        state=CaseState.SCORING,
        scoring_closes_on__lte=day.today + timedelta(days=REMINDER_DAYS),
        scoring_closes_on__gte=day.today,
    )
    for case in soon:
        panel = case.panel
        given = sheets.submitted(panel, case.phase).values("seat")
        late = panel.effective_seats().exclude(pk__in=given)
        done += outbox.tell_all(
            [seat.member.person for seat in late],
            "still_to_score",
            key=f"{case.reference}:{case.phase}:{case.scoring_closes_on}",
            now=day.now,
            case=case,
            context={"closes_on": case.scoring_closes_on.isoformat()},
        )
    return done


def close_scorings(day: Day) -> int:
    """Reveal when the session is there or none is planned (C11); say when sheets are missing."""
    done = 0
    for case in Case.objects.filter(state=CaseState.SCORING):
        hearing = next_hearing(case)
        if hearing is not None and day.today < clock.civil_day(hearing.session.starts_at):
            continue
        made = attempt(case, "reveal", day)
        if not made and day.today > case.scoring_closes_on:
            made = missed(
                day,
                _("Feuilles manquantes, dossier %(case)s") % {"case": case},
                key=f"scoring:{case.reference}",
                due_on=case.scoring_closes_on,
                case=case,
            )
        done += made
    return done


def watch_opinions(day: Day) -> int:
    late = Case.objects.filter(state=CaseState.DELIBERATION, due_on__lt=day.today)
    return _missed_cases(day, late, "opinion", _("Avis du dossier %(case)s"))


def remind_answers(day: Day) -> int:
    done = 0
    for case in Case.objects.filter(state=CaseState.DEFERRED):
        days = case.procedure.deferral_reminder_days
        if day.today < case.answer_due_on - timedelta(days=days):
            continue
        key = str(case.deferrals)
        done += outbox.was_told("deferral_reminder", case, key=key) is None
        outbox.tell_operator(
            case, "deferral_reminder", key=key, now=day.now, urgent=True,
            context={"answer_due_on": case.answer_due_on.isoformat()},
        )  # fmt: skip
    return done


def close_deferrals(day: Day) -> int:
    """No answer: the case lapses (C18); under silence an express refusal is to be signed (C23)."""
    done = 0
    answered = Deferral.objects.filter(
        case=OuterRef("pk"), number=OuterRef("deferrals"), answered_at__isnull=False
    )
    silent = Case.objects.filter(~Exists(answered), state=CaseState.DEFERRED)
    for case in silent.filter(answer_due_on__lt=day.today):
        if attempt(case, "no_reply", day):
            done += 1
            continue
        if day.today <= signed_papers.awaited_until(case, case.answer_due_on):
            continue
        key = f"{case.reference}:{case.deferrals}"
        outbox.tell_role(
            Role.AUTHORITY, "deferral_over", key=key, now=day.now, case=case, urgent=True
        )
    return done


def watch_decisions(day: Day) -> int:
    late = Case.objects.filter(state=CaseState.OPINION_ISSUED, due_on__lt=day.today)
    return _missed_cases(day, late, "decision", _("Décision du dossier %(case)s"))


def watch_notifications(day: Day) -> int:
    late = Case.objects.filter(state__in=DECIDED, notified_on=None, due_on__lt=day.today)
    return _missed_cases(day, late, "notification", _("Notification du dossier %(case)s"))


def watch_appeals(day: Day) -> int:
    late = Appeal.objects.exclude(state__in=[AppealState.DECIDED]).filter(
        due_on__lt=day.today, case__state=CaseState.UNDER_APPEAL
    )
    return sum(
        missed(
            day,
            _("Recours du dossier %(case)s") % {"case": appeal.case},
            key=f"appeal:{appeal.case.reference}",
            due_on=appeal.due_on,
            case=appeal.case,
        )
        for appeal in late.select_related("case")
    )


def _missed_cases(day: Day, late, key: str, sentence: str) -> int:
    return sum(
        missed(
            day,
            sentence % {"case": case},
            key=f"{key}:{case.reference}",
            due_on=case.due_on,
            case=case,
        )
        for case in late
    )
