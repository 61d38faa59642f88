"""« Proposer un lieu »: anyone, without an account; the team reads before anything shows."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from directory import place_proposals
from directory.addresses import link
from directory.editing import creation
from directory.models import Commune, SearchPage
from directory.place_proposal_forms import PlaceProposalForm
from directory.senders import sender_of
from home import navigation
from home.seo import Meta

REFUSED = 422
TOO_MANY = 429


def foot_links() -> list[navigation.Link]:
    return [navigation.Link(_("Proposer un lieu"), reverse("directory:propose_place"))]


def addresses() -> list[str]:
    """For the sitemap."""
    return [reverse("directory:propose_place")]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """The form, the places that may be the same one, then what happens next."""
    if request.method != "POST":
        return _show(request, PlaceProposalForm())
    form = PlaceProposalForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=REFUSED)
    typed = form.cleaned_data
    facts = [typed[name] for name in ("name", "kind", "commune")]
    alike = [] if "different" in request.POST else creation.alike(*facts)
    if alike:
        return _show(request, form, alike=alike)
    try:
        place_proposals.propose(
            *facts,
            address=typed["address"],
            text=form.text,
            email=typed["email"],
            sender=sender_of(request),
            now=timezone.now(),
        )
    except place_proposals.Refused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, form, status=TOO_MANY)
    return _show(request, None, name=typed["name"], has_address=bool(typed["email"]))


def _show(request, form, *, status: int = 200, **context) -> HttpResponse:
    title = _("Proposer un lieu")
    context |= {"form": form, "title": title, "meta": Meta(title)}
    context["communes"] = Commune.objects.values_list("name", flat=True) if form else ()
    above = link(SearchPage, request)
    here = navigation.Link(title, request.path, is_current=True)
    context["trail"] = [above, here] if above else [here]
    return render(request, "directory/place_proposal.html", context, status=status)
