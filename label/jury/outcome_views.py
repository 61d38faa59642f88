import rules
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from label.enums import ReadObject
from label.jury import outcome
from label.jury.access import reading_seat
from label.jury.file_views import note
from label.jury.views import above
from label.screens import private, show


@private
@require_safe
def restitution(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of the opinion of a juror's own panel; 404 before it is adopted."""
    seat = reading_seat(request.user, pk)
    found = outcome.of_seat(seat)
    if found is None or not rules.has_perm("label.read_opinion", request.user, seat.case):
        raise Http404
    note(request, seat, ReadObject.OPINION)
    return show(
        request,
        "label/jury/outcome.html",
        _("Ce qu’est devenu votre avis"),
        above=above(seat),
        seat=seat,
        found=found,
        may_print_opinion=rules.has_perm("label.print_opinion", request.user, found.opinion),
        may_print_minutes=rules.has_perm("label.print_minutes", request.user, found.opinion),
    )
