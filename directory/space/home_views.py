"""« Mon espace »: what to do next, the listings of a person, and each of them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from directory.admin import dashboard
from directory.people import finding, history
from directory.reminders import answers, news
from directory.rules import may
from directory.space import cards, inbox, notices, todos
from directory.space.access import get_managed_page
from directory.space.parts import part_links
from directory.space.screen import show

EVENTS = 5
TEAM_LINES = 3


@never_cache
@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    found = cards.cards_of(cards.of_user(request.user), request, now=now)
    has_several = len(found) > 1
    titles = {card.page.pk: card.page.title if has_several else "" for card in found}
    assisted = cards.cards_of(cards.assisted_by(request.user, now=now), request, now=now)
    return show(
        request,
        "espace/home.html",
        _("Mon espace"),
        cards=found,
        assisted=assisted,
        has_several=has_several,
        todo=todos.next_one(request.user, found, now=now),
        inbox=inbox.of(request.user, found, now=now),
        events=history.of_pages(titles, length=EVENTS) if found else [],
        notices=notices.of_user(request.user, now=now),
        team=_team(request.user, now),
    )


def _team(user, now) -> list[str]:
    """What presses most in the team's space, for who tends the site there."""
    if not dashboard.tends_pages(user):
        return []
    return [todo.text for todo in dashboard.todos(user, now=now)[:TEAM_LINES]]


@never_cache
@require_safe
@login_required
def listing(request: HttpRequest, pk: int) -> HttpResponse:
    page = get_managed_page(request.user, pk)
    [card] = cards.cards_of([page], request, now=timezone.now())
    return show(
        request,
        "espace/listing.html",
        page.title,
        page=page,
        card=card,
        parts=part_links(page),
        open_reports=page.error_reports.open().count(),
        is_owner=may(request.user, "own_listing", page),
        events=history.of_page(page),
        people=page.memberships.select_related("user"),
        links=notices.links_of(request.user, page),
    )


@never_cache
@require_POST
@login_required
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    page = get_managed_page(request.user, pk)
    if page.live or page.left_on:
        answers.confirm(page, now=timezone.now(), by=request.user)
        words = _("C’est confirmé, merci. Prochain courrier à ce sujet dans %(months)d mois.")
        messages.success(request, words % {"months": news.rhythm(page).first})
    else:
        messages.warning(request, _("Cette fiche n’est pas en ligne : rien à confirmer."))
    return redirect("directory:espace_home")


@never_cache
@require_safe
@login_required
def find(request: HttpRequest) -> HttpResponse:
    """Listings among which a person looks for their own."""
    typed = request.GET.get("q", "")
    return show(
        request,
        "espace/find.html",
        _("Trouver ma fiche"),
        typed=typed[: finding.LONGEST],
        found=finding.by_name(typed),
    )
