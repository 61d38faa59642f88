"""What a person may do in the room: one table, each act a verb of the label."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from label import appeals, attendance, deliberation, machine, panels, scoring
from label.machine import Refused
from label.models import Attendance
from label.session import forms
from label.session.access import Place
from label.session.minutes_form import MinutesForm

JUROR, RUNNER, CHAIR, GUARANTOR, SIGNER = "juror", "runner", "chair", "guarantor", "signer"


@dataclass(frozen=True)
class Act:
    """`do(place, form, now)` calls the verb and gives the words that confirm it."""

    who: str
    form: type[forms.RoomForm]
    do: Callable


def may(place: Place, who: str) -> bool:
    """Whether the act is one of theirs; the verb asks again."""
    return {
        JUROR: place.seat is not None,
        RUNNER: place.is_runner,
        CHAIR: place.is_chair,
        GUARANTOR: place.is_guarantor,
        SIGNER: place.is_chair or place.is_guarantor,
    }[who]


# The juror's own ---------------------------------------------------------------------------------


def _come(place, form, now):
    mode = form.cleaned_data["mode"]
    deliberation.arrive(place.hearing, place.seat, by=place.user, mode=mode, now=now)
    return _("Votre présence est notée.")


def _reaffirm(place, form, now):
    deliberation.reaffirm(_row(place, place.seat), by=place.user, now=now)
    return _("C’est noté : vous n’avez pas d’intérêt dans ce dossier.")


def _recuse(place, form, now):
    panels.recuse(place.seat, by=place.user, note=form.cleaned_data["note"], now=now)
    return _("Merci de l’avoir dit. Vous ne siégez plus pour ce dossier, sans autre question.")


def _score_again(place, form, now):
    seat = place.seat
    scoring.submit_sheet(seat, form.grades(), by=place.user, round=2, now=now)
    return _("Votre seconde feuille est rendue et scellée.")


def _consent(place, form, now):
    values = form.cleaned_data
    deliberation.reply_to_consent(
        values["round"],
        place.seat,
        by=place.user,
        answer=values["answer"],
        ground=values["ground"],
        reasons=values["reasons"],
        now=now,
    )
    return _("Votre réponse est notée. Vous pouvez la changer tant que le tour est ouvert.")


def _withdraw(place, form, now):
    reply = form.cleaned_data["round"].replies.filter(seat=place.seat).first()
    if reply is None:
        raise Refused(_("Vous n’avez pas d’objection dans ce tour."))
    deliberation.withdraw_objection(reply, by=place.user, now=now)
    return _("Votre objection est levée.")


def _vote(place, form, now):
    choice = form.cleaned_data["choice"]
    deliberation.cast_ballot(place.hearing, place.seat, by=place.user, choice=choice, now=now)
    return _("Votre vote est noté.")


def _read_minutes(place, form, now):
    values = form.cleaned_data
    attendance.reply_to_minutes(_opinion(place), place.seat, by=place.user, now=now, **values)
    return _("Votre relecture est notée.")


# Chair and facilitation --------------------------------------------------------------------------


def _note_presence(place, form, now):
    values = form.cleaned_data
    mode = values["mode"] or "on_site"
    deliberation.arrive(
        place.hearing,
        values["seat"],
        by=place.user,
        mode=mode,
        identity_checked=mode == "remote",
        now=now,
    )
    return _("La présence est notée.")


def _check_identity(place, form, now):
    row = _row(place, form.cleaned_data["seat"])
    attendance.check_identity(row, by=place.user, now=now)
    return _("L’identité est vérifiée.")


def _note_interests(place, form, now):
    deliberation.reaffirm(_row(place, form.cleaned_data["seat"]), by=place.user, now=now)
    return _("La confirmation est notée.")


def _note_departure(place, form, now):
    deliberation.leave(_row(place, form.cleaned_data["seat"]), by=place.user, now=now)
    return _("Le départ est noté.")


def _open(place, form, now):
    chair = form.cleaned_data["chair"]
    deliberation.open_hearing(place.hearing, by=place.user, chair=chair, now=now)
    return _("L’examen est ouvert.")


def _elect(place, form, now):
    attendance.elect_chair(place.hearing, form.cleaned_data["chair"], by=place.user, now=now)
    return _("La présidence est notée.")


def _guests_in(place, form, now):
    attendance.note_coming(
        place.hearing, by=place.user, now=now, **{form.cleaned_data["who"]: True}
    )
    return _("L’arrivée est notée.")


def _guests_out(place, form, now):
    hearing, who = place.hearing, form.cleaned_data["who"]
    if getattr(hearing, f"{who}_heard_at") is None:
        deliberation.note_heard(hearing, by=place.user, now=now, **{who: True})
    return _("La sortie est notée.")


def _operator_absent(place, form, now):
    deliberation.note_heard(place.hearing, by=place.user, declined=True, now=now)
    return _("L’absence est notée.")


def _reveal(place, form, now):
    scoring.reveal_in_session(place.case, by=place.user, now=now)
    return _("Les scellés sont levés.")


def _open_second(place, form, now):
    scoring.open_second_round(place.hearing, by=place.user, now=now)
    return _("Le second tour est ouvert.")


def _reveal_second(place, form, now):
    scoring.reveal_second_round(place.hearing, by=place.user, now=now)
    return _("Le second tour est levé.")


def _propose(place, form, now):
    values = form.cleaned_data
    deliberation.put_to_consent(
        place.hearing, by=place.user, outcome=values["outcome"], text=values["text"], now=now
    )
    return _("La proposition est soumise au consentement.")


def _close_consent(place, form, now):
    if deliberation.close_consent(form.cleaned_data["round"], by=place.user, now=now):
        return _("La proposition est adoptée par consentement.")
    return _("Des objections demeurent : amendez la proposition, ou passez au vote.")


def _open_ballot(place, form, now):
    deliberation.open_ballot(place.hearing, by=place.user, now=now)
    return _("Le vote est ouvert.")


def _close_ballot(place, form, now):
    deliberation.close_ballot(place.hearing, by=place.user, now=now)
    return _("Le vote est clos.")


def _write(place, form, now):
    deliberation.draft_opinion(place.hearing, by=place.user, now=now, **form.texts())
    return _("Le procès-verbal est enregistré : le jury peut le relire.")


def _sign(place, form, now):
    deliberation.sign_minutes(_opinion(place), by=place.user, now=now)
    return _("Vous avez signé le procès-verbal.")


def _adopt(place, form, now):
    deliberation.adopt_opinion(place.case, by=place.user, now=now)
    return _("L’avis est adopté et transmis à l’autorité.")


def _defer(place, form, now):
    deliberation.defer(place.case, by=place.user, questions=form.questions(), now=now)
    return _("Les questions sont envoyées à l’opérateur.")


def _adjourn(place, form, now):
    deliberation.adjourn(place.case, by=place.user, cause=form.cleaned_data["cause"], now=now)
    return _("L’examen est renvoyé à une autre séance.")


def _not_applicable(place, form, now):
    values = form.cleaned_data
    scoring.set_not_applicable(
        place.case,
        values["code"],
        by=place.user,
        reason=values["reason"],
        in_favour=values["in_favour"],
        now=now,
    )
    return _("Le vote est noté : ce critère est sans objet pour ce dossier.")


def _agree_to_defer(place, form, now):
    machine.endorse(place.case, "defer", by=place.user, now=now)
    return _("Votre accord est noté.")


def _advise(place, form, now):
    if not place.is_appeal:
        raise Refused(_("L’avis se vote à l’examen du jury de recours."))
    values = form.cleaned_data
    appeals.advise(
        place.case.appeal,
        place.hearing,
        by=place.user,
        advice=values["advice"],
        reasons=values["reasons"],
        findings=form.findings(),
        now=now,
    )
    return _("L’avis du jury de recours est rendu.")


def _row(place: Place, seat) -> Attendance:
    row = Attendance.objects.filter(hearing=place.hearing, seat=seat).first()
    if row is None:
        raise Refused(_("Notez d’abord la présence."))
    return row


def _opinion(place: Place):
    opinion = place.hearing.opinions.order_by("-number").first()
    if opinion is None:
        raise Refused(_("Le procès-verbal n’est pas encore écrit."))
    return opinion


ACTS = {
    "presence": Act(JUROR, forms.PresenceForm, _come),
    "interets": Act(JUROR, forms.NoFieldForm, _reaffirm),
    "retrait": Act(JUROR, forms.RecuseForm, _recuse),
    "second-tour": Act(JUROR, forms.ScoreAgainForm, _score_again),
    "consentement": Act(JUROR, forms.ReplyForm, _consent),
    "lever-objection": Act(JUROR, forms.RoundForm, _withdraw),
    "vote": Act(JUROR, forms.VoteForm, _vote),
    "relecture": Act(JUROR, forms.MinutesReplyForm, _read_minutes),
    "noter-presence": Act(RUNNER, forms.SeatForm, _note_presence),
    "noter-identite": Act(RUNNER, forms.SeatForm, _check_identity),
    "noter-interets": Act(RUNNER, forms.SeatForm, _note_interests),
    "noter-depart": Act(RUNNER, forms.SeatForm, _note_departure),
    "ouvrir": Act(RUNNER, forms.ChairForm, _open),
    "presidence": Act(RUNNER, forms.ChairForm, _elect),
    "entree": Act(RUNNER, forms.GuestForm, _guests_in),
    "sortie": Act(RUNNER, forms.GuestForm, _guests_out),
    "absence": Act(RUNNER, forms.NoFieldForm, _operator_absent),
    "levee": Act(RUNNER, forms.NoFieldForm, _reveal),
    "ouvrir-second-tour": Act(RUNNER, forms.NoFieldForm, _open_second),
    "lever-second-tour": Act(RUNNER, forms.NoFieldForm, _reveal_second),
    "proposition": Act(RUNNER, forms.ProposalForm, _propose),
    "clore-consentement": Act(RUNNER, forms.RoundForm, _close_consent),
    "ouvrir-vote": Act(RUNNER, forms.NoFieldForm, _open_ballot),
    "clore-vote": Act(RUNNER, forms.NoFieldForm, _close_ballot),
    "rediger": Act(RUNNER, MinutesForm, _write),
    "signer": Act(SIGNER, forms.NoFieldForm, _sign),
    "adopter": Act(CHAIR, forms.NoFieldForm, _adopt),
    "ajourner": Act(CHAIR, forms.QuestionsForm, _defer),
    "renvoyer": Act(CHAIR, forms.AdjournForm, _adjourn),
    "sans-objet": Act(CHAIR, forms.NotApplicableForm, _not_applicable),
    "avis-recours": Act(CHAIR, forms.AdviceForm, _advise),
    "accord": Act(GUARANTOR, forms.NoFieldForm, _agree_to_defer),
}
