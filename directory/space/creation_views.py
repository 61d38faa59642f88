"""Begin a listing: three short steps, each kept as it is typed, none of them compulsory."""

from django import forms
from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from directory import editing
from directory.editing import Saved, creation
from directory.enums import POINT_OF_SALE_KINDS, Kind
from directory.models import Commune, Membership, ProducerPage
from directory.proposal_forms import Text
from directory.space import carry
from directory.space.editing_forms import ContactsForm, IdentityForm
from directory.space.parts import REFUSED, PartView
from directory.space.place_form import CommuneField
from directory.space.screen import show

STEPS = 3


class BeginForm(forms.Form):
    """What tells one place from another."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Vous êtes"),
        choices=[
            (Kind.PRODUCER, gettext_lazy("Producteur, productrice")),
            *POINT_OF_SALE_KINDS,
        ],
        error_messages={"invalid_choice": gettext_lazy("Choisissez dans la liste.")},
    )
    title = Text(
        label=gettext_lazy("Nom"),
        help_text=gettext_lazy("Celui que lisent vos clients, sur l’étal ou à l’entrée."),
        max_length=80,
        required=True,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    commune = CommuneField(label=gettext_lazy("Commune"), required=True)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """The first step; places that look like this one are shown before anything is made."""
    if not request.user.is_authenticated:
        return carry.to_sign_in(request)
    if request.method != "POST":
        typed = carry.take(request)
        return _begin(request, BeginForm(typed))
    form = BeginForm(request.POST)
    if not form.is_valid():
        return _begin(request, form, status=REFUSED)
    facts = [form.cleaned_data[name] for name in ("title", "kind", "commune")]
    alike = [] if "different" in request.POST else creation.alike(*facts)
    if alike:
        return _begin(request, form, alike=alike)
    try:
        page = creation.create(*facts, by=request.user, seller=_seller(request, request.POST))
    except editing.Refused as refused:
        form.add_error(None, str(refused))
        return _begin(request, form, status=REFUSED)
    return redirect("directory:espace_begin_contacts", page.pk)


def _seller(request, data) -> ProducerPage | None:
    """The producer of this person for whom the place is proposed."""
    number = data.get("pour", "")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    mine = Membership.objects.of(request.user).filter(page=OuterRef("pk"))
    return ProducerPage.objects.filter(Exists(mine), pk=number).first()


def _begin(request, form, *, alike=(), status=200) -> HttpResponse:
    return show(
        request,
        "espace/begin.html",
        str(gettext_lazy("Ma nouvelle fiche")),
        status=status,
        form=form,
        alike=alike,
        seller=_seller(request, request.POST or request.GET),
        step=1,
        steps=STEPS,
        communes=Commune.objects.values_list("name", flat=True),
    )


class StepView(PartView):
    """A part as a step: what is typed is saved field by field, then one goes on."""

    template = "espace/step.html"
    step = 0
    next_name = ""

    def post(self, request, **kwargs):
        if "autosave" not in request.POST:
            return super().post(request, **kwargs)
        form = self.get_form(request.POST)
        form.is_valid()  # what is not right yet waits; the rest is kept
        try:
            saved = self.save(form, base=request.POST.get("base", ""))
        except editing.Conflict:
            return JsonResponse({"state": "conflict"}, status=409)
        except (editing.Held, forms.ValidationError):
            return JsonResponse({"state": "invalid"}, status=REFUSED)
        return JsonResponse({"state": "saved", "base": editing.token(saved.page, self.part)})

    def succeed(self, saved: Saved):
        if saved.state == "unchanged":  # each field was kept as it was typed
            messages.success(self.request, _("Tout est gardé."))
            return redirect(self.get_next(saved))
        return super().succeed(saved)

    def get_next(self, saved: Saved) -> str:
        return reverse(f"directory:{self.next_name}", args=[self.page.pk])

    def render(self, form, **kwargs):
        return super().render(form, step=self.step, steps=STEPS, **kwargs)


class ContactsStep(StepView):
    part, form_class, step, next_name = "contacts", ContactsForm, 2, "espace_begin_identity"


class IdentityStep(StepView):
    part, form_class, step, next_name = "identity", IdentityForm, 3, "espace_changes"
