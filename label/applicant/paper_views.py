"""A paper application, keyed in by the secretariat under a signed mandate."""

from datetime import timedelta

import rules
from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from directory.models import ProducerPage
from directory.proposal_forms import Text
from label import clock
from label.applicant import starting
from label.applicant.on_paper import day_field
from label.applicant.screen import UNPROCESSABLE, refuse, show
from label.enums import CaseState, Channel
from label.machine import Refused
from label.models import Case

MOST = 20
MOST_LATE = timedelta(days=365)


class PaperForm(forms.Form):
    """Which producer, and the paper that says so."""

    page = forms.ModelChoiceField(
        ProducerPage.objects.none(),
        label=gettext_lazy("Quel producteur"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": gettext_lazy("Cherchez puis choisissez le producteur."),
            "invalid_choice": gettext_lazy("Choisissez dans la liste."),
        },
    )
    mandate = Text(
        label=gettext_lazy("Référence du mandat signé"),
        help_text=gettext_lazy("Celle du papier que vous gardez : date, classeur, feuille."),
        max_length=80,
        required=True,
    )
    arrived_on = day_field(
        gettext_lazy("Arrivé au secrétariat le"),
        gettext_lazy("Le délai de la loi part de ce jour, quand rien ne manque."),
        initial=lambda: clock.civil_day(timezone.now()),
    )

    def clean_arrived_on(self):
        day, today = self.cleaned_data["arrived_on"], clock.civil_day(timezone.now())
        if day > today:
            raise forms.ValidationError(_("Cette date est à venir."))
        if day < today - MOST_LATE:
            raise forms.ValidationError(_("Ce papier est arrivé depuis plus d’un an : vérifiez."))
        return day


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def entry(request: HttpRequest) -> HttpResponse:
    """Find the producer, give the reference of the mandate, and key the paper in."""
    if not rules.has_perm("label.enter_paper", request.user):
        raise PermissionDenied
    typed = request.POST.get("q") or request.GET.get("q", "")
    typed = typed.replace("\x00", "")[:80].strip()
    found = ProducerPage.objects.none()
    if typed:
        found = ProducerPage.objects.filter(title__icontains=typed).order_by("title", "pk")
    form = PaperForm(request.POST if request.method == "POST" else None)
    form.fields["page"].queryset = ProducerPage.objects.all() if form.is_bound else found[:MOST]
    if request.method == "POST" and form.is_valid():
        try:
            case = starting.begin(
                form.cleaned_data["page"],
                by=request.user,
                paper_mandate=form.cleaned_data["mandate"],
                paper_arrived_on=form.cleaned_data["arrived_on"],
            )
        except Refused as refused:
            refuse(form, refused)
        else:
            return redirect("label:case", case.reference)
    if form.is_bound:
        form.fields["page"].queryset = found[:MOST]
    drafts = Case.objects.filter(channel=Channel.PAPER, state=CaseState.DRAFT).with_context()
    return show(
        request,
        "paper",
        _("Demande reçue sur papier"),
        status=UNPROCESSABLE if request.method == "POST" else 200,
        form=form,
        typed=typed,
        found=found[:MOST],
        drafts=[(case, reverse("label:case", args=[case.reference])) for case in drafts],
    )
