"""What jurors say after the grant: of the proof of a reserve (G05), of a measure (G10, G13)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from label.enums import DecisionKind
from label.models.panels import Seat


class CallQuerySet(models.QuerySet):
    def standing(self):
        """Those who did not withdraw, and still count for the case (I-01)."""
        return self.filter(withdrew_at=None, seat__in=Seat.objects.answering())

    def awaited(self):
        return self.standing().filter(given_at=None)

    def given(self):
        return self.standing().filter(given_at__isnull=False)


class Call(models.Model):
    """A juror is called to look at something alone: interests confirmed first, then an answer."""

    seat = models.ForeignKey("label.Seat", on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField(_("appelé le"))
    reaffirmed_at = models.DateTimeField(_("absence de lien confirmée le"), null=True, blank=True)
    withdrew_at = models.DateTimeField(_("ne répondra pas, depuis"), null=True, blank=True)
    note = models.TextField(_("motifs"), blank=True, max_length=1000)
    given_at = models.DateTimeField(_("donné le"), null=True, blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_awaited(self) -> bool:
        return self.withdrew_at is None and self.given_at is None


class ReserveReview(Call):
    """A juror's word on the proof of a reserve; three are needed to lift it (G05)."""

    reserve = models.ForeignKey("label.Reserve", on_delete=models.PROTECT, related_name="reviews")
    is_proved = models.BooleanField(_("preuve suffisante"), null=True, blank=True)

    class Meta:
        verbose_name = _("examen d’une réserve")
        verbose_name_plural = _("examens d’une réserve")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reserve", "seat"],
                name="label_one_review_per_juror",
                violation_error_message=_("Vous avez déjà donné votre avis sur cette preuve."),
            )
        ]

    def __str__(self):
        return f"{self.reserve_id} – {self.is_proved}"

    @property
    def grant(self):
        return self.reserve.grant


class PanelReview(models.Model):
    """The panel is asked about a measure that the authority considers (G10, G11, G13).

    Its opinion is given once closed: `given_at`.
    """

    grant = models.ForeignKey("label.Grant", on_delete=models.PROTECT, related_name="panel_reviews")
    measure = models.CharField(_("mesure examinée"), max_length=21, choices=DecisionKind.choices)
    opened_at = models.DateTimeField(_("jury interrogé le"))
    closes_on = models.DateField(_("réponses jusqu’au"))
    is_favourable = models.BooleanField(_("avis favorable à la mesure"), null=True, blank=True)
    votes = models.JSONField(_("résultat du vote"), default=dict)  # for, against, abstain
    presence = models.JSONField(_("présents par collège"), default=dict)
    text = models.TextField(_("motifs"), blank=True, max_length=20000)
    given_at = models.DateTimeField(_("rendu le"), null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("avis du jury sur une mesure")
        verbose_name_plural = _("avis du jury sur une mesure")
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "measure"],
                condition=Q(given_at=None),
                name="label_one_open_review_per_measure",
                violation_error_message=_("Le jury est déjà interrogé sur cette mesure."),
            )
        ]

    def __str__(self):
        return f"{self.grant} – {self.get_measure_display()}"

    @property
    def window(self):
        """The adversarial phase that it follows."""
        return self.grant.windows.filter(measure=self.measure).order_by("-opened_on").first()


class PanelVote(Call):
    """A juror's word on a measure, given alone, counted with the others."""

    class Answer(models.TextChoices):
        FOR = "for", _("favorable à la mesure")
        AGAINST = "against", _("défavorable à la mesure")
        ABSTAIN = "abstain", _("abstention")

    review = models.ForeignKey(PanelReview, on_delete=models.PROTECT, related_name="ballots")
    answer = models.CharField(_("réponse"), max_length=7, choices=Answer.choices, blank=True)

    class Meta:
        verbose_name = _("voix sur une mesure")
        verbose_name_plural = _("voix sur une mesure")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "seat"], name="label_one_voice_per_juror")
        ]

    def __str__(self):
        return f"{self.review_id} – {self.pk}"

    @property
    def grant(self):
        return self.review.grant
