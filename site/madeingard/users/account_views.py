"""« Votre compte »: what a person looks after by themselves."""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from madeingard.users import codes, devices, links, new_address, second_factor
from madeingard.users.account_forms import CodeForm, EmailForm, NameForm

REFUSED = 422
TOO_MANY = 429


@never_cache
@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    user = request.user
    context = {
        "factors": Authenticator.objects.filter(user=user, type__in=second_factor.FACTORS).count(),
        "is_of_the_team": second_factor.is_of_the_team(user),
        "devices": len(devices.of(user, request)),
        "provider": settings.OIDC_URL and settings.OIDC_NAME,
        "is_linked": bool(settings.OIDC_URL) and links.is_linked(user),
    }
    return render(request, "account/home.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def name(request: HttpRequest) -> HttpResponse:
    """How the site calls a person."""
    form = NameForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("C’est noté."))
        return redirect("account_home")
    status = REFUSED if form.errors else 200
    return render(request, "account/name.html", {"form": form}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reauthentication_required(app="allauth.account")
def address(request: HttpRequest) -> HttpResponse:
    """Ask for another address; a code is sent to it."""
    form = EmailForm(request.POST if request.method == "POST" else None)
    form.fields["email"].label = _("Votre nouvelle adresse e-mail")
    status = 200
    if request.method == "POST":
        status = REFUSED
        if form.is_valid():
            try:
                new_address.begin(request, form.cleaned_data["email"])
                return redirect("account_address_code")
            except new_address.SameAddress as refusal:
                form.add_error("email", str(refusal))
            except new_address.TooMany as refusal:
                form.add_error("email", str(refusal))
                status = TOO_MANY
    return render(request, "account/address.html", {"form": form}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def address_code(request: HttpRequest) -> HttpResponse:
    """The code that was sent to the new address."""
    waiting = new_address.pending(request)
    if waiting is None:
        return redirect("account_address")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            new_address.finish(request, form.cleaned_data["code"])
        except codes.Refused as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, _("Votre adresse a changé."))
            return redirect("account_home")
    context = {
        "form": form,
        "email": waiting.email,
        "minutes": codes.VALID_FOR // 60,
        "mails_url": settings.MAILS_URL,
    }
    status = REFUSED if form.errors else 200
    return render(request, "account/address_code.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def devices_list(request: HttpRequest) -> HttpResponse:
    """Where one is signed in; a device is signed out by its number, the others by « others »."""
    if request.method == "POST":
        if "others" in request.POST:
            devices.close_all(request.user, but=request.session.session_key)
            messages.success(request, _("Seul cet appareil reste connecté."))
        elif devices.close(request.user, request.POST.get("device", "")):
            messages.success(request, _("Cet appareil est déconnecté."))
        return redirect("usersessions_list")
    found = [
        {
            "pk": device.pk,
            "name": devices.name(device.user_agent),
            "since": device.created_at,
            "seen": device.last_seen_at,
            "is_current": device.is_current(),
        }
        for device in devices.of(request.user, request)
    ]
    return render(request, "account/devices.html", {"devices": found})
