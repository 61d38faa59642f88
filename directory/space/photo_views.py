"""The photos of a listing: sent from the phone, described, put in order, removed."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from directory import editing, sent_photos
from directory.models import ListedPage, Photo
from directory.proposal_forms import Text
from directory.space.access import get_managed_page
from directory.space.parts import PartForm, PartView, part_url
from home import photos as pictures

LONGEST = 200


class PhotosForm(PartForm):
    """Of each photo: what it shows, its place in the row, and whether it goes."""

    def __init__(self, *args, page: ListedPage, **kwargs):
        super().__init__(*args, page=page, **kwargs)
        self.rows = list(page.photos.select_related("image").all())
        self.waiting = list(page.waiting_photos.select_related("image"))
        places = [(str(rank), str(rank)) for rank in range(1, len(self.rows) + 1)]
        for rank, row in enumerate(self.rows, start=1):
            self._describe(f"p{row.image_id}", row.alt, required=True)
            self.fields[f"p{row.image_id}-place"] = forms.ChoiceField(
                label=_("Place"), choices=places, initial=str(rank)
            )
        for photo in self.waiting:
            self._describe(f"w{photo.pk}", "", required=False)

    def _describe(self, name: str, initial: str, *, required: bool) -> None:
        self.fields[f"{name}-alt"] = Text(
            label=_("Que montre cette photo ?"),
            max_length=LONGEST,
            initial=initial,
            required=required,
            widget=forms.TextInput({"placeholder": _("Des courges sur une table de bois")}),
        )
        self.fields[f"{name}-oter"] = forms.BooleanField(
            label=_("Enlever cette photo"), required=False
        )
        if self.is_bound and self.data.get(f"{name}-oter"):
            self.fields[f"{name}-alt"].required = False

    @property
    def shown(self) -> list[tuple]:
        return [(row.image, *self._boxes(f"p{row.image_id}")) for row in self.rows]

    @property
    def to_describe(self) -> list[tuple]:
        return [(photo.image, *self._boxes(f"w{photo.pk}")) for photo in self.waiting]

    def _boxes(self, name: str) -> tuple:
        names = (f"{name}-alt", f"{name}-oter", f"{name}-place")
        return tuple(self[box] for box in names if box in self.fields)

    @property
    def described(self) -> list:
        """The waiting photos that are to be published now."""
        return [
            photo
            for photo in self.waiting
            if self.cleaned_data[f"w{photo.pk}-alt"] and not self.cleaned_data[f"w{photo.pk}-oter"]
        ]

    @property
    def dropped(self) -> list:
        return [p for p in self.waiting if self.cleaned_data[f"w{p.pk}-oter"]]

    def apply(self, page: ListedPage) -> None:
        chosen, known = self.cleaned_data, {row.image_id for row in self.rows}
        kept = []
        for rank, row in enumerate(page.photos.all(), start=1):
            name = f"p{row.image_id}"
            if row.image_id not in known:
                kept.append((rank, 1, row))
            elif not chosen[f"{name}-oter"]:
                row.alt = chosen[f"{name}-alt"]
                place, moved = int(chosen[f"{name}-place"]), int(self[f"{name}-place"].initial)
                # Who takes a place comes before who had it, or after if it came from above.
                kept.append((place, 0 if place < moved else 2 if place > moved else 1, row))
        rows = [row for _place, _moved, row in sorted(kept, key=lambda one: one[:2])]
        rows += [
            Photo(image=photo.image, alt=chosen[f"w{photo.pk}-alt"]) for photo in self.described
        ]
        for rank, row in enumerate(rows):
            row.sort_order = rank
        page.photos = rows


class PhotosView(PartView):
    part, form_class, template = "photos", PhotosForm, "espace/photos.html"

    def save(self, form, **options):
        saved = super().save(form, **options)
        described, dropped = form.described, form.dropped
        for photo in described:
            photo.delete()
        sent_photos.drop(dropped)
        return saved

    def get_next(self, saved) -> str:
        return part_url(self.page, "photos")

    def render(self, form, **context) -> HttpResponse:
        return super().render(
            form,
            room=_room(self.working),
            accept=pictures.ACCEPT,
            most_megabytes=pictures.MAX_MEGABYTES,
            most=sent_photos.MOST,
            longest_side=pictures.LONGEST_SIDE,
            **context,
        )


def _room(page: ListedPage) -> int:
    return max(0, sent_photos.MOST - len(page.photos.all()) - page.waiting_photos.count())


@never_cache
@require_POST
@login_required
def add_photos(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the photos that were sent; what they show is asked next."""
    page = get_managed_page(request.user, pk)
    uploads = request.FILES.getlist("photos")
    room = _room(editing.working(page))
    taken, refusals = sent_photos.receive(page, uploads, room=room, by=request.user)
    if not uploads:
        messages.warning(request, _("Choisissez une photo, puis envoyez-la."))
    for refusal in refusals:
        messages.error(request, refusal)
    if taken:
        messages.success(
            request,
            ngettext(
                "Photo reçue. Dites ce qu’elle montre, et elle sera publiée.",
                "%(count)d photos reçues. Dites ce qu’elles montrent, et elles seront publiées.",
                taken,
            )
            % {"count": taken},
        )
    return redirect("directory:espace_photos", page.pk)
