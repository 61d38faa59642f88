"""The session page over HTTP: look, look again when something changed, act."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from home.navigation import Link
from home.seo import Meta
from label import conduct, planning, read_log, roles
from label.enums import ReadObject, Role
from label.machine import Refused
from label.screens import space_link
from label.session import access, agenda, room, version
from label.session.acts import ACTS, may


@never_cache
@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """The sessions that a person may enter, the next ones first."""
    found = access.sessions_of(request.user)
    if not found.exists() and not access.TEAM & roles.group_roles(request.user):
        raise Http404
    coming = found.filter(state__in=["planned", "open"]).order_by("starts_at", "pk")
    past = found.filter(state="closed").order_by("-starts_at", "-pk")[:20]
    return _screen(request, "label/session/index.html", _("Les séances"), coming=coming, past=past)


@never_cache
@require_safe
@login_required
def page(request: HttpRequest, reference: str) -> HttpResponse:
    """A session and what it has on its agenda."""
    return _session_page(request, reference)


@never_cache
@require_POST
@login_required
def open_session(request: HttpRequest, reference: str) -> HttpResponse:
    return _session_act(request, reference, planning.open_session, _("La séance est ouverte."))


@never_cache
@require_POST
@login_required
def close_session(request: HttpRequest, reference: str) -> HttpResponse:
    return _session_act(request, reference, planning.close_session, _("La séance est close."))


@never_cache
@require_safe
@login_required
def hearing(request: HttpRequest, reference: str, position: int) -> HttpResponse:
    place = access.place_of(request.user, reference, position)
    return _room(request, place)


@never_cache
@require_safe
def live(request: HttpRequest, reference: str, position: int) -> HttpResponse:
    """The parts that change, or 304 while nothing did; asked every few seconds."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    place = access.place_of(request.user, reference, position)
    now = timezone.now()
    tag = _tag(place, now)
    if tag in request.headers.get("If-None-Match", ""):
        answer = HttpResponseNotModified()
    else:
        shown = room.with_forms(_shown(place, now))
        answer = render(request, "label/session/parts.html", shown)
    answer.headers["ETag"] = f'"{tag}"'
    return answer


@never_cache
@login_required
def act(request: HttpRequest, reference: str, position: int, act: str) -> HttpResponse:
    """Do one thing; what is refused comes back with its reasons and what was typed."""
    place = access.place_of(request.user, reference, position)
    here = reverse("label:session_hearing", args=[reference, position])
    if act not in ACTS:
        raise Http404
    if request.method != "POST":
        return redirect(here)
    found = ACTS[act]
    if not may(place, found.who):
        raise PermissionDenied
    now = timezone.now()
    form, reasons = None, []
    try:
        shown = room.show(place, now=now) if found.form.needs_room else None
        form = found.form(request.POST, place=place, shown=shown)
        if form.is_valid():
            messages.success(request, found.do(place, form, now))
            gone = act == "retrait"
            return redirect(reverse("directory:espace_home") if gone else here)
        reasons = form.non_field_errors()
    except Refused as refused:
        reasons = refused.reasons
    place = access.place_of(request.user, reference, position)
    return _room(request, place, act=act, form=form, reasons=reasons, status=409)


def _room(request, place, *, act="", form=None, reasons=(), status=200) -> HttpResponse:
    now = timezone.now()
    bound = {act: form} if form is not None and form.fields else None
    shown = room.with_forms(_shown(place, now), bound=bound)
    session = place.session
    title = _("Séance : %(name)s") % {"name": place.case.operator.title}
    return _screen(
        request,
        "label/session/hearing.html",
        title,
        trail=[(session.reference, reverse("label:session_page", args=[session.reference]))],
        status=status,
        tag=_tag(place, now),
        reasons=reasons,
        refused_act=act if status != 200 else "",
        **shown,
    )


def _shown(place: access.Place, now) -> dict:
    """What the room shows; who sees grades for the first time is noted before."""
    if agenda.may_show_grades(place.hearing) and not place.is_appeal:
        read_log.note_once(
            place.case,
            ReadObject.GRADES,
            by=place.user,
            role=_role_of(place),
            object_id=place.hearing.pk,
        )
    return room.show(place, now=now)


def _role_of(place: access.Place) -> str:
    if place.seat is not None:
        return place.panel.juror_role
    return Role.GUARANTOR if place.is_guarantor else conduct.role_of(place.hearing, place.user)


def _tag(place: access.Place, now) -> str:
    faces = (place.user.pk, place.is_runner, place.is_chair, place.is_guarantor, get_language())
    return version.of(place.hearing, faces, agenda.late(place.hearing, now=now))


def _session_page(request, reference, *, reasons=(), status=200) -> HttpResponse:
    session = get_object_or_404(access.sessions_of(request.user), reference=reference)
    held = roles.group_roles(request.user)
    return _screen(
        request,
        "label/session/session.html",
        _("Séance %(reference)s") % {"reference": reference},
        status=status,
        session=session,
        hearings=access.hearings_of(request.user, session),
        is_runner=bool({"facilitator", "secretariat"} & held),
        reasons=reasons,
    )


def _session_act(request, reference, verb, words) -> HttpResponse:
    session = get_object_or_404(access.sessions_of(request.user), reference=reference)
    try:
        verb(session, by=request.user)
    except Refused as refused:
        return _session_page(request, reference, reasons=refused.reasons, status=409)
    messages.success(request, words)
    return redirect("label:session_page", reference)


def _screen(request, template, title, *, trail=(), status=200, **context) -> HttpResponse:
    index = reverse("label:session_index")
    links = [space_link()]
    links += [] if request.path == index else [Link(_("Les séances"), index)]
    links += [Link(name, url) for name, url in trail]
    links.append(Link(title, request.path, is_current=True))
    around = {"title": title, "meta": Meta(title, is_indexed=False), "trail": links}
    return render(request, template, around | context, status=status)
