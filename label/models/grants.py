"""Grants: what the register shows (label.md 6.2), their lines and reserves."""

import secrets
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from label import clock
from label.enums import IN_REGISTER, GrantState
from label.models.cases import RUNNING, Case

CODE_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that looks like something else


def new_code() -> str:
    """The short name of a grant in a QR code: eight characters, 39 bits."""
    return "".join(secrets.choice(CODE_ALPHABET) for _n in range(8))


class GrantQuerySet(models.QuerySet):
    def in_register(self):
        """What the public register shows now (label.md I-21)."""
        return self.filter(state__in=IN_REGISTER)

    def of_operator(self, user):
        return self.filter(case__in=Case.objects.of_operator(user))

    def with_running_renewal(self):
        return self.filter(renewals__state__in=RUNNING).distinct()


class Grant(models.Model):
    """The right to use the label for product lines at their sites, for a time."""

    machine = "grant"

    number = models.CharField(_("numéro"), max_length=20, unique=True, editable=False)
    code = models.CharField(
        _("code court"), max_length=12, unique=True, default=new_code, editable=False
    )
    case = models.ForeignKey(
        "label.Case", verbose_name=_("dossier"), on_delete=models.PROTECT, related_name="grants"
    )
    decision = models.OneToOneField(
        "label.Decision",
        verbose_name=_("décision"),
        on_delete=models.PROTECT,
        related_name="resulting_grant",
    )
    operator = models.ForeignKey(
        "directory.ProducerPage",
        verbose_name=_("opérateur"),
        on_delete=models.PROTECT,
        related_name="label_grants",
    )
    state = models.CharField(
        _("état"),
        max_length=20,
        choices=GrantState.choices,
        default=GrantState.PENDING_SIGNATURE,
        editable=False,
    )
    is_implicit = models.BooleanField(_("issu d’une décision implicite"), default=False)
    created_at = models.DateTimeField(_("créé le"))
    sign_before = models.DateField(_("à signer avant le"))
    operator_signed_at = models.DateTimeField(_("signé par l’opérateur le"), null=True, blank=True)
    authority_signed_at = models.DateTimeField(_("signé par l’autorité le"), null=True, blank=True)
    plan_signed_at = models.DateTimeField(_("plan signé le"), null=True, blank=True)
    valid_from = models.DateField(_("valable du"), null=True, blank=True)
    valid_to = models.DateField(_("jusqu’au"), null=True, blank=True)
    was_extended = models.BooleanField(_("prolongé"), default=False)
    commitment = models.TextField(_("engagement de progrès"), blank=True)
    notice_until = models.DateField(_("mise en demeure jusqu’au"), null=True, blank=True)
    suspended_until = models.DateField(_("suspendu jusqu’au"), null=True, blank=True)
    suspended_on = models.DateField(_("suspendu depuis"), null=True, blank=True)
    confirm_by = models.DateField(_("urgence à confirmer avant le"), null=True, blank=True)
    is_emergency_confirmed = models.BooleanField(_("urgence confirmée"), default=False)
    ended_on = models.DateField(_("terminé le"), null=True, blank=True)
    end_reason = models.CharField(_("raison publique"), max_length=300, blank=True)
    logo_stops_on = models.DateField(_("fin d’usage du logo le"), null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self",
        verbose_name=_("remplacé par"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="supersedes",
    )

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("label accordé")
        verbose_name_plural = _("labels accordés")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "valid_to"], name="label_grant_state")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=IN_REGISTER)
                | Q(
                    valid_from__isnull=False,
                    valid_to__isnull=False,
                    operator_signed_at__isnull=False,
                    authority_signed_at__isnull=False,
                ),
                name="label_registered_grant_is_signed",
                violation_error_message=_(
                    "Un label en vigueur est signé par les deux parties et daté."
                ),
            )
        ]

    def __str__(self):
        return self.number

    @property
    def public_ref(self) -> str:
        return self.number

    @property
    def procedure(self):
        return self.case.procedure

    @property
    def is_in_register(self) -> bool:
        return self.state in IN_REGISTER

    @property
    def open_reserves(self):
        return self.reserves.filter(lifted_on=None)


class GrantLine(models.Model):
    """A product line that the grant covers."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey(
        "label.ProductLine", on_delete=models.PROTECT, related_name="grant_lines"
    )
    origin = models.TextField(_("origine publiée"), blank=True, max_length=2000)
    is_in_force = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("gamme labellisée")
        verbose_name_plural = _("gammes labellisées")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["grant", "line"], name="label_line_once_per_grant"),
            models.UniqueConstraint(
                fields=["line"],
                condition=Q(is_in_force=True),
                name="label_one_grant_in_force_per_line",
                violation_error_message=_("Cette gamme a déjà un label en vigueur."),
            ),
        ]

    def __str__(self):
        return str(self.line)


class Reserve(models.Model):
    """A condition of a grant: an action, a proof, a date (label.md I-13)."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="reserves")
    criterion = models.ForeignKey("label.Criterion", on_delete=models.PROTECT, related_name="+")
    action = models.CharField(_("action"), max_length=300)
    proof = models.CharField(_("preuve attendue"), max_length=300)
    due_on = models.DateField(_("avant le"))
    proved_at = models.DateTimeField(_("preuve reçue le"), null=True, blank=True)
    proof_text = models.TextField(_("preuve apportée"), blank=True, max_length=2000)
    evidence = models.ForeignKey(
        "label.Evidence", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_on = models.DateField(_("levée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("réserve")
        verbose_name_plural = _("réserves")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(action="") & ~Q(proof=""),
                name="label_reserve_is_precise",
                violation_error_message=_("Une réserve dit l’action et la preuve attendues."),
            )
        ]

    def __str__(self):
        return f"{self.criterion.code} : {self.action}"

    @property
    def review_due_on(self):
        """Until when jurors look at the proof; None: it is not there."""
        if self.proved_at is None:
            return None
        days = self.grant.procedure.reserve_review_days
        return clock.civil_day(self.proved_at) + timedelta(days=days)


class RemedyQuerySet(models.QuerySet):
    def standing(self):
        """Shown for a measure that still holds."""
        return self.filter(closed_at=None)

    def waiting(self):
        """Nobody of the team has answered yet."""
        return self.standing().filter(answered_at=None)


class Remedy(models.Model):
    """What an operator shows as corrected under a formal notice or a suspension; never changed.

    The team answers what is still missing, or lifts the measure, which closes it.
    """

    grant = models.ForeignKey(
        Grant, verbose_name=_("label"), on_delete=models.PROTECT, related_name="remedies"
    )
    text = models.TextField(_("ce qui est corrigé"), max_length=8000)
    evidence = models.ManyToManyField(
        "label.Evidence", verbose_name=_("pièces"), blank=True, related_name="remedies"
    )
    sent_at = models.DateTimeField(_("envoyée le"))
    answer = models.TextField(_("ce qui manque encore"), blank=True, max_length=4000)
    answered_at = models.DateTimeField(_("réponse donnée le"), null=True, blank=True)
    closed_at = models.DateTimeField(_("mesure levée le"), null=True, blank=True)

    objects = RemedyQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction montrée")
        verbose_name_plural = _("corrections montrées")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="label_remedy_says_something",
                violation_error_message=_("Dites ce que vous avez corrigé."),
            ),
            models.CheckConstraint(
                condition=Q(answer="") | Q(answered_at__isnull=False),
                name="label_remedy_answer_is_dated",
                violation_error_message=_("Une réponse est datée."),
            ),
        ]

    def __str__(self):
        return f"{self.grant} – {clock.civil_day(self.sent_at)}"


class SelfDeclaration(models.Model):
    """The yearly ten minutes: what changed since last year."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="declarations")
    due_on = models.DateField(_("attendue le"))
    filed_at = models.DateTimeField(_("reçue le"), null=True, blank=True)
    changes = models.TextField(_("ce qui a changé"), blank=True, max_length=4000)
    answers = models.JSONField(_("réponses"), default=dict)

    class Meta:
        verbose_name = _("déclaration annuelle")
        verbose_name_plural = _("déclarations annuelles")
        ordering = ["due_on"]
        constraints = [
            models.UniqueConstraint(fields=["grant", "due_on"], name="label_one_yearly_declaration")
        ]

    def __str__(self):
        return f"{self.grant} – {self.due_on}"
