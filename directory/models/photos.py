"""Photos that were sent and wait for somebody to say what they show."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class WaitingPhoto(models.Model):
    """A photo of a listing without its alternative text: not published, for its people alone."""

    page = models.ForeignKey(
        "directory.ListedPage",
        verbose_name=_("fiche"),
        on_delete=models.CASCADE,
        related_name="waiting_photos",
    )
    image = models.OneToOneField(
        "home.SiteImage", verbose_name=_("image"), on_delete=models.CASCADE, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("envoyée par"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("envoyée le"), default=timezone.now)

    class Meta:
        verbose_name = _("photo à décrire")
        verbose_name_plural = _("photos à décrire")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.page} – {self.image}"
