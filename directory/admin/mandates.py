"""« Mandats »: note who asked the team to write for them, then write in the space."""

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import CreateView, EditView
from wagtail.admin.viewsets.model import ModelViewSet

from directory.enums import Kind
from directory.models import Mandate
from directory.people import mandates, uploads


class MandateForm(WagtailAdminModelForm):
    """A mandate for a listing that exists, or for one that begins with it."""

    new_title = forms.CharField(
        label=gettext_lazy("Ou nom de la nouvelle fiche"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("Un brouillon est créé ; le reste s’écrit dans l’espace."),
    )
    new_kind = forms.ChoiceField(
        label=gettext_lazy("Type de la nouvelle fiche"), choices=Kind.choices, required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["page"].required = False

    def clean_document(self):
        document = self.cleaned_data.get("document")
        if document and "document" in self.files:
            self.instance.document_name = uploads.accept(document)
        return document

    def clean(self):
        cleaned = super().clean()
        if bool(cleaned.get("page")) == bool(cleaned.get("new_title", "").strip()):
            self.add_error("page", _("Choisissez une fiche, ou nommez-en une nouvelle."))
        return cleaned


class MandateEditForm(WagtailAdminModelForm):
    """What may still change once it is recorded."""

    is_over = forms.BooleanField(
        label=gettext_lazy("Terminer ce mandat maintenant"), required=False
    )

    def clean(self):
        if self.instance.ended_at:
            raise forms.ValidationError(_("Ce mandat est déjà terminé."))
        return super().clean()


class MandatePanel(Panel):
    """What was recorded, what was written under it, and the way to the space."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "directory/admin/mandate_panel.html"

        def get_context_data(self, parent_context=None):
            mandate = self.instance
            return super().get_context_data(parent_context) | {
                "mandate": mandate,
                "state": state_in_words(mandate),
                "is_in_force": mandate.is_in_force(timezone.localdate()),
                "saves": mandate.revisions.count(),
                "owes": Mandate.objects.owing().filter(pk=mandate.pk).exists(),
            }


def state_in_words(mandate: Mandate) -> str:
    if mandate.ended_at:
        return _("terminé")
    return _("en vigueur") if mandate.is_in_force(timezone.localdate()) else _("échu")


def space_of(mandate: Mandate) -> str:
    """The way to write under it, as long as it is in force."""
    if not mandate.is_in_force(timezone.localdate()):
        return ""
    url = reverse("directory:espace_listing", args=[mandate.page_id])
    return format_html('<a href="{}">{}</a>', url, _("Écrire dans l’espace"))


class MandateCreateView(CreateView):
    def save_instance(self):
        mandate, typed = self.form.instance, self.form.cleaned_data
        if typed["new_title"].strip():
            mandate.page = mandates.new_listing(
                typed["new_title"].strip(), typed["new_kind"], by=self.request.user
            )
        return mandates.record(mandate, by=self.request.user)

    def get_success_url(self):
        return reverse("directory:espace_listing", args=[self.object.page_id])


class MandateEditView(EditView):
    def save_instance(self):
        mandate = super().save_instance()
        if self.form.cleaned_data["is_over"]:
            mandates.end(mandate, by=self.request.user, now=timezone.now())
        return mandate


class MandateViewSet(ModelViewSet):
    model = Mandate
    icon = "clipboard-list"
    menu_label = gettext_lazy("Mandats")
    add_to_admin_menu = False
    add_view_class = MandateCreateView
    edit_view_class = MandateEditView
    list_display = [
        "person",
        Column("page", label=gettext_lazy("Fiche")),
        Column("get_means_display", label=gettext_lazy("Comment")),
        DateColumn("given_on", label=gettext_lazy("Donné le"), sort_key="given_on"),
        Column("state", label=gettext_lazy("État"), accessor=state_in_words),
        Column("space", label="", accessor=space_of),
    ]
    list_filter = ["means"]
    copy_view_enabled = False
    add_to_reference_index = False
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("page"),
                    FieldRowPanel([FieldPanel("new_title"), FieldPanel("new_kind")]),
                ],
                gettext_lazy("Pour quelle fiche"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("person"),
                    FieldRowPanel([FieldPanel("means"), FieldPanel("given_on")]),
                    FieldPanel("document"),
                    FieldPanel("ends_on"),
                ],
                gettext_lazy("Le mandat"),
            ),
            FieldPanel("email"),
            FieldPanel("note"),
        ],
        base_form_class=MandateForm,
    )
    _followed = ObjectList(
        [
            MandatePanel(),
            FieldPanel("ends_on"),
            FieldPanel("email"),
            FieldPanel("note"),
            FieldPanel("is_over"),
        ],
        base_form_class=MandateEditForm,
    )

    def get_edit_view_kwargs(self, **kwargs):
        panel = self._followed.bind_to_model(Mandate)
        more = {"panel": panel, "form_class": panel.get_form_class()}
        return super().get_edit_view_kwargs(**kwargs) | more

    def get_index_view_kwargs(self, **kwargs):
        found = Mandate.objects.select_related("page")
        return super().get_index_view_kwargs(queryset=found, **kwargs)
