"""What an operator writes once the application is handed in."""

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.proposal_forms import Text
from label.applicant.evidence import EvidenceForm
from label.applicant.part_forms import YES_NO
from label.enums import VisitState

_REQUIRED = {"required": gettext_lazy("À remplir.")}


def sure(label) -> forms.BooleanField:
    """A box without which nothing is done."""
    wrong = {"required": gettext_lazy("Cochez pour confirmer.")}
    return forms.BooleanField(label=label, error_messages=wrong)


class ItemForm(EvidenceForm):
    """A piece that was asked for, or why there is none."""

    explanation = Text(
        label=gettext_lazy("Ou dites pourquoi il n’y en a pas"), rows=3, max_length=1000
    )
    field_order = ["file", "explanation"]

    def __init__(self, *args, item, **kwargs):
        super().__init__(
            *args, is_asked=False, prefix=f"piece{item.pk}",
            initial={"explanation": item.explanation}, **kwargs,
        )  # fmt: skip
        del self.fields["title"]
        self.item = item

    @property
    def about(self) -> dict:
        return {"title": self.item.label}

    @property
    def is_answered(self) -> bool:
        """Whether the piece is there, or why it is not."""
        given = self.cleaned_data.get("file") or self.cleaned_data.get("explanation")
        return bool(given or self.item.evidence)

    def ask_again(self) -> None:
        """Say beside the piece that it is still awaited."""
        if not self.errors and not self.is_answered:
            self.add_error("file", _("Donnez cette pièce, ou dites pourquoi il n’y en a pas."))

    @property
    def faults(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.errors]


class ReplyForm(forms.Form):
    text = Text(
        label=gettext_lazy("Votre réponse"),
        help_text=gettext_lazy("Elle est jointe au compte rendu, telle que vous l’écrivez."),
        rows=8,
        max_length=8000,
        required=True,
    )


class PaperVisitForm(forms.Form):
    """What a signed paper says of a visit: one of what is awaited."""

    said = forms.ChoiceField(
        label=gettext_lazy("Ce que dit le papier"),
        widget=forms.RadioSelect,
        error_messages=_REQUIRED | {"invalid_choice": gettext_lazy("Choisissez dans la liste.")},
    )
    text = Text(
        label=gettext_lazy("La réponse au compte rendu, mot pour mot"), rows=8, max_length=8000
    )

    def __init__(self, *args, visit, today, **kwargs):
        super().__init__(*args, **kwargs)
        found = []
        for one in visit.proposals.filter(answered_at=None):
            day = {"day": date_format(localtime(one.proposed_for), "j F Y, H:i")}
            found.append((f"yes:{one.pk}", _("Oui au %(day)s") % day))
            found.append((f"no:{one.pk}", _("Non au %(day)s") % day))
        if visit.state == VisitState.SCHEDULED:
            found.append(("postpone", _("Reporter la visite, une seule fois")))
        may_reply = visit.state == VisitState.REPORT_FILED and today <= visit.reply_until
        if may_reply:
            found.append(("reply", _("Une réponse au compte rendu")))
        else:
            del self.fields["text"]
        report = getattr(visit, "report", None)
        if visit.filed_at and report and report.public_summary and not report.is_summary_approved:
            found.append(("approve", _("Rien à cacher dans le résumé")))
        self.fields["said"].choices = found

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("said") == "reply" and not cleaned.get("text"):
            self.add_error("text", _("Écrivez ce que dit le papier."))
        return cleaned


class ChallengeForm(forms.Form):
    """A member of the panel and why they should leave."""

    seat = forms.ModelChoiceField(
        None,
        label=gettext_lazy("Qui"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages=_REQUIRED | {"invalid_choice": gettext_lazy("Choisissez dans la liste.")},
    )
    grounds = Text(
        label=gettext_lazy("Pourquoi"),
        help_text=gettext_lazy("Un fait précis. Seul le garant le lit, avec le secrétariat."),
        rows=4,
        max_length=4000,
        required=True,
    )

    def __init__(self, *args, seats, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seat"].queryset = seats
        self.fields["seat"].label_from_instance = lambda seat: (
            f"{seat.member.person} – {seat.get_college_display()}"
        )


class QuestionsForm(forms.Form):
    """An answer to each question of the panel."""

    def __init__(self, *args, deferral, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = list(deferral.questions.select_related("criterion"))
        for question in self.questions:
            self.fields[f"q{question.pk}"] = Text(
                label=question.text,
                help_text=question.criterion.title if question.criterion else "",
                initial=question.answer,
                rows=5,
                max_length=4000,
                required=True,
            )
        self.fields["text"] = Text(
            label=gettext_lazy("Autre chose à dire"), initial=deferral.answer, rows=4,
            max_length=8000,
        )  # fmt: skip

    @property
    def answers(self) -> dict[int, str]:
        return {one.pk: self.cleaned_data[f"q{one.pk}"] for one in self.questions}


class ObservationsForm(forms.Form):
    observations = Text(
        label=gettext_lazy("Vos observations"), rows=8, max_length=12000, required=True
    )
    wants_hearing = forms.BooleanField(
        label=gettext_lazy("Je demande à être entendu"),
        help_text=gettext_lazy("Vous pouvez être assisté par la personne de votre choix."),
        required=False,
    )


class AppealForm(forms.Form):
    grounds = Text(
        label=gettext_lazy("Ce que vous contestez, et pourquoi"),
        rows=8,
        max_length=12000,
        required=True,
    )
    contests_procedure = forms.BooleanField(
        label=gettext_lazy("Je conteste aussi la façon dont la procédure s’est passée"),
        required=False,
    )


class DesistForm(forms.Form):
    is_sure = sure(gettext_lazy("Je retire ma demande, c’est définitif"))


class PlanForm(forms.Form):
    is_sure = sure(gettext_lazy("J’accepte ce plan et ses dates"))


class SignForm(forms.Form):
    is_sure = sure(gettext_lazy("J’ai lu la convention et je la signe"))
    with_plan = sure(gettext_lazy("Je signe aussi le plan de progrès"))

    def __init__(self, *args, has_plan: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_plan:
            del self.fields["with_plan"]


class ProofForm(EvidenceForm):
    """What was done for a reserve, with a file if there is one."""

    text = Text(label=gettext_lazy("Ce que vous avez fait"), rows=5, max_length=2000, required=True)
    field_order = ["text", "file", "title"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, is_asked=False, **kwargs)


class RenounceForm(forms.Form):
    text = Text(
        label=gettext_lazy("Pourquoi vous y renoncez"), rows=4, max_length=2000, required=True
    )
    is_sure = sure(gettext_lazy("Je renonce au label et j’arrête d’utiliser son logo"))


class DeclarationForm(forms.Form):
    """The yearly ten minutes: what is known, confirmed or corrected."""

    QUESTIONS = {
        "lines": gettext_lazy("Les gammes labellisées sont toujours faites ainsi"),
        "sites": gettext_lazy("Elles sont toujours faites aux mêmes lieux"),
        "origins": gettext_lazy("L’origine des ingrédients ou des matières n’a pas changé"),
        "documents": gettext_lazy("Mes déclarations et certificats sont à jour"),
        "sales_points": gettext_lazy("Mes lieux et heures de vente publiés sont justes"),
        "sanctions": gettext_lazy("Je n’ai reçu aucune sanction pour tromperie"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in self.QUESTIONS.items():
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=YES_NO,
                widget=forms.RadioSelect,
                error_messages=_REQUIRED
                | {"invalid_choice": gettext_lazy("Choisissez dans la liste.")},
            )
        self.fields["changes"] = Text(
            label=gettext_lazy("Ce qui a changé"), rows=5, max_length=4000
        )

    def clean(self):
        cleaned = super().clean()
        if "no" in cleaned.values() and not cleaned.get("changes"):
            self.add_error("changes", _("Vous avez répondu non : dites ce qui a changé."))
        return cleaned

    @property
    def answers(self) -> dict[str, bool]:
        return {name: self.cleaned_data[name] == "yes" for name in self.QUESTIONS}
