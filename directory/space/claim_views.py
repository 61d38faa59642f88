"""« C’est ma ferme »: the code of the known address, or a proof for the team."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from directory.codes import Refused
from directory.models import Claim, ListedPage
from directory.people import claims
from directory.people.addresses import masked
from directory.proposal_forms import CodeForm
from directory.space.claim_forms import ProofForm
from directory.space.screen import show

UNPROCESSABLE = 422


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """What to do, open to all; doing it needs to sign in."""
    page = get_object_or_404(ListedPage, pk=pk)
    if not claims.may_be_claimed(page):
        raise Http404
    user = request.user
    if not user.is_authenticated:
        return redirect_to_login(request.path) if request.method == "POST" else _show(request, page)
    if page.memberships.of(user).exists():
        return redirect("directory:espace_listing", pk)
    if request.method != "POST":
        return _show(request, page)
    act = _ACTS.get(request.POST.get("action"))
    return act(request, page) if act else _show(request, page)


def _send_code(request, page: ListedPage) -> HttpResponse:
    try:
        claims.send_code(page, request.user, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Un code est parti. Regardez aussi dans les indésirables."))
    return redirect("directory:espace_claim", page.pk)


def _confirm(request, page: ListedPage) -> HttpResponse:
    form = CodeForm(request.POST)
    found = claims.of(page, request.user)
    if found is None:
        return redirect("directory:espace_claim", page.pk)
    if not form.is_valid():
        return _show(request, page, code_form=form, status=UNPROCESSABLE)
    try:
        membership = claims.confirm(found, form.cleaned_data["code"], now=timezone.now())
    except Refused as refusal:
        form.add_error("code", str(refusal))
        return _show(request, page, code_form=form, status=UNPROCESSABLE)
    if membership is None:
        messages.info(request, _("Quelqu’un vient de prendre cette fiche : l’équipe décide."))
        return redirect("directory:espace_claim", page.pk)
    messages.success(request, _("C’est fait : cette fiche est la vôtre."))
    return redirect("directory:espace_listing", page.pk)


def _show_proof(request, page: ListedPage) -> HttpResponse:
    form = ProofForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, page, proof_form=form, status=UNPROCESSABLE)
    try:
        claims.show_proof(page, request.user, **form.cleaned_data, now=timezone.now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, page, proof_form=form, status=UNPROCESSABLE)
    return redirect("directory:espace_claim", page.pk)


def _withdraw(request, page: ListedPage) -> HttpResponse:
    if found := claims.of(page, request.user):
        claims.withdraw(found, now=timezone.now())
        messages.success(request, _("Votre demande est retirée."))
    return redirect("directory:espace_home")


_ACTS = {"code": _send_code, "confirmer": _confirm, "preuve": _show_proof, "retirer": _withdraw}


def _show(request, page: ListedPage, *, code_form=None, proof_form=None, status=200):
    found = claims.of(page, request.user) if request.user.is_authenticated else None
    last = _last_answer(page, request.user) if found is None else None
    return show(
        request,
        "espace/claim.html",
        claims.words(page),
        claimed=page,
        public_url=page.get_url(request),
        claim=found,
        is_waiting=found is not None and found.state == Claim.State.WAITING,
        is_code_sent=found is not None and bool(found.code_hash),
        last=last,
        takes_code=claims.takes_code(page),
        has_owner=page.memberships.exists(),
        address=masked(page.email),
        code_form=code_form or CodeForm(),
        proof_form=proof_form or ProofForm(),
        sign_in=redirect_to_login(request.path).url,
        status=status,
    )


def _last_answer(page: ListedPage, user) -> Claim | None:
    """The refusal that a person comes back from."""
    if not user.is_authenticated:
        return None
    refused = Claim.objects.filter(page=page, user=user, state=Claim.State.REFUSED)
    return refused.order_by("decided_at").last()
