"""After the grant: checks, alerts, adversarial windows, and the charter of shops."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from label.enums import (
    PUBLISHED_CHARTER,
    AlertState,
    CharterState,
    CheckOrigin,
    CheckState,
    DecisionKind,
    Severity,
)


class Check(models.Model):
    machine = "check"

    grant = models.ForeignKey("label.Grant", on_delete=models.PROTECT, related_name="checks")
    origin = models.CharField(_("origine"), max_length=8, choices=CheckOrigin.choices)
    draw = models.ForeignKey(
        "label.Draw", null=True, blank=True, on_delete=models.PROTECT, related_name="checks"
    )
    alert = models.ForeignKey(
        "label.Alert", null=True, blank=True, on_delete=models.PROTECT, related_name="checks"
    )
    state = models.CharField(_("état"), max_length=11, choices=CheckState.choices, editable=False)
    controller = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("contrôle fait par"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    opened_at = models.DateTimeField(_("décidé le"))
    due_on = models.DateField(_("à faire avant le"), null=True, blank=True)
    planned_for = models.DateField(_("prévu le"), null=True, blank=True)
    done_at = models.DateTimeField(_("fait le"), null=True, blank=True)
    report = models.TextField(_("rapport"), blank=True, max_length=12000)
    closed_at = models.DateTimeField(_("clos le"), null=True, blank=True)

    class Meta:
        verbose_name = _("contrôle")
        verbose_name_plural = _("contrôles")
        ordering = ["-opened_at", "-pk"]

    def __str__(self):
        return f"{self.grant} – {self.get_state_display()}"

    @property
    def case(self):
        return self.grant.case

    @property
    def public_ref(self) -> str:
        return f"{self.grant.number}/check-{self.pk}"

    @property
    def procedure(self):
        return self.grant.case.procedure


class Finding(models.Model):
    check_made = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="findings")
    criterion = models.ForeignKey("label.Criterion", on_delete=models.PROTECT, related_name="+")
    severity = models.CharField(_("gravité"), max_length=8, choices=Severity.choices)
    text = models.TextField(_("constat"), max_length=4000)
    action_due_on = models.DateField(_("correction avant le"), null=True, blank=True)
    corrected_on = models.DateField(_("corrigé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("constat")
        verbose_name_plural = _("constats")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.criterion.code} {self.get_severity_display()}"

    @property
    def awaits(self) -> bool:
        """Whether a correction is still to come, by a day that was said."""
        return self.action_due_on is not None and self.corrected_on is None


class AdversarialWindow(models.Model):
    """The operator is told what is considered, and answers, before a burdensome measure."""

    case = models.ForeignKey("label.Case", on_delete=models.PROTECT, related_name="windows")
    grant = models.ForeignKey(
        "label.Grant", null=True, blank=True, on_delete=models.PROTECT, related_name="windows"
    )
    check_made = models.ForeignKey(
        Check, null=True, blank=True, on_delete=models.PROTECT, related_name="windows"
    )
    alert = models.ForeignKey(
        "label.Alert", null=True, blank=True, on_delete=models.PROTECT, related_name="windows"
    )
    measure = models.CharField(_("mesure envisagée"), max_length=21, choices=DecisionKind.choices)
    grounds = models.TextField(_("motifs communiqués"), max_length=8000)
    opened_on = models.DateField(_("ouverte le"))
    closes_on = models.DateField(_("observations jusqu’au"))
    observations = models.TextField(_("observations"), blank=True, max_length=12000)
    observed_at = models.DateTimeField(_("reçues le"), null=True, blank=True)
    wants_hearing = models.BooleanField(_("demande à être entendu"), default=False)
    heard_on = models.DateField(_("entendu le"), null=True, blank=True)

    class Meta:
        verbose_name = _("procédure contradictoire")
        verbose_name_plural = _("procédures contradictoires")
        ordering = ["-opened_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gt=F("opened_on")),
                name="label_window_closes_after_it_opens",
                violation_error_message=_("La clôture suit l’ouverture."),
            )
        ]

    def __str__(self):
        return f"{self.case} – {self.get_measure_display()}"

    def is_over(self, day) -> bool:
        """Whether its last day has passed, or the operator has answered and been heard."""
        return day > self.closes_on


class Alert(models.Model):
    """A problem somebody reports; nothing public before it is founded."""

    machine = "alert"

    class Matter(models.TextChoices):
        ORIGIN = "origin", _("origine d’un produit")
        LABELLING = "labelling", _("étiquette ou affichage")
        PRACTICE = "practice", _("pratiques")
        LOGO = "logo", _("usage du logo")
        HEALTH = "health", _("hygiène ou santé")
        PLACE = "place", _("lieu ou horaires")
        OTHER = "other", _("autre")

    reference = models.CharField(_("numéro"), max_length=20, unique=True, editable=False)
    operator = models.ForeignKey(
        "directory.ListedPage",
        verbose_name=_("au sujet de"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="label_alerts",
    )
    grant = models.ForeignKey(
        "label.Grant", null=True, blank=True, on_delete=models.PROTECT, related_name="alerts"
    )
    matter = models.CharField(_("sujet"), max_length=9, choices=Matter.choices)
    text = models.TextField(_("ce qui a été vu"), max_length=4000)
    seen_on = models.DateField(_("vu le"), null=True, blank=True)
    seen_at_place = models.CharField(_("où"), max_length=200, blank=True)
    state = models.CharField(
        _("état"),
        max_length=11,
        choices=AlertState.choices,
        default=AlertState.RECEIVED,
        editable=False,
    )
    received_at = models.DateTimeField(_("reçu le"))
    forwarded_to = models.CharField(_("transmis à"), max_length=120, blank=True)
    conclusion = models.TextField(_("conclusion"), blank=True, max_length=4000)
    answer = models.TextField(_("réponse à la personne"), blank=True, max_length=4000)
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)
    closed_at = models.DateTimeField(_("clos le"), null=True, blank=True)

    class Meta:
        verbose_name = _("signalement")
        verbose_name_plural = _("signalements")
        ordering = ["-received_at", "-pk"]

    def __str__(self):
        return self.reference

    @property
    def case(self):
        return self.grant.case if self.grant_id else None

    @property
    def public_ref(self) -> str:
        return self.reference


class Reporter(models.Model):
    """Who reported, apart from the alert: unreachable from it for operators and jurors (I-28)."""

    alert = models.OneToOneField(Alert, on_delete=models.CASCADE, related_name="reporter")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(_("nom"), max_length=120, blank=True)
    email = models.EmailField(_("adresse e-mail"), blank=True)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("auteur d’un signalement")
        verbose_name_plural = _("auteurs de signalements")

    def __str__(self):
        return f"{self.alert_id}"


class CharterSignatureQuerySet(models.QuerySet):
    def to_read(self):
        """Signed and not published, or corrected since."""
        same = Q(local_share=F("read_share"), declaration=F("read_declaration"))
        return self.filter(Q(state=CharterState.SIGNED) | Q(~same, state__in=PUBLISHED_CHARTER))


class CharterSignature(models.Model):
    """A shop, a restaurant or a stall that signs the charter: a declaration and checks."""

    machine = "charter"

    page = models.ForeignKey(
        "directory.PointOfSalePage",
        verbose_name=_("lieu"),
        on_delete=models.PROTECT,
        related_name="label_charters",
    )
    state = models.CharField(
        _("état"),
        max_length=8,
        choices=CharterState.choices,
        default=CharterState.DRAFT,
        editable=False,
    )
    local_share = models.PositiveSmallIntegerField(
        _("part de produits d’ici (%)"), null=True, blank=True
    )
    declaration = models.TextField(_("ce que vous proposez d’ici"), blank=True, max_length=4000)
    # What the public reads: the words that the team has read, until it reads those corrected.
    read_share = models.PositiveSmallIntegerField(
        _("part relue, publiée (%)"), null=True, blank=True
    )
    read_declaration = models.TextField(
        _("déclaration relue, publiée"), blank=True, max_length=4000
    )
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    terms = models.CharField(_("engagements signés (numéro)"), max_length=8, blank=True)
    signed_at = models.DateTimeField(_("signée le"), null=True, blank=True)
    confirmed_on = models.DateField(_("confirmée le"), null=True, blank=True)
    listed_at = models.DateTimeField(_("publiée le"), null=True, blank=True)
    checked_on = models.DateField(_("vérifiée le"), null=True, blank=True)
    reminded_on = models.DateField(_("rappelée le"), null=True, blank=True)
    removed_at = models.DateTimeField(_("retirée le"), null=True, blank=True)
    note = models.TextField(_("remarques"), blank=True, max_length=4000)

    objects = CharterSignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("charte signée")
        verbose_name_plural = _("chartes signées")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(local_share__isnull=True) | Q(local_share__lte=100),
                name="label_charter_share_percent",
                violation_error_message=_("Une part est comprise entre 0 et 100 %."),
            ),
            models.UniqueConstraint(
                fields=["page"],
                condition=~Q(state=CharterState.REMOVED),
                name="label_one_standing_charter",
                violation_error_message=_("Ce lieu a déjà une charte."),
            ),
        ]

    def __str__(self):
        return str(self.page)

    @property
    def case(self):
        return None

    @property
    def awaits_reading(self) -> bool:
        """Published, and corrected since: the public reads what was read before."""
        declared = (self.local_share, self.declaration)
        return self.state in PUBLISHED_CHARTER and declared != (
            self.read_share,
            self.read_declaration,
        )

    def note_read(self) -> None:
        self.read_share, self.read_declaration = self.local_share, self.declaration

    @property
    def public_ref(self) -> str:
        return f"charter-{self.pk}"
