"""What anybody sends from the public pages, until a code says that the address is theirs."""

import secrets
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.models.codes import Coded

KEPT = timedelta(days=7)  # what was not confirmed, and the count of what was


def new_token() -> str:
    """A name nobody guesses: 192 bits."""
    return secrets.token_urlsafe(24)


class PublicRequestQuerySet(models.QuerySet):
    def to_forget(self, now: datetime):
        """Old ones, but for the address by which a volunteer may leave the pool."""
        return self.filter(created_at__lt=now - KEPT).filter(
            Q(member=None) | Q(member__left_on__isnull=False)
        )


class PublicRequest(Coded):
    """A volunteer or a problem to report, as typed; emptied once it is what it was for.

    A confirmed report keeps nothing here: nothing leads from an alert to who sent it (I-28).
    """

    class Kind(models.TextChoices):
        VOLUNTEER = "volunteer", _("volontaire")
        ALERT = "alert", _("signalement")

    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    kind = models.CharField(_("objet"), max_length=9, choices=Kind.choices)
    typed = models.JSONField(default=dict)
    email = models.EmailField(_("adresse e-mail"), blank=True)
    sender = models.CharField(max_length=64)  # keyed hash of the network address
    member = models.ForeignKey(
        "label.PoolMember",
        verbose_name=_("membre du vivier"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="requests",
    )
    created_at = models.DateTimeField(_("reçue le"))
    confirmed_at = models.DateTimeField(_("confirmée le"), null=True, blank=True)

    objects = PublicRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("envoi du public")
        verbose_name_plural = _("envois du public")
        indexes = [
            models.Index(fields=["sender", "created_at"], name="label_request_sender"),
            models.Index(fields=["email", "created_at"], name="label_request_email"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.token[:6]}"

    @property
    def is_waiting(self) -> bool:
        return self.confirmed_at is None and bool(self.typed)
