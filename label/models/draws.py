"""A draw by lot: what was published before, the randomness, the result (label.md 2.5)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from label.enums import DrawPurpose, DrawState


class DrawQuerySet(models.QuerySet):
    def standing(self):
        return self.exclude(state=DrawState.VOIDED)


class Draw(models.Model):
    """One attempt; a voided one stays in the list, and the next names it."""

    machine = "draw"

    reference = models.CharField(_("numéro"), max_length=40, unique=True)
    purpose = models.CharField(_("objet"), max_length=12, choices=DrawPurpose.choices)
    case = models.ForeignKey(
        "label.Case",
        verbose_name=_("dossier"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="draws",
    )
    panel = models.ForeignKey(
        "label.Panel",
        verbose_name=_("jury"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="draws",
    )
    visit = models.ForeignKey(
        "label.Visit",
        verbose_name=_("visite"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="draws",
    )
    turn = models.PositiveSmallIntegerField(_("tour"), default=1)  # 2…: alternates ran short
    key = models.CharField(max_length=60)  # what it is for, for the constraint below
    state = models.CharField(
        _("état"), max_length=9, choices=DrawState.choices, default=DrawState.COMMITTED
    )
    spec = models.JSONField(_("règles du tirage"))
    spec_hash = models.CharField(max_length=64)
    pool = models.TextField(_("liste des candidats"))  # published unless a cell is small
    pool_hash = models.CharField(max_length=64)
    is_pool_hidden = models.BooleanField(_("liste remise au garant seul"), default=False)
    counts = models.JSONField(_("candidats par collège"), default=dict)
    source = models.CharField(_("source de l’aléa"), max_length=120)
    randomness_at = models.DateTimeField(_("aléa attendu le"))
    committed_at = models.DateTimeField(_("annoncé le"))
    committed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    randomness = models.CharField(_("aléa"), max_length=256, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("saisi par"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("confirmé par"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    seed = models.CharField(_("graine"), max_length=64, blank=True)
    result = models.JSONField(_("résultat"), default=dict)  # college: seats and alternates
    drawn_at = models.DateTimeField(_("fait le"), null=True, blank=True)
    voided_at = models.DateTimeField(_("annulé le"), null=True, blank=True)
    void_reason = models.TextField(_("raison de l’annulation"), blank=True, max_length=2000)
    replaces = models.OneToOneField(
        "self",
        verbose_name=_("remplace"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaced_by",
    )

    objects = DrawQuerySet.as_manager()

    class Meta:
        verbose_name = _("tirage au sort")
        verbose_name_plural = _("tirages au sort")
        ordering = ["-committed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=~Q(state=DrawState.VOIDED),
                name="label_one_standing_draw",
                violation_error_message=_(
                    "Un tirage est déjà annoncé pour cet objet ; il faudrait d’abord l’annuler."
                ),
            ),
            models.CheckConstraint(
                condition=Q(randomness_at__gt=F("committed_at")),
                name="label_randomness_after_commitment",
                violation_error_message=_("L’aléa doit être postérieur à l’annonce."),
            ),
            models.CheckConstraint(
                condition=~Q(state=DrawState.DRAWN)
                | (~Q(seed="") & ~Q(confirmed_by=F("entered_by"))),
                name="label_randomness_checked_by_two",
                violation_error_message=_("Deux personnes vérifient l’aléa."),
            ),
            models.CheckConstraint(
                condition=~Q(state=DrawState.VOIDED) | ~Q(void_reason=""),
                name="label_void_draw_says_why",
                violation_error_message=_("L’annulation d’un tirage a une raison publique."),
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def public_ref(self) -> str:
        return self.reference


class DrawCandidate(models.Model):
    """Who stands behind a pseudonym of one draw; private."""

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="candidates")
    member = models.ForeignKey(
        "label.PoolMember",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="candidacies",
    )
    grant = models.ForeignKey(
        "label.Grant", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    pseudonym = models.CharField(_("pseudonyme"), max_length=40)
    college = models.CharField(_("collège"), max_length=40)
    rank = models.PositiveSmallIntegerField(_("rang"), null=True, blank=True)  # within the college
    is_alternate = models.BooleanField(_("suppléance"), default=False)

    class Meta:
        verbose_name = _("candidat d’un tirage")
        verbose_name_plural = _("candidats d’un tirage")
        ordering = ["draw", "college", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "pseudonym"], name="label_one_line_per_name"),
            models.UniqueConstraint(
                fields=["draw", "college", "rank"], name="label_one_candidate_per_rank"
            ),
        ]

    def __str__(self):
        return self.pseudonym


class DrawReplacement(models.Model):
    """A place of a visit or of the pool that went to the next rank; none left: `into` is empty.

    Places of a panel are seats, which say it themselves.
    """

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="replacements")
    out = models.ForeignKey(DrawCandidate, on_delete=models.PROTECT, related_name="left_places")
    into = models.OneToOneField(
        DrawCandidate, null=True, blank=True, on_delete=models.PROTECT, related_name="called"
    )
    reason = models.CharField(_("raison"), max_length=12)
    at = models.DateTimeField(_("le"))

    class Meta:
        verbose_name = _("remplacement d’un tirage")
        verbose_name_plural = _("remplacements d’un tirage")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.out} → {self.into or ''}"


class DrawExclusion(models.Model):
    """Somebody of the pool left out beforehand; published as a count per reason."""

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="exclusions")
    member = models.ForeignKey("label.PoolMember", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("raison"), max_length=40)

    class Meta:
        verbose_name = _("exclusion d’un tirage")
        verbose_name_plural = _("exclusions d’un tirage")
        constraints = [
            models.UniqueConstraint(fields=["draw", "member"], name="label_excluded_once")
        ]

    def __str__(self):
        return self.reason
