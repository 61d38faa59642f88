"""What was asked of whom about a listing, and how often the owner of the site wants it asked."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from directory.enums import Kind
from directory.reminders.rhythm import Rhythm

STEPS = ("first", "sinks", "leaves")
GROUPS = (
    ("", _("Cas courant")),
    ("market_", _("Marchés et halles")),
    ("seasonal_", _("Lieux qui ferment une partie de l’année")),
)
MARKETS = frozenset({Kind.OPEN_MARKET, Kind.FARMERS_MARKET, Kind.EVENING_MARKET, Kind.MARKET_HALL})


def _months(label, default):
    validators = [MinValueValidator(1), MaxValueValidator(60)]
    return models.PositiveSmallIntegerField(label, default=default, validators=validators)


@register_setting(icon="mail")
class ReminderSettings(BaseGenericSetting):
    """The rhythm of the reminders, in months without news."""

    first = _months(_("premier rappel"), 6)
    sinks = _months(_("la fiche descend dans les résultats"), 9)
    leaves = _months(_("la fiche n’est plus publiée"), 12)
    market_first = _months(_("premier rappel"), 12)
    market_sinks = _months(_("la fiche descend dans les résultats"), 15)
    market_leaves = _months(_("la fiche n’est plus publiée"), 18)
    seasonal_first = _months(_("premier rappel"), 9)
    seasonal_sinks = _months(_("la fiche descend dans les résultats"), 13)
    seasonal_leaves = _months(_("la fiche n’est plus publiée"), 16)

    panels = [
        MultiFieldPanel([FieldRowPanel([FieldPanel(prefix + step) for step in STEPS])], heading)
        for prefix, heading in GROUPS
    ]

    class Meta:
        verbose_name = _("rythme des rappels")

    def __str__(self):
        return str(self._meta.verbose_name)

    def clean(self):
        super().clean()
        errors = {}
        for prefix, _heading in GROUPS:
            first, sinks, leaves = (getattr(self, prefix + step) for step in STEPS)
            if None in (first, sinks, leaves):
                continue
            # Two more reminders, one and two months later, come before anything happens.
            if sinks < first + 3:
                errors[prefix + "sinks"] = _("Au moins trois mois après le premier rappel.")
            if leaves <= sinks:
                errors[prefix + "leaves"] = _("Après être descendue.")
        if errors:
            raise ValidationError(errors)

    def rhythm(self, kind: str, *, is_seasonal: bool) -> Rhythm:
        """The rhythm of a kind of place; a place closed part of the year has its own."""
        prefix = "market_" if kind in MARKETS else "seasonal_" if is_seasonal else ""
        first, sinks, leaves = (getattr(self, prefix + step) for step in STEPS)
        return Rhythm(first=first, sinks=sinks, leaves=leaves)


class Reminder(models.Model):
    """One mail about one listing to one person.

    `since` is what it counts from: the last news of the listing or, with a `product`, the day when
    the quality sign of that product expires.
    """

    class Stage(models.IntegerChoices):
        FIRST = 1, _("premier rappel")
        SECOND = 2, _("deuxième rappel")
        THIRD = 3, _("troisième rappel")
        LEFT = 4, _("fiche retirée")
        SIGN_SOON = 5, _("signe qui expire bientôt")
        SIGN_OVER = 6, _("signe expiré")

    page = models.ForeignKey(
        "directory.ListedPage", on_delete=models.CASCADE, related_name="reminders"
    )
    recipient = models.EmailField(_("adresse e-mail"))
    product = models.SlugField(_("produit"), max_length=80, blank=True)
    since = models.DateField(_("dernières nouvelles"))
    stage = models.PositiveSmallIntegerField(_("étape"), choices=Stage.choices)
    sent_on = models.DateField(_("envoyé le"))

    class Meta:
        verbose_name = _("rappel")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "recipient", "product", "since", "stage"],
                name="directory_one_reminder",
            )
        ]

    def __str__(self):
        return f"{self.page_id} {self.get_stage_display()} {self.sent_on}"


class MailPreferences(models.Model):
    """What a person wants to receive beside what they must be told."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_preferences"
    )
    digest = models.BooleanField(
        _("les nouvelles de mes fiches, une fois par semaine"), default=True
    )
    digest_sent_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("préférences de courrier")

    def __str__(self):
        return str(self.user)
