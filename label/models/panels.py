"""The panel of a case, its seats, interests declared and challenges (label.md 3.3, 6.3)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from label.enums import (
    ChallengeState,
    College,
    InterestQuestion,
    PanelFormation,
    PanelKind,
    PanelState,
    ReplacementReason,
    Role,
    SeatState,
)

# Seats that hold a place: those who sit, or may still.
HOLDING = (SeatState.DRAWN, SeatState.INVITED, SeatState.ACCEPTED, SeatState.SEATED)


class Panel(models.Model):
    machine = "panel"

    case = models.ForeignKey(
        "label.Case", verbose_name=_("dossier"), on_delete=models.PROTECT, related_name="panels"
    )
    kind = models.CharField(
        _("nature"), max_length=6, choices=PanelKind.choices, default=PanelKind.FIRST
    )
    number = models.PositiveSmallIntegerField(_("rang"), default=1)
    formation = models.CharField(_("formation"), max_length=5, choices=PanelFormation.choices)
    state = models.CharField(
        _("état"),
        max_length=11,
        choices=PanelState.choices,
        default=PanelState.FORMING,
        editable=False,
    )
    quota = models.JSONField(_("places par collège"))
    notified_on = models.DateField(_("noms donnés à l’opérateur le"), null=True, blank=True)
    challenge_until = models.DateField(_("récusation possible jusqu’au"), null=True, blank=True)
    constituted_at = models.DateTimeField(_("constitué le"), null=True, blank=True)
    discharged_at = models.DateTimeField(_("déchargé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("jury")
        verbose_name_plural = _("jurys")
        ordering = ["case", "kind", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind", "number"], name="label_one_panel_per_number"
            )
        ]

    def __str__(self):
        return f"{self.case} – {self.get_kind_display()}"

    @property
    def public_ref(self) -> str:
        return f"{self.case.reference}/{self.kind}-{self.number}"

    @property
    def procedure(self):
        return self.case.procedure

    @property
    def size(self) -> int:
        return sum(self.quota.values())

    @property
    def juror_role(self) -> Role:
        return Role.JUROR if self.kind == PanelKind.FIRST else Role.APPEAL_JUROR

    def effective_seats(self):
        """Jurors who count (label.md I-01): neither recused nor excused."""
        return self.seats.effective().select_related("member__person")

    def effective_people(self) -> list:
        return [seat.member.person for seat in self.effective_seats()]


class SeatQuerySet(models.QuerySet):
    def holding(self):
        return self.filter(state__in=HOLDING)

    def effective(self):
        """Seated now, or until their panel was discharged; never those recused or excused.

        Nor those called after the grant about a measure: they did not judge the case.
        """
        return self.answering().filter(called_for=None)

    def answering(self):
        """Those who judge, or judged, and those called about a measure in their place."""
        return self.filter(
            Q(state=SeatState.SEATED) | Q(state=SeatState.DISCHARGED, seated_at__isnull=False)
        )

    def of(self, user):
        return self.filter(member__person=user)


class Seat(models.Model):
    """One person in one place of a panel; a replacement is another seat that names the first."""

    machine = "seat"
    same_for_ever = ("member", "candidate")

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="seats")
    member = models.ForeignKey(
        "label.PoolMember",
        verbose_name=_("membre du vivier"),
        on_delete=models.PROTECT,
        related_name="seats",
    )
    college = models.CharField(_("collège"), max_length=9, choices=College.choices)
    candidate = models.OneToOneField(
        "label.DrawCandidate",
        verbose_name=_("rang du tirage"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="seat",
    )
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("nommé par"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    state = models.CharField(
        _("état"),
        max_length=10,
        choices=SeatState.choices,
        default=SeatState.DRAWN,
        editable=False,
    )
    replaces = models.OneToOneField(
        "self",
        verbose_name=_("remplace"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaced_by",
    )
    reason_code = models.CharField(
        _("raison du remplacement"), max_length=12, choices=ReplacementReason.choices, blank=True
    )
    called_for = models.ForeignKey(
        "label.PanelReview",
        verbose_name=_("appelé pour une mesure"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="called_seats",
    )
    invited_at = models.DateTimeField(_("invité le"), null=True, blank=True)
    reply_until = models.DateField(_("réponse avant le"), null=True, blank=True)
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)
    seated_at = models.DateTimeField(_("siège depuis"), null=True, blank=True)
    left_at = models.DateTimeField(_("ne siège plus depuis"), null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("siège")
        verbose_name_plural = _("sièges")
        ordering = ["panel", "college", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["panel", "member"],
                condition=~Q(state=SeatState.DISCHARGED),
                name="label_one_seat_per_person",
                violation_error_message=_("Cette personne a déjà été appelée à ce jury."),
            ),
            models.CheckConstraint(
                condition=Q(candidate__isnull=False) | Q(named_by__isnull=False),
                name="label_seat_has_an_origin",
                violation_error_message=_("Un siège vient d’un rang du tirage ou d’un acte."),
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(reason_code=""),
                name="label_replacement_has_a_reason",
                violation_error_message=_("Un remplacement a une raison."),
            ),
        ]

    def __str__(self):
        return f"{self.panel} – {self.member}"

    @property
    def case(self):
        return self.panel.case

    @property
    def procedure(self):
        return self.panel.case.procedure

    @property
    def person(self):
        return self.member.person

    @property
    def public_ref(self) -> str:
        """The panel and a pseudonym, never the person; with the draw where it had several, for
        each draw gives the same pseudonyms to other people."""
        draw = self.candidate.draw if self.candidate_id else None
        again = f"{draw.reference}/" if draw and (draw.replaces_id or draw.turn > 1) else ""
        return f"{self.panel.public_ref}/{again}{self.pseudonym}"

    @property
    def pseudonym(self) -> str:
        """That of the draw, or a number for a juror who was named."""
        return self.candidate.pseudonym if self.candidate_id else f"S{self.pk}"


class InterestDeclaration(models.Model):
    """What a person declares of their links, before any access to the file (label.md I-03)."""

    case = models.ForeignKey("label.Case", on_delete=models.PROTECT, related_name="declarations")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="label_declarations"
    )
    role = models.CharField(_("en qualité de"), max_length=12, choices=Role.choices)
    answers = models.JSONField(_("questionnaire"), default=dict)  # question: true or false
    text = models.TextField(_("précisions"), blank=True, max_length=4000)
    is_nil = models.BooleanField(_("aucun lien"))
    declared_at = models.DateTimeField(_("déclaré le"))
    reaffirmed_at = models.DateTimeField(_("confirmé en séance le"), null=True, blank=True)
    text_erased_at = models.DateTimeField(_("précisions effacées le"), null=True, blank=True)

    class Meta:
        verbose_name = _("déclaration d’intérêts")
        verbose_name_plural = _("déclarations d’intérêts")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person", "role"],
                name="label_one_declaration_per_role",
                violation_error_message=_("Vous avez déjà déclaré vos liens pour ce dossier."),
            )
        ]

    def __str__(self):
        return f"{self.case} – {self.pk}"

    @property
    def ties(self) -> list[str]:
        """The questions answered by yes, in words."""
        return [
            str(question.label) for question in InterestQuestion if self.answers.get(question.value)
        ]


class Challenge(models.Model):
    """The operator asks that a juror leave; the guarantor decides."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="challenges")
    grounds = models.TextField(_("motifs"), max_length=4000)
    state = models.CharField(
        _("état"), max_length=8, choices=ChallengeState.choices, default=ChallengeState.OPEN
    )
    lodged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    lodged_at = models.DateTimeField(_("déposée le"))
    due_on = models.DateField(_("à trancher avant le"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("tranchée le"), null=True, blank=True)
    decision = models.TextField(_("motifs de la décision"), blank=True, max_length=4000)

    class Meta:
        verbose_name = _("demande de récusation")
        verbose_name_plural = _("demandes de récusation")
        ordering = ["lodged_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat"],
                condition=Q(state=ChallengeState.OPEN),
                name="label_one_open_challenge_per_seat",
                violation_error_message=_("Une récusation de cette personne est déjà en cours."),
            )
        ]

    def __str__(self):
        return f"{self.seat} – {self.lodged_at:%Y-%m-%d}"
