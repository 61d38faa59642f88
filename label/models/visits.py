"""The farm visit: who goes, when, the facts they saw, the operator's reply (label.md 6.3)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from label.enums import VisitorKind, VisitState
from label.storage import PrivateStorage


class Visit(models.Model):
    machine = "visit"

    case = models.ForeignKey(
        "label.Case", verbose_name=_("dossier"), on_delete=models.PROTECT, related_name="visits"
    )
    number = models.PositiveSmallIntegerField(_("rang"), default=1)
    state = models.CharField(
        _("état"),
        max_length=13,
        choices=VisitState.choices,
        default=VisitState.PLANNED,
        editable=False,
    )
    due_on = models.DateField(_("à faire avant le"))
    scheduled_for = models.DateTimeField(_("fixée au"), null=True, blank=True)
    was_postponed = models.BooleanField(_("déjà reportée"), default=False)
    done_at = models.DateTimeField(_("faite le"), null=True, blank=True)
    report_due_on = models.DateField(_("compte rendu avant le"), null=True, blank=True)
    filed_at = models.DateTimeField(_("compte rendu déposé le"), null=True, blank=True)
    reply_until = models.DateField(_("réponse possible jusqu’au"), null=True, blank=True)
    reply = models.TextField(_("réponse de l’opérateur"), blank=True, max_length=8000)
    replied_at = models.DateTimeField(_("répondu le"), null=True, blank=True)
    locked_at = models.DateTimeField(_("verrouillée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("visite")
        verbose_name_plural = _("visites")
        ordering = ["case", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="label_one_visit_per_number")
        ]

    def __str__(self):
        return f"{self.case} – {self.get_state_display()}"

    @property
    def public_ref(self) -> str:
        return f"{self.case.reference}/visit-{self.number}"

    @property
    def procedure(self):
        return self.case.procedure

    def people(self) -> list:
        return [one.member.person for one in self.visitors.select_related("member__person")]


class VisitProposal(models.Model):
    """A date offered in writing; two refused or missed may end the case (C10)."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="proposals")
    proposed_for = models.DateTimeField(_("date proposée"))
    sent_at = models.DateTimeField(_("envoyée le"))
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)
    is_accepted = models.BooleanField(_("acceptée"), null=True)
    was_missed = models.BooleanField(_("acceptée, mais personne sur place"), default=False)
    was_put_off = models.BooleanField(_("acceptée, puis reportée"), default=False)

    class Meta:
        verbose_name = _("date proposée")
        verbose_name_plural = _("dates proposées")
        ordering = ["sent_at", "pk"]

    def __str__(self):
        return f"{self.visit} – {self.proposed_for:%Y-%m-%d}"

    @property
    def stands(self) -> bool:
        """Accepted, and nothing has come in its way since."""
        return bool(self.is_accepted) and not self.was_missed and not self.was_put_off


class Visitor(models.Model):
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="visitors")
    member = models.ForeignKey("label.PoolMember", on_delete=models.PROTECT, related_name="visits")
    kind = models.CharField(_("en qualité de"), max_length=8, choices=VisitorKind.choices)
    assigned_at = models.DateTimeField(_("désigné le"))
    candidate = models.OneToOneField(
        "label.DrawCandidate",
        verbose_name=_("ligne du tirage"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="visitor",
    )
    signed_at = models.DateTimeField(_("compte rendu signé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("visiteur")
        verbose_name_plural = _("visiteurs")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "member"],
                name="label_one_visitor_per_visit",
                violation_error_message=_("Cette personne fait déjà partie de la visite."),
            )
        ]

    def __str__(self):
        return f"{self.visit} – {self.member}"


class VisitReport(models.Model):
    """Facts, not grades; saved as typed, then signed by all the visitors."""

    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="report")
    facts = models.JSONField(_("faits constatés, par critère"), default=dict)  # code: text
    strong_points = models.TextField(_("points forts"), blank=True, max_length=4000)
    weak_points = models.TextField(_("points à améliorer"), blank=True, max_length=4000)
    circumstances = models.TextField(
        _("déroulement : qui, quand, ce qui a été vu"), blank=True, max_length=4000
    )
    lot_exercise = models.TextField(_("exercice de traçabilité"), blank=True, max_length=2000)
    public_summary = models.TextField(_("résumé public"), blank=True, max_length=2000)
    is_summary_approved = models.BooleanField(_("résumé relu par l’opérateur"), default=False)
    client_key = models.CharField(max_length=40, blank=True)  # a form sent twice counts once
    updated_at = models.DateTimeField(_("modifié le"))
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("compte rendu de visite")
        verbose_name_plural = _("comptes rendus de visite")

    def __str__(self):
        return str(self.visit)


def photo_path(instance, filename: str) -> str:
    return f"visits/{instance.report_id}/{instance.sha256}"


class VisitPhoto(models.Model):
    report = models.ForeignKey(VisitReport, on_delete=models.PROTECT, related_name="photos")
    file = models.FileField(storage=PrivateStorage(), upload_to=photo_path, max_length=200)
    sha256 = models.CharField(max_length=64)
    caption = models.CharField(_("ce que montre la photo"), max_length=200)
    added_at = models.DateTimeField(_("ajoutée le"))

    class Meta:
        verbose_name = _("photo de visite")
        verbose_name_plural = _("photos de visite")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "sha256"], name="label_same_photo_once")
        ]

    def __str__(self):
        return self.caption


class VisitAddendum(models.Model):
    """A correction after the lock; the report itself stays."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="addenda")
    text = models.TextField(_("complément"), max_length=4000)
    added_at = models.DateTimeField(_("ajouté le"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("complément au compte rendu")
        verbose_name_plural = _("compléments au compte rendu")
        ordering = ["pk"]

    def __str__(self):
        return self.text[:60]
