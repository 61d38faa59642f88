"""The algorithms that take part in a decision, in plain words (rules.md 4.5)."""

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from home.navigation import Link
from home.seo import Meta, breadcrumb_list
from label import how_it_works, quorum
from label.models import DailyRoot
from label.public import journal, register
from label.site_tree import trail

ROOTS = 14


@require_safe
def algorithms(request: HttpRequest) -> HttpResponse:
    procedure = how_it_works.current_procedure()
    seats = sum(procedure.seats.values())
    rules = quorum.QuorumRules(
        quorum=(procedure.quorum_part, procedure.quorum_whole),
        second_least=procedure.second_convening_minimum,
    )
    links = trail(request, Link(_("Algorithmes et transparence"), request.path, is_current=True))
    context = {
        "procedure": procedure,
        "seats": seats,
        "quorum": quorum.quorum(seats, rules=rules),
        "second_quorum": quorum.quorum(seats, second=True, rules=rules),
        "roots": DailyRoot.objects.order_by("-day")[:ROOTS],
        "trail": links,
        "meta": Meta(
            _("Algorithmes et transparence"),
            _(
                "Ce que des calculs font dans le label, ce qu’ils ne font jamais, et comment les "
                "refaire."
            ),
        ),
        "structured_data": [breadcrumb_list(links)],
    }
    return render(request, "label/algorithms.html", context)


@require_safe
def journal_json(request: HttpRequest) -> HttpResponse:
    """The chain of all events, to download: it only grows."""
    response = StreamingHttpResponse(
        journal.text(timezone.now()), content_type="application/json; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="journal.json"'
    return response


@require_safe
def register_json(request: HttpRequest) -> HttpResponse:
    response = JsonResponse(
        register.document(timezone.now()), json_dumps_params={"ensure_ascii": False}
    )
    response["Content-Disposition"] = 'attachment; filename="registre.json"'
    return response
