"""What a person wants to receive from us."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from directory.models import MailPreferences
from directory.reminders import digest
from directory.space.screen import show


class PreferencesForm(ModelForm):
    class Meta:
        model = MailPreferences
        fields = ["digest"]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def preferences(request: HttpRequest) -> HttpResponse:
    kept = digest.preferences_of(request.user)
    if request.method == "POST":
        PreferencesForm(request.POST, instance=kept).save()
        messages.success(request, _("C’est noté, merci."))
        return redirect("directory:espace_mails")
    form = PreferencesForm(instance=kept)
    return show(request, "espace/mails.html", _("Mes courriers"), form=form)
