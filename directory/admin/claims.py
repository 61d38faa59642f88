"""« Demandes de fiches »: read what somebody shows, accept, or refuse with a reason."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import EditView
from wagtail.admin.viewsets.model import ModelViewSet

from directory.models import Claim
from directory.people import claims

ACCEPT, REFUSE = "accept", "refuse"


class DecisionForm(WagtailAdminModelForm):
    """Yes, or no with a reason; what was asked stays as it was written."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Décision"),
        choices=[
            (ACCEPT, gettext_lazy("C’est bien sa fiche : la lui confier")),
            (REFUSE, gettext_lazy("Refuser, en disant pourquoi")),
        ],
        widget=forms.RadioSelect,
    )

    def clean(self):
        cleaned = super().clean()
        if not Claim.objects.waiting().filter(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Cette demande n’attend pas de réponse."))
        if cleaned.get("decision") == REFUSE and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Dites pourquoi : la personne le recevra."))
        return cleaned


class ClaimPanel(Panel):
    """Who asks for what, and what they show."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "directory/admin/claim_panel.html"

        def get_context_data(self, parent_context=None):
            claim = self.instance
            owners = claim.page.memberships.owners().select_related("user")
            return super().get_context_data(parent_context) | {
                "claim": claim,
                "owners": owners,
                "waits": claim.state == Claim.State.WAITING,
            }


class DecisionView(EditView):
    def save_instance(self):
        """The domain decides: it notes who and when, gives the listing, tells the person."""
        decided, now = self.form.cleaned_data, timezone.now()
        if decided["decision"] == ACCEPT:
            claims.accept(self.object, by=self.request.user, now=now)
        else:
            claims.refuse(self.object, decided["reason"], by=self.request.user, now=now)
        self.object.refresh_from_db()
        return self.object

    def get_success_message(self):
        return _("C’est noté : la personne est prévenue par courrier.")


class ClaimViewSet(ModelViewSet):
    model = Claim
    icon = "key"
    menu_label = gettext_lazy("Demandes de fiches")
    add_to_admin_menu = False
    edit_view_class = DecisionView
    list_display = [
        "page",
        Column("user", label=gettext_lazy("Qui")),
        Column("get_state_display", label=gettext_lazy("État"), sort_key="state"),
        DateColumn("submitted_at", label=gettext_lazy("Reçue le"), sort_key="submitted_at"),
    ]
    list_filter = ["state"]
    ordering = ["-submitted_at", "-pk"]
    copy_view_enabled = False
    add_to_reference_index = False
    edit_handler = ObjectList(
        [ClaimPanel(), FieldPanel("decision"), FieldPanel("reason")],
        base_form_class=DecisionForm,
    )

    def get_index_view_kwargs(self, **kwargs):
        asked = Claim.objects.exclude(state=Claim.State.STARTED).select_related("page", "user")
        return super().get_index_view_kwargs(queryset=asked, **kwargs)
