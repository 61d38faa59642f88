"""The links of our mails: opening one shows what it does, its button does it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from madeingard.users import sign_in

from directory import listing_in_words
from directory.models import ListedPage, MailPreferences
from directory.people.addresses import masked
from directory.reminders import answers, links, news
from directory.reminders.links import CLOSED, CONFIRM, DIGEST, EDIT, Signed
from directory.rules import may
from home.seo import Meta

GONE = 410


@never_cache
@csrf_exempt  # the signed address is the right to act, from a mail reader without cookies too
@require_http_methods(["GET", "HEAD", "POST"])
def mail_link(request: HttpRequest, purpose: str, token: str) -> HttpResponse:
    """Show, or do on POST, what the link was written for."""
    act = _ACTS.get(purpose)
    if act is None:
        raise Http404
    try:
        signed = links.read(purpose, token)
    except links.Wrong as error:
        raise Http404 from error
    except links.Expired:
        return _answer(request, "espace/liens/expired.html", _("Ce lien a vieilli"), status=GONE)
    return act(request, signed)


def _confirm(request, signed: Signed) -> HttpResponse:
    page = _page(signed)
    title = _("Est-ce toujours vrai ?")
    if request.method != "POST":
        edit = links.address(EDIT, page.pk, signed.recipient)
        return _answer(request, "espace/liens/confirm.html", title, page=page, edit=edit)
    came_back = answers.confirm(page, now=timezone.now(), recipient=signed.recipient)
    context = {"page": page, "came_back": came_back}
    return _answer(request, "espace/liens/confirmed.html", _("C’est confirmé, merci"), **context)


def _edit(request, signed: Signed) -> HttpResponse:
    """The way to the listing: a code leaves at once, for the address the mail was written to.

    The link alone lets nobody in: a mail may be forwarded.
    """
    page, warning = _page(signed), ""
    is_tended = page.memberships.exists()
    name = "espace_listing" if is_tended else "espace_claim"
    address = reverse(f"directory:{name}", args=[page.pk])
    if request.user.is_authenticated:
        is_theirs = may(request.user, "edit_listing", page) or not is_tended
        return redirect(address if is_theirs else "directory:espace_home")
    if request.method == "POST":
        try:
            sign_in.begin(request, signed.recipient, then=address)
            return redirect("account_code")
        except sign_in.TooMany as refusal:
            warning = str(refusal)
    context = {"page": page, "recipient": masked(signed.recipient), "warning": warning}
    return _answer(request, "espace/liens/edit.html", _("Corriger votre fiche"), **context)


def _closed(request, signed: Signed) -> HttpResponse:
    page = _page(signed)
    title = _("Est-ce fermé définitivement ?")
    if request.method == "POST":
        is_closed = request.POST.get("reponse") != "rouvrir"
        answers.close_for_good(page, is_closed=is_closed, recipient=signed.recipient)
        page = _page(signed)
        title = _("C’est noté")
    context = {"page": page, "is_done": request.method == "POST"}
    return _answer(request, "espace/liens/closed.html", title, **context)


def _digest(request, signed: Signed) -> HttpResponse:
    preferences = get_object_or_404(MailPreferences, user=signed.about)
    if request.method == "POST":
        preferences.digest = request.POST.get("reponse") == "reprendre"
        preferences.save(update_fields=["digest"])
    context = {"digest": preferences.digest, "is_done": request.method == "POST"}
    return _answer(request, "espace/liens/digest.html", _("Les nouvelles par courrier"), **context)


_ACTS = {CONFIRM: _confirm, EDIT: _edit, CLOSED: _closed, DIGEST: _digest}


def _page(signed: Signed) -> ListedPage:
    """The listing of a link, if the person it was written to can still answer for it."""
    page = ListedPage.objects.filter(pk=signed.about).first()
    if page is None or signed.recipient not in news.recipients(page.specific):
        raise Http404
    return page.specific


def _answer(request, template: str, title: str, *, status: int = 200, **context) -> HttpResponse:
    page = context.pop("page", None)
    if page is not None:
        context |= {"listed": page, "facts": listing_in_words.facts(page, timezone.now())}
    context |= {"title": title, "meta": Meta(title, is_indexed=False)}
    response = render(request, template, context, status=status)
    response["Referrer-Policy"] = "no-referrer"  # the address is a key
    return response
