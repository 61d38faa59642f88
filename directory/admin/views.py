"""Small answers that the page editor asks for while somebody types."""

from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from directory.admin.hours_preview import understand
from directory.hours import MAX_LENGTH
from directory.models import Commune


@require_GET
@never_cache
def hours_preview(request):
    """How the hours in `texte` are understood, as a piece of HTML."""
    text = request.GET.get("texte", "")[: MAX_LENGTH + 1]
    context = {"understanding": understand(text, now=timezone.now())}
    return render(request, "directory/admin/hours_preview.html", context)


@require_GET
def commune_position(request, pk):
    """Where a commune is, for the map of the editor."""
    commune = get_object_or_404(Commune, pk=pk)
    return JsonResponse({"latitude": commune.latitude, "longitude": commune.longitude})
