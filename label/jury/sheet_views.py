"""The score sheet over HTTP. Nothing of a grade leaves a request but sealed: not the session, not
a message, not a log (I-08)."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from directory.space import carry
from home.times import time_of_day
from label import case_file, scoring, scoring_facts
from label.enums import ReadObject
from label.jury import sheet as sheets
from label.jury.access import reading_seat
from label.jury.file_views import note
from label.jury.views import above
from label.machine import Refused
from label.models import ScoreSheet
from label.screens import REFUSED, show

LATE = 409


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class SheetView(View):
    """What the summary and each criterion share: one's own seat, the round, what was typed."""

    http_method_names = ["get", "head", "post", "options"]
    round = 1

    def dispatch(self, request: HttpRequest, *args, pk: int, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            # Never `carry.to_sign_in`: it would keep the grades in the session, in clear.
            if carry.wants_json(request):
                told = {"state": "signed_out", "sign_in": resolve_url(settings.LOGIN_URL)}
                return JsonResponse(told, status=carry.SIGNED_OUT)
            return redirect_to_login(request.get_full_path())
        self.seat = reading_seat(request.user, pk)
        self.case = self.seat.case
        self.closed = scoring.why_closed(self.seat, by=request.user, round=self.round)
        return super().dispatch(request, *args, **kwargs)

    def title(self) -> str:
        return _("Ma feuille") if self.round == 1 else _("Ma seconde feuille")

    def own_sheet(self) -> ScoreSheet | None:
        rows = ScoreSheet.objects.filter(seat=self.seat, phase=self.case.phase, round=self.round)
        return rows.defer("draft", "sealed").first()

    def typed(self) -> dict:
        return scoring.read_own_sheet(self.seat, by=self.request.user, round=self.round)

    def criteria(self) -> list:
        return scoring.criteria_to_score(self.case, round=self.round)

    def context(self) -> dict:
        """Progress says how many sheets are in, of how many, and nothing else."""
        handed_in, jurors = scoring_facts.progress(
            self.seat.panel, self.case.phase, round=self.round
        )
        return {
            "seat": self.seat,
            "round": self.round,
            "closes_on": self.case.scoring_closes_on if self.round == 1 else None,
            "handed_in": handed_in,
            "jurors": jurors,
            "summary": sheets.address(self.seat, self.round),
        }


class SummaryView(SheetView):
    """All the criteria with what was chosen, and the one button that hands the sheet in."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.answer()

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            scoring.submit_draft(self.seat, by=request.user, round=self.round)
        except Refused as refused:
            return self.answer(refused=refused.reasons)
        messages.success(request, _("Votre feuille est rendue. Merci."))
        return redirect(sheets.address(self.seat, self.round))

    def answer(self, refused: list[str] = ()) -> HttpResponse:
        own = self.own_sheet()
        is_in = own is not None and own.is_submitted
        context = self.context() | {"own": own, "is_in": is_in, "closed": self.closed}
        if not is_in and not self.closed:
            note(self.request, self.seat, ReadObject.SHEET, own.pk if own else None)
            criteria, grades = self.criteria(), self.typed()
            groups = sheets.groups(self.seat, criteria, grades, self.round)
            left = [row for group in groups for row in group.rows if row.fault]
            context |= {
                "groups": groups,
                "left": left,
                "graded": sum(group.graded for group in groups),
                "total": len(criteria),
                "refused": [] if left else refused,
                "told_to_finish": bool(left and refused),
            }
        return show(
            self.request,
            "label/jury/sheet.html",
            self.title(),
            above=above(self.seat),
            status=REFUSED if refused else 200,
            **context,
        )


class CriterionView(SheetView):
    """One criterion: saved as it is typed, or with its button."""

    def dispatch(self, request: HttpRequest, *args, code: str, **kwargs) -> HttpResponse:
        self.code = code
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        if away := self.elsewhere():
            return away
        line = self.typed().get(self.code) or {}
        return self.answer(line)

    def post(self, request: HttpRequest) -> HttpResponse:
        if self.closed:
            return self.late(Refused(self.closed))
        place = sheets.place(self.seat, self.criteria(), self.code, self.round)
        if place is None:
            raise Http404
        line = self.posted()
        fault = self.fault(place.criterion, line)
        if fault and not self.is_bearable(line):
            return self.invalid(line, fault)
        try:
            scoring.save_line(self.seat, self.code, line, by=request.user, round=self.round)
        except Refused as refused:
            return self.late(refused)
        if carry.wants_json(request) and request.POST.get("autosave"):
            return JsonResponse({"state": "saved", "at": self.hour()})
        if fault:
            return self.invalid(line, fault)
        if carry.wants_json(request):
            return JsonResponse({"state": "saved", "next": place.after})
        return redirect(place.after)

    def elsewhere(self) -> HttpResponse | None:
        """The summary says it when the sheet is in, or closed."""
        own = self.own_sheet()
        if self.closed or (own is not None and own.is_submitted):
            return redirect(sheets.address(self.seat, self.round))
        return None

    def posted(self) -> dict:
        data = self.request.POST
        known = {source.words for source in self.sources([])}
        return {
            "grade": data.get("grade", ""),
            "reason": data.get("reason", "").replace(
                "\x00", ""
            ),  # PostgreSQL would refuse the reveal
            "evidence": [words for words in data.getlist("source") if words in known],
        }

    def sources(self, cited: list[str]) -> list:
        return sheets.sources(self.seat, self.file, self.code, cited)

    @property
    def file(self):
        if not hasattr(self, "_file"):
            self._file = case_file.gather(self.case)
        return self._file

    def fault(self, criterion, line: dict) -> str:
        if len(line["reason"]) > sheets.LONGEST_REASON:
            return _("%(most)d caractères au plus.") % {"most": sheets.LONGEST_REASON}
        return scoring.faults_of([criterion], {criterion.code: line}).get(criterion.code, "")

    @staticmethod
    def is_bearable(line: dict) -> bool:
        """Whether an unfinished line may be kept all the same: only what is impossible may not."""
        known = line["grade"] in {"", *sheets.MEANINGS}
        return known and len(line["reason"]) <= sheets.LONGEST_REASON

    def invalid(self, line: dict, fault: str) -> HttpResponse:
        if carry.wants_json(self.request):
            return JsonResponse({"state": "invalid"}, status=REFUSED)
        return self.answer(line, fault=fault)

    def late(self, refused: Refused) -> HttpResponse:
        if carry.wants_json(self.request):
            return JsonResponse({"state": "conflict"}, status=LATE)
        for reason in refused.reasons:
            messages.warning(self.request, reason)
        return redirect(sheets.address(self.seat, self.round))

    def hour(self) -> str:
        return time_of_day(timezone.localtime())

    def answer(self, line: dict, fault: str = "") -> HttpResponse:
        criteria, grades = self.criteria(), self.typed()
        place = sheets.place(self.seat, criteria, self.code, self.round)
        if place is None:
            raise Http404
        note(self.request, self.seat, ReadObject.SHEET)
        groups = sheets.groups(self.seat, criteria, grades, self.round, current=place.criterion)
        return show(
            self.request,
            "label/jury/criterion.html",
            place.criterion.title,
            above=[*above(self.seat), (self.title(), sheets.address(self.seat, self.round))],
            status=REFUSED if fault else 200,
            place=place,
            group=next(group for group in groups if group.is_current),
            groups=groups,
            graded=sum(group.graded for group in groups),
            looks=sheets.looks(self.seat, place.criterion),
            choices=sheets.choices(place.criterion.level),
            line=line,
            fault=fault,
            reason_is_missing=bool(fault and line.get("grade")),
            assessed=sheets.assessed(self.file, self.code),
            sources=self.sources(line.get("evidence") or []),
            first=sheets.first_grade(self.seat, self.code) if self.round == 2 else None,
            hearing_day=self.case.scoring_closes_on,
            **self.context(),
        )
