"""« Mon espace »: the listings of a person."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from directory.models import ListedPage
from directory.space.access import get_managed_page
from directory.space.screen import show


@never_cache
@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    pages = ListedPage.objects.managed_by(request.user).order_by("title", "pk")
    return show(request, "espace/home.html", _("Mon espace"), pages=pages)


@never_cache
@require_safe
@login_required
def listing(request: HttpRequest, pk: int) -> HttpResponse:
    page = get_managed_page(request.user, pk)
    return show(request, "espace/listing.html", page.title, page=page)
