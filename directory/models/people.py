"""Who tends a listing."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MembershipQuerySet(models.QuerySet):
    def of(self, user):
        return self.filter(user=user)

    def owners(self):
        return self.filter(role=Membership.Role.OWNER)


class Membership(models.Model):
    """A person who tends a listing: alone or with others, as an owner or as an editor."""

    class Role(models.TextChoices):
        OWNER = "owner", _("propriétaire")
        EDITOR = "editor", _("peut modifier")

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
        return self.role == self.Role.OWNER
