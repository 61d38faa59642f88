"""What the team writes for somebody, by phone or on paper, and by whose leave."""

from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models import private_files

LASTS = timedelta(days=92)
LONGEST = timedelta(days=366)


def ends_by_default() -> date:
    return timezone.localdate() + LASTS


class MandateQuerySet(models.QuerySet):
    def in_force(self, today: date):
        return self.filter(given_on__lte=today, ends_on__gte=today, ended_at__isnull=True)

    def owing(self):
        """Something was written since the person last got what was written for them."""
        written = AssistedRevision.objects.filter(mandate=OuterRef("pk"))
        since = Q(at__gt=OuterRef("handed_at")) | Q(mandate__handed_at__isnull=True)
        return self.filter(Exists(written.filter(since)))


class Mandate(models.Model):
    """Somebody asked the team to write a listing for them: who, how, when, with what document."""

    class Means(models.TextChoices):
        PHONE = "phone", _("par téléphone")
        PAPER = "paper", _("sur papier")
        VOICE = "voice", _("de vive voix")

    page = models.ForeignKey(
        "directory.ListedPage",
        verbose_name=_("fiche"),
        on_delete=models.CASCADE,
        related_name="mandates",
    )
    person = models.CharField(
        _("qui l’a demandé"), max_length=120, help_text=_("Prénom, nom, et son rôle s’il aide.")
    )
    means = models.CharField(_("comment"), max_length=5, choices=Means.choices)
    given_on = models.DateField(_("quand"), default=timezone.localdate)
    ends_on = models.DateField(
        _("valable jusqu’au"), default=ends_by_default, help_text=_("Un an au plus.")
    )
    document = models.FileField(
        _("document signé"),
        storage=private_files.storage,
        upload_to=private_files.mandate_path,
        blank=True,
        help_text=_("Photo ou PDF, 8 Mo au plus. Demandé pour un mandat sur papier."),
    )
    document_name = models.CharField(max_length=120, blank=True, editable=False)
    email = models.EmailField(
        _("adresse e-mail"),
        blank=True,
        help_text=_("Où envoyer ce qui a été écrit. Vide : sur papier."),
    )
    note = models.TextField(_("note"), max_length=1000, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("noté par"),
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    recorded_at = models.DateTimeField(_("noté le"), default=timezone.now, editable=False)
    ended_at = models.DateTimeField(_("terminé le"), null=True, blank=True, editable=False)
    handed_at = models.DateTimeField(_("remis le"), null=True, blank=True, editable=False)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandat")
        verbose_name_plural = _("mandats")
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("given_on")),
                name="directory_mandate_ends_after",
                violation_error_message=_("La fin vient avant le début."),
            )
        ]

    def __str__(self):
        return f"{self.person} – {self.page}"

    def clean(self):
        super().clean()
        errors = {}
        if self.given_on and self.given_on > timezone.localdate():
            errors["given_on"] = _("Un mandat se note quand il est donné, pas avant.")
        if self.given_on and self.ends_on and self.ends_on > self.given_on + LONGEST:
            errors["ends_on"] = _("Un an au plus : après, on redemande.")
        if self.means == self.Means.PAPER and not self.document:
            errors["document"] = _("Joignez la photo ou le PDF du papier.")
        if errors:
            raise ValidationError(errors)

    def is_in_force(self, today: date) -> bool:
        return self.ended_at is None and self.given_on <= today <= self.ends_on


class AssistedRevision(models.Model):
    """A version of a page that the team wrote under a mandate."""

    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, related_name="revisions")
    revision = models.OneToOneField(
        "wagtailcore.Revision", on_delete=models.CASCADE, related_name="assistance"
    )
    part = models.CharField(_("rubrique"), max_length=20)
    at = models.DateTimeField(_("le"))

    class Meta:
        verbose_name = _("saisie assistée")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.mandate} {self.part}"
