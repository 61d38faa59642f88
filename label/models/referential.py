from collections.abc import Iterable
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.enums import Nature
from label.enums import Dimension, EvidenceEffect, Level, Verification
from label.models.versions import Version


class ReferentialVersion(Version):
    """The criteria under which cases are judged; a case keeps the version of its submission."""

    class Meta(Version.Meta):
        verbose_name = _("référentiel")
        verbose_name_plural = _("référentiels")

    def applying_to(self, scope: Iterable[tuple[str, frozenset[str]]]) -> list["Criterion"]:
        """Criteria that concern at least one product line, known by its nature and the slugs of
        its family and of the wider ones."""
        return [
            criterion
            for criterion in (self._adopted_criteria if self.is_frozen else self._all_criteria())
            if any(criterion.applies_to(nature, families) for nature, families in scope)
        ]

    def _all_criteria(self) -> list["Criterion"]:
        return list(self.criteria.prefetch_related("exceptions"))

    @cached_property
    def _adopted_criteria(self) -> list["Criterion"]:
        """Read once: an adopted version changes no more."""
        return self._all_criteria()


class Criterion(models.Model):
    """One criterion of a version, in words for everybody, with what is looked at by nature."""

    version = models.ForeignKey(
        ReferentialVersion,
        verbose_name=_("référentiel"),
        on_delete=models.CASCADE,
        related_name="criteria",
    )
    code = models.CharField(_("code"), max_length=8)
    position = models.PositiveSmallIntegerField(_("ordre"))
    dimension = models.CharField(_("dimension"), max_length=3, choices=Dimension.choices)
    title = models.CharField(_("critère"), max_length=120)
    explanation = models.TextField(_("en mots simples"), max_length=1000)
    level = models.CharField(_("niveau"), max_length=1, choices=Level.choices)
    is_remediable = models.BooleanField(_("peut devenir une réserve"), default=False)
    is_decisive = models.BooleanField(
        _("peut changer l’issue"),
        default=True,
        help_text=_("Non : ce critère ne peut jamais, à lui seul, changer la décision."),
    )
    evidence = models.TextField(_("preuves"), max_length=1000, blank=True)
    verification = models.JSONField(_("vérification"), default=list)
    raw = models.TextField(_("produits bruts"), max_length=1000, blank=True)
    processed = models.TextField(_("produits transformés"), max_length=1000, blank=True)
    craft = models.TextField(_("artisanat et textile"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("critère")
        verbose_name_plural = _("critères")
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "code"],
                name="label_one_criterion_per_code",
                violation_error_message=_("Ce code existe déjà dans cette version."),
            ),
            models.CheckConstraint(
                condition=~models.Q(level=Level.ELIMINATORY, is_remediable=True),
                name="label_eliminatory_is_not_remediable",
                violation_error_message=_(
                    "Un critère indispensable ne peut pas devenir une réserve."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.title}"

    def clean(self):
        super().clean()
        if set(self.verification) - set(Verification.values):
            raise ValidationError({"verification": _("Mode de vérification inconnu.")})
        if self.version_id and self.version.is_frozen:
            raise ValidationError(_("Cette version est adoptée : ses critères ne changent plus."))

    def applies_to(self, nature: str, families: frozenset[str]) -> bool:
        """Whether the family matrix leaves this criterion to a nature and a family (slugs)."""
        return not any(row.covers(nature, families) for row in self.exceptions.all())

    def variant(self, nature: str) -> str:
        """What is looked at for a nature of product; empty: the explanation says it all."""
        return getattr(self, nature)

    @property
    def verification_labels(self) -> list[str]:
        return [str(Verification(mode).label) for mode in self.verification]


class CriterionException(models.Model):
    """A cell of the family matrix: this criterion does not concern these products."""

    criterion = models.ForeignKey(
        Criterion, verbose_name=_("critère"), on_delete=models.CASCADE, related_name="exceptions"
    )
    nature = models.CharField(_("nature"), max_length=9, choices=Nature.choices, blank=True)
    family = models.SlugField(_("famille"), max_length=60, blank=True)  # empty: all
    reason = models.CharField(_("raison"), max_length=200)

    class Meta:
        verbose_name = _("critère sans objet")
        verbose_name_plural = _("critères sans objet")
        constraints = [
            models.UniqueConstraint(
                fields=["criterion", "nature", "family"],
                name="label_one_exception_per_cell",
                violation_error_message=_("Cette case de la matrice est déjà remplie."),
            )
        ]

    def __str__(self):
        return f"{self.criterion.code} : {self.family or self.get_nature_display()}"

    def covers(self, nature: str, families: frozenset[str]) -> bool:
        return self.nature in ("", nature) and (not self.family or self.family in families)


class EvidenceEquivalence(models.Model):
    """What a sign that the operator already holds does for a criterion (label.md 7.2)."""

    criterion = models.ForeignKey(
        Criterion, verbose_name=_("critère"), on_delete=models.CASCADE, related_name="equivalences"
    )
    sign_code = models.SlugField(_("code du signe"), max_length=40)
    sign_name = models.CharField(_("signe"), max_length=80)
    effect = models.CharField(_("effet"), max_length=11, choices=EvidenceEffect.choices)
    note = models.CharField(_("précision"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("équivalence de preuve")
        verbose_name_plural = _("équivalences de preuve")
        constraints = [
            models.UniqueConstraint(
                fields=["criterion", "sign_code"],
                name="label_one_effect_per_sign",
                violation_error_message=_("Ce signe a déjà un effet sur ce critère."),
            )
        ]

    def __str__(self):
        return f"{self.sign_name} → {self.criterion.code}"
