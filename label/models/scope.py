"""What the label would cover: sites, product lines, and what the case says of each."""

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.enums import Nature
from label.enums import Confidence, EvidenceKind, ScanState
from label.storage import PrivateStorage


class Site(models.Model):
    """Where an operator produces or transforms; kept from one case to the next."""

    operator = models.ForeignKey(
        "directory.ProducerPage",
        verbose_name=_("opérateur"),
        on_delete=models.PROTECT,
        related_name="label_sites",
    )
    name = models.CharField(_("nom du lieu"), max_length=120)
    address = models.CharField(_("adresse"), max_length=200, blank=True)
    commune = models.ForeignKey(
        "directory.Commune",
        verbose_name=_("commune"),
        on_delete=models.PROTECT,
        related_name="label_sites",
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    activity = models.CharField(_("ce qu’on y fait"), max_length=200, blank=True)
    is_active = models.BooleanField(_("en activité"), default=True)

    class Meta:
        verbose_name = _("lieu de production")
        verbose_name_plural = _("lieux de production")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["operator", "name"],
                name="label_one_site_per_name",
                violation_error_message=_("Vous avez déjà un lieu de ce nom."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="label_site_position",
                violation_error_message=_("Indiquez la latitude et la longitude, ou aucune."),
            ),
        ]

    def __str__(self):
        return self.name


class ProductLine(models.Model):
    """A range of products made at one site: what a grant is for (label.md 1, rule 8)."""

    site = models.ForeignKey(
        Site, verbose_name=_("lieu"), on_delete=models.PROTECT, related_name="lines"
    )
    name = models.CharField(_("gamme"), max_length=120)
    nature = models.CharField(_("nature"), max_length=9, choices=Nature.choices)
    family = models.ForeignKey(
        "directory.ProductFamily",
        verbose_name=_("famille"),
        on_delete=models.PROTECT,
        related_name="label_lines",
    )
    products = models.ManyToManyField(
        "directory.Product", verbose_name=_("produits"), blank=True, related_name="label_lines"
    )

    class Meta:
        verbose_name = _("gamme de produits")
        verbose_name_plural = _("gammes de produits")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "name"],
                name="label_one_line_per_site_and_name",
                violation_error_message=_("Cette gamme existe déjà pour ce lieu."),
            )
        ]

    def __str__(self):
        return f"{self.name} ({self.site})"

    @property
    def operator(self):
        return self.site.operator

    def is_named_beyond(self, case) -> bool:
        """Whether another application or a label names this line: then it keeps its name."""
        return self.scope_lines.exclude(case=case).exists() or self.grant_lines.exists()

    @property
    def families(self) -> frozenset[str]:
        """Slugs of the family and of the wider one."""
        parent = self.family.parent
        return frozenset({self.family.slug} | ({parent.slug} if parent else set()))


class ScopeLine(models.Model):
    """A product line within a case, with the origin that the operator declares."""

    case = models.ForeignKey("label.Case", on_delete=models.CASCADE, related_name="scope_lines")
    line = models.ForeignKey(
        ProductLine, verbose_name=_("gamme"), on_delete=models.PROTECT, related_name="scope_lines"
    )
    description = models.TextField(_("description"), max_length=2000, blank=True)
    origin = models.TextField(_("origine des ingrédients ou matières"), max_length=2000, blank=True)
    steps = models.TextField(_("où se fait chaque étape"), max_length=2000, blank=True)
    local_share = models.PositiveSmallIntegerField(
        _("part venant du périmètre (% du poids)"), null=True, blank=True
    )
    yearly_volume = models.CharField(_("volume par an"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("gamme demandée")
        verbose_name_plural = _("gammes demandées")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "line"],
                name="label_line_once_per_case",
                violation_error_message=_("Cette gamme est déjà dans le dossier."),
            ),
            models.CheckConstraint(
                condition=Q(local_share__isnull=True) | Q(local_share__lte=100),
                name="label_local_share_percent",
                violation_error_message=_("Une part est comprise entre 0 et 100 %."),
            ),
        ]

    def __str__(self):
        return str(self.line)


def evidence_path(instance, filename: str) -> str:
    """A name that says nothing: the case, then the digest of the content."""
    return f"evidence/{instance.case_id}/{instance.sha256}"


class EvidenceQuerySet(models.QuerySet):
    def usable(self):
        return self.exclude(scan=ScanState.INFECTED).filter(removed_at=None)


class Evidence(models.Model):
    """A file given as proof; private, and never changed: another file replaces it."""

    case = models.ForeignKey("label.Case", on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(_("sorte"), max_length=12, choices=EvidenceKind.choices)
    title = models.CharField(_("intitulé"), max_length=200)
    file = models.FileField(
        _("fichier"), storage=PrivateStorage(), upload_to=evidence_path, max_length=200
    )
    filename = models.CharField(_("nom du fichier"), max_length=200)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField(_("taille en octets"))
    sha256 = models.CharField(max_length=64)
    is_confidential = models.BooleanField(
        _("confidentiel"),
        default=False,
        help_text=_("Fournisseurs, prix payés : jamais dans un document communiqué."),
    )
    sign_code = models.SlugField(_("signe prouvé"), max_length=40, blank=True)
    issuer = models.CharField(_("organisme"), max_length=120, blank=True)
    number = models.CharField(_("numéro"), max_length=80, blank=True)
    expires_on = models.DateField(_("valable jusqu’au"), null=True, blank=True)
    scan = models.CharField(max_length=11, choices=ScanState.choices, default=ScanState.NOT_SCANNED)
    added_at = models.DateTimeField(_("ajouté le"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    removed_at = models.DateTimeField(_("écarté le"), null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("pièce")
        verbose_name_plural = _("pièces")
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "sha256"],
                condition=Q(removed_at=None),
                name="label_same_file_once_per_case",
                violation_error_message=_("Ce fichier est déjà dans le dossier."),
            )
        ]

    def __str__(self):
        return self.title

    @staticmethod
    def digest(file) -> str:
        """SHA-256 of an uploaded file, read by chunks; the file is left at its start."""
        digest = hashlib.sha256()
        for chunk in file.chunks():
            digest.update(chunk)
        file.seek(0)
        return digest.hexdigest()

    def is_valid_on(self, day) -> bool:
        return self.expires_on is None or self.expires_on >= day


class SelfAssessment(models.Model):
    """What the operator says of one criterion, with the evidence for it or an explicit "none"."""

    case = models.ForeignKey("label.Case", on_delete=models.CASCADE, related_name="assessments")
    criterion = models.ForeignKey("label.Criterion", on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(_("réponse"), max_length=14, choices=Confidence.choices, blank=True)
    explanation = models.TextField(_("en quelques mots"), max_length=2000, blank=True)
    evidence = models.ManyToManyField(
        Evidence, verbose_name=_("pièces"), blank=True, related_name="assessments"
    )
    has_no_evidence = models.BooleanField(_("aucune pièce à donner"), default=False)

    class Meta:
        verbose_name = _("auto-évaluation")
        verbose_name_plural = _("auto-évaluations")
        ordering = ["criterion__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "criterion"],
                name="label_one_assessment_per_criterion",
                violation_error_message=_("Ce critère est déjà évalué."),
            )
        ]

    def __str__(self):
        return f"{self.case} – {self.criterion}"


class DeclaredTie(models.Model):
    """Somebody of the label with whom the operator has a link (part 11)."""

    case = models.ForeignKey("label.Case", on_delete=models.CASCADE, related_name="ties")
    name = models.CharField(_("personne"), max_length=120)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    relation = models.CharField(_("lien"), max_length=200)

    class Meta:
        verbose_name = _("lien déclaré")
        verbose_name_plural = _("liens déclarés")

    def __str__(self):
        return self.name
