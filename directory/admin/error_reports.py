"""« Signalements »: errors and missing places that visitors report, in the menu « Annuaire »."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import EditView
from wagtail.admin.viewsets.model import ModelViewSet

from directory import error_reports, place_proposals
from directory.models import ErrorReport


class AnswerForm(forms.ModelForm):
    """The team's answer; what was reported is shown and stays as it was written."""

    class Meta:
        model = ErrorReport
        fields = ["state", "answer"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        of_places = {
            ErrorReport.State.CORRECTED: _("sa fiche est publiée"),
            ErrorReport.State.UNFOUNDED: _("nous ne l’ajoutons pas"),
        }
        self.fields["state"].choices = [
            (value, of_places[value] if self.instance.is_place else label)
            for value, label in ErrorReport.State.choices
            if value != ErrorReport.State.RECEIVED
        ]

    def clean(self):
        received = ErrorReport.objects.filter(state=ErrorReport.State.RECEIVED)
        if not received.filter(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Quelqu’un y a déjà répondu."))
        cleaned = super().clean()
        is_added = cleaned.get("state") == ErrorReport.State.CORRECTED
        if self.instance.is_place and is_added and not self.instance.page.live:
            self.add_error("state", error_reports.not_online())
        return cleaned


class WhatIsSaidPanel(Panel):
    """The listing, with the way to it, and the words of who reported."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "directory/admin/error_report_panel.html"

        def get_context_data(self, parent_context=None):
            return super().get_context_data(parent_context) | {"report": self.instance}


class ErrorReportEditView(EditView):
    def save_instance(self):
        """The domain answers: it notes who and when, and tells the person."""
        answered = self.form.cleaned_data
        verb = place_proposals.answer if self.object.is_place else error_reports.answer
        verb(
            self.object,
            state=answered["state"],
            text=answered["answer"],
            by=self.request.user,
            now=timezone.now(),
        )
        self.object.refresh_from_db()
        return self.object


class ErrorReportViewSet(ModelViewSet):
    model = ErrorReport
    icon = "warning"
    menu_label = _("Signalements")
    add_to_admin_menu = False
    edit_view_class = ErrorReportEditView
    list_display = [
        "page",
        Column("get_subject_display", label=_("Sujet")),
        Column("get_state_display", label=_("État"), sort_key="state"),
        DateColumn("created_at", label=_("Reçu le"), sort_key="created_at"),
    ]
    list_filter = ["state", "subject"]
    search_fields = ["text"]
    search_backend_name = None
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = [
        *("page", "subject", "text", "email", "created_at"),
        *("state", "answer", "answered_by", "answered_at", "told_at"),
    ]
    panels = [
        WhatIsSaidPanel(),
        FieldPanel("state"),
        FieldPanel("answer"),
    ]

    def get_form_class(self, for_update=False):
        return AnswerForm if for_update else super().get_form_class(for_update)
