"""Signing in and out."""

from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows import logout
from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from madeingard.users import codes, oidc_views, sign_in
from madeingard.users.account_forms import CodeForm, EmailForm

REFUSED = 422
TOO_MANY = 429


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def connect(request: HttpRequest) -> HttpResponse:
    """« Votre adresse e-mail »: the only question, for those who have an account or not yet."""
    then = get_next_redirect_url(request) or ""
    if request.user.is_authenticated:
        return _already(request, then)
    form = EmailForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = REFUSED
        if form.is_valid():
            try:
                sign_in.begin(request, form.cleaned_data["email"], then=then)
                return redirect("account_code")
            except sign_in.TooMany as refusal:
                form.add_error("email", str(refusal))
                status = TOO_MANY
    context = {"form": form, "then": then, "provider": settings.OIDC_URL and settings.OIDC_NAME}
    return render(request, "account/connect.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The code that was mailed."""
    waiting = sign_in.pending(request)
    if waiting is None or request.user.is_authenticated:
        return redirect("account_login")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _code(request, form, waiting)
    if form.is_valid():
        try:
            return sign_in.finish(request, form.cleaned_data["code"])
        except codes.Refused as refusal:
            form.add_error("code", str(refusal))
            return _code(request, form, waiting, is_over=refusal.is_over, status=REFUSED)
    return _code(request, form, waiting, status=REFUSED)


@never_cache
@require_POST
def send_again(request: HttpRequest) -> HttpResponse:
    """Another code to the same address; the one before is void."""
    waiting = sign_in.pending(request)
    if waiting is None or request.user.is_authenticated:
        return redirect("account_login")
    try:
        sign_in.begin(request, waiting.email, then=waiting.then, link=waiting.link)
    except sign_in.TooMany as refusal:
        return _code(request, CodeForm(), waiting, warning=str(refusal), status=TOO_MANY)
    return _code(request, CodeForm(), waiting, is_sent_again=True)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def disconnect(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect("/")
    if request.method != "POST":
        return render(request, "account/disconnect.html")
    elsewhere = oidc_views.end_session_address(request)
    logout.logout(request, show_message=False)
    return redirect(elsewhere or "/")


@never_cache
@require_safe
def to_connect(request: HttpRequest) -> HttpResponse:
    """Wagtail's own pages to sign in lead to ours."""
    then = get_next_redirect_url(request) or ""
    if not then and request.path.startswith(settings.ADMIN_PATH):
        then = settings.ADMIN_PATH
    address = reverse("account_login")
    return redirect(f"{address}?{urlencode({'next': then})}" if then else address)


def _already(request: HttpRequest, then: str) -> HttpResponse:
    wants_admin = then.startswith(settings.ADMIN_PATH)
    if wants_admin and not request.user.has_perm("wagtailadmin.access_admin"):
        return render(request, "account/not_of_the_team.html", status=403)
    return redirect(then or resolve_url(get_adapter().get_login_redirect_url(request)))


def _code(request, form, waiting, *, status=200, **said) -> HttpResponse:
    context = {
        "form": form,
        "email": waiting.email,
        "minutes": codes.VALID_FOR // 60,
        "mails_url": settings.MAILS_URL,
    }
    return render(request, "account/code.html", context | said, status=status)
