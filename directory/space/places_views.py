"""Where a producer sells; for a place, who sells there."""

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from directory import editing, presences
from directory.models import Listing, Membership, PointOfSalePage, Presence, ProducerPage
from directory.people.finding import LONGEST
from directory.space.parts import PartView, part_url
from directory.space.screen import show


class PlacesView(PartView):
    part = "places"
    template = "espace/places.html"

    @classmethod
    def is_offered(cls, page) -> bool:
        return True

    @property
    def is_producer(self) -> bool:
        return isinstance(self.page, ProducerPage)

    def get(self, request, **kwargs) -> HttpResponse:
        typed = " ".join(request.GET.get("q", "").split())[:LONGEST]
        look = presences.places_named if self.is_producer else presences.producers_named
        present = self._present()
        taken = {other.pk for other, _note in present}
        found = [row for row in look(typed) if row.page_id not in taken]
        mine = [place for place in self._my_places() if place.pk not in taken]
        return show(
            request,
            self.template,
            _("Où je vends") if self.is_producer else _("Qui vend ici"),
            page=self.page,
            is_producer=self.is_producer,
            present=present,
            typed=typed,
            found=found,
            mine=mine,
        )

    def post(self, request, **kwargs) -> HttpResponse:
        note = " ".join(request.POST.get("note", "").split())[: presences.NOTE_LENGTH]
        if other := self._other(request.POST.get("ajouter", "")):
            self._save(other, lambda place, producer: presences.add(place, producer, note))
        elif other := self._present_one(request.POST.get("enlever", "")):
            self._save(other, presences.remove)
        else:
            messages.warning(request, _("Ce nom n’est pas dans la liste."))
        return redirect(part_url(self.page, "places"))

    def _save(self, other, write) -> None:
        """Only the row of this producer at this place is written, whoever tends the place."""
        place, producer = (other, self.page) if self.is_producer else (self.page, other)
        try:
            saved = editing.save(
                place,
                "places",
                lambda version: write(version, producer),
                by=self.request.user,
                base=None,
            )
        except editing.Held as held:
            messages.error(self.request, str(held))
            return
        level = messages.INFO if saved.state == "unchanged" else messages.SUCCESS
        messages.add_message(self.request, level, f"{other.title} : {saved.sentence}")

    def _present(self) -> list[tuple]:
        """The other page and the note of each presence."""
        if self.is_producer:
            rows = Presence.objects.filter(producer_id=self.page.pk).select_related("page")
            return [(row.page, row.note) for row in rows.order_by("page__title", "pk")]
        rows = self.working.presences.all()
        names = ProducerPage.objects.in_bulk([row.producer_id for row in rows])
        return [(names[row.producer_id], row.note) for row in rows if row.producer_id in names]

    def _present_one(self, number: str):
        return next((other for other, _note in self._present() if str(other.pk) == number), None)

    def _my_places(self):
        """Places that this person tends, online or not yet."""
        if not self.is_producer:
            return []
        tended = Membership.objects.of(self.request.user).filter(page=OuterRef("pk"))
        return PointOfSalePage.objects.filter(Exists(tended)).order_by("title", "pk")

    def _other(self, number: str):
        """The page to join: online and in the public search, or tended by this person."""
        if not (number.isascii() and number.isdigit() and len(number) < 10):
            return None
        model = PointOfSalePage if self.is_producer else ProducerPage
        if Listing.objects.filter(page_id=number).exists():
            return model.objects.filter(pk=number).first()
        return next((place for place in self._my_places() if str(place.pk) == number), None)
