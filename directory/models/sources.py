"""Where imported listings come from, and what an import did."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel


class Source(models.Model):
    """A data set, with the licence and the attribution that its listings must show."""

    slug = models.SlugField(_("identifiant"), unique=True)
    name = models.CharField(_("nom"), max_length=120)
    licence = models.CharField(_("licence"), max_length=80)
    attribution = models.CharField(_("attribution"), max_length=200)
    url = models.URLField(_("adresse"), blank=True)

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("slug")]),
        FieldRowPanel([FieldPanel("licence"), FieldPanel("url")]),
        FieldPanel("attribution"),
    ]

    class Meta:
        verbose_name = _("source")
        ordering = ["name"]

    def __str__(self):
        return self.name


class SourceRecordQuerySet(models.QuerySet):
    def present(self):
        return self.filter(vanished_at=None)

    def vanished(self):
        return self.exclude(vanished_at=None)


class SourceRecord(models.Model):
    """What a source says of a place: kept apart from the page, where a person's word wins.

    A record without a page is that of a place that a person deleted: no import creates it again.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="records")
    external_id = models.CharField(_("identifiant dans la source"), max_length=120)
    page = models.ForeignKey(
        "directory.ListedPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="source_records",
    )
    values = models.JSONField(_("valeurs de la source"), default=dict)
    seen_at = models.DateTimeField(_("vu pour la dernière fois"))
    vanished_at = models.DateTimeField(_("absent de la source depuis"), null=True, blank=True)

    objects = SourceRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("fiche d’une source")
        verbose_name_plural = _("fiches des sources")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"], name="directory_record_once_per_source"
            )
        ]

    def __str__(self):
        return f"{self.source} {self.external_id}"


class ImportRun(models.Model):
    """The report of one import, readable in the admin."""

    class State(models.TextChoices):
        RUNNING = "running", _("en cours")
        DONE = "done", _("terminé")
        FAILED = "failed", _("interrompu")

    source = models.ForeignKey(
        Source, verbose_name=_("source"), on_delete=models.CASCADE, related_name="runs"
    )
    file_name = models.CharField(_("fichier"), max_length=200)
    started_at = models.DateTimeField(_("commencé le"), auto_now_add=True)
    ended_at = models.DateTimeField(_("terminé le"), null=True, blank=True)
    state = models.CharField(_("état"), max_length=8, choices=State.choices, default=State.RUNNING)
    created = models.PositiveIntegerField(_("créées"), default=0)
    updated = models.PositiveIntegerField(_("mises à jour"), default=0)
    unchanged = models.PositiveIntegerField(_("inchangées"), default=0)
    skipped = models.PositiveIntegerField(_("écartées"), default=0)
    vanished = models.PositiveIntegerField(_("disparues"), default=0)
    corrections = models.PositiveIntegerField(_("corrections gardées"), default=0)
    duplicates = models.PositiveIntegerField(_("doublons possibles"), default=0)
    report = models.JSONField(_("rapport"), default=dict)  # directory.imports.report.Report

    class Meta:
        verbose_name = _("import")
        ordering = ["-started_at"]

    def __str__(self):
        return f"{self.source}, {date_format(localtime(self.started_at), 'j F Y, H:i')}"


class DuplicatePairQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=DuplicatePair.State.OPEN)

    def of(self, page):
        return self.filter(Q(first=page) | Q(second=page))


class DuplicatePair(models.Model):
    """Two pages that may be the same place, until somebody has looked."""

    class State(models.TextChoices):
        OPEN = "open", _("à examiner")
        MERGED = "merged", _("fusionnées")
        APART = "apart", _("gardées séparées")

    first = models.ForeignKey(
        "directory.ListedPage", on_delete=models.CASCADE, related_name="duplicates_after"
    )
    second = models.ForeignKey(
        "directory.ListedPage", on_delete=models.CASCADE, related_name="duplicates_before"
    )
    # None: one of the two is known to its commune only.
    distance = models.FloatField(_("distance (m)"), null=True)
    similarity = models.FloatField(_("ressemblance des noms (0 à 1)"))
    state = models.CharField(_("état"), max_length=6, choices=State.choices, default=State.OPEN)
    kept = models.ForeignKey(
        "directory.ListedPage",
        verbose_name=_("fiche gardée"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="absorbed",
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = DuplicatePairQuerySet.as_manager()

    class Meta:
        verbose_name = _("doublon possible")
        verbose_name_plural = _("doublons possibles")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="directory_pair_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="directory_pair_in_order"
            ),
        ]

    def __str__(self):
        return f"{self.first_id} / {self.second_id}"
