"""« Responsables »: who tends which listing, set by the team."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from madeingard.users.models import User
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import CreateView, DeleteView, EditView
from wagtail.admin.viewsets.model import ModelViewSet

from directory.codes import Refused
from directory.models import Membership
from directory.people import invitations, members


class MemberForm(WagtailAdminModelForm):
    """Somebody by their address: who has an account tends the listing at once, others are
    invited."""

    email = forms.EmailField(label=gettext_lazy("Adresse e-mail"))

    def clean(self):
        cleaned = super().clean()
        page, email = cleaned.get("page"), cleaned.get("email")
        if page and email and page.memberships.filter(user__email__iexact=email).exists():
            self.add_error("email", _("Cette personne tient déjà cette fiche."))
        return cleaned


class RoleForm(WagtailAdminModelForm):
    def clean_role(self):
        role = self.cleaned_data["role"]
        if role != Membership.Role.OWNER and members.is_last_owner(self.instance):
            raise forms.ValidationError(
                _("Une fiche a toujours une personne propriétaire : nommez-en d’abord une autre.")
            )
        return role


class MemberCreateView(CreateView):
    def save_instance(self):
        typed, by = self.form.cleaned_data, self.request.user
        user = User.objects.filter(email__iexact=typed["email"], is_active=True).first()
        if user:
            return members.join(typed["page"], user, role=typed["role"], by=by)
        now = timezone.now()
        return invitations.invite(typed["page"], typed["email"], role=typed["role"], by=by, now=now)

    def get_success_message(self, instance):
        if isinstance(instance, Membership):
            return _("Cette personne tient maintenant la fiche.")
        return _("Cette personne n’a pas encore de compte : une invitation est partie.")

    def get_success_buttons(self):
        return []


class RoleView(EditView):
    def save_instance(self):
        members.change_role(self.object, self.form.cleaned_data["role"], by=self.request.user)
        self.object.refresh_from_db()
        return self.object


class MemberDeleteView(DeleteView):
    def delete_action(self):
        """The only person of a listing leaves it without an owner; another last owner stays."""
        by = self.request.user
        if self.object.page.memberships.count() == 1:
            members.give_back(self.object.page, by=by)
        else:
            members.remove(self.object, by=by)

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)


class MemberViewSet(ModelViewSet):
    model = Membership
    icon = "user"
    menu_label = gettext_lazy("Responsables de fiches")
    add_to_admin_menu = False
    add_view_class = MemberCreateView
    edit_view_class = RoleView
    delete_view_class = MemberDeleteView
    list_display = [
        "user",
        Column("page", label=gettext_lazy("Fiche"), sort_key="page__title"),
        Column("get_role_display", label=gettext_lazy("Rôle"), sort_key="role"),
        DateColumn("joined_at", label=gettext_lazy("Depuis le"), sort_key="joined_at"),
    ]
    list_filter = ["role"]
    search_fields = ["user__email", "user__last_name", "page__title"]
    search_backend_name = None
    copy_view_enabled = False
    add_to_reference_index = False
    edit_handler = ObjectList(
        [FieldPanel("page"), FieldPanel("email"), FieldPanel("role")], base_form_class=MemberForm
    )
    _role = ObjectList(
        [
            FieldPanel("page", read_only=True),
            FieldPanel("user", read_only=True),
            FieldPanel("role"),
        ],
        base_form_class=RoleForm,
    )

    def get_edit_view_kwargs(self, **kwargs):
        panel = self._role.bind_to_model(Membership)
        more = {"panel": panel, "form_class": panel.get_form_class()}
        return super().get_edit_view_kwargs(**kwargs) | more

    def get_index_view_kwargs(self, **kwargs):
        found = Membership.objects.select_related("page", "user")
        return super().get_index_view_kwargs(queryset=found, **kwargs)
