"""The self-assessment: one criterion after another, in plain words, with its evidence."""

from itertools import groupby

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from madeingard.typography import mend

from directory.proposal_forms import Text
from directory.space import carry
from label import application, applying, clock, compass
from label.applicant import evidence
from label.applicant.access import get_case
from label.applicant.part_forms import CHOOSE
from label.applicant.part_views import part_url
from label.applicant.screen import UNPROCESSABLE, handed_in, show
from label.enums import ApplicationPart, CaseState, Confidence, Dimension, EvidenceKind
from label.machine import Refused
from label.models import Case, Criterion, Evidence

FIELDS = ("answer", "explanation", "has_no_evidence")


class CriterionForm(forms.Form):
    """What the operator says of a criterion; nothing is compulsory while one writes."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Est-ce le cas chez vous ?"),
        choices=Confidence.choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    explanation = Text(
        label=gettext_lazy("En quelques mots"),
        help_text=gettext_lazy("Ce que vous faites, ce que l’on verra chez vous."),
        rows=4,
        max_length=2000,
    )
    pieces = forms.ModelMultipleChoiceField(
        Evidence.objects.none(),
        label=gettext_lazy("Pièces qui le montrent"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=CHOOSE,
    )
    has_no_evidence = forms.BooleanField(
        label=gettext_lazy("Je n’ai aucune pièce à donner pour ce critère"), required=False
    )

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["pieces"].queryset = case.evidence.usable()
        if not case.evidence.usable().exists():
            del self.fields["pieces"]


def overview(case: Case) -> list[tuple[str, list[tuple[Criterion, str, str]]]]:
    """By dimension, each criterion with its address and what was answered."""
    answered = {row.criterion_id: row for row in case.assessments.all()}
    found = []
    for dimension, group in groupby(application.criteria(case), key=lambda one: one.dimension):
        rows = [(one, criterion_url(case, one), _answer_of(answered.get(one.pk))) for one in group]
        found.append((str(Dimension(dimension).label), rows))
    return found


def criterion_url(case: Case, criterion: Criterion) -> str:
    return reverse("label:case_criterion", args=[case.reference, criterion.code])


def _answer_of(row) -> str:
    return row.get_answer_display() if row and row.answer else ""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def criterion(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    if not request.user.is_authenticated:
        return carry.to_sign_in(request)
    case = get_case(request.user, reference)
    if case.state != CaseState.DRAFT:
        return handed_in(request, case)
    asked = application.criteria(case)
    rank = next((rank for rank, one in enumerate(asked) if one.code == code), None)
    if rank is None:
        raise Http404
    screen = _Screen(request, case, asked, rank)
    if request.method != "POST":
        return screen.show(carry.take(request))
    if only := request.POST.get("autosave"):
        return screen.save_one(only)
    return screen.save()


class _Screen:
    """One criterion of an application, for a request."""

    def __init__(self, request, case: Case, asked: list[Criterion], rank: int):
        self.request, self.case, self.asked, self.rank = request, case, asked, rank
        self.criterion = asked[rank]
        self.row = case.assessments.filter(criterion=self.criterion).first()

    def form(self, data=None) -> CriterionForm:
        initial = {}
        if self.row:
            initial = {name: getattr(self.row, name) for name in FIELDS}
            initial["pieces"] = list(self.row.evidence.values_list("pk", flat=True))
        return CriterionForm(data, initial=initial, case=self.case)

    def save_one(self, only: str) -> HttpResponse:
        form = self.form(self.request.POST)
        form.is_valid()
        if only not in form.fields:
            raise Http404
        if only in form.errors:
            errors = {only: [*map(mend, form.errors[only])]}
            return JsonResponse({"state": "invalid", "errors": errors}, status=UNPROCESSABLE)
        value = form.cleaned_data[only]
        try:
            self.write({} if only == "pieces" else {only: value},
                       value if only == "pieces" else None)  # fmt: skip
        except Refused:
            return JsonResponse({"state": "conflict"}, status=409)
        return JsonResponse({"state": "saved"})

    def save(self) -> HttpResponse:
        form = self.form(self.request.POST)
        piece_form = evidence.EvidenceForm(
            self.request.POST, self.request.FILES, is_asked="add" in self.request.POST
        )
        is_valid, is_piece_valid = form.is_valid(), piece_form.is_valid()
        pieces = list(form.cleaned_data.get("pieces") or ())
        try:
            if is_piece_valid and piece_form.cleaned_data["file"]:
                pieces.append(
                    evidence.add(
                        self.case, piece_form, by=self.request.user, kind=EvidenceKind.DOCUMENT
                    )
                )
                form.cleaned_data["has_no_evidence"] = False
            said = {name: form.cleaned_data[name] for name in FIELDS if name in form.cleaned_data}
            self.write(said, pieces if "pieces" not in form.errors else None)
        except Refused as refused:
            form.add_error(None, " ".join(refused.reasons))
            is_valid = False
        if not (is_valid and is_piece_valid):
            if carry.wants_json(self.request):
                return JsonResponse({"state": "invalid"}, status=UNPROCESSABLE)
            return self.render(form, piece_form, status=UNPROCESSABLE)
        return self.go_on()

    def write(self, said: dict, pieces) -> None:
        applying.save_assessment(
            self.case, self.criterion, said, by=self.request.user, evidence=pieces
        )

    def go_on(self) -> HttpResponse:
        if "add" in self.request.POST:
            messages.success(self.request, _("La pièce est ajoutée."))
            return redirect(f"{criterion_url(self.case, self.criterion)}?ajoutee=1")
        if carry.wants_json(self.request):
            return JsonResponse({"state": "saved", "next": self.next_url})
        return redirect(self.next_url)

    @property
    def next_url(self) -> str:
        following = self.rank + 1
        if following < len(self.asked):
            return criterion_url(self.case, self.asked[following])
        return part_url(self.case, ApplicationPart.ASSESSMENT)

    def show(self, typed) -> HttpResponse:
        return self.render(self.form(typed), evidence.EvidenceForm(), is_carried=bool(typed))

    def render(self, form, piece_form, *, status=200, **context) -> HttpResponse:
        one = self.criterion
        natures = {nature for nature, _families in self.case.scope}
        return show(
            self.request,
            "criterion",
            one.title,
            case=self.case,
            status=status,
            criterion=one,
            petal=str(Dimension(one.dimension).label),
            ink=compass.INKS[one.dimension],
            looked_at=[text for nature in sorted(natures) if (text := one.variant(nature))],
            helped_by=_signs_for(self.case, one),
            form=form,
            piece_form=piece_form,
            number=self.rank + 1,
            count=len(self.asked),
            previous=criterion_url(self.case, self.asked[self.rank - 1]) if self.rank else "",
            overview_url=part_url(self.case, ApplicationPart.ASSESSMENT),
            **context,
        )


def _signs_for(case: Case, criterion: Criterion) -> list[tuple[str, str]]:
    """The operator's signs in date that speak for a criterion, and what they do for it."""
    held = case.evidence.usable().exclude(sign_code="")
    today = clock.civil_day(timezone.now())
    codes = {piece.sign_code for piece in held if piece.is_valid_on(today)}
    rows = criterion.equivalences.filter(sign_code__in=codes).order_by("sign_name")
    return [(row.sign_name, row.get_effect_display()) for row in rows]
