"""What every screen of the space has around it."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from home.navigation import Link
from home.seo import Meta


def show(request, template: str, title: str, *, page=None, status: int = 200, **context):
    """A screen named `title`, under « Mon espace » and, when it is about one, under its listing.

    The template reads the page as `listed`: `page` would make it a public page.
    """
    trail = [Link(_("Mon espace"), reverse("directory:espace_home"))]
    if page is not None:
        trail.append(Link(page.title, reverse("directory:espace_listing", args=[page.pk])))
    if trail[-1].url == request.path:
        trail.pop()
    trail.append(Link(title, request.path, is_current=True))
    around = {"title": title, "meta": Meta(title, is_indexed=False), "trail": trail, "listed": page}
    return render(request, template, around | context, status=status)
