"""The public register over HTTP: the list, its table, one entry, and its short address."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from home.models import SiteSettings
from home.navigation import Link
from home.seo import Meta, absolute, breadcrumb_list
from label import clock
from label.public import entry as entries
from label.public.entry import Entry
from label.register import exports, rows, search, wording
from label.register.search import Query
from label.site_tree import trail

PER_PAGE = 30
GONE = 410


@dataclass(frozen=True)
class Pager:
    """What components/pager.html asks of results."""

    page: int
    pages: int
    previous_query: str
    next_query: str


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """?q=, commune=, famille=, statut=, niveau=, page=."""
    everything = rows.all_rows(clock.civil_day(timezone.now()))
    query = Query.of(request.GET)
    found = search.find(everything, query)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    links = trail(request, Link(_("Le registre"), request.path, is_current=True))
    context = {
        "query": query,
        "total": len(found),
        "everything": len(everything),
        "rows": page.object_list,
        "results": _pager(page, query),
        "encoded": query.encoded(),
        **search.choices(everything, query),
        "trail": links,
        "meta": Meta(
            _("Le registre du label"),
            _("Ce que chaque label couvre, depuis quand, jusqu’à quand, et où il en est."),
        ),
        "structured_data": [breadcrumb_list(links)],
    }
    return render(request, "label/register/index.html", context)


@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """The same rows, all of them, as a table to download."""
    found = search.find(rows.all_rows(clock.civil_day(timezone.now())), Query.of(request.GET))
    response = HttpResponse(exports.as_csv(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="registre.csv"'
    return response


@require_safe
def entry(request: HttpRequest, number: str) -> HttpResponse:
    return _show(request, number=number)


@require_safe
def short(request: HttpRequest, code: str) -> HttpResponse:
    """The address of the QR code: the same page, nothing counted, nothing followed."""
    return _show(request, code=code.lower())


def _show(request: HttpRequest, **wanted) -> HttpResponse:
    now = timezone.now()
    found = None
    if not any("\x00" in value for value in wanted.values()):
        found = entries.find(clock.civil_day(now), **wanted)
    if found is None:
        raise Http404
    path = reverse("label:register_entry", args=[found.number])
    links = trail(
        request,
        Link(_("Le registre"), reverse("label:register")),
        Link(_("N° %(number)s") % {"number": found.number}, path, is_current=True),
    )
    is_silent = found.stage == "number"
    state = wording.state(found)
    context = {
        "entry": found,
        "state": state,
        "now": now,
        "lines": wording.summary_lines(found),
        "colleges": wording.colleges(found.jury) if found.jury else "",
        "trail": links,
        "meta": Meta(
            _("Registre n° %(number)s") % {"number": found.number},
            _description(found, state),
            is_indexed=not is_silent,
            path=path,
        ),
        "structured_data": [breadcrumb_list(links), *_structured(request, found, path)],
    }
    status = GONE if is_silent and not found.state else 200
    return render(request, "label/register/entry.html", context, status=status)


def _description(found: Entry, state: str) -> str:
    if not found.operator:
        return state
    said = _("%(state)s : %(operator)s, %(lines)s.") % {
        "state": state,
        "operator": found.operator,
        "lines": ", ".join(line.name for line in found.lines),
    }
    return said[:300]


def _structured(request: HttpRequest, found: Entry, path: str) -> list[dict]:
    """A label in force is a permit that a public body gave; anything else is nothing to a robot."""
    if found.stage != "current":
        return []
    site = SiteSettings.for_request(request)
    return [
        {
            "@type": "GovernmentPermit",
            "name": _("Label %(name)s, n° %(number)s")
            % {"name": site.name, "number": found.number},
            "identifier": found.number,
            "url": absolute(path),
            "issuedBy": {"@type": "GovernmentOrganization", "name": site.territory},
            "issuedThrough": {"@type": "GovernmentService", "name": site.name},
            "validFrom": found.valid_from.isoformat(),
            "validUntil": found.valid_to.isoformat(),
        }
    ]


def _pager(page, query: Query) -> Pager:
    return Pager(
        page.number,
        page.paginator.num_pages,
        query.encoded(page=page.number - 1) if page.has_previous() else "",
        query.encoded(page=page.number + 1) if page.has_next() else "",
    )
