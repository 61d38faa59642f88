import json
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from label.models.versions import Version
from label.procedure import Procedure, default_figures, errors_in


class RulesVersion(Version):
    """The rules of use: the procedure's switches and figures, and where it applies."""

    figures = models.JSONField(_("réglages"), default=default_figures)
    perimeter = models.JSONField(
        _("communes du périmètre (codes INSEE)"),
        default=list,
        blank=True,
        help_text=_("Vide : le périmètre du site."),
    )
    family_perimeters = models.JSONField(
        _("périmètre propre à une famille"),
        default=dict,
        blank=True,
        help_text=_("Nom de la famille : liste de codes INSEE."),
    )
    filing_ref = models.CharField(_("dépôt à l’INPI"), max_length=80, blank=True)
    filed_on = models.DateField(_("déposé le"), null=True, blank=True)

    class Meta(Version.Meta):
        verbose_name = _("règlement d’usage")
        verbose_name_plural = _("règlements d’usage")

    def clean(self):
        super().clean()
        if errors := errors_in(self.figures):
            raise ValidationError({"figures": errors})

    @property
    def procedure(self) -> Procedure:
        return _procedure(json.dumps(self.figures, sort_keys=True))

    def perimeter_of(self, family: str) -> list[str]:
        """INSEE codes where a family may be made; empty: the site's own perimeter."""
        return self.family_perimeters.get(family) or self.perimeter


@lru_cache(maxsize=32)
def _procedure(figures: str) -> Procedure:
    """Read once: a case asks for its figures at every step."""
    return Procedure.kept(json.loads(figures))
