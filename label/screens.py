"""What every screen of the label's work rooms (jury, visits) has around it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from home.navigation import Link
from home.seo import Meta

REFUSED = 422


def private(view):
    """A screen for one signed-in person, which nothing keeps."""
    return never_cache(login_required(view))


def show(
    request: HttpRequest, template: str, title: str, *, above=(), status: int = 200, **context
) -> HttpResponse:
    """A screen named `title`; `above`: (name, address) of the screens that lead to it."""
    trail = [Link(name, address) for name, address in above]
    trail.append(Link(title, request.path, is_current=True))
    around = {"title": title, "meta": Meta(title, is_indexed=False), "trail": trail}
    return render(request, template, around | context, status=status)
