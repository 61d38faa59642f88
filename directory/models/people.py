"""Who tends a listing, and who is invited to."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models.codes import Coded


class Role(models.TextChoices):
    OWNER = "owner", _("propriétaire")
    EDITOR = "editor", _("peut modifier")


class MembershipQuerySet(models.QuerySet):
    def of(self, user):
        return self.filter(user=user)

    def owners(self):
        return self.filter(role=Role.OWNER)


class Membership(models.Model):
    """A person who tends a listing: alone or with others, as an owner or as an editor."""

    Role = Role

    page = models.ForeignKey(
        "directory.ListedPage",
        verbose_name=_("fiche"),
        on_delete=models.CASCADE,
        related_name="memberships",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("personne"),
        on_delete=models.CASCADE,
        related_name="memberships",
    )
    role = models.CharField(_("rôle"), max_length=8, choices=Role.choices, default=Role.OWNER)
    joined_at = models.DateTimeField(_("depuis le"), default=timezone.now, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("responsable de fiche")
        verbose_name_plural = _("responsables de fiches")
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "user"],
                name="directory_one_membership",
                violation_error_message=_("Cette personne tient déjà cette fiche."),
            )
        ]

    def __str__(self):
        return f"{self.user} – {self.page}"

    @property
    def is_owner(self) -> bool:
        return self.role == Role.OWNER


class InvitationQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=Invitation.State.WAITING)

    def open_at(self, now):
        """Waiting for an answer, and not too old to get one."""
        return self.waiting().filter(expires_at__gt=now)


class Invitation(Coded):
    """Somebody is asked, by mail, to tend a listing; the link of the mail is signed, not kept.

    The code is for who signs in with another address than the invited one.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("sans réponse")
        ACCEPTED = "accepted", _("acceptée")
        DECLINED = "declined", _("refusée")
        WITHDRAWN = "withdrawn", _("retirée")

    page = models.ForeignKey(
        "directory.ListedPage",
        verbose_name=_("fiche"),
        on_delete=models.CASCADE,
        related_name="invitations",
    )
    email = models.EmailField(_("adresse e-mail"))  # in lower case
    role = models.CharField(_("rôle"), max_length=8, choices=Role.choices, default=Role.EDITOR)
    state = models.CharField(_("état"), max_length=10, choices=State.choices, default=State.WAITING)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("de la part de"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    sent_at = models.DateTimeField(_("envoyée le"))
    expires_at = models.DateTimeField(_("valable jusqu’au"))
    answered_at = models.DateTimeField(_("répondue le"), null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        ordering = ["sent_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "email"],
                condition=models.Q(state="waiting"),
                name="directory_one_waiting_invitation",
                violation_error_message=_("Cette personne est déjà invitée."),
            )
        ]

    def __str__(self):
        return f"{self.email} – {self.page}"
