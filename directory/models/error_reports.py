"""Errors that anyone reports on a listing, places that anyone proposes, and what was answered."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# rules.md 4.1: who reported is forgotten two months after the answer; what was reported, a year.
ADDRESS_KEPT = timedelta(days=61)
KEPT = timedelta(days=366)


class ErrorReportQuerySet(models.QuerySet):
    def on_listings(self):
        """Those that the people of a listing read: not a place proposed, which is the team's."""
        return self.exclude(subject=ErrorReport.Subject.MISSING)

    def open(self):
        return self.on_listings().filter(state=ErrorReport.State.RECEIVED)

    def places_waiting(self):
        """Places proposed that the team has neither published nor refused."""
        return self.filter(subject=ErrorReport.Subject.MISSING, state=ErrorReport.State.RECEIVED)

    def of_managed_by(self, user):
        """Those on the listings that a person tends."""
        return self.filter(page__memberships__user=user)

    def untold(self):
        """Answered, with somebody to tell, but the mail could not leave."""
        return self.filter(answered_at__isnull=False, told_at=None).exclude(email="")

    def with_address_to_forget(self, now: datetime):
        return self.filter(answered_at__lt=now - ADDRESS_KEPT).exclude(email="", sender="")

    def to_forget(self, now: datetime):
        return self.filter(Q(answered_at__lt=now - KEPT) | Q(created_at__lt=now - 2 * KEPT))


class ErrorReport(models.Model):
    """One error somebody saw, or the place they miss, whose draft is `page`.

    Who reported it is known to the team alone.
    """

    class Subject(models.TextChoices):
        HOURS = "horaires", _("Les horaires")
        CLOSED = "ferme", _("C’est fermé définitivement")
        PLACE = "lieu", _("L’adresse ou le point sur la carte")
        CONTACT = "contact", _("Le téléphone, l’e-mail ou le site")
        PRODUCTS = "produits", _("Les produits ou les prix")
        OTHER = "autre", _("Autre chose")
        MISSING = "manquant", _("Un lieu qui manque")

    class State(models.TextChoices):
        RECEIVED = "received", _("à traiter")
        CORRECTED = "corrected", _("corrigé")
        UNFOUNDED = "unfounded", _("rien à corriger")

    page = models.ForeignKey(
        "directory.ListedPage",
        verbose_name=_("fiche"),
        on_delete=models.CASCADE,
        related_name="error_reports",
    )
    subject = models.CharField(_("ce qui ne va pas"), max_length=10, choices=Subject.choices)
    text = models.TextField(_("précisions"), max_length=1000, blank=True)
    email = models.EmailField(_("adresse e-mail"), blank=True)
    sender = models.CharField(max_length=64, blank=True)  # keyed hash of the network address
    state = models.CharField(
        _("état"), max_length=10, choices=State.choices, default=State.RECEIVED, db_index=True
    )
    answer = models.TextField(_("réponse"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("répondu par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("reçu le"))
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)
    told_at = models.DateTimeField(_("personne prévenue le"), null=True, blank=True)

    objects = ErrorReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("signalement")
        verbose_name_plural = _("signalements")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["sender", "created_at"], name="directory_error_sender")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="received") | Q(answered_at__isnull=False),
                name="directory_error_answered",
            )
        ]

    def __str__(self):
        return f"{self.get_subject_display()} – {self.page}"

    @property
    def is_place(self) -> bool:
        return self.subject == self.Subject.MISSING

    @property
    def is_open(self) -> bool:
        return self.state == self.State.RECEIVED
