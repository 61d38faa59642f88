"""What is typed in the room, turned into what the verbs take."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home.long_text import LongText
from label import judgement, scoring
from label.enums import (
    AppealAdvice,
    AttendanceMode,
    BallotChoice,
    ConsentAnswer,
    MinutesAnswer,
    ObjectionGround,
    Outcome,
)
from label.medians import REASON_NEEDED
from label.models import GivenGrade


def _area(rows: int = 3):
    return LongText(attrs={"rows": rows})


def _radio():
    return forms.RadioSelect()


class RoomForm(forms.Form):
    """A form of one act; its fields may follow from where the hearing is."""

    prefix_id = ""
    needs_room = False  # whether its fields follow from what the room shows

    def __init__(self, data=None, *, place, shown=None, **options):
        self.place, self.shown = place, shown or {}
        super().__init__(data, auto_id=f"{self.prefix_id}_%s", label_suffix="", **options)
        self.prepare()

    def prepare(self) -> None:
        """Fields that follow from the hearing."""


class NoFieldForm(RoomForm):
    pass


class PresenceForm(RoomForm):
    prefix_id = "presence"
    mode = forms.ChoiceField(choices=AttendanceMode.choices)


class SeatForm(RoomForm):
    """Somebody of the panel, named by their seat."""

    prefix_id = "siege"
    seat = forms.IntegerField()
    mode = forms.ChoiceField(choices=AttendanceMode.choices, required=False)

    def clean_seat(self):
        seat = self.place.panel.effective_seats().filter(pk=self.cleaned_data["seat"]).first()
        if seat is None:
            raise forms.ValidationError(_("Cette personne ne siège plus."))
        return seat


class ChairForm(RoomForm):
    needs_room = True
    prefix_id = "presidence"
    chair = forms.TypedChoiceField(label=gettext_lazy("Qui préside ?"), coerce=int)

    def prepare(self):
        there = [one for one in self.shown.get("jurors", []) if one.counts]
        self.fields["chair"].choices = [("", "—"), *((one.seat.pk, one.name) for one in there)]

    def clean_chair(self):
        return self.place.panel.effective_seats().get(pk=self.cleaned_data["chair"])


class GuestForm(RoomForm):
    prefix_id = "invite"
    who = forms.ChoiceField(choices=[("visitors", ""), ("operator", "")])


class RecuseForm(RoomForm):
    prefix_id = "retrait"
    note = forms.CharField(
        label=gettext_lazy("En quelques mots"),
        help_text=gettext_lazy("Lu par le secrétariat et le garant seulement."),
        max_length=1000,
        widget=_area(2),
    )
    sure = forms.BooleanField(
        label=gettext_lazy("Je quitte ce jury : je ne pourrai pas y revenir."),
    )


class ScoreAgainForm(RoomForm):
    """The criteria that diverged, scored a second time, sealed."""

    prefix_id = "second"

    def prepare(self):
        self.criteria = scoring.criteria_to_score(self.place.case, round=2)
        kept = scoring.read_own_sheet(self.place.seat, by=self.place.user, round=2)
        for one in self.criteria:
            line = kept.get(one.code, {})
            self.fields[f"grade_{one.code}"] = forms.ChoiceField(
                label=str(one.title),
                choices=scoring.grades_of(one.level),
                widget=_radio(),
                initial=line.get("grade"),
                error_messages={"required": _("Choisissez une note.")},
            )
            self.fields[f"reason_{one.code}"] = forms.CharField(
                label=_("Pourquoi ?"),
                required=False,
                max_length=2000,
                widget=_area(2),
                initial=line.get("reason"),
            )

    def lines(self):
        """Each criterion with its two fields."""
        for one in self.criteria:
            yield one, self[f"grade_{one.code}"], self[f"reason_{one.code}"]

    def clean(self):
        values = super().clean()
        for one in self.criteria:
            grade = values.get(f"grade_{one.code}")
            if grade in REASON_NEEDED and not values.get(f"reason_{one.code}", "").strip():
                self.add_error(f"reason_{one.code}", _("Écrivez une raison, une phrase suffit."))
        return values

    def grades(self) -> dict:
        """As the sheet keeps them, citing the same evidence as the first time."""
        first = GivenGrade.objects.filter(
            sheet__seat=self.place.seat, sheet__phase=self.place.case.phase, sheet__round=1
        )
        cited = {row.criterion_id: row.evidence for row in first}
        values = self.cleaned_data
        return {
            one.code: {
                "grade": values.get(f"grade_{one.code}", ""),
                "reason": values.get(f"reason_{one.code}", ""),
                "evidence": cited.get(one.pk, []),
            }
            for one in self.criteria
        }


class ProposalForm(RoomForm):
    needs_room = True
    prefix_id = "proposition"
    outcome = forms.ChoiceField(label=gettext_lazy("Le jury propose de"), widget=_radio())
    text = forms.CharField(
        label=gettext_lazy("La proposition, en toutes lettres"), max_length=8000, widget=_area(4)
    )

    def prepare(self):
        proposed = self.shown.get("proposed")
        self.fields["outcome"].choices = proposed.allowed if proposed else Outcome.choices
        if proposed:
            self.initial.setdefault("outcome", proposed.outcome)


class RoundForm(RoomForm):
    """Names the round, so that an act sent twice never touches the next one."""

    prefix_id = "tour"
    round = forms.IntegerField(widget=forms.HiddenInput)

    def clean_round(self):
        number = self.cleaned_data["round"]
        found = self.place.hearing.consent_rounds.filter(number=number).first()
        if found is None:
            raise forms.ValidationError(_("Ce tour n’existe pas."))
        return found


class ReplyForm(RoundForm):
    prefix_id = "consentement"
    answer = forms.ChoiceField(
        label=gettext_lazy("Votre réponse"), choices=ConsentAnswer.choices, widget=_radio()
    )
    ground = forms.ChoiceField(
        label=gettext_lazy("Si vous objectez, sur quoi repose l’objection ?"),
        choices=[("", gettext_lazy("Je n’objecte pas")), *ObjectionGround.choices],
        required=False,
    )
    reasons = forms.CharField(
        label=gettext_lazy("Vos motifs"),
        help_text=gettext_lazy("Un fait, ou ce qui nuirait au label. Pas une préférence."),
        required=False,
        max_length=2000,
        widget=_area(3),
    )

    def prepare(self):
        consent = self.shown.get("consent")
        if consent and consent.open_round:
            self.initial.setdefault("round", consent.open_round.round.number)

    def clean(self):
        values = super().clean()
        if values.get("answer") == ConsentAnswer.OBJECT:
            if not values.get("ground"):
                self.add_error("ground", _("Choisissez un fait, ou un tort à l’objet du label."))
            if not (values.get("reasons") or "").strip():
                self.add_error("reasons", _("Écrivez vos motifs."))
        else:
            values["ground"] = ""
        return values


class VoteForm(RoomForm):
    prefix_id = "vote"
    choice = forms.ChoiceField(
        label=gettext_lazy("Votre vote"), choices=BallotChoice.choices, widget=_radio()
    )


class MinutesReplyForm(RoomForm):
    """`base` says which writing was read: nobody approves another one unseen."""

    prefix_id = "relecture"
    base = forms.CharField(required=False, widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label=gettext_lazy("Ce procès-verbal dit-il bien ce qui s’est passé ?"),
        choices=MinutesAnswer.choices,
        widget=_radio(),
    )
    text = forms.CharField(
        label=gettext_lazy("La correction que vous demandez"),
        required=False,
        max_length=2000,
        widget=_area(2),
    )
    wants_minority = forms.BooleanField(
        label=gettext_lazy("Je demande qu’un avis minoritaire soit joint"), required=False
    )

    def clean(self):
        values = super().clean()
        if values.get("answer") == MinutesAnswer.CORRECT and not values.get("text", "").strip():
            self.add_error("text", _("Écrivez la correction que vous demandez."))
        if values.pop("base", "") != (current := self._writing()):
            self.data = self.data.copy()
            self.data["base"] = current  # the next answer is about this one
            raise forms.ValidationError(
                _("Le procès-verbal a été réécrit entre-temps : relisez-le, puis répondez.")
            )
        return values

    def prepare(self):
        self.initial["base"] = self._writing()

    def _writing(self) -> str:
        opinion = self.place.hearing.opinions.order_by("-number").first()
        return opinion.drafted_at.isoformat() if opinion else ""


class QuestionsForm(RoomForm):
    """Precise questions to the operator; empty ones are left out."""

    needs_room = True
    prefix_id = "questions"
    SLOTS = 4

    def prepare(self):
        proposed = self.shown.get("proposed")
        named = list(proposed.questions if proposed else ())
        self.criteria = [one.criterion for one in proposed.medians] if proposed else []
        codes = [("", _("Sur tout le dossier")), *((one.code, str(one)) for one in self.criteria)]
        for number in range(max(self.SLOTS, len(named) + 1)):
            self.fields[f"text_{number}"] = forms.CharField(
                label=_("Question %(number)s") % {"number": number + 1},
                required=False,
                max_length=1000,
                widget=_area(2),
            )
            self.fields[f"criterion_{number}"] = forms.ChoiceField(
                label=_("Critère concerné"),
                choices=codes,
                required=False,
                initial=named[number] if number < len(named) else "",
            )

    def clean(self):
        values = super().clean()
        if not self.questions():
            self.add_error("text_0", _("Posez au moins une question précise."))
        return values

    def questions(self) -> list[dict]:
        values = self.cleaned_data
        numbers = range(sum(name.startswith("text_") for name in self.fields))
        return [
            {
                "text": values[f"text_{number}"].strip(),
                "criterion": values.get(f"criterion_{number}") or None,
            }
            for number in numbers
            if (values.get(f"text_{number}") or "").strip()
        ]


class AdjournForm(RoomForm):
    prefix_id = "renvoi"
    cause = forms.ChoiceField(
        label=gettext_lazy("Pourquoi renvoyer à une autre séance ?"),
        choices=[
            ("quorum", gettext_lazy("Le quorum est perdu")),
            ("time", gettext_lazy("Le temps manque")),
        ],
        widget=_radio(),
    )


class NotApplicableForm(RoomForm):
    """The panel's reasoned vote that a criterion does not concern this case (I-12)."""

    needs_room = True
    prefix_id = "sans-objet"
    code = forms.ChoiceField(label=gettext_lazy("Critère"))
    reason = forms.CharField(label=gettext_lazy("Motifs du vote"), max_length=1000, widget=_area(2))
    in_favour = forms.MultipleChoiceField(
        label=gettext_lazy("Ont voté pour"), widget=forms.CheckboxSelectMultiple
    )

    def prepare(self):
        proposed = self.shown.get("proposed")
        if proposed:
            rows = [one.criterion for one in proposed.medians]
            self.fields["code"].choices = [(one.code, str(one)) for one in rows]
        there = [one for one in self.shown.get("jurors", []) if one.counts]
        self.fields["in_favour"].choices = [(str(one.seat.pk), one.name) for one in there]

    def clean_in_favour(self):
        chosen = set(map(int, self.cleaned_data["in_favour"]))
        return [one for one in self.place.panel.effective_seats() if one.pk in chosen]


class AdviceForm(RoomForm):
    """What the appeal panel advises, once its ballot adopted it; criteria looked at again."""

    prefix_id = "recours"
    advice = forms.ChoiceField(
        label=gettext_lazy("L’avis que le jury vient de voter"),
        choices=AppealAdvice.choices,
        widget=_radio(),
    )
    reasons = forms.CharField(label=gettext_lazy("Les motifs"), max_length=12000, widget=_area(5))

    def prepare(self):
        found = judgement.unmet(self.place.case.panel)
        self.unmet = [one for rows in found.values() for one in rows]
        for one in self.unmet:
            self.fields[f"finding_{one.code}"] = forms.CharField(
                label=_("Pourquoi « %(title)s » est rempli, après nouvel examen")
                % {"title": one.title},
                required=False,
                max_length=2000,
                widget=_area(2),
            )

    def findings(self) -> dict[str, str]:
        said = {one.code: self.cleaned_data[f"finding_{one.code}"] for one in self.unmet}
        return {code: why for code, why in said.items() if why.strip()}
