"""The desks in Wagtail's admin: what awaits, lists, pages, and one view for every act."""

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from label import clock, read_log, roles
from label.desks import acts, listings, subjects, waiting
from label.desks.forms import form_of
from label.desks.listings import LISTINGS
from label.desks.pages import case, grants, meetings, people, post, watching
from label.desks.subjects import SUBJECTS
from label.enums import Role
from label.machine import Refused
from label.register import clearing_desk

PAGES = {
    "dossier": case.page,
    "tirage": meetings.draw_page,
    "seance": meetings.session_page,
    "label": grants.grant_page,
    "controle": watching.check_page,
    "signalement": watching.alert_page,
    "charte": watching.charter_page,
    "incident": watching.incident_page,
    "lettre": post.letter_page,
    "vivier": people.member_page,
    "referentiel": people.referential_page,
    "reglement": people.rules_page,
}
PER_PAGE = 50


class DeskMixin(WagtailAdminTemplateMixin):
    """Nothing here for who has no role of the label: 404, as if it were not there."""

    header_icon = "clipboard-list"

    def dispatch(self, request, *args, **kwargs):
        self.now = timezone.now()
        self.today = clock.civil_day(self.now)
        if not roles.group_roles(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        desk = {"url": reverse("label_desk:home"), "label": _("Label")}
        return [*self.breadcrumbs_items, desk, *self.trail()]

    def trail(self) -> list[dict]:
        return [{"url": "", "label": self.get_page_title()}]


class Desk(DeskMixin, TemplateView):
    template_name = "label/admin/desks/home.html"
    page_title = gettext_lazy("Ce qui m’attend")

    def get_context_data(self, **kwargs):
        user = self.request.user
        held = roles.group_roles(user)
        oversees = bool(held & set(subjects.TEAM))
        return super().get_context_data(
            **kwargs,
            roles=[Role(one).label for one in sorted(held)],
            waiting=waiting.list_for(user, now=self.now),
            loads=waiting.loads(self.today) if oversees else [],
            legal_clock=waiting.legal_clock(user, self.today) if oversees else [],
            covered=clearing_desk.count() if Role.SECRETARIAT in held else 0,
            held_mails=waiting.held_mails() if Role.SECRETARIAT in held else 0,
            oversees=oversees,
            lists=[
                (listing.title, reverse("label_desk:list", args=[key]))
                for key, listing in LISTINGS.items()
                if SUBJECTS[key].may_read(user)
            ],
        )


class ObjectList(DeskMixin, TemplateView):
    template_name = "label/admin/desks/list.html"

    @cached_property
    def listing(self):
        key = self.kwargs["subject"]
        if key not in LISTINGS or not SUBJECTS[key].may_read(self.request.user):
            raise Http404
        return LISTINGS[key]

    def get_page_title(self):
        return self.listing.title

    def get_header_icon(self):
        return self.listing.icon

    def get_context_data(self, **kwargs):
        user, params = self.request.user, self.request.GET
        rows = listings.found(self.listing, params, user, self.today)
        page = Paginator(rows, PER_PAGE).get_page(params.get("p"))
        kept = params.copy()
        kept.pop("p", None)
        new = [acts.find(acts.TEAM, name) for name in self.listing.start]
        return super().get_context_data(
            **kwargs,
            listing=self.listing,
            ticks=[(name, listings.FILTERS[name], name in params) for name in self.listing.filters],
            page=page,
            params=params,
            kept=kept.urlencode(),
            heads=[heading for heading, _value in self.columns()],
            rows=[
                (subjects.page_url(one), [value(one, self.today) for _h, value in self.columns()])
                for one in page
            ],
            new=[
                *(
                    (act.label, subjects.act_url(None, act))
                    for act in new
                    if act.is_for(user, None)
                ),
                *(
                    (words, reverse(address))
                    for words, address, who in self.listing.links
                    if set(who) & roles.group_roles(user)
                ),
            ],
        )

    def columns(self):
        reads = set(subjects.DECLARATIONS) & roles.group_roles(self.request.user)
        return (*self.listing.columns, *(self.listing.kept if reads else ()))


class ObjectMixin(DeskMixin):
    """An object of a subject, for who may read it."""

    @cached_property
    def subject(self):
        if self.kwargs["subject"] not in SUBJECTS:
            raise Http404
        return SUBJECTS[self.kwargs["subject"]]

    @cached_property
    def object(self):
        if not self.subject.may_read(self.request.user):
            raise Http404
        obj = get_object_or_404(self.subject.rows(), pk=self.kwargs["pk"])
        if not self.subject.may_read(self.request.user, obj):
            raise Http404
        return obj

    def trail_to(self, key, obj) -> list[dict]:
        listing = LISTINGS[key]
        return [
            {"url": reverse("label_desk:list", args=[key]), "label": listing.title},
            {"url": subjects.page_url(obj), "label": self.named(obj)},
        ]

    @staticmethod
    def named(obj) -> str:
        of = getattr(obj, "grant", None) or obj
        operator = getattr(of, "operator", None)
        return f"{obj} – {operator.title}" if operator is not None else str(obj)


class ObjectPage(ObjectMixin, TemplateView):
    template_name = "label/admin/desks/page.html"

    @cached_property
    def page(self):
        if self.subject.key not in PAGES:
            raise Http404
        return PAGES[self.subject.key](self.object, self.request.user, today=self.today)

    def get(self, request, *args, **kwargs):
        page = self.page  # 404 before anything is noted
        if page.reads and (case := self.object.case) is not None:
            role = min(roles.held_for(request.user, case) & set(self.subject.readers))
            read_log.note(case, page.reads, by=request.user, role=role, object_id=self.object.pk)
        return super().get(request, *args, **kwargs)

    def get_page_title(self):
        return self.page.title

    def trail(self):
        return self.trail_to(self.subject.key, self.object)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            **kwargs,
            page=self.page,
            sections=[one for one in self.page.sections if one],
            todo=[one for part in self.page.parts if (one := self.acts_of(part))["acts"]],
        )

    def acts_of(self, part) -> dict:
        """The acts of one object, those that may be done first, with what speaks against others."""
        user = self.request.user
        key = subjects.BY_MODEL[type(part.obj)].key
        offered = [
            {
                "act": act,
                "url": subjects.act_url(part.obj, act),
                "faults": act.faults(part.obj, user, now=self.now),
            }
            for act in acts.open_to(key, part.obj, user)
        ]
        offered.sort(key=lambda one: bool(one["faults"]))
        return {"name": part.name, "acts": offered, "within": part.within}


class ActMixin:
    """One act: its form, why it would be refused, and what it does."""

    template_name = "label/admin/desks/act.html"

    def get_page_title(self):
        return self.act.label

    def dispatch(self, request, *args, **kwargs):
        self.request = request
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        if (gone := self.gone()) is not None:
            return gone
        form = form_of(self.act, self.object, request.user)
        return self.render_to_response(self.get_context_data(form=form))

    def post(self, request, *args, **kwargs):
        if (gone := self.gone()) is not None:
            return gone
        form = form_of(self.act, self.object, request.user, request.POST)
        if form.is_valid():
            try:
                with transaction.atomic():
                    made = self.act.run(self.object, by=request.user, **form.values)
            except Refused as refused:
                form.add_error(None, refused.reasons)
            except ValidationError as error:
                form.add_error(None, error.messages)
            except IntegrityError:
                form.add_error(
                    None, _("Quelqu’un d’autre vient d’agir ici : relisez la page avant d’agir.")
                )
            else:
                messages.success(request, _("C’est fait : %(act)s.") % {"act": self.act.label})
                return redirect(self.after(made))
        return self.render_to_response(self.get_context_data(form=form))

    def gone(self):
        """Where to go when the act is no longer to be done; None: it is."""
        if self.act.is_open(self.object):
            return None
        messages.warning(self.request, _("Cet acte n’est pas ou plus à faire."))
        return redirect(self.after(None))

    def get_context_data(self, **kwargs):
        faults = self.act.faults(self.object, self.request.user, now=self.now)
        form = kwargs["form"]
        return super().get_context_data(
            **kwargs,
            act=self.act,
            faults=[] if form.is_bound else faults,
            object=self.object,
            about=self.about(),
            back=self.after(None),
        )


class ObjectAct(ActMixin, ObjectMixin, TemplateView):
    @cached_property
    def act(self):
        act = acts.find(self.subject.key, self.kwargs["act"])
        if act is None or not act.is_for(self.request.user, self.object):
            raise Http404
        return act

    def get_page_subtitle(self):
        return str(self.object)

    def about(self) -> str:
        """What the act is about, as on the page where it is shown: « MIG-2026-0007 – La Ferme »."""
        on = self.subject.shown_on(self.object)
        named = self.named(on)
        return named if on == self.object else f"{named} – {self.object}"

    def trail(self):
        on = self.subject.shown_on(self.object)
        return [*self.trail_to(self.subject.page, on), {"url": "", "label": self.act.label}]

    def after(self, made) -> str:
        return subjects.page_url(self.object) or reverse("label_desk:home")


class TeamAct(ActMixin, DeskMixin, TemplateView):
    """An act that makes something new: no object yet."""

    object = None

    @cached_property
    def act(self):
        act = acts.find(acts.TEAM, self.kwargs["act"])
        if act is None or not act.is_for(self.request.user, None):
            raise Http404
        return act

    def about(self) -> str:
        return ""

    def after(self, made) -> str:
        return (subjects.page_url(made) if made else "") or reverse("label_desk:home")
