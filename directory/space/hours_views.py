"""A place's hours: the usual week, days apart, and « fermé cette semaine »."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from directory import days_apart, editing
from directory.hours.engine import PARIS
from directory.hours.exceptions import DatedException
from directory.hours.presets import PRESETS
from directory.hours.week import announcement
from directory.listing import hours_of
from directory.models import PointOfSalePage, ProducerPage
from directory.place_facts import next_opening
from directory.space import week_closing
from directory.space.access import get_managed_page
from directory.space.grid_fields import reshaped
from directory.space.hours_forms import DayApartForm, HoursForm
from directory.space.parts import REFUSED, PartView, part_url
from directory.space.screen import show

MOST_OF_NOTE = 80


class HoursView(PartView):
    """The usual week of a place, in words, then day by day; for a producer, the places to go to."""

    part, form_class = "hours", HoursForm
    template = "espace/hours.html"

    @classmethod
    def is_offered(cls, page) -> bool:
        return True

    def get(self, request, **kwargs):
        if isinstance(self.page, ProducerPage):
            return _hours_of_producer(request, self.page)
        return super().get(request, **kwargs)

    def post(self, request, **kwargs):
        if isinstance(self.page, ProducerPage):
            raise Http404
        typed = reshaped(request.POST, request.POST.get("faire", ""))
        if typed is None:
            return super().post(request, **kwargs)
        form = HoursForm(page=self.working, typed=typed)
        return self.render(form, base=request.POST.get("base", ""), is_typed=True)

    def get_next(self, saved) -> str:
        return part_url(self.page, "hours")

    def render(self, form, **context) -> HttpResponse:
        now = timezone.now()
        usual = hours_of(self.working)
        return super().render(
            form,
            told=usual.words(now),
            state=usual.state(now),
            next_opening=next_opening(usual.next_opening(now), now),
            days_apart=_days_apart(self.working, now.astimezone(PARIS).date()),
            presets=PRESETS,
            **context,
        )


def _days_apart(page: PointOfSalePage, today: date) -> list[tuple]:
    return [
        (row, announcement(DatedException(row.start, row.end, row.hours, row.note), today))
        for row in days_apart.coming(page, today)
    ]


def _hours_of_producer(request: HttpRequest, page: ProducerPage) -> HttpResponse:
    """Hours are those of the places where a producer sells."""
    now = timezone.now()
    mine, others = week_closing.places_of(page, request.user)
    return show(
        request,
        "espace/hours_of_producer.html",
        _("Horaires"),
        page=page,
        mine=[(place, hours_of(place).words(now)) for place in mine],
        others=[(place, hours_of(place).words(now)) for place in others],
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def day_apart(request: HttpRequest, pk: int) -> HttpResponse:
    """Some days with hours of their own, or closed."""
    page = _place(request, pk)
    today = timezone.localdate()
    form = DayApartForm(request.POST if request.method == "POST" else None, today=today)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            chosen = form.cleaned_data

            def change(version: PointOfSalePage):
                days_apart.add(version, chosen["start"], chosen["end"], form.times, chosen["note"])

            if _save(request, page, change):
                return redirect("directory:espace_hours", page.pk)
        status = REFUSED
    return show(
        request, "espace/day_apart.html", _("Un jour à part"), page=page, status=status, form=form
    )


@never_cache
@require_POST
@login_required
def remove_day_apart(request: HttpRequest, pk: int) -> HttpResponse:
    page = _place(request, pk)
    start, _sep, end = request.POST.get("jours", "").partition("_")
    dates = [_date(text) for text in (start, end)]
    if all(dates):
        _save(request, page, lambda version: days_apart.remove(version, *dates))
    return redirect("directory:espace_hours", page.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def close_week(request: HttpRequest, pk: int) -> HttpResponse:
    """« Fermé cette semaine »: a page that shows it, a button that does it, another that undoes."""
    page = get_managed_page(request.user, pk)
    today = timezone.localdate()
    places = week_closing.states(week_closing.closable(page, request.user), today)
    if request.method == "POST":
        _close_or_reopen(request, places, today)
        return redirect("directory:espace_close_week", page.pk)
    now = timezone.now()
    opened = [place.page for place in places if not place.closed]
    return show(
        request,
        "espace/close_week.html",
        _("Fermé cette semaine"),
        page=page,
        opened=[(place, hours_of(place).words(now)) for place in opened],
        closed=[place for place in places if place.closed],
        ends=[(end, week_closing.say_day(end)) for end in week_closing.ends(today)],
    )


def _close_or_reopen(request: HttpRequest, places: list[week_closing.Place], today: date) -> None:
    end = _date(request.POST.get("jusqu", ""))
    note = " ".join(request.POST.get("raison", "").split())[:MOST_OF_NOTE]
    is_end = end in week_closing.ends(today)
    for place in places:
        chosen = str(place.page.pk)
        if place.closed and request.POST.get("rouvrir") == chosen:
            kept = week_closing.recall(request.session, place.page, place.closed)
            days = place.closed.start, place.closed.end
            _save(request, place.page, lambda v, d=days, k=kept: days_apart.reopen(v, *d, k))
        elif is_end and not place.closed and chosen in request.POST.getlist("lieu"):
            week_closing.remember(request.session, place.page, today, end)
            _save(request, place.page, lambda v: days_apart.close(v, today, end, note))


def _place(request: HttpRequest, pk: int) -> PointOfSalePage:
    page = get_managed_page(request.user, pk)
    if not isinstance(page, PointOfSalePage):
        raise Http404
    return page


def _date(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _save(request: HttpRequest, page: PointOfSalePage, change) -> bool:
    """Save what holds whatever was there, and say what became of it."""
    try:
        saved = editing.save(page, "hours", change, by=request.user, base=None)
    except editing.Held as held:
        messages.error(request, str(held))
        return False
    messages.success(request, saved.sentence)
    return True
