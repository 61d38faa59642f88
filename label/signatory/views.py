"""The charter of a place: read, filled in, signed, confirmed, left."""

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from directory.models import PointOfSalePage
from directory.space.screen import show
from label import charter_terms, charters
from label.applicant.screen import attempt
from label.enums import PUBLISHED_CHARTER, CharterState
from label.models import CharterSignature
from label.signatory.forms import CharterForm, LeaveForm
from label.signatory.standing import stand

METHODS = ["GET", "HEAD", "POST"]
LEFT_BY_ITSELF = (CharterState.SIGNED, *PUBLISHED_CHARTER)


def places_of(user):
    """The places that this person tends, of a kind that may sign or that has signed."""
    mine = PointOfSalePage.objects.filter(memberships__user=user)
    may = mine.filter(pk__in=charters.eligible()) | mine.exclude(label_charters=None)
    return may.order_by("title", "pk").distinct()


def _place(user, pk: int) -> PointOfSalePage:
    return get_object_or_404(places_of(user), pk=pk)


@never_cache
@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """The places of a person, each with its charter: what « Signer la charte » opens."""
    places = list(places_of(request.user))
    found = CharterSignature.objects.filter(page__in=places).order_by("pk")
    last = {charter.page_id: charter for charter in found}
    return show(
        request,
        "label/signatory/index.html",
        _("La charte de mes lieux"),
        places=[(place, stand(last.get(place.pk))) for place in places],
    )


@never_cache
@require_http_methods(METHODS)
@login_required
def charter(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything on one page: the commitments, what is declared, where it stands."""
    place = _place(request.user, pk)
    found = charters.current_of(place)
    is_new = found is None or found.state in {CharterState.DRAFT, CharterState.REMOVED}
    is_published = found is not None and found.state in PUBLISHED_CHARTER
    faults = charters.signing_faults(place, by=request.user)
    may_sign = not faults

    def again(form, status=200):
        return show(
            request, "label/signatory/charter.html", _("La charte"), page=place, status=status,
            form=form, charter=found, standing=stand(found), faults=faults, is_new=is_new,
            is_published=is_published, is_open=is_new or (is_published and may_sign),
            may_leave=may_sign and found is not None and found.state in LEFT_BY_ITSELF,
            commitments=charter_terms.COMMITMENTS,
        )  # fmt: skip

    if request.method != "POST":
        return again(CharterForm(initial=_declared(found), may_sign=may_sign))
    is_signed = "sign" in request.POST or is_published
    form = CharterForm(request.POST, is_signed=is_signed and may_sign, may_sign=may_sign)
    to = reverse("label:charter", args=[pk])
    if is_published:
        return attempt(
            request, form,
            lambda: charters.confirm_charter(found, by=request.user, **form.declared),
            said=_("C’est confirmé, merci. Votre reçu part par e-mail."), to=to, again=again,
        )  # fmt: skip

    @transaction.atomic
    def act():
        made = charters.open_charter(place, by=request.user)
        charters.fill_charter(made, by=request.user, **form.declared)
        if is_signed:
            charters.sign_charter(made, by=request.user)

    said = _("Vous avez signé. Votre reçu part par e-mail.") if is_signed else _("C’est gardé.")
    return attempt(request, form, act, said=said, to=to, again=again)


def _declared(charter: CharterSignature | None) -> dict:
    if charter is None:
        return {}
    return {"local_share": charter.local_share, "declaration": charter.declaration}


@never_cache
@require_http_methods(METHODS)
@login_required
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the charter up: the public listing says nothing of it any more."""
    place = _place(request.user, pk)
    found = charters.current_of(place)
    if found is None or found.state not in LEFT_BY_ITSELF:
        raise Http404
    to = reverse("label:charter", args=[pk])

    def again(form, status=200):
        return show(
            request, "label/signatory/leave.html", _("Quitter la charte"), page=place,
            status=status, form=form, back=to,
            reasons=charters.signing_faults(place, by=request.user),
        )  # fmt: skip

    if request.method != "POST":
        return again(LeaveForm())
    form = LeaveForm(request.POST)
    return attempt(
        request, form,
        lambda: charters.leave_charter(
            found, by=request.user, reasons=form.cleaned_data["reasons"], now=timezone.now()
        ),
        said=_("Vous avez quitté la charte."), to=to, again=again,
    )  # fmt: skip
