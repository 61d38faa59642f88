"""Edit one part of a listing: a form that is saved alone, whatever happens to the others.

A room gives its form and its address:

    class ContactsView(PartView):
        part, form_class = "contacts", ContactsForm

    urlpatterns = [part_path("contacts", ContactsView)]
"""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import View

from directory import editing, regulated_words
from directory.editing import PARTS, Conflict, Held, Part, Saved
from directory.editing.versions import keeping
from directory.editing.words import TEXTS, signs_of
from directory.models import ListedPage
from directory.space import carry
from directory.space.access import get_managed_page
from directory.space.screen import show

REFUSED = 422
TAKEN = 409


class PartForm(forms.Form):
    """The fields of a part. `page` is the version its people left, which the form begins with.

    Fields named as those of the page are read and written by themselves; those that this kind of
    page has not are left out.
    """

    def __init__(self, *args, page: ListedPage, **kwargs):
        self.page = page
        super().__init__(*args, initial=self.initial_of(page), **kwargs)
        ours = {name for part in PARTS.values() for name in part.fields}
        for name in ours - _fields_of(page):
            self.fields.pop(name, None)
        for name in TEXTS & self.fields.keys():
            self.fields[name].widget.attrs["data-words"] = ""  # explained as they are typed

    def initial_of(self, page: ListedPage) -> dict:
        """What the fields hold before anybody types."""
        return {name: getattr(page, name) for name in _fields_of(page) & self.base_fields.keys()}

    def field_of(self, name: str) -> str | None:
        """The field of the form where an error about a field of the page is told."""
        return name if name in self.fields else None

    def apply(self, page: ListedPage) -> None:
        """Write what was typed on a page, in memory; called on each version of it."""
        for name in _fields_of(page) & self.cleaned_data.keys():
            setattr(page, name, self.cleaned_data[name])


def _fields_of(page: ListedPage) -> set[str]:
    return {field.name for field in page._meta.fields}


@method_decorator(never_cache, name="dispatch")
class PartView(View):
    """Show a part and save it; `template` extends espace/part.html."""

    part = ""
    form_class = PartForm
    template = "espace/part.html"
    http_method_names = ["get", "head", "post", "options"]

    def dispatch(self, request: HttpRequest, *args, pk: int, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return carry.to_sign_in(request)
        self.page = get_managed_page(request.user, pk)
        if not self.is_offered(self.page):
            raise Http404
        self.working = editing.working(self.page)
        return super().dispatch(request, *args, **kwargs)

    @classmethod
    def is_offered(cls, page: ListedPage) -> bool:
        """Whether this kind of page has such a part."""
        return bool(PARTS[cls.part].of(page))

    def get_form(self, data=None, files=None) -> forms.Form:
        return self.form_class(data, files, page=self.working)

    def save(self, form, *, base: str, keep: set[str] = frozenset()) -> Saved:
        """`keep`: fields of the page left as somebody else wrote them."""
        change = keeping(form.apply, keep)
        return editing.save(self.page, self.part, change, by=self.request.user, base=base)

    def get_next(self, saved: Saved) -> str:
        """Where a save leads."""
        return listing_url(self.page)

    def get(self, request, **kwargs):
        if typed := carry.take(request):
            return self.render(self.get_form(typed), base=typed.get("base", ""), is_carried=True)
        return self.render(self.get_form(), base=editing.token(self.working, self.part))

    def post(self, request, **kwargs):
        form = self.get_form(request.POST, request.FILES or None)
        base = request.POST.get("base", "")
        if not form.is_valid():
            return self.refuse(form, base)
        if any(not request.POST.get(f"choice-{name}") for name in request.POST.getlist("ask")):
            base = ""  # a field was left without a choice: ask again
        try:
            saved = self.save(form, base=base, keep=self._kept())
        except Conflict as conflict:
            return self.show_conflict(form, conflict)
        except Held as held:
            form.add_error(None, str(held))
            return self.refuse(form, base)
        except ValidationError as error:
            _add_errors(form, error)
            return self.refuse(form, base)
        return self.succeed(saved)

    def succeed(self, saved: Saved) -> HttpResponse:
        level = messages.INFO if saved.state == "unchanged" else messages.SUCCESS
        messages.add_message(self.request, level, saved.sentence)
        address = self.get_next(saved)
        if carry.wants_json(self.request):
            return JsonResponse({"state": saved.state, "next": address})
        return redirect(address)

    def refuse(self, form, base: str) -> HttpResponse:
        if carry.wants_json(self.request):
            return JsonResponse({"state": "invalid"}, status=REFUSED)
        return self.render(form, base=base, status=REFUSED)

    def show_conflict(self, form, conflict: Conflict) -> HttpResponse:
        if carry.wants_json(self.request):
            return JsonResponse({"state": "conflict"}, status=TAKEN)
        chosen = {
            choice.name: self.request.POST.get(f"choice-{choice.name}")
            or ("" if choice.must_choose else "theirs" if choice.is_theirs_new else "yours")
            for choice in conflict.choices
        }
        return self.render(
            form,
            base=conflict.token,
            status=TAKEN,
            conflict=conflict,
            rows=[(choice, chosen[choice.name]) for choice in conflict.choices],
            typed=carry.typed(self.request),
        )

    def _kept(self) -> set[str]:
        """The fields for which the other person's words were chosen."""
        names = PARTS[self.part].fields
        return {name for name in names if self.request.POST.get(f"choice-{name}") == "theirs"}

    def render(self, form, *, base: str, status: int = 200, **context) -> HttpResponse:
        part = PARTS[self.part]
        waiting = [one for one in editing.differences(self.page) if one.part == self.part]
        return show(
            self.request,
            self.template,
            str(part.label),
            page=self.page,
            status=status,
            part=part,
            form=form,
            base=base,
            waiting=waiting,
            words=self.get_words(form),
            **context,
        )

    def get_words(self, form) -> list[dict]:
        """The rules that js/space-words.js explains, if a field of the form asks for it."""
        if any("data-words" in field.widget.attrs for field in form.fields.values()):
            return regulated_words.table(signs_of(self.working))
        return []


VIEWS: dict[str, type[PartView]] = {}


@dataclass(frozen=True)
class PartLink:
    """A part of a listing, for a list of them; `waits`: something of it waits for a moderator."""

    part: Part
    url: str
    waits: bool


def part_links(page: ListedPage) -> list[PartLink]:
    """The parts that this listing has, in order."""
    waiting = {one.part for one in editing.differences(page)}
    return [
        PartLink(part, part_url(page, name), name in waiting)
        for name, part in PARTS.items()
        if name in VIEWS and VIEWS[name].is_offered(page)
    ]


def part_path(name: str, view: type[PartView]):
    """The address of a part."""
    VIEWS[name] = view
    return path(f"fiches/<int:pk>/{PARTS[name].slug}/", view.as_view(), name=f"espace_{name}")


def part_url(page: ListedPage, name: str) -> str:
    if name not in VIEWS:
        return listing_url(page)
    return reverse(f"directory:espace_{name}", args=[page.pk])


def listing_url(page: ListedPage) -> str:
    return reverse("directory:espace_listing", args=[page.pk])


def _add_errors(form, error: ValidationError) -> None:
    """Beside their field where the form has it, above it otherwise."""
    found = (
        error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    )
    for name, sentences in found.items():
        for sentence in sentences:
            form.add_error(form.field_of(name), sentence)
