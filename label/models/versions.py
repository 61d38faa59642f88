"""What a referential and the rules of use share: a life from draft to retirement."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from label.enums import VersionState


class VersionQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(state=VersionState.IN_FORCE)

    def published(self):
        """What anyone may read: everything but drafts."""
        return self.exclude(state=VersionState.DRAFT)


class Version(models.Model):
    """DRAFT → CONSULTATION → ADOPTED → IN_FORCE → RETIRED; never changed once adopted."""

    machine = "version"

    code = models.CharField(_("version"), max_length=20, unique=True)
    title = models.CharField(_("titre"), max_length=120)
    about = models.TextField(_("ce qui change"), blank=True, max_length=4000)
    state = models.CharField(
        _("état"),
        max_length=12,
        choices=VersionState.choices,
        default=VersionState.DRAFT,
        editable=False,
    )
    consultation_opened_on = models.DateField(_("consultation ouverte le"), null=True, blank=True)
    consultation_closes_on = models.DateField(_("consultation close le"), null=True, blank=True)
    deliberation_ref = models.CharField(
        _("référence de la délibération"), max_length=80, blank=True
    )
    adopted_on = models.DateField(_("adoptée le"), null=True, blank=True)
    in_force_on = models.DateField(_("en vigueur le"), null=True, blank=True)
    retired_on = models.DateField(_("remplacée le"), null=True, blank=True)
    transition_until = models.DateField(
        _("date limite pour les titulaires"),
        null=True,
        blank=True,
        help_text=_("Jusqu’à cette date, les labels accordés avant suivent l’ancienne version."),
    )

    objects = VersionQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-in_force_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state=VersionState.IN_FORCE),
                name="%(app_label)s_%(class)s_one_in_force",
                violation_error_message=_("Une autre version est déjà en vigueur."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=[VersionState.DRAFT, VersionState.CONSULTATION])
                | ~Q(deliberation_ref=""),
                name="%(app_label)s_%(class)s_deliberated",
                violation_error_message=_(
                    "Une version adoptée porte la référence de sa délibération."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.title} ({self.code})"

    def clean(self):
        super().clean()
        if self.pk and self.is_frozen:
            raise ValidationError(
                _("Cette version est adoptée : préparez-en une nouvelle pour la changer.")
            )

    @property
    def is_frozen(self) -> bool:
        return self.state not in {VersionState.DRAFT, VersionState.CONSULTATION}

    @property
    def case(self):
        return None

    @property
    def public_ref(self) -> str:
        return f"{self._meta.model_name}-{self.code}"
