"""The operator's screens when the secretariat types what somebody without an account signed."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.proposal_forms import Text
from label import clock, signed_papers
from label.applicant.evidence import EvidenceForm
from label.enums import PaperAct
from label.models import Case

_WRONG_DAY = {
    "required": gettext_lazy("À remplir."),
    "invalid": gettext_lazy("Une date, par exemple 31/12/2027."),
}


def day_field(label, help_text: str = "", **options) -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, help_text=help_text, widget=widget, error_messages=_WRONG_DAY, **options
    )


class PaperForm(EvidenceForm):
    """The signed paper: who, when, and its scan."""

    signed_by = Text(
        label=gettext_lazy("Qui a signé"),
        help_text=gettext_lazy("Le nom écrit sur le papier."),
        max_length=120,
        required=True,
    )
    signed_on = day_field(gettext_lazy("Date écrite sur le papier"))
    sent_on = day_field(
        gettext_lazy("Envoyé ou remis le"),
        gettext_lazy("Le cachet de la poste : c’est ce jour qui compte pour les délais."),
    )
    received_on = day_field(
        gettext_lazy("Arrivé au secrétariat le"),
        gettext_lazy("Pour des pièces demandées, le délai de la loi part de ce jour."),
        initial=lambda: clock.civil_day(timezone.now()),
    )
    field_order = ["signed_by", "signed_on", "sent_on", "received_on", "file"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, prefix="papier", **kwargs)
        del self.fields["title"]
        self.fields["file"].label = _("Le papier signé, numérisé")

    def clean(self):
        cleaned = super().clean()
        signed_on, sent_on = cleaned.get("signed_on"), cleaned.get("sent_on")
        received_on, today = cleaned.get("received_on"), clock.civil_day(timezone.now())
        if sent_on and sent_on > today:
            self.add_error("sent_on", ValidationError(_("Cette date est à venir.")))
        elif signed_on and sent_on and sent_on < signed_on:
            self.add_error("sent_on", ValidationError(_("Un papier s’envoie une fois signé.")))
        elif received_on and received_on > today:
            self.add_error("received_on", ValidationError(_("Cette date est à venir.")))
        elif sent_on and received_on and received_on < sent_on:
            self.add_error("received_on", ValidationError(_("Un papier arrive une fois envoyé.")))
        return cleaned


class Signing:
    """Who acts on a screen: the person of the request, or the operator by a paper to be given.

    `by` goes to the verbs; `form` is the paper's, None for who acts from their own account; `day`
    is the one that deadlines are read against.
    """

    def __init__(self, request, case: Case, act: PaperAct | None = None):
        self.case, self.user, self.act = case, request.user, act
        self.is_typed = signed_papers.is_open(case, request.user)
        self.by = signed_papers.hand(request.user, case) if self.is_typed else request.user
        self.day = signed_papers.told_on(self.by, timezone.now())
        self.form = None
        if self.is_typed and act is not None:
            given = (request.POST, request.FILES) if request.method == "POST" else ()
            self.form = PaperForm(*given)

    def is_valid(self) -> bool:
        return self.form is None or self.form.is_valid()

    def receive(self) -> None:
        """Keep the paper; call it in the transaction of the act, before it."""
        if self.form is None:
            return
        given = self.form.cleaned_data
        file = given["file"]
        typing = signed_papers.receive(
            self.case, by=self.user, act=self.act, file=file, filename=file.came_as,
            content_type=file.content_type, scan=self.form.scan,
            **{name: given[name] for name in ("signed_by", "signed_on", "sent_on", "received_on")},
        )  # fmt: skip
        self.by.signed_paper = typing.signed_paper

    def give_back(self) -> None:
        """The act was refused: what the database has forgotten stays on no disk either."""
        paper = getattr(self.by, "signed_paper", None)
        if paper is not None and paper.file:
            paper.file.delete(save=False)
