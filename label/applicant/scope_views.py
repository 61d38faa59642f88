"""Sites and product lines of an application: add, change, take away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from directory.models import Commune
from directory.space.place_view import center_of
from label import applying, cases
from label.applicant.access import get_draft
from label.applicant.part_views import part_url
from label.applicant.scope_forms import LineForm, SiteForm
from label.applicant.screen import attempt, show
from label.enums import ApplicationPart
from label.machine import Refused
from label.models import Case, Site


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def site(request: HttpRequest, reference: str, pk: int | None = None) -> HttpResponse:
    """A new site, or one of the operator's."""
    case = get_draft(request.user, reference)
    known = get_object_or_404(case.operator.label_sites, pk=pk) if pk else None

    def again(form, status=200):
        names = Commune.objects.order_by("name").values_list("name", flat=True)
        title = known.name if known else _("Un lieu de production")
        return show(
            request, "site", title, case=case, status=status, form=form, communes=names,
            site=known, center=center_of(case.operator),
            back=part_url(case, ApplicationPart.SITES),
        )  # fmt: skip

    initial = SiteForm.initial_of(known) if known else {"commune": case.operator.commune}
    if request.method != "POST":
        return again(SiteForm(initial=initial))
    form = SiteForm(request.POST)

    def act():
        if known:
            applying.change_site(case, known, by=request.user, **form.cleaned_data)
        elif case.operator.label_sites.filter(name=form.cleaned_data["name"]).exists():
            raise Refused(_("Vous avez déjà un lieu de ce nom."))
        else:
            cases.add_site(case, by=request.user, **form.cleaned_data)

    return attempt(
        request, form, act, said=_("C’est gardé."), to=part_url(case, ApplicationPart.SITES),
        again=again,
    )  # fmt: skip


@never_cache
@require_POST
@login_required
def remove_site(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    case = get_draft(request.user, reference)
    known = get_object_or_404(case.operator.label_sites, pk=pk)
    return _took(request, case, ApplicationPart.SITES, applying.remove_site, known)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def line(request: HttpRequest, reference: str, pk: int | None = None) -> HttpResponse:
    """A new product line, or one of the application."""
    case = get_draft(request.user, reference)
    row = get_object_or_404(case.scope_lines.select_related("line"), pk=pk) if pk else None
    is_judged = row is not None and row.line.is_named_beyond(case)
    if not Site.objects.filter(operator=case.operator_id, is_active=True).exists():
        messages.info(request, _("Dites d’abord où vous produisez."))
        return redirect("label:case_site_add", reference)

    def again(form, status=200):
        return show(
            request,
            "line",
            row.line.name if row else _("Une gamme de produits"),
            case=case,
            status=status,
            form=form,
            row=row,
            is_judged=is_judged,
            back=part_url(case, ApplicationPart.SCOPE),
        )

    initial = LineForm.initial_of(row) if row else _first_choice(case)
    if request.method != "POST":
        return again(LineForm(initial=initial, case=case, is_judged=is_judged))
    form = LineForm(request.POST, case=case, is_judged=is_judged)

    def act():
        values = form.cleaned_data
        if row:
            applying.change_line(case, row, by=request.user, **values)
            return
        if case.scope_lines.filter(line__site=values["site"], line__name=values["name"]).exists():
            raise Refused(_("Cette gamme est déjà dans le dossier."))
        cases.add_line(case, by=request.user, **values)

    return attempt(
        request, form, act, said=_("C’est gardé."), to=part_url(case, ApplicationPart.SCOPE),
        again=again,
    )  # fmt: skip


@never_cache
@require_POST
@login_required
def remove_line(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    case = get_draft(request.user, reference)
    row = get_object_or_404(case.scope_lines, pk=pk)
    return _took(request, case, ApplicationPart.SCOPE, cases.remove_line, row)


def _first_choice(case: Case) -> dict:
    """The only site, where there is one."""
    sites = list(Site.objects.filter(operator=case.operator_id, is_active=True)[:2])
    return {"site": sites[0].pk} if len(sites) == 1 else {}


def _took(request, case: Case, part: str, verb, row) -> HttpResponse:
    try:
        verb(case, row, by=request.user)
    except Refused as refused:
        messages.error(request, " ".join(refused.reasons))
    else:
        messages.success(request, _("C’est retiré."))
    return redirect(part_url(case, part))
