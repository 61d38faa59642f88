"""« Changements à relire » in the admin: what was published at once, for three days."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import page_permission_policy

from directory.admin.reports import ReportMenuItem
from directory.editing import PARTS, Refused, review
from directory.models import Edit

MOST_SHOWN = 100

REASONS = (
    gettext_lazy("Ce n’est pas exact."),
    gettext_lazy("Ce mot est réservé par la loi à ceux qui en ont la preuve."),
    gettext_lazy("Une autre personne pourrait s’y tromper."),
    gettext_lazy("Ce n’est pas la bonne rubrique."),
    gettext_lazy("Ce n’est pas sur ce ton que nous parlons ici."),
)


class ReasonForm(forms.Form):
    """A common reason, words of one’s own, or both: one at least."""

    common = forms.ChoiceField(required=False)
    words = forms.CharField(required=False, max_length=1000)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["common"].choices = [("", ""), *((str(one), str(one)) for one in REASONS)]

    def clean(self):
        cleaned = super().clean()
        self.reason = " ".join(filter(None, [cleaned.get("common"), cleaned.get("words")]))
        if not self.reason:
            raise ValidationError(_("Dites pourquoi : la personne le recevra."))
        return cleaned


class ModeratorMixin(PermissionCheckedMixin):
    permission_policy = page_permission_policy
    any_permission_required = ["publish"]


class EditList(ModeratorMixin, WagtailAdminTemplateMixin, TemplateView):
    page_title = gettext_lazy("Changements à relire")
    header_icon = "history"
    template_name = "directory/admin/edits.html"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        edits = review.to_review(self.request.user, now=timezone.now())[:MOST_SHOWN]
        rows = [(edit, PARTS[edit.part].label, review.differences(edit)) for edit in edits]
        return super().get_context_data(**kwargs, rows=rows, reasons=REASONS)


class EditAction(ModeratorMixin, View):
    """One tap: seen, or put back with a reason."""

    http_method_names = ["post"]
    action = ""

    def post(self, request, pk):
        edit = get_object_or_404(Edit.objects.select_related("page"), pk=pk)
        if not edit.page.permissions_for_user(request.user).can_publish():
            raise PermissionDenied
        if self.action == "see":
            review.see(edit, by=request.user)
        else:
            self.revert(edit)
        return redirect("directory_admin:edits")

    def revert(self, edit: Edit) -> None:
        form = ReasonForm(self.request.POST)
        if not form.is_valid():
            messages.error(
                self.request, " ".join(form.non_field_errors() or [_("Choisissez dans la liste.")])
            )
            return
        try:
            review.revert(edit, reason=form.reason, by=self.request.user)
        except Refused as refused:
            messages.error(self.request, str(refused))
        else:
            messages.success(self.request, _("C’est annulé. La personne reçoit votre raison."))


def menu_item() -> ReportMenuItem:
    return ReportMenuItem(
        EditList.page_title,
        reverse("directory_admin:edits"),
        name="edits",
        icon_name=EditList.header_icon,
        order=5,
    )


urlpatterns = [
    path("changements/", EditList.as_view(), name="edits"),
    path("changements/<int:pk>/vu/", EditAction.as_view(action="see"), name="edit_seen"),
    path("changements/<int:pk>/annuler/", EditAction.as_view(action="revert"), name="edit_revert"),
]
