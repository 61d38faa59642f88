"""What a holder corrected under a formal notice or a suspension: words, files, what is answered."""

import re

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from directory.proposal_forms import Text
from label import remedies
from label.applicant import evidence
from label.applicant.grant_views import METHODS, grant_url, told_grant
from label.applicant.on_paper import Signing
from label.applicant.screen import attempt, show
from label.enums import EvidenceKind, PaperAct
from label.machine import Refused
from label.models import Case, Evidence

MOST_FILES = 6  # of one sending; there may be others
_ROW = re.compile("[0-9]{1,12}")


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Every file that was chosen; the form looks at each."""

    widget = ManyFiles

    def clean(self, data, initial=None):
        return data or []


class RemedyForm(forms.Form):
    """What was corrected. Files that are right outlive a refusal: `kept` lists them, ticked."""

    text = Text(
        label=gettext_lazy("Ce que vous avez corrigé"),
        help_text=gettext_lazy("Point par point : ce qui a changé, et depuis quand."),
        rows=8,
        max_length=8000,
        required=True,
    )
    kept = forms.MultipleChoiceField(
        label=gettext_lazy("Fichiers déjà reçus, à joindre"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choisissez dans la liste.")},
    )
    files = FilesField(
        label=gettext_lazy("Des photos ou des PDF"),
        help_text=gettext_lazy("JPEG, PNG, WebP ou PDF : six fichiers au plus, 8 Mo chacun."),
        widget=ManyFiles({"accept": evidence.TAKEN}),
        required=False,
    )

    def __init__(self, data=None, files=None, *, case: Case):
        super().__init__(data, files)
        self.case = case
        self.taken: list[tuple] = []  # the right files that are not kept yet, with their scan
        self._list_kept(data.getlist("kept") if data is not None else ())

    def _list_kept(self, chosen) -> None:
        """Offer what was kept and never sent, besides what is chosen here."""
        keys = [one for one in chosen if _ROW.fullmatch(one)]
        waiting = Q(kind=EvidenceKind.REMEDY, remedies=None)
        found = self.case.evidence.usable().filter(waiting | Q(pk__in=keys)).distinct()
        self.offered = {str(piece.pk): piece for piece in found}
        self.fields["kept"].choices = [
            (key, f"« {piece.title} »") for key, piece in self.offered.items()
        ]
        self.initial["kept"] = list(self.offered)

    @property
    def rows(self) -> list[forms.BoundField]:
        """The fields to show: no list of files while there is none."""
        names = ["text", *(["kept"] if self.offered else []), "files"]
        return [self[name] for name in names]

    def clean_kept(self) -> list[Evidence]:
        return [self.offered[key] for key in self.cleaned_data["kept"]]

    def clean_files(self):
        files = self.cleaned_data["files"]
        if len(files) + len(self.cleaned_data.get("kept", ())) > MOST_FILES:
            raise ValidationError(_("Six fichiers au plus : envoyez les autres une autre fois."))
        wrong = []
        for file in files:
            came_as = file.name
            try:
                self.taken.append((file, evidence.accept(file)))
            except ValidationError as error:
                words = {"name": came_as[:120], "why": " ".join(error.messages)}
                wrong.append(_("« %(name)s » : %(why)s") % words)
        if wrong:
            raise ValidationError(wrong)
        return files

    def keep(self, *, by) -> list[Evidence]:
        """Put the right files in the case, once."""
        taken, self.taken = self.taken, []
        return [
            evidence.keep(
                self.case, file, by=by, scan=scan, kind=EvidenceKind.REMEDY, title=file.name[:200]
            )
            for file, scan in taken
        ]

    def outlive(self, *, by) -> None:
        """Refused: keep the right files, so that nobody has to choose them again."""
        try:
            pieces = self.keep(by=by)
        except Refused:
            return
        data = self.data.copy()
        for piece in pieces:
            data.appendlist("kept", str(piece.pk))
        self.data = data
        self._list_kept(data.getlist("kept"))


@never_cache
@require_http_methods(METHODS)
@login_required
def remedy(request: HttpRequest, number: str) -> HttpResponse:
    """Open while the measure holds, as often as needed; what was sent is read afterwards."""
    found = told_grant(request.user, number)
    shown = list(found.remedies.prefetch_related("evidence"))
    is_open = remedies.is_open(found)
    if not is_open and request.method != "POST" and not shown:
        raise Http404
    signing = Signing(request, found.case, PaperAct.REMEDY)

    def again(form, status=200):
        if form.is_bound:
            form.outlive(by=signing.by)
        return show(
            request, "remedy", _("Montrer ce que j’ai corrigé"), grant=found, status=status,
            form=form, remedies=shown, back=grant_url(found), is_open=is_open,
            takes=is_open or form.is_bound, signing=signing if is_open else None,
            measure=found.measures.order_by("-signed_at").first() if is_open else None,
        )  # fmt: skip

    if request.method != "POST":
        return again(RemedyForm(case=found.case))
    form = RemedyForm(request.POST, request.FILES, case=found.case)

    def act():
        pieces = [*form.cleaned_data["kept"], *form.keep(by=signing.by)]
        remedies.show(found, by=signing.by, text=form.cleaned_data["text"], evidence=pieces)

    said = _("C’est envoyé. Le secrétariat regarde ce que vous avez corrigé et vous répond.")
    return attempt(
        request, form, act, said=said, to=grant_url(found), again=again, signing=signing
    )  # fmt: skip
