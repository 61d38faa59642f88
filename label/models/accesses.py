"""Who read what of a file: sealed and personal objects do not get read unseen (label.md 6.6)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from label.enums import ReadObject, Role
from label.models.events import AppendOnly


class ReadAccess(AppendOnly):
    machine = "read"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("par"),
        on_delete=models.PROTECT,
        related_name="label_reads",
    )
    role = models.CharField(_("en qualité de"), max_length=12, choices=Role.choices)
    case = models.ForeignKey(
        "label.Case", verbose_name=_("dossier"), on_delete=models.PROTECT, related_name="reads"
    )
    what = models.CharField(_("quoi"), max_length=12, choices=ReadObject.choices)
    object_id = models.PositiveBigIntegerField(_("identifiant"), null=True, blank=True)
    at = models.DateTimeField(_("le"))

    class Meta:
        verbose_name = _("lecture")
        verbose_name_plural = _("lectures")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["case", "at"], name="label_read_case")]

    def __str__(self):
        return f"{self.case} – {self.what}"
