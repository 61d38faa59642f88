"""Sealed sheets, and what the reveal makes of them (label.md 3.2, I-08 to I-11)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from label.enums import Grade


class PanelKey(models.Model):
    """The pair of keys that seals the sheets of a panel; the reveal releases the private one.

    A phase is one scoring: a deferral that reopens criteria starts another, with another pair.
    """

    panel = models.ForeignKey("label.Panel", on_delete=models.PROTECT, related_name="keys")
    phase = models.PositiveSmallIntegerField(_("notation"), default=1)
    public = models.CharField(max_length=64)
    wrapped = models.TextField(blank=True)  # encrypted by the server's key; empty: two shares
    made_at = models.DateTimeField(_("faite le"))
    released_at = models.DateTimeField(_("libérée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("clé des scellés")
        verbose_name_plural = _("clés des scellés")
        constraints = [
            models.UniqueConstraint(fields=["panel", "phase"], name="label_one_key_per_scoring")
        ]

    def __str__(self):
        return str(self.panel)


class ScoreSheetQuerySet(models.QuerySet):
    def submitted(self):
        return self.filter(submitted_at__isnull=False, voided_at=None)


class ScoreSheet(models.Model):
    """A juror's sheet of one round: what nobody reads before the reveal.

    While it is being filled, `draft` is encrypted for its juror alone; once submitted it is erased,
    and `sealed` waits for the reveal and never changes.
    """

    seat = models.ForeignKey(
        "label.Seat", verbose_name=_("siège"), on_delete=models.PROTECT, related_name="sheets"
    )
    phase = models.PositiveSmallIntegerField(_("notation"), default=1)
    round = models.PositiveSmallIntegerField(_("tour"), default=1)
    draft = models.TextField(blank=True)
    sealed = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 of what is sealed
    saved_at = models.DateTimeField(_("enregistrée le"))
    submitted_at = models.DateTimeField(_("rendue le"), null=True, blank=True)
    paper_envelope = models.CharField(_("enveloppe scellée n°"), max_length=40, blank=True)
    voided_at = models.DateTimeField(_("écartée le"), null=True, blank=True)

    objects = ScoreSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("feuille de notation")
        verbose_name_plural = _("feuilles de notation")
        ordering = ["seat", "phase", "round"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "phase", "round"],
                name="label_one_sheet_per_round",
                violation_error_message=_("Vous avez déjà rendu votre feuille pour ce tour."),
            ),
            models.CheckConstraint(condition=Q(round__in=[1, 2]), name="label_two_rounds_at_most"),
            models.CheckConstraint(
                condition=Q(submitted_at=None) | (~Q(sealed="") & Q(draft="")),
                name="label_submitted_sheet_is_sealed",
                violation_error_message=_("Une feuille rendue est scellée."),
            ),
        ]

    def __str__(self):
        return f"{self.seat} – {self.round}"

    @property
    def is_submitted(self) -> bool:
        return self.submitted_at is not None


class GivenGrade(models.Model):
    """One line of an opened sheet; exists only after the reveal."""

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="grades")
    criterion = models.ForeignKey("label.Criterion", on_delete=models.PROTECT, related_name="+")
    grade = models.CharField(_("note"), max_length=9, choices=Grade.choices)
    reason = models.TextField(_("raison"), blank=True, max_length=2000)
    evidence = models.JSONField(_("pièces citées"), default=list)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["criterion__position", "sheet"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "criterion"], name="label_one_grade_per_criterion"
            )
        ]

    def __str__(self):
        return f"{self.criterion.code} {self.grade}"


class CriterionResult(models.Model):
    """The median of one criterion after one round, effective jurors only (label.md I-01)."""

    panel = models.ForeignKey("label.Panel", on_delete=models.PROTECT, related_name="results")
    criterion = models.ForeignKey("label.Criterion", on_delete=models.PROTECT, related_name="+")
    phase = models.PositiveSmallIntegerField(_("notation"), default=1)
    round = models.PositiveSmallIntegerField(_("tour"))
    median = models.CharField(_("médiane"), max_length=9, choices=Grade.choices, blank=True)
    judged = models.PositiveSmallIntegerField(_("ont jugé"))
    could_not = models.PositiveSmallIntegerField(_("n’ont pas pu juger"))
    is_divergent = models.BooleanField(_("à discuter"), default=False)
    computed_at = models.DateTimeField(_("calculée le"))

    class Meta:
        verbose_name = _("médiane")
        verbose_name_plural = _("médianes")
        ordering = ["criterion__position", "phase", "round"]
        constraints = [
            models.UniqueConstraint(
                fields=["panel", "criterion", "phase", "round"], name="label_one_median_per_round"
            )
        ]

    def __str__(self):
        return f"{self.criterion.code} {self.median}"

    @property
    def is_unjudged(self) -> bool:
        """More than half could not judge: a question for a deferral."""
        return self.could_not > self.judged
