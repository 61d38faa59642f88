"""Meetings of panels: who is there, what each case hears, consents and votes (label.md 3.2)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from label.enums import (
    AdoptedBy,
    AttendanceMode,
    BallotChoice,
    ConsentAnswer,
    MinutesAnswer,
    ObjectionGround,
    Outcome,
    SessionState,
)


class Session(models.Model):
    """A meeting; one panel per case on its agenda."""

    machine = "session"

    reference = models.CharField(_("numéro"), max_length=20, unique=True, editable=False)
    starts_at = models.DateTimeField(_("le"))
    place = models.CharField(_("lieu"), max_length=200)
    remote_url = models.URLField(_("lien à distance"), blank=True)
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("animation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    state = models.CharField(
        _("état"),
        max_length=9,
        choices=SessionState.choices,
        default=SessionState.PLANNED,
        editable=False,
    )
    convened_at = models.DateTimeField(_("convoquée le"), null=True, blank=True)
    opened_at = models.DateTimeField(_("ouverte le"), null=True, blank=True)
    closed_at = models.DateTimeField(_("close le"), null=True, blank=True)

    class Meta:
        verbose_name = _("séance")
        verbose_name_plural = _("séances")
        ordering = ["-starts_at", "-pk"]

    def __str__(self):
        return f"{self.reference} ({self.starts_at:%d/%m/%Y})"

    @property
    def public_ref(self) -> str:
        return self.reference


class Hearing(models.Model):
    """A case on the agenda of a session, and how its examination went."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="hearings")
    panel = models.ForeignKey("label.Panel", on_delete=models.PROTECT, related_name="hearings")
    position = models.PositiveSmallIntegerField(_("ordre"))
    convening = models.PositiveSmallIntegerField(_("convocation"), default=1)
    planned_for = models.DateTimeField(_("heure prévue"), null=True, blank=True)
    chair = models.ForeignKey(
        "label.Seat",
        verbose_name=_("présidence"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    opened_at = models.DateTimeField(_("examen ouvert le"), null=True, blank=True)
    # Guests are in the room between their arrival and the end of their hearing.
    visitors_came_at = models.DateTimeField(_("visiteurs arrivés le"), null=True, blank=True)
    visitors_heard_at = models.DateTimeField(_("visiteurs entendus le"), null=True, blank=True)
    operator_came_at = models.DateTimeField(_("opérateur arrivé le"), null=True, blank=True)
    operator_heard_at = models.DateTimeField(_("opérateur entendu le"), null=True, blank=True)
    operator_declined = models.BooleanField(_("opérateur absent ou non"), default=False)
    second_round_at = models.DateTimeField(_("second tour ouvert le"), null=True, blank=True)
    second_revealed_at = models.DateTimeField(_("second tour levé le"), null=True, blank=True)
    ballot_opened_at = models.DateTimeField(_("vote ouvert le"), null=True, blank=True)
    ballot_closed_at = models.DateTimeField(_("vote clos le"), null=True, blank=True)
    ballot_outcome = models.CharField(
        _("question mise au vote"), max_length=22, choices=Outcome.choices, blank=True
    )
    ballot_result = models.CharField(
        _("issue du vote"), max_length=22, choices=Outcome.choices, blank=True
    )
    closed_at = models.DateTimeField(_("examen clos le"), null=True, blank=True)
    was_adjourned = models.BooleanField(_("renvoyé à une autre séance"), default=False)

    class Meta:
        verbose_name = _("examen en séance")
        verbose_name_plural = _("examens en séance")
        ordering = ["session", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "panel"],
                name="label_case_once_per_session",
                violation_error_message=_("Ce dossier est déjà à l’ordre du jour."),
            )
        ]

    def __str__(self):
        return f"{self.session.reference} – {self.panel.case}"

    @property
    def case(self):
        return self.panel.case

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.closed_at is None

    @property
    def has_guests(self) -> bool:
        """Whether the operator or the visitors are still in the room."""
        return bool(
            (self.visitors_came_at and not self.visitors_heard_at)
            or (self.operator_came_at and not self.operator_heard_at)
        )


class Attendance(models.Model):
    """A juror's presence at a hearing; no proxies. Who has not confirmed counts for nothing."""

    hearing = models.ForeignKey(Hearing, on_delete=models.PROTECT, related_name="attendances")
    seat = models.ForeignKey("label.Seat", on_delete=models.PROTECT, related_name="attendances")
    mode = models.CharField(
        _("présence"),
        max_length=7,
        choices=AttendanceMode.choices,
        default=AttendanceMode.ON_SITE,
    )
    arrived_at = models.DateTimeField(_("arrivée"))
    left_at = models.DateTimeField(_("départ"), null=True, blank=True)
    identity_checked = models.BooleanField(_("identité vérifiée"), default=False)
    reaffirmed_at = models.DateTimeField(_("intérêts confirmés le"), null=True, blank=True)

    class Meta:
        verbose_name = _("présence")
        verbose_name_plural = _("présences")
        constraints = [
            models.UniqueConstraint(fields=["hearing", "seat"], name="label_present_once"),
            models.CheckConstraint(
                condition=Q(mode=AttendanceMode.ON_SITE)
                | Q(identity_checked=True)
                | Q(reaffirmed_at=None),
                name="label_remote_juror_is_identified",
                violation_error_message=_("À distance, l’identité est vérifiée et notée."),
            ),
        ]

    def __str__(self):
        return f"{self.hearing} – {self.seat_id}"


class ConsentRound(models.Model):
    """A proposal put to consent; amended at most twice, then voted."""

    hearing = models.ForeignKey(Hearing, on_delete=models.PROTECT, related_name="consent_rounds")
    number = models.PositiveSmallIntegerField(_("tour"))
    outcome = models.CharField(_("proposition"), max_length=22, choices=Outcome.choices)
    text = models.TextField(_("texte proposé"), max_length=8000)
    opened_at = models.DateTimeField(_("ouvert le"))
    closed_at = models.DateTimeField(_("clos le"), null=True, blank=True)
    is_adopted = models.BooleanField(_("adopté"), default=False)

    class Meta:
        verbose_name = _("tour de consentement")
        verbose_name_plural = _("tours de consentement")
        ordering = ["hearing", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["hearing", "number"], name="label_one_consent_round_per_number"
            )
        ]

    def __str__(self):
        return f"{self.hearing} – {self.number}"


class ConsentReply(models.Model):
    """A juror's consent, or an objection with its reasons: a fact, or harm to the purpose."""

    round = models.ForeignKey(ConsentRound, on_delete=models.PROTECT, related_name="replies")
    seat = models.ForeignKey("label.Seat", on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(_("réponse"), max_length=11, choices=ConsentAnswer.choices)
    ground = models.CharField(
        _("fondement"), max_length=7, choices=ObjectionGround.choices, blank=True
    )
    reasons = models.TextField(_("motifs"), max_length=2000, blank=True)
    given_at = models.DateTimeField(_("donnée le"))
    withdrawn_at = models.DateTimeField(_("objection levée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("réponse au consentement")
        verbose_name_plural = _("réponses au consentement")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "seat"],
                name="label_one_reply_per_consent_round",
                violation_error_message=_("Vous avez déjà répondu à ce tour."),
            ),
            models.CheckConstraint(
                condition=~Q(answer=ConsentAnswer.OBJECT) | (~Q(ground="") & ~Q(reasons="")),
                name="label_objection_is_reasoned",
                violation_error_message=_(
                    "Une objection repose sur un fait ou un tort à l’objet du label, et le dit."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.round} – {self.answer}"


class Ballot(models.Model):
    """A named vote when objections persist; published as counts."""

    hearing = models.ForeignKey(Hearing, on_delete=models.PROTECT, related_name="ballots")
    seat = models.ForeignKey("label.Seat", on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(_("vote"), max_length=7, choices=BallotChoice.choices)
    cast_at = models.DateTimeField(_("voté le"))

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [
            models.UniqueConstraint(
                fields=["hearing", "seat"],
                name="label_one_ballot_per_juror",
                violation_error_message=_("Vous avez déjà voté."),
            )
        ]

    def __str__(self):
        return f"{self.hearing} – {self.seat_id}"


class Opinion(models.Model):
    """The panel's reasoned opinion with its minutes; never changed once adopted."""

    panel = models.ForeignKey("label.Panel", on_delete=models.PROTECT, related_name="opinions")
    hearing = models.ForeignKey(
        Hearing, null=True, blank=True, on_delete=models.PROTECT, related_name="opinions"
    )
    number = models.PositiveSmallIntegerField(_("lecture"), default=1)
    outcome = models.CharField(_("avis"), max_length=22, choices=Outcome.choices)
    computed = models.CharField(
        _("proposition de la table"), max_length=22, choices=Outcome.choices, blank=True
    )
    explanation = models.JSONField(_("explication de la table"), default=list)
    departure_reasons = models.TextField(
        _("pourquoi le jury s’écarte de la table"), blank=True, max_length=4000
    )
    adopted_by = models.CharField(_("adopté par"), max_length=7, choices=AdoptedBy.choices)
    votes = models.JSONField(_("résultat du vote"), default=dict)  # for, against, abstain
    presence = models.JSONField(_("présents par collège"), default=dict)
    recusals = models.JSONField(_("récusations par collège"), default=dict)
    medians = models.JSONField(_("médianes"), default=dict)  # code: grade
    reasons = models.JSONField(_("motifs par critère"), default=dict)  # code: text
    reserves = models.JSONField(_("réserves proposées"), default=list)
    commitment = models.TextField(_("engagement de progrès"), blank=True, max_length=1000)
    missing_proof = models.JSONField(_("critères sans preuve seulement"), default=list)
    questions = models.JSONField(_("questions posées"), default=list)
    text = models.TextField(_("avis"), max_length=12000)
    minority_text = models.TextField(_("avis minoritaire"), blank=True, max_length=4000)
    duration_minutes = models.PositiveSmallIntegerField(_("durée en minutes"), default=0)
    chair = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("présidence"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    guarantor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("garant ou garante"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    chair_signed_at = models.DateTimeField(_("signé par la présidence le"), null=True, blank=True)
    guarantor_signed_at = models.DateTimeField(_("signé par le garant le"), null=True, blank=True)
    drafted_at = models.DateTimeField(_("rédigé le"))
    adopted_at = models.DateTimeField(_("adopté le"), null=True, blank=True)

    class Meta:
        verbose_name = _("avis")
        verbose_name_plural = _("avis")
        ordering = ["panel", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["panel", "number"],
                name="label_one_opinion_per_reading",
                violation_error_message=_("Cette lecture a déjà un avis."),
            )
        ]

    def __str__(self):
        return f"{self.panel} – {self.get_outcome_display()}"

    @property
    def is_adopted(self) -> bool:
        return self.adopted_at is not None


class MinutesReply(models.Model):
    """What a juror present says of the draft minutes, before they are signed (label.md 3.2)."""

    opinion = models.ForeignKey(Opinion, on_delete=models.PROTECT, related_name="replies")
    seat = models.ForeignKey("label.Seat", on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(
        _("réponse"), max_length=7, choices=MinutesAnswer.choices, blank=True
    )  # empty: asked for a minority opinion, and has the text rewritten since to read again
    text = models.TextField(_("correction demandée"), blank=True, max_length=2000)
    wants_minority = models.BooleanField(_("demande un avis minoritaire"), default=False)
    given_at = models.DateTimeField(_("donnée le"))

    class Meta:
        verbose_name = _("relecture du procès-verbal")
        verbose_name_plural = _("relectures du procès-verbal")
        constraints = [
            models.UniqueConstraint(
                fields=["opinion", "seat"],
                name="label_one_reply_to_minutes",
                violation_error_message=_("Vous avez déjà relu ce procès-verbal."),
            ),
            models.CheckConstraint(
                condition=~Q(answer=MinutesAnswer.CORRECT) | ~Q(text=""),
                name="label_correction_says_what",
                violation_error_message=_("Écrivez la correction que vous demandez."),
            ),
        ]

    def __str__(self):
        return f"{self.opinion} – {self.seat_id}"
