"""What every screen of the label's work rooms (jury, visits) has around it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from home.navigation import Link
from home.seo import Meta

REFUSED = 422


def space_link() -> Link:
    """Where everybody's own screens hang."""
    return Link(_("Mon espace"), reverse("directory:espace_home"))


def private(view):
    """A screen for one signed-in person, which nothing keeps."""
    return never_cache(login_required(view))


def show(
    request: HttpRequest, template: str, title: str, *, above=(), status: int = 200, **context
) -> HttpResponse:
    """A screen named `title` of somebody's space; `above`: (name, address) of the screens that
    lead to it."""
    trail = [space_link(), *(Link(name, address) for name, address in above)]
    trail.append(Link(title, request.path, is_current=True))
    around = {"title": title, "meta": Meta(title, is_indexed=False), "trail": trail}
    return render(request, template, around | context, status=status)
