"""What somebody changed on a listing, and what the team made of it."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

REVIEWED_FOR = timedelta(hours=72)
# rules.md 4.1: the facts, former phone numbers among them, a year; that something changed, three.
FACTS_KEPT = timedelta(days=366)
KEPT = 3 * timedelta(days=366)


class EditQuerySet(models.QuerySet):
    def to_review(self, now):
        """Published at once, recent, and not yet looked at."""
        return self.filter(
            state=Edit.State.ONLINE, decided_at__isnull=True, at__gt=now - REVIEWED_FOR
        )

    def pending(self):
        return self.filter(state=Edit.State.PENDING)

    def with_facts_to_forget(self, now):
        settled = self.exclude(state=Edit.State.PENDING)
        return settled.filter(at__lt=now - FACTS_KEPT).exclude(changes={})

    def to_forget(self, now):
        return self.exclude(state=Edit.State.PENDING).filter(at__lt=now - KEPT)


class Edit(models.Model):
    """One save of one part of a listing: the facts before and after, whose, and its fate."""

    class State(models.TextChoices):
        ONLINE = "online", _("en ligne")
        PENDING = "pending", _("en attente de relecture")
        APPROVED = "approved", _("relu et publié")
        REFUSED = "refused", _("refusé")
        REVERTED = "reverted", _("annulé par l’équipe")
        WITHDRAWN = "withdrawn", _("retiré par son auteur")

    page = models.ForeignKey(
        "directory.ListedPage",
        verbose_name=_("fiche"),
        on_delete=models.CASCADE,
        related_name="edits",
    )
    part = models.CharField(_("rubrique"), max_length=20)
    changes = models.JSONField(_("avant et après, par champ"), default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("par"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="edits",
    )
    at = models.DateTimeField(_("le"), default=timezone.now)
    revision = models.ForeignKey(
        "wagtailcore.Revision",
        verbose_name=_("version"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    state = models.CharField(_("état"), max_length=10, choices=State.choices)
    reason = models.TextField(_("raison"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("décidé par"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("décidé le"), null=True)

    objects = EditQuerySet.as_manager()

    class Meta:
        verbose_name = _("changement")
        verbose_name_plural = _("changements")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["state", "at"], name="directory_edit_to_review")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "reverted"]) | ~Q(reason=""),
                name="directory_edit_refused_with_reason",
                violation_error_message=_("Dites pourquoi : la personne le recevra."),
            )
        ]

    def __str__(self):
        return f"{self.page} – {self.part}"
