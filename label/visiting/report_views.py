"""The report form, which a phone fills without network and sends when it can; its photos."""

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from django.views.generic import View

from directory.space import carry
from label import visits
from label.enums import VisitState
from label.machine import Refused
from label.models import VisitPhoto
from label.screens import REFUSED, private, show
from label.visiting import duties
from label.visiting.access import cleared_visit
from label.visiting.forms import PhotoForm, ReportForm
from label.visiting.receiving import Stale, digest, receive
from label.visiting.views import above, tell

TAKEN = 409


@method_decorator(never_cache, name="dispatch")
class ReportView(View):
    http_method_names = ["get", "head", "post", "options"]

    def dispatch(self, request: HttpRequest, *args, pk: int, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return carry.to_sign_in(request)
        self.visit = cleared_visit(request.user, pk)
        if self.visit.state not in duties.WRITING:
            return self.too_late()
        self.report = getattr(self.visit, "report", None)
        self.criteria = [one for one in self.visit.case.criteria() if "V" in one.verification]
        return super().dispatch(request, *args, **kwargs)

    def too_late(self) -> HttpResponse:
        """Filed already, maybe by this very form: nothing is asked any more."""
        address = reverse("label:visit_one", args=[self.visit.pk])
        if carry.wants_json(self.request):
            return JsonResponse({"state": "saved", "next": address})
        return redirect(address)

    def get(self, request: HttpRequest) -> HttpResponse:
        if typed := carry.take(request):
            form = ReportForm(typed, criteria=self.criteria)
            return self.render(
                form,
                base=typed.get("base", ""),
                client_key=typed.get("client_key", ""),
                is_carried=True,
            )
        form = ReportForm(criteria=self.criteria, report=self.report)
        return self.render(form, base=digest(self.report))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ReportForm(request.POST, criteria=self.criteria)
        base = request.POST.get("base", "")
        key = request.POST.get("client_key", "").replace("\x00", "")[:40]
        if not form.is_valid():
            return self.refuse(form, base, key)
        try:
            receive(self.visit, form.values, by=request.user, base=base, client_key=key)
        except Stale as stale:
            return self.show_conflict(form, key, stale)
        except Refused as refused:
            form.add_error(None, " ".join(refused.reasons))
            return self.refuse(form, base, key)
        address = reverse("label:visit_sign", args=[self.visit.pk])
        if carry.wants_json(request):
            return JsonResponse({"state": "saved", "next": address})
        messages.success(request, _("Compte rendu enregistré."))
        return redirect(address)

    def refuse(self, form, base: str, key: str) -> HttpResponse:
        if carry.wants_json(self.request):
            return JsonResponse({"state": "invalid"}, status=REFUSED)
        return self.render(form, base=base, client_key=key, status=REFUSED)

    def show_conflict(self, form, key: str, stale: Stale) -> HttpResponse:
        """Both versions: one's own in the fields, the other's beside, to copy from."""
        if carry.wants_json(self.request):
            return JsonResponse({"state": "conflict"}, status=TAKEN)
        theirs = ReportForm(criteria=self.criteria, report=stale.report)
        mine = form.typed
        rows = [
            (str(theirs.fields[name].label), text)
            for name in theirs.fields
            if (text := theirs.initial.get(name, "")) and text != mine.get(name, "")
        ]
        return self.render(
            form,
            base=digest(stale.report),
            client_key=key,
            status=TAKEN,
            theirs=rows,
            other=stale.report.updated_by,
        )

    def render(self, form, *, base: str, client_key: str = "", status: int = 200, **context):
        return show(
            self.request,
            "label/visiting/report.html",
            _("Ce que vous avez vu"),
            above=above(self.visit),
            status=status,
            visit=self.visit,
            form=form,
            base=base,
            client_key=client_key or secrets.token_hex(16),
            **context,
        )


@private
@require_http_methods(["GET", "HEAD", "POST"])
def photos(request: HttpRequest, pk: int) -> HttpResponse:
    """Photos of the place, one at a time, when there is network; nobody can be recognised."""
    visit = cleared_visit(request.user, pk)
    if visit.state != VisitState.DONE:
        return redirect("label:visit_one", pk)
    form = PhotoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            visits.add_photo(
                visit,
                form.cleaned_data["photo"],
                caption=form.cleaned_data["caption"],
                by=request.user,
            )
        except Refused as refused:
            form.add_error(None, " ".join(refused.reasons))
        else:
            messages.success(request, _("Photo ajoutée."))
            return redirect("label:visit_photos", pk)
    report = getattr(visit, "report", None)
    return show(
        request,
        "label/visiting/photos.html",
        _("Les photos"),
        above=above(visit),
        status=REFUSED if form.errors else 200,
        visit=visit,
        form=form,
        photos=list(report.photos.all()) if report else [],
    )


@private
@require_POST
def remove_photo(request: HttpRequest, pk: int, photo: int) -> HttpResponse:
    visit = cleared_visit(request.user, pk)
    found = get_object_or_404(VisitPhoto, pk=photo, report__visit=visit)
    try:
        visits.remove_photo(found, by=request.user)
    except Refused as refused:
        tell(request, refused)
    else:
        messages.success(request, _("Photo retirée."))
    return redirect("label:visit_photos", pk)
