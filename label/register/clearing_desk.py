"""« Fiches labellisées à relire »: what the label covers and somebody wants to change."""

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from directory.editing import Refused, clearing
from directory.models import ListedPage
from label.models import Grant
from label.register import covering

app_name = "label_covered"
KEPT = 300  # seconds
WHY = gettext_lazy("le secrétariat du label lit d’abord ce que le label couvre.")


class SecretariatMixin:
    def dispatch(self, request, *args, **kwargs):
        if not covering.may_clear(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


def waiting() -> list[tuple[ListedPage, list]]:
    """Labelled listings with covered changes that wait, and those changes in words."""
    found = ((page, clearing.differences(page)) for page in _with_changes())
    return [(page, differences) for page, differences in found if differences]


def count() -> int:
    """How many listings wait, for the home of the desk.

    Reading two versions of a page is slow: what was found of them is kept a few minutes.
    """
    pages = {_key(page): page for page in _with_changes()}
    known = cache.get_many(pages)
    read = {key: bool(clearing.waiting(page)) for key, page in pages.items() if key not in known}
    cache.set_many(read, KEPT)
    return sum((known | read).values())


def _key(page: ListedPage) -> str:
    made_on = page.latest_revision_created_at or page.last_published_at
    versions = (page.latest_revision_id, page.live_revision_id, made_on and made_on.isoformat())
    return ":".join(map(str, ("label-covered", page.pk, *versions)))


def _with_changes():
    return ListedPage.objects.filter(
        pk__in=Grant.objects.in_register().values("operator"),
        live=True,
        has_unpublished_changes=True,
    ).order_by("title", "pk")


class Desk(SecretariatMixin, WagtailAdminTemplateMixin, TemplateView):
    page_title = gettext_lazy("Fiches labellisées à relire")
    header_icon = "doc-full-inverse"
    template_name = "label/admin/clearing.html"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs, rows=waiting())


class Act(SecretariatMixin, View):
    """Let the changes of one listing through, or turn them down with a reason."""

    http_method_names = ["post"]

    def post(self, request, pk):
        page = get_object_or_404(ListedPage, pk=pk)
        try:
            if request.POST.get("act") == "clear":
                clearing.let_through(page, by=request.user)
                messages.success(request, _("C’est en ligne. La personne est prévenue."))
            else:
                reason = request.POST.get("reason", "").replace("\x00", "")
                clearing.turn_down(page, reason=reason, by=request.user)
                messages.success(request, _("C’est écarté. La personne reçoit votre raison."))
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("label_covered:desk")


class CoveredItem(MenuItem):
    def __init__(self):
        super().__init__(
            Desk.page_title,
            reverse("label_covered:desk"),
            name="label-covered",
            icon_name=Desk.header_icon,
            order=320,
        )

    def is_shown(self, request):
        return covering.may_clear(request.user)


urlpatterns = [
    path("", Desk.as_view(), name="desk"),
    path("<int:pk>/", Act.as_view(), name="act"),
]


def refuse_to_publish(request, page):
    """A moderator who publishes in the page's editor meets the same rule, and loses nothing."""
    listed = ListedPage.objects.filter(pk=page.pk, live=True).first()
    if listed is None or not clearing.stands_in_the_way(listed, request.user):
        return None
    messages.error(request, _("Enregistré, pas publié : %(why)s") % {"why": WHY})
    return redirect("wagtailadmin_pages:edit", page.pk)


def refuse_to_publish_in_bulk(request, action_type, objects, action):
    if action_type != "publish" or request.method != "POST":
        return None
    for page in objects:
        listed = ListedPage.objects.filter(pk=page.pk, live=True).first()
        if listed and clearing.stands_in_the_way(listed, request.user):
            messages.error(request, f"{listed.title} : {WHY}")
            return redirect("wagtailadmin_home")
    return None
