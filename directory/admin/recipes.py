"""What the editor of recipes asks for while somebody writes."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from directory import recipe_lines
from directory.admin import recipe_values
from directory.models import Food
from directory.recipes.ingredient_line import LONGEST_LINE


@require_POST
@never_cache
def values(request: HttpRequest) -> HttpResponse:
    """The values of the form as it is typed, as a piece of HTML."""
    context = {"values": recipe_values.of_form(request.POST)}
    return render(request, "directory/admin/recipe_values.html", context)


@require_GET
@never_cache
def line(request: HttpRequest) -> JsonResponse:
    """The row that a line (`texte`) means, to be confirmed by the editor."""
    proposal = recipe_lines.propose(request.GET.get("texte", "")[:LONGEST_LINE])
    food = Food.objects.filter(slug=proposal.food.slug).first() if proposal.food else None
    return JsonResponse(
        {
            "quantity": proposal.quantity,
            "unit": str(proposal.unit),
            "grams": proposal.grams,
            "note": proposal.note[:120],
            "is_optional": proposal.is_optional,
            "is_alternative": proposal.is_alternative,
            "food": food and {"id": food.pk, "string": str(food), "edit_url": _edit(food)},
            "confidence": str(proposal.confidence.label),
            "reasons": [str(reason) for reason in proposal.reasons],
        }
    )


def _edit(food: Food) -> str:
    return reverse(Food.snippet_viewset.get_url_name("edit"), args=[food.pk])
