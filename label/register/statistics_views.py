"""What became of the demands, in counts; the charter's signatories."""

import csv

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from home.navigation import Link
from home.seo import Meta, breadcrumb_list
from label import charter_terms, clock
from label.public import charter
from label.public import statistics as counted
from label.site_tree import trail


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    links = trail(request, Link(_("En chiffres"), request.path, is_current=True))
    figures = counted.figures(clock.civil_day(timezone.now()))
    ends = [_("Refusées"), _("Irrecevables"), _("Caduques"), _("Retirées")]
    context = {
        "figures": figures,
        "smallest": counted.SMALLEST,
        "ends": ends,
        "years": [(row, list(zip(ends, row.ends.values(), strict=True))) for row in figures.years],
        "trail": links,
        "meta": Meta(
            _("Le label en chiffres"),
            _("Demandes reçues, labels accordés, refus, recours : des nombres, jamais des noms."),
        ),
        "structured_data": [breadcrumb_list(links)],
    }
    return render(request, "label/register/statistics.html", context)


@require_safe
def statistics_csv(request: HttpRequest) -> HttpResponse:
    """One line a year; an empty cell is a count that is too small to be told."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="decisions_stats.csv"'
    writer = csv.writer(response)
    writer.writerow(
        [
            *("annee", "recues", "accordees", "sans_label"),
            *("refusees", "irrecevables", "caduques", "retirees", "controles"),
        ]
    )
    for row in counted.figures(clock.civil_day(timezone.now())).years:
        cells = [row.year, row.received, row.granted, row.ended]
        cells += [row.ends[name] for name in counted.ENDS]
        writer.writerow(["" if cell is None else cell for cell in [*cells, row.checks]])
    return response


@require_safe
def signatories(request: HttpRequest) -> HttpResponse:
    links = trail(
        request,
        Link(_("Le registre"), reverse("label:register")),
        Link(_("La charte"), request.path, is_current=True),
    )
    context = {
        "signatories": charter.signatories(),
        "commitments": charter_terms.COMMITMENTS,
        "trail": links,
        "meta": Meta(
            _("Les lieux qui ont signé la charte"),
            _("Commerces, restaurants et étals qui disent ce qu’ils proposent d’ici, et combien."),
        ),
        "structured_data": [breadcrumb_list(links)],
    }
    return render(request, "label/register/charter.html", context)
