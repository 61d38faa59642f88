"""A case: who applies, for what, where the procedure stands, and when the law answers for us."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from directory.models import Membership
from label.enums import (
    GROUP_ROLES,
    ApplicationPart,
    CaseState,
    Channel,
    LegalRegime,
    PanelKind,
    Role,
    SeatState,
)
from label.models.panels import Seat
from label.models.usage_rules import RulesVersion
from label.models.visits import Visitor
from label.procedure import DEFAULTS, Procedure

RUNNING = (
    CaseState.SUBMITTED,
    CaseState.INCOMPLETE,
    CaseState.INVESTIGATION,
    CaseState.SCORING,
    CaseState.DELIBERATION,
    CaseState.DEFERRED,
    CaseState.OPINION_ISSUED,
)

_JUDGING = (Role.JUROR, Role.APPEAL_JUROR, Role.VISITOR)


def _operated_by(user) -> Q:
    """Who tends the listing; the applicant while nobody does (`roles.is_operator`)."""
    tended = Exists(Membership.objects.filter(page=OuterRef("operator")))
    return Q(operator__in=Membership.objects.of(user).values("page")) | Q(~tended, applicant=user)


def _seating(user) -> Q:
    called = Seat.objects.of(user).filter(
        Q(state__in=[SeatState.INVITED, SeatState.ACCEPTED, SeatState.SEATED])
        | Q(state=SeatState.DISCHARGED, seated_at__isnull=False)
    )
    return Q(pk__in=called.values("panel__case"))


def _visited_by(user) -> Q:
    return Q(pk__in=Visitor.objects.filter(member__person=user).values("visit__case"))


def _judged_by(user):
    """Cases where a person took a seat or visited, even if they left since (I-02, I-07)."""
    return Involvement.objects.filter(person=user, role__in=_JUDGING).values("case")


class CaseQuerySet(models.QuerySet):
    def running(self):
        """Submitted, and not answered yet."""
        return self.filter(state__in=RUNNING)

    def of_operator(self, user):
        """Cases that a person applies with: theirs, or of a listing they tend."""
        return self.filter(_operated_by(user))

    def seating(self, user):
        """Cases where a person was called and has not left: a recused juror's are not there."""
        return self.filter(_seating(user))

    def visited_by(self, user):
        return self.filter(_visited_by(user))

    def visible_to(self, user, *, reads_all: bool):
        """Mirrors `label.see_case`: `label.rules.visible_cases` says whether a role reads all."""
        known = _operated_by(user) | _seating(user) | _visited_by(user)
        if reads_all:
            handed_in = ~Q(state=CaseState.DRAFT) | Q(channel=Channel.PAPER)
            known |= handed_in & ~Q(pk__in=_judged_by(user))
        return self.filter(known)

    def with_a_part_of(self, user):
        """Cases where a person applies, sits or visits, or did before leaving it."""
        called = _operated_by(user) | _seating(user) | _visited_by(user)
        return self.filter(called | Q(pk__in=_judged_by(user)))

    def due_before(self, day):
        return self.running().filter(due_on__lte=day)

    def with_context(self):
        return self.select_related("operator", "referential", "rules", "applicant")


class Case(models.Model):
    """An application and all that follows, until it is closed (label.md 6.1)."""

    machine = "case"
    same_for_ever = ("referential", "rules")  # adopted versions

    reference = models.CharField(_("numéro"), max_length=20, unique=True, editable=False)
    operator = models.ForeignKey(
        "directory.ProducerPage",
        verbose_name=_("opérateur"),
        on_delete=models.PROTECT,
        related_name="label_cases",
    )
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("personne qui demande"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="label_cases",
        help_text=_("Vide pour une demande sur papier d’une personne sans compte."),
    )
    channel = models.CharField(
        _("voie"), max_length=5, choices=Channel.choices, default=Channel.WEB
    )
    paper_mandate = models.CharField(_("mandat (référence du papier)"), max_length=80, blank=True)
    paper_arrived_on = models.DateField(_("papier arrivé le"), null=True, blank=True)
    state = models.CharField(
        _("état"), max_length=24, choices=CaseState.choices, default=CaseState.DRAFT, editable=False
    )
    referential = models.ForeignKey(
        "label.ReferentialVersion",
        verbose_name=_("référentiel"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cases",
    )
    rules = models.ForeignKey(
        "label.RulesVersion",
        verbose_name=_("règlement d’usage"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cases",
    )
    secretary = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("suivi par"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="label_followed_cases",
    )
    renewed_grant = models.ForeignKey(
        "label.Grant",
        verbose_name=_("label renouvelé"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="renewals",
    )
    created_at = models.DateTimeField(_("créé le"))
    changed_at = models.DateTimeField(_("modifié le"))  # by its author, while a draft
    # The legal clock (label.md 6, rules.md 4.5)
    submitted_at = models.DateTimeField(_("déposé le"), null=True, blank=True)
    complete_on = models.DateField(
        _("T0, dernière pièce reçue le"), null=True, blank=True, editable=False
    )
    declared_complete_at = models.DateTimeField(_("déclaré complet le"), null=True, blank=True)
    legal_regime = models.CharField(
        _("régime du silence"), max_length=16, choices=LegalRegime.choices, blank=True
    )
    implicit_decision_on = models.DateField(
        _("décision implicite le"), null=True, blank=True, editable=False
    )
    # Who must act before when, in the present state
    state_since = models.DateTimeField(_("dans cet état depuis"))
    due_on = models.DateField(_("à faire avant le"), null=True, blank=True, db_index=True)
    # Admissibility
    inadmissible_rule = models.CharField(_("règle d’éligibilité"), max_length=40, blank=True)
    hearing_opened_on = models.DateField(_("observations demandées le"), null=True, blank=True)
    visit_notice_on = models.DateField(_("préavis de caducité du"), null=True, blank=True)
    reused_visit = models.ForeignKey(
        "label.Visit",
        verbose_name=_("visite d’un dossier précédent"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Scoring
    file_opened_on = models.DateField(_("dossier ouvert au jury le"), null=True, blank=True)
    scoring_closes_on = models.DateField(_("notation jusqu’au"), null=True, blank=True)
    is_scoring_extended = models.BooleanField(_("notation prolongée"), default=False)
    phase = models.PositiveSmallIntegerField(_("notation"), default=1)
    revealed_at = models.DateTimeField(_("scellés levés le"), null=True, blank=True)
    # Deliberation
    not_applicable = models.JSONField(
        _("critères écartés par un vote motivé"), default=dict, blank=True, editable=False
    )  # code: reason
    reopened = models.JSONField(default=list, blank=True, editable=False)  # codes; empty: all
    convening = models.PositiveSmallIntegerField(_("convocation"), default=1)
    deferrals = models.PositiveSmallIntegerField(_("ajournements"), default=0)
    answer_due_on = models.DateField(_("réponse à l’ajournement avant le"), null=True, blank=True)
    had_second_reading = models.BooleanField(_("seconde lecture demandée"), default=False)
    second_reading_reasons = models.TextField(_("motifs de la seconde lecture"), blank=True)
    plan_accepted_at = models.DateTimeField(_("plan de progrès accepté le"), null=True, blank=True)
    # Decision
    decided_at = models.DateTimeField(_("décidé le"), null=True, blank=True)
    notified_on = models.DateField(_("notifié le"), null=True, blank=True)
    may_refile_at_once = models.BooleanField(
        _("peut redéposer aussitôt"), default=False, editable=False
    )
    implicit_at = models.DateTimeField(_("décision implicite intervenue le"), null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        permissions = [(f"act_as_{role.value}", str(role.value)) for role in GROUP_ROLES]
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "due_on"], name="label_case_due"),
            models.Index(fields=["implicit_decision_on"], name="label_case_legal_date"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(applicant__isnull=False) | Q(channel=Channel.PAPER),
                name="label_case_has_an_applicant",
                violation_error_message=_("Un dossier en ligne a une personne qui demande."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=[CaseState.DRAFT, CaseState.LAPSED, CaseState.CLOSED])
                | Q(submitted_at__isnull=False, referential__isnull=False, rules__isnull=False),
                name="label_submitted_case_is_frozen",
                violation_error_message=_(
                    "Un dossier déposé garde le référentiel et le règlement de son dépôt."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(legal_regime=LegalRegime.SILENCE_ACCEPTS)
                | Q(submitted_at__isnull=True)
                | Q(implicit_decision_on__isnull=False),
                name="label_silence_has_a_date",
                violation_error_message=_(
                    "La date de la décision implicite manque : elle est toujours calculée."
                ),
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def case(self) -> "Case":
        """What moves along with a case says which: the case itself says so too."""
        return self

    @property
    def public_ref(self) -> str:
        return self.reference

    @property
    def procedure(self) -> Procedure:
        """The figures of the rules frozen at submission; before it, of those in force."""
        rules = self.rules or RulesVersion.objects.in_force().first()
        return rules.procedure if rules else DEFAULTS

    @property
    def has_silence_clock(self) -> bool:
        return self.legal_regime == LegalRegime.SILENCE_ACCEPTS

    @property
    def was_given_up(self) -> bool:
        """Ended without a decision: who was called to judge or to visit reads it no more (C24)."""
        ended = self.state in {CaseState.LAPSED, CaseState.DESISTED}
        return ended or (self.state == CaseState.CLOSED and self.decided_at is None)

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    @property
    def panel(self):
        """The panel that judges, or judged last, in first instance; None before there is one."""
        return self.panels.filter(kind=PanelKind.FIRST).order_by("-number").first()

    @property
    def appeal_panel(self):
        return self.panels.filter(kind=PanelKind.APPEAL).order_by("-number").first()

    @property
    def visit(self):
        """The last visit, or that of an earlier case which this one may reuse; None: no visit."""
        return self.visits.order_by("-number").first() or self.reused_visit

    @property
    def decision(self):
        """The decision that stands: the last of the chain, or None."""
        return self.decisions.filter(grant=None, superseded_by=None).order_by("-pk").first()

    @property
    def scope(self) -> set[tuple[str, frozenset[str]]]:
        """Nature and families of each product line, for the family matrix."""
        lines = self.scope_lines.values_list(
            "line__nature", "line__family__slug", "line__family__parent__slug"
        )
        return {(nature, frozenset(filter(None, slugs))) for nature, *slugs in lines.order_by()}

    def criteria(self):
        """The criteria that apply to this case, in order."""
        return self.referential.applying_to(self.scope) if self.referential_id else []


class Answers(models.Model):
    """What was typed in one of the fifteen parts; rows hold what has a table of its own."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="answers")
    part = models.CharField(_("partie"), max_length=12, choices=ApplicationPart.choices)
    values = models.JSONField(_("réponses"), default=dict)
    is_done = models.BooleanField(_("partie terminée"), default=False)
    updated_at = models.DateTimeField(_("modifiée le"))
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("partie de la demande")
        verbose_name_plural = _("parties de la demande")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "part"],
                name="label_one_answer_per_part",
                violation_error_message=_("Cette partie a déjà des réponses."),
            )
        ]

    def __str__(self):
        return f"{self.case} – {self.get_part_display()}"


class DocumentRequest(models.Model):
    """Missing pieces that the secretariat asked for; the legal clock waits for the last one."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="document_requests")
    asked_on = models.DateField(_("demandées le"))
    due_on = models.DateField(_("attendues avant le"))
    answered_on = models.DateField(_("reçues le"), null=True, blank=True)

    class Meta:
        verbose_name = _("demande de pièces")
        verbose_name_plural = _("demandes de pièces")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.case} – {self.asked_on}"


class RequestedItem(models.Model):
    request = models.ForeignKey(DocumentRequest, on_delete=models.CASCADE, related_name="items")
    label = models.CharField(_("pièce"), max_length=200)
    evidence = models.ForeignKey(
        "label.Evidence", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    explanation = models.TextField(_("explication"), blank=True, max_length=1000)

    class Meta:
        verbose_name = _("pièce demandée")
        verbose_name_plural = _("pièces demandées")
        ordering = ["pk"]

    def __str__(self):
        return self.label

    @property
    def is_answered(self) -> bool:
        return bool(self.evidence_id or self.explanation.strip())


class Deferral(models.Model):
    """Precise questions of the panel that the operator answers before a date (C15–C18)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="deferral_rows")
    number = models.PositiveSmallIntegerField(_("rang"))
    asked_at = models.DateTimeField(_("posées le"))
    answer_due_on = models.DateField(_("réponse avant le"))
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)
    answer = models.TextField(_("réponse"), blank=True, max_length=8000)

    class Meta:
        verbose_name = _("ajournement")
        verbose_name_plural = _("ajournements")
        ordering = ["case", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="label_one_deferral_per_number")
        ]

    def __str__(self):
        return f"{self.case} – {self.number}"


class DeferralQuestion(models.Model):
    deferral = models.ForeignKey(Deferral, on_delete=models.CASCADE, related_name="questions")
    criterion = models.ForeignKey(
        "label.Criterion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(_("question"), max_length=1000)
    answer = models.TextField(_("réponse"), blank=True, max_length=4000)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["pk"]

    def __str__(self):
        return self.text


class Involvement(models.Model):
    """In which capacity a person touched a case: one only, for ever (label.md I-02).

    Roles: visitor, juror, appeal juror, controller, secretariat, authority, guarantor.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="involvements")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="label_involvements"
    )
    role = models.CharField(_("rôle"), max_length=12)
    since = models.DateTimeField(_("depuis"))

    class Meta:
        verbose_name = _("rôle sur un dossier")
        verbose_name_plural = _("rôles sur un dossier")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"],
                name="label_one_role_per_case",
                violation_error_message=_(
                    "Cette personne tient déjà un autre rôle sur ce dossier."
                ),
            )
        ]

    def __str__(self):
        return f"{self.case} – {self.role}"


class Endorsement(models.Model):
    """A signature that a joint move waits for (« SEC + GAR »), given in the present state."""

    machine = models.CharField(max_length=8)
    object_id = models.PositiveBigIntegerField()
    event = models.CharField(max_length=32)
    state = models.CharField(max_length=24)
    role = models.CharField(max_length=12)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="label_endorsements"
    )
    given_at = models.DateTimeField(_("donnée le"))
    note = models.TextField(_("motifs"), blank=True, max_length=4000)
    is_used = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("accord")
        verbose_name_plural = _("accords")
        constraints = [
            models.UniqueConstraint(
                fields=["machine", "object_id", "event", "role"],
                condition=Q(is_used=False),
                name="label_one_endorsement_at_a_time",
                violation_error_message=_("Cet accord est déjà donné."),
            )
        ]

    def __str__(self):
        return f"{self.machine} {self.object_id} {self.event}"
