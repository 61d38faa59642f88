"""Everything the page of a hearing shows to one person, read once."""

from collections import Counter
from datetime import datetime

from label import deliberation_facts, machine
from label.enums import CaseState, Outcome, Role
from label.session import agenda, composition, forms, grades, people, votes
from label.session.access import Place
from label.session.minutes_form import MinutesForm


def show(place: Place, *, now: datetime) -> dict:
    """The facts of the hearing as this person may see them (I-08: nothing before the reveal)."""
    hearing = place.hearing
    jurors = people.jurors_of(place)
    me = next((one for one in jurors if one.is_me), None)
    counts = Counter(one.seat.college for one in jurors if one.counts)
    shows_grades = agenda.may_show_grades(hearing) and not place.is_appeal
    is_second_sealed = bool(hearing.second_round_at and not hearing.second_revealed_at)
    shown = {
        "place": place,
        "hearing": hearing,
        "case": place.case,
        "jurors": jurors,
        "me": me,
        "colleges": composition.rows(place.panel, counts),
        "rules": composition.rules_now(place.panel, counts, convening=hearing.convening),
        "gone": people.gone(place),
        "end": agenda.end_of(hearing),
        "shows_grades": shows_grades,
        "is_second_sealed": is_second_sealed,
        "divergences": grades.divergences(place, jurors) if shows_grades else [],
        "proposed": grades.proposed(place) if shows_grades and not is_second_sealed else None,
        "consent": votes.consent_of(place, jurors),
        "ballot": votes.vote_of(place, jurors),
        "minutes": votes.minutes_of(place, jurors),
        "concluded": votes.concluded(place),
        "scored": sum(one.has_scored for one in jurors),
        "scored_again": sum(one.has_scored_again for one in jurors),
        "may_score_again": sum(one.has_scored and one.counts for one in jurors),
        "is_sealed": place.case.state == CaseState.SCORING,
        "is_live": not hearing.closed_at and place.session.state in {"planned", "open"},
    }
    opinion, adopted = shown["minutes"].opinion, shown["concluded"]
    shown["is_deferring"] = adopted is not None and adopted.outcome == Outcome.DEFER
    shown["adopted_label"] = str(Outcome(adopted.outcome).label) if adopted else ""
    # A deferral beyond the usual number waits for the guarantor's agreement (C15).
    shown["is_agreement_awaited"] = bool(
        place.is_guarantor
        and shown["is_deferring"]
        and hearing.is_open
        and place.case.deferrals >= place.case.procedure.deferrals
        and not deliberation_facts.endorsed(place.case, "defer", Role.GUARANTOR)
    )
    shown["steps"] = agenda.steps(
        hearing,
        agenda.Progress(
            is_revealed=shows_grades,
            diverges=bool(shown["divergences"]),
            has_rounds=bool(shown["consent"].rounds),
            is_adopted=shown["concluded"] is not None,
            is_concluded=bool(opinion and opinion.is_adopted),
        ),
        now=now,
    )
    shown["step"] = next((one for one in shown["steps"] if one.status == agenda.NOW), None)
    shown["limits"] = agenda.late(hearing, now=now)
    shown["asked"] = people.ask(place, me, shown)
    return shown | {"against": _reasons_against(place, shown, now)}


def with_forms(shown: dict, *, bound: dict | None = None) -> dict:
    """The forms of what this person may do now; `bound`: those that were sent and refused."""
    place: Place = shown["place"]
    bound = bound or {}
    made = {}

    def add(name: str, form: type[forms.RoomForm], when: bool):
        if name in bound:
            made[name.replace("-", "_")] = bound[name]
        elif when:
            made[name.replace("-", "_")] = form(place=place, shown=shown)

    asked, hearing = shown["asked"], shown["hearing"]
    consent, ballot, minutes = shown["consent"], shown["ballot"], shown["minutes"]
    is_juror = place.seat is not None and shown["is_live"]
    runs = place.is_runner and shown["is_live"]
    add("retrait", forms.RecuseForm, is_juror)
    add("second-tour", forms.ScoreAgainForm, asked == "score_again")
    add("consentement", forms.ReplyForm, is_juror and bool(consent.open_round))
    add("vote", forms.VoteForm, asked == "vote")
    add("relecture", forms.MinutesReplyForm, is_juror and minutes.is_to_read)
    add("ouvrir", forms.ChairForm, runs and hearing.opened_at is None)
    add("presidence", forms.ChairForm, runs and hearing.is_open)
    add(
        "proposition",
        forms.ProposalForm,
        runs
        and shown["proposed"] is not None
        and hearing.is_open
        and not consent.open_round
        and not shown["concluded"]
        and not ballot.is_open
        and bool(consent.left),
    )
    writes = runs and shown["concluded"] is not None and not shown["is_deferring"]
    add("rediger", MinutesForm, writes and hearing.is_open and shown["proposed"] is not None)
    chairs = place.is_chair and hearing.is_open
    add("ajourner", forms.QuestionsForm, chairs and shown["is_deferring"])
    add("renvoyer", forms.AdjournForm, chairs and place.case.state == CaseState.DELIBERATION)
    add("avis-recours", forms.AdviceForm, chairs and place.is_appeal)
    add("sans-objet", forms.NotApplicableForm, chairs and shown["proposed"] is not None)
    return shown | {"forms": made}


def _reasons_against(place: Place, shown: dict, now: datetime) -> dict[str, list[str]]:
    """Why an act that comes next would be refused, for who could do it."""
    found = {}
    if place.is_runner and shown["is_sealed"] and shown["hearing"].is_open:
        found["reveal"] = machine.reasons_against(place.case, "reveal", now=now)
    opinion = shown["minutes"].opinion
    if place.is_chair and opinion and not opinion.is_adopted and shown["hearing"].is_open:
        found["adopt"] = machine.reasons_against(
            place.case, "adopt_opinion", by=place.user, now=now
        )
    return found
