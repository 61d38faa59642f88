"""« Doublons possibles » in the admin: a list, two pages side by side, a decision."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import BaseListingView, PermissionCheckedMixin
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import page_permission_policy

from directory import duplicates, merging
from directory.models import DuplicatePair, ListedPage, PointOfSalePage

OPEN = DuplicatePair.State.OPEN


def distance_in_words(pair: DuplicatePair) -> str:
    return _("même commune") if pair.distance is None else _("%d m") % round(pair.distance)


class ModeratorMixin(PermissionCheckedMixin):
    """For those who may publish pages."""

    permission_policy = page_permission_policy
    permission_required = "publish"


class DuplicateList(ModeratorMixin, BaseListingView):
    page_title = gettext_lazy("Doublons possibles")
    header_icon = "copy"
    template_name = "wagtailadmin/generic/listing.html"
    results_template_name = "directory/imports/duplicate_list_results.html"
    index_url_name = "directory_duplicates"
    paginate_by = 50
    default_ordering = ["-similarity", "distance", "pk"]
    columns = [
        TitleColumn(
            "first",
            label=gettext_lazy("Fiche"),
            accessor="first.title",
            url_name="directory_duplicate",
        ),
        Column("second", label=gettext_lazy("Autre fiche"), accessor="second.title"),
        Column("place", label=gettext_lazy("Commune"), accessor=lambda pair: pair.first.place_name),
        Column("distance", label=gettext_lazy("Distance"), accessor=distance_in_words),
        Column(
            "similarity",
            label=gettext_lazy("Ressemblance des noms"),
            accessor=lambda pair: f"{pair.similarity:.0%}",
        ),
    ]

    def get_base_queryset(self):
        pairs = DuplicatePair.objects.select_related("first__commune", "second")
        return pairs.filter(state=self.state)

    @cached_property
    def state(self) -> str:
        asked = self.request.GET.get("etat", "")
        return asked if asked in DuplicatePair.State.values else OPEN.value

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        states = [
            (value, label, value == self.state) for value, label in DuplicatePair.State.choices
        ]
        return super().get_context_data(**kwargs, states=states)


@dataclass(frozen=True)
class Line:
    """One field of both pages, in words."""

    name: str
    label: str
    values: tuple[str, str]
    preferred: int  # 0 or 1: the page whose value is proposed

    @property
    def differs(self) -> bool:
        return self.values[0] != self.values[1]


class DuplicateCompare(ModeratorMixin, WagtailAdminTemplateMixin, View):
    page_title = gettext_lazy("Est-ce le même lieu ?")
    header_icon = "copy"
    template_name = "directory/imports/duplicate.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.pair = get_object_or_404(DuplicatePair, pk=kwargs["pk"])
        self.pages = tuple(
            ListedPage.objects.get(pk=pk).specific
            for pk in (self.pair.first_id, self.pair.second_id)
        )

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data())

    def post(self, request, *args, **kwargs):
        if not all(self._may_decide(page) for page in self.pages):
            raise PermissionDenied
        if self.pair.state != OPEN:
            messages.warning(request, _("Quelqu’un a déjà décidé pour ces deux fiches."))
            return redirect("directory_duplicates")
        if request.POST.get("decision") == "apart":
            duplicates.keep_apart(self.pair, by=request.user)
            messages.success(request, _("Les deux fiches restent séparées."))
            return redirect("directory_duplicates")
        return self._merge(request)

    def _merge(self, request):
        keep = {"0": 0, "1": 1}.get(request.POST.get("keep"))
        if keep is None:
            messages.error(request, _("Choisissez la fiche à garder."))
            return self.get(request)
        other = str(1 - keep)
        take = {
            name
            for name in merging.FIELDS[type(self.pages[keep])]
            if request.POST.get(f"field-{name}") == other
        }
        try:
            merging.merge(self.pair, keep=self.pages[keep], take=take, by=request.user)
        except ValidationError as error:
            for reason in error.messages:
                messages.error(request, reason)
            return self.get(request)
        messages.success(
            request,
            _("« %s » est gardée ; l’adresse de l’autre fiche y mène.") % self.pages[keep].title,
        )
        return redirect("directory_duplicates")

    def _may_decide(self, page: ListedPage) -> bool:
        allowed = page.permissions_for_user(self.request.user)
        return allowed.can_publish() and (not page.live or allowed.can_unpublish())

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("directory_duplicates"), "label": DuplicateList.page_title},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        same_model = type(self.pages[0]) is type(self.pages[1])
        context |= {
            "pair": self.pair,
            "is_open": self.pair.state == OPEN,
            "distance": distance_in_words(self.pair),
            "can_merge": same_model,
            "keep": preferred_page(*self.pages),
            "pages": [
                {
                    "page": page,
                    "kind": _kind(page),
                    "records": page.source_records.select_related("source"),
                    "obstacles": merging.obstacles(page, self.pages[1 - index]),
                    "map_url": _map_url(page),
                    "children": _children(page),
                }
                for index, page in enumerate(self.pages)
            ],
            "lines": compare(*self.pages) if same_model else [],
        }
        context["has_children"] = any(side["children"] for side in context["pages"])
        return context


def preferred_page(first: ListedPage, second: ListedPage) -> int:
    """The page that is proposed to keep: labelled, online, the fullest, then the oldest."""

    def merits(page):
        return bool(page.label_number), page.live, sum(bool(v) for v in _words_of(page).values())

    return 1 if merits(second) > merits(first) else 0


def compare(first: ListedPage, second: ListedPage) -> list[Line]:
    """Fields that one page at least fills, those that differ first."""
    keep, words = preferred_page(first, second), (_words_of(first), _words_of(second))
    lines = []
    for name in merging.FIELDS[type(first)]:
        values = words[0][name], words[1][name]
        if any(values):
            preferred = keep if values[keep] else 1 - keep
            label = _("position") if name == "latitude" else _label(first, name)
            lines.append(Line(name, label, values, preferred))
    return sorted(lines, key=lambda line: not line.differs)


def _label(page: ListedPage, name: str) -> str:
    return str(page._meta.get_field(name).verbose_name)


def _words_of(page: ListedPage) -> dict[str, str]:
    """What each field says, for a person."""
    return {name: _word(page, name) for name in merging.FIELDS[type(page)]}


def _word(page: ListedPage, name: str) -> str:
    if name == "latitude":
        return "" if page.latitude is None else f"{page.latitude:.6f}, {page.longitude:.6f}"
    if name == "commune":
        return page.place_name
    if name in ("payment", "services"):
        return ", ".join(getattr(page, f"{name.removesuffix('s')}_labels"))
    value = getattr(page, name)
    if hasattr(page, f"get_{name}_display"):
        return str(getattr(page, f"get_{name}_display")()) if value else ""
    if isinstance(value, bool):
        return _("oui") if value else ""
    if hasattr(value, "stream_block"):
        return _("texte de %d blocs") % len(value) if value else ""
    return "" if value is None else str(value)


def _kind(page: ListedPage) -> str:
    return page.get_kind_display() if isinstance(page, PointOfSalePage) else _("Producteur")


def _map_url(page: ListedPage) -> str:
    if not page.position:
        return ""
    latitude, longitude = (f"{value:.6f}" for value in page.position)
    return (
        f"https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}"
        f"#map=18/{latitude}/{longitude}"
    )


def _children(page: ListedPage) -> list[tuple[str, int]]:
    """What will be united: photos, products…, counted."""
    found = []
    for relation in merging.children_of(page):
        children = getattr(page, relation)
        if total := len(children.all()):
            found.append((str(children.model._meta.verbose_name_plural), total))
    return found


class _ModeratorItem(MenuItem):
    def is_shown(self, request):
        return page_permission_policy.user_has_permission(request.user, "publish")


def menu_item() -> MenuItem:
    return _ModeratorItem(
        _("Doublons possibles"),
        reverse("directory_duplicates"),
        name="duplicates",
        icon_name="copy",
        order=210,
    )


urls = [
    path("doublons/", DuplicateList.as_view(), name="directory_duplicates"),
    path("doublons/<int:pk>/", DuplicateCompare.as_view(), name="directory_duplicate"),
]
