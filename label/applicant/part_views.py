"""The fifteen parts of an application, one screen each; what is typed is saved at once."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from madeingard.typography import mend

from directory.space import carry
from label import application, applying, cases, clock
from label.applicant import evidence
from label.applicant.access import get_case
from label.applicant.part_forms import PartForm
from label.applicant.scope_forms import TieForm
from label.applicant.screen import UNPROCESSABLE, handed_in, show
from label.enums import ApplicationPart, CaseState
from label.machine import Refused
from label.models import Case

PARTS = list(ApplicationPart)
# What a named button asks beside keeping the answers.
ACTS = frozenset({"tie", "untie", "piece"})


def part_url(case: Case, part: str) -> str:
    return reverse("label:case_part", args=[case.reference, part])


def next_url(case: Case, part: str) -> str:
    """The part that follows, or the whole application after the last."""
    rank = PARTS.index(ApplicationPart(part)) + 1
    if rank < len(PARTS):
        return part_url(case, PARTS[rank])
    return reverse("label:case", args=[case.reference])


@method_decorator(never_cache, name="dispatch")
class PartView(View):
    """One part: its questions, and the rows or the files that it gathers."""

    http_method_names = ["get", "head", "post", "options"]

    def dispatch(self, request: HttpRequest, *args, reference: str, part: str, **kwargs):
        if not request.user.is_authenticated:
            return carry.to_sign_in(request)
        if part not in ApplicationPart.values:
            raise Http404
        self.case = get_case(request.user, reference)
        if self.case.state != CaseState.DRAFT:
            return handed_in(request, self.case)
        self.part = ApplicationPart(part)
        row = self.case.answers.filter(part=part).first()
        self.values = row.values if row else {}
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, **kwargs):
        typed = carry.take(request)
        return self.render(self.form(typed), is_carried=bool(typed))

    def post(self, request, **kwargs):
        if only := request.POST.get("autosave"):
            return self.save_one(only)
        form = self.form(request.POST)
        rows = self.rows_sent()
        is_act = bool(ACTS & request.POST.keys())
        is_valid = form.is_valid() and self.agrees(form, rows)
        is_good = is_valid and all(row.is_valid() for row in rows.values())
        try:
            # What is right is kept, even beside what is not.
            self.save(form.answers, done=None if is_act else is_good)
            self.gather(rows)
        except Refused as refused:
            messages.error(request, " ".join(refused.reasons))
            return self.again() if is_act else redirect("label:case", self.case.reference)
        if not is_good:
            if carry.wants_json(request):
                return JsonResponse({"state": "invalid"}, status=UNPROCESSABLE)
            left = {name: row for name, row in rows.items() if not row.is_valid()}
            return self.render(form, status=UNPROCESSABLE, **left)
        if is_act:
            return self.again()
        address = next_url(self.case, self.part)
        if carry.wants_json(request):
            return JsonResponse({"state": "saved", "next": address})
        return redirect(address)

    def form(self, data=None, only: str = "") -> PartForm:
        return PartForm(data, part=self.part, values=self.values, only=only)

    def save(self, answers: dict, *, done: bool | None = None) -> None:
        applying.save_answers(self.case, self.part, answers, by=self.request.user, done=done)

    def save_one(self, only: str) -> HttpResponse:
        """A field that was just left, alone."""
        form = self.form(self.request.POST, only)
        if not form.questions:
            raise Http404
        if not form.is_valid() or not self.agrees(form, {}):
            errors = {name: [*map(mend, found)] for name, found in form.errors.items()}
            return JsonResponse({"state": "invalid", "errors": errors}, status=UNPROCESSABLE)
        try:
            self.save(form.answers)
        except Refused:
            return JsonResponse({"state": "conflict"}, status=409)
        return JsonResponse({"state": "saved"})

    # Rows and files -----------------------------------------------------------------

    def rows_sent(self) -> dict:
        """The rows to add that came with the answers: a file chosen is one, whatever the button."""
        data, files = self.request.POST, self.request.FILES
        rows = {}
        if "piece" in data or files.get("file"):
            if self.part not in evidence.OF_PART:
                raise Http404
            rows["piece_form"] = self.piece_form(data, files)
        if self.part == ApplicationPart.INTERESTS:
            tie = TieForm(data)
            if "tie" in data or tie.has_changed():
                rows["tie_form"] = tie
        return rows

    def agrees(self, form, rows: dict) -> bool:
        """Nobody says that they have no tie beside a tie that they declare."""
        if form.cleaned_data.get("has_no_tie") != "yes" or "untie" in self.request.POST:
            return True
        if not rows and not self.case.ties.exists():
            return True
        form.add_error("has_no_tie", _("Vous déclarez un lien : répondez non, ou retirez ce lien."))
        return False

    def gather(self, rows: dict) -> None:
        """Add the rows that are right, take away the one that is not wanted any more."""
        for name, row in rows.items():
            if not row.is_valid():
                continue
            if name == "tie_form":
                # Sent twice, as a form is when its page shows what is wrong: one tie.
                if not self.case.ties.filter(**row.cleaned_data).exists():
                    cases.declare_tie(self.case, by=self.request.user, **row.cleaned_data)
                continue
            kind, is_confidential = evidence.OF_PART[self.part]
            piece = evidence.add(
                self.case, row, by=self.request.user, kind=kind, is_confidential=is_confidential
            )
            if evidence.of_part(self.case, self.part).filter(pk=piece.pk).exists():
                messages.success(self.request, _("La pièce est ajoutée."))
            else:
                words = _("Ce fichier est déjà dans votre dossier, sous « %(title)s ».")
                messages.info(self.request, words % {"title": piece.title})
        number = self.request.POST.get("untie", "")
        for tie in self.case.ties.all():
            if str(tie.pk) == number:
                applying.remove_tie(tie, by=self.request.user)

    def piece_form(self, *data):
        if self.part == ApplicationPart.SIGNS:
            return evidence.SignForm(*data)
        return evidence.EvidenceForm(*data) if self.part in evidence.OF_PART else None

    def again(self) -> HttpResponse:
        return redirect(f"{part_url(self.case, self.part)}?ajoutee=1")

    def render(self, form, *, status=200, **context):
        case, part = self.case, self.part
        rank = PARTS.index(part) + 1
        today = clock.civil_day(timezone.now())
        gathers = part in evidence.OF_PART
        own = {
            ApplicationPart.SITES: "sites",
            ApplicationPart.SCOPE: "scope",
            ApplicationPart.ASSESSMENT: "assessment",
            ApplicationPart.INTERESTS: "interests",
            ApplicationPart.SIGNATURE: "signature",
        }
        more = self.context_of(part, today)
        return show(
            self.request,
            own.get(part, "part"),
            str(part.label),
            case=case,
            status=status,
            part=part,
            form=form,
            step=rank,
            steps=len(PARTS),
            previous=part_url(case, PARTS[rank - 2]) if rank > 1 else "",
            pieces=evidence.of_part(case, part) if gathers else (),
            **({"piece_form": self.piece_form()} if gathers else {}) | more | context,
        )

    def context_of(self, part: str, today) -> dict:
        """What the rows of a part show."""
        case = self.case
        match part:
            case ApplicationPart.SITES:
                sites = case.operator.label_sites.filter(is_active=True)
                return {"sites": sites.select_related("commune")}
            case ApplicationPart.SCOPE:
                return {"lines": case.scope_lines.select_related("line__site", "line__family")}
            case ApplicationPart.ASSESSMENT:
                from label.applicant.assessment_views import overview

                return {"dimensions": overview(case)}
            case ApplicationPart.INTERESTS:
                return {"ties": case.ties.order_by("pk"), "tie_form": TieForm()}
            case ApplicationPart.SIGNATURE:
                return {"lacking": lacking(case, today)}
        return {}


def lacking(case: Case, today) -> list[tuple[str, str, list[str]]]:
    """Each part that is not complete: its name, its address, what it misses in words."""
    found = application.missing(case, on=today)
    return [(str(part.label), part_url(case, part), found[part]) for part in PARTS if part in found]
