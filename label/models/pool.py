"""The pool: who may be drawn, in which college, for how long, and when they cannot."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from label.enums import College, PoolState


class PoolMemberQuerySet(models.QuerySet):
    def members(self, *, on):
        """In the pool, trained or not, with a term that runs that day."""
        return self.filter(
            state=PoolState.MEMBER, terms__starts_on__lte=on, terms__ends_on__gt=on
        ).distinct()


class PoolMember(models.Model):
    """A volunteer of the pool. Strata are voluntary; no ethnic, health or political data."""

    machine = "member"

    class Sex(models.TextChoices):
        UNSAID = "", _("non précisé")
        FEMALE = "f", _("femme")
        MALE = "m", _("homme")

    class AgeBand(models.TextChoices):
        UNSAID = "", _("non précisé")
        UNDER_30 = "-30", _("moins de 30 ans")
        FROM_30 = "30-44", _("30 à 44 ans")
        FROM_45 = "45-59", _("45 à 59 ans")
        FROM_60 = "60-74", _("60 à 74 ans")
        FROM_75 = "75+", _("75 ans et plus")

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("personne"),
        on_delete=models.PROTECT,
        related_name="label_pool_member",
    )
    college = models.CharField(_("collège"), max_length=9, choices=College.choices)
    state = models.CharField(
        _("état"), max_length=9, choices=PoolState.choices, default=PoolState.VOLUNTEER
    )
    commune = models.ForeignKey(
        "directory.Commune",
        verbose_name=_("commune"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    operator = models.ForeignKey(
        "directory.ProducerPage",
        verbose_name=_("exploitation ou atelier (pairs)"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    activity = models.CharField(_("activité"), max_length=120, blank=True)
    motivation = models.TextField(_("pourquoi vous"), max_length=1000, blank=True)
    age_band = models.CharField(
        _("tranche d’âge (facultatif)"), max_length=5, choices=AgeBand.choices, blank=True
    )
    sex = models.CharField(_("sexe (facultatif)"), max_length=1, choices=Sex.choices, blank=True)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    needs = models.CharField(_("besoins d’accessibilité"), max_length=300, blank=True)
    volunteered_at = models.DateTimeField(_("volontaire depuis"))
    trained_on = models.DateField(_("formation suivie le"), null=True, blank=True)
    shadowed_on = models.DateField(_("séance d’observation le"), null=True, blank=True)
    left_on = models.DateField(_("sorti le"), null=True, blank=True)
    may_be_named = models.BooleanField(
        _("accepte que son nom soit publié après la décision"), default=False
    )
    may_be_named_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PoolMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("membre du vivier")
        verbose_name_plural = _("vivier")
        ordering = ["college", "pk"]

    def __str__(self):
        return str(self.person)

    @property
    def case(self):
        return None

    @property
    def public_ref(self) -> str:
        """A number, never the person."""
        return f"member-{self.pk}"

    @property
    def is_ready_to_judge(self) -> bool:
        return bool(self.trained_on and self.shadowed_on)


class PoolTerm(models.Model):
    member = models.ForeignKey(PoolMember, on_delete=models.CASCADE, related_name="terms")
    starts_on = models.DateField(_("du"))
    ends_on = models.DateField(_("au"))

    class Meta:
        verbose_name = _("mandat")
        verbose_name_plural = _("mandats")
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="label_term_ends_after_it_starts",
                violation_error_message=_("La fin du mandat suit son début."),
            ),
            models.UniqueConstraint(
                fields=["member", "starts_on"],
                name="label_one_term_at_a_time",
                violation_error_message=_("Ce mandat existe déjà."),
            ),
        ]

    def __str__(self):
        return f"{self.starts_on} – {self.ends_on}"


class Unavailability(models.Model):
    member = models.ForeignKey(PoolMember, on_delete=models.CASCADE, related_name="unavailable")
    starts_on = models.DateField(_("du"))
    ends_on = models.DateField(_("au"))

    class Meta:
        verbose_name = _("indisponibilité")
        verbose_name_plural = _("indisponibilités")
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="label_absence_ends_after_it_starts",
                violation_error_message=_("La fin suit le début."),
            )
        ]

    def __str__(self):
        return f"{self.starts_on} – {self.ends_on}"
