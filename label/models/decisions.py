"""Decisions signed by a person: immutable, each superseded at most once (label.md I-16, I-17)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from label.enums import AppealAdvice, AppealState, DecisionKind
from label.models.events import AppendOnly


class Decision(AppendOnly):
    """What the authority decided, why, and in the light of which opinion."""

    number = models.CharField(_("numéro"), max_length=20, unique=True)
    case = models.ForeignKey(
        "label.Case", verbose_name=_("dossier"), on_delete=models.PROTECT, related_name="decisions"
    )
    grant = models.ForeignKey(
        "label.Grant",
        verbose_name=_("label concerné"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="measures",
        help_text=_("Pour une mesure sur un label accordé : mise en demeure, suspension…"),
    )
    kind = models.CharField(_("sens"), max_length=21, choices=DecisionKind.choices)
    is_implicit = models.BooleanField(_("reconnaît une décision implicite"), default=False)
    supersedes = models.OneToOneField(
        "self",
        verbose_name=_("remplace"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="superseded_by",
    )
    opinion = models.ForeignKey(
        "label.Opinion",
        verbose_name=_("avis"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions",
    )
    reasons = models.JSONField(_("motifs par critère"), default=dict)
    text = models.TextField(_("motifs"), max_length=12000)
    departure_reasons = models.TextField(_("pourquoi s’écarter de l’avis"), blank=True)
    second_reading_reasons = models.TextField(_("motifs de la seconde lecture"), blank=True)
    reserves = models.JSONField(_("réserves"), default=list)
    commitment = models.TextField(_("engagement de progrès"), blank=True)
    road_map = models.TextField(_("pour une nouvelle demande"), blank=True)
    signatory = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("signataire"),
        on_delete=models.PROTECT,
        related_name="label_decisions",
    )
    competence_ref = models.CharField(_("compétence (délégation)"), max_length=200)
    referential = models.ForeignKey(
        "label.ReferentialVersion", on_delete=models.PROTECT, related_name="+"
    )
    rules = models.ForeignKey("label.RulesVersion", on_delete=models.PROTECT, related_name="+")
    appeal_routes = models.TextField(_("voies et délais de recours"))
    algorithm_mention = models.TextField(_("mention des traitements algorithmiques"))
    signed_at = models.DateTimeField(_("signée le"))
    document_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("décision")
        verbose_name_plural = _("décisions")
        ordering = ["signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(supersedes=None, grant=None),
                name="label_one_first_decision",
                violation_error_message=_(
                    "Ce dossier a déjà une décision : la suivante doit la nommer."
                ),
            ),
            models.CheckConstraint(
                condition=Q(supersedes=None) | ~Q(supersedes=F("id")),
                name="label_decision_not_its_own_successor",
            ),
            models.CheckConstraint(
                condition=~Q(text="")
                & ~Q(competence_ref="")
                & ~Q(appeal_routes="")
                & ~Q(algorithm_mention=""),
                name="label_decision_is_complete",
                violation_error_message=_(
                    "Une décision porte ses motifs, la compétence du signataire, les voies de"
                    " recours et la mention des algorithmes."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.number} – {self.get_kind_display()}"


class DecisionNotice(AppendOnly):
    """When and how a decision reached the operator; time limits for appeal start here."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="notice")
    notified_on = models.DateField(_("notifiée le"))
    how = models.CharField(_("par"), max_length=120)
    recorded_at = models.DateTimeField(_("noté le"))

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")

    def __str__(self):
        return f"{self.decision.number} – {self.notified_on}"


class DecisionPaper(AppendOnly):
    """The paper of a decision as it was notified, kept for ever with its digest (I-16)."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="paper")
    content = models.BinaryField()
    sha256 = models.CharField(_("empreinte"), max_length=64)
    made_at = models.DateTimeField(_("fait le"))

    class Meta:
        verbose_name = _("document d’une décision")
        verbose_name_plural = _("documents des décisions")

    def __str__(self):
        return f"{self.decision.number} – {self.sha256[:12]}"


class Appeal(models.Model):
    """The operator asks for another look; a new panel, none of the first (label.md I-20)."""

    machine = "appeal"

    case = models.OneToOneField("label.Case", on_delete=models.PROTECT, related_name="appeal")
    decision = models.ForeignKey(
        Decision,
        verbose_name=_("décision contestée"),
        on_delete=models.PROTECT,
        related_name="appeals",
    )
    state = models.CharField(
        _("état"),
        max_length=12,
        choices=AppealState.choices,
        default=AppealState.LODGED,
        editable=False,
    )
    grounds = models.TextField(_("motifs"), max_length=12000)
    contests_procedure = models.BooleanField(_("conteste la procédure"), default=False)
    lodged_at = models.DateTimeField(_("déposé le"))
    due_on = models.DateField(_("à décider avant le"))
    admitted_at = models.DateTimeField(_("recevable le"), null=True, blank=True)
    inadmissible_reasons = models.TextField(_("pourquoi irrecevable"), blank=True)
    advice = models.CharField(
        _("avis du jury de recours"), max_length=19, choices=AppealAdvice.choices, blank=True
    )
    advice_reasons = models.TextField(_("motifs de l’avis"), blank=True, max_length=12000)
    findings = models.JSONField(_("critères revus"), default=dict)  # code: why it is met after all
    advised_at = models.DateTimeField(_("avis rendu le"), null=True, blank=True)
    decided_at = models.DateTimeField(_("décidé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("recours")
        verbose_name_plural = _("recours")
        ordering = ["-lodged_at", "-pk"]

    def __str__(self):
        return f"{self.case} – {self.get_state_display()}"

    @property
    def public_ref(self) -> str:
        return f"{self.case.reference}/appeal"

    @property
    def procedure(self):
        return self.case.procedure
