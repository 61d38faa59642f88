"""« C’est ma ferme »: somebody asks to tend a listing that is already there."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.models import private_files
from directory.models.codes import Coded

KEPT_UNFINISHED = timedelta(days=7)
PROOF_KEPT = timedelta(days=92)  # after the answer, in case it is discussed
KEPT = timedelta(days=366)


class ClaimQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state__in=[Claim.State.STARTED, Claim.State.WAITING])

    def waiting(self):
        """For the team to decide."""
        return self.filter(state=Claim.State.WAITING)

    def with_proof_to_forget(self, now: datetime):
        return self.filter(decided_at__lt=now - PROOF_KEPT).exclude(proof="", text="")

    def to_forget(self, now: datetime):
        return self.filter(
            Q(state=Claim.State.STARTED, created_at__lt=now - KEPT_UNFINISHED)
            | Q(decided_at__lt=now - KEPT)
        )


class Claim(Coded):
    """The request of one person for one listing, settled by a code or by the team."""

    class State(models.TextChoices):
        STARTED = "started", _("commencée")
        WAITING = "waiting", _("à examiner")
        ACCEPTED = "accepted", _("acceptée")
        REFUSED = "refused", _("refusée")
        WITHDRAWN = "withdrawn", _("retirée")

    page = models.ForeignKey(
        "directory.ListedPage",
        verbose_name=_("fiche"),
        on_delete=models.CASCADE,
        related_name="claims",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("personne"),
        on_delete=models.CASCADE,
        related_name="claims",
    )
    state = models.CharField(
        _("état"), max_length=10, choices=State.choices, default=State.STARTED, db_index=True
    )
    sent_to = models.EmailField(_("code envoyé à"), blank=True)
    knows_address = models.BooleanField(_("a lu le code envoyé à l’adresse"), default=False)
    text = models.TextField(_("ce que dit la personne"), max_length=1000, blank=True)
    proof = models.FileField(
        _("justificatif"),
        storage=private_files.storage,
        upload_to=private_files.proof_path,
        blank=True,
    )
    proof_name = models.CharField(max_length=120, blank=True)  # as the person named the file
    created_at = models.DateTimeField(_("commencée le"))
    submitted_at = models.DateTimeField(_("reçue le"), null=True, blank=True)
    decided_at = models.DateTimeField(_("décidée le"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("décidée par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reason = models.TextField(
        _("raison"),
        max_length=1000,
        blank=True,
        help_text=_("La personne la recevra telle quelle."),
    )

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("demande de fiche")
        verbose_name_plural = _("demandes de fiches")
        ordering = ["submitted_at", "pk"]
        indexes = [
            models.Index(fields=["user", "code_sent_at"], name="directory_claim_user"),
            models.Index(fields=["page", "code_sent_at"], name="directory_claim_page"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "user"],
                condition=Q(state__in=["started", "waiting"]),
                name="directory_one_open_claim",
                violation_error_message=_("Vous avez déjà demandé cette fiche."),
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""),
                name="directory_claim_refused_with_reason",
                violation_error_message=_("Dites pourquoi : la personne le recevra."),
            ),
        ]

    def __str__(self):
        return f"{self.user} – {self.page}"
