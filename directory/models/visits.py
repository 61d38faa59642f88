"""How often a listing was read, by week: numbers alone, nothing of who read it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VisitCount(models.Model):
    """One number for a listing, a week and a way of being met."""

    class Way(models.TextChoices):
        VIEW = "view", _("page lue")
        SHOWN = "shown", _("montrée dans une recherche")
        SCAN = "scan", _("QR code lu")

    page = models.ForeignKey(
        "directory.ListedPage", on_delete=models.CASCADE, related_name="visit_counts"
    )
    week = models.DateField(_("semaine du"))  # its Monday
    way = models.CharField(max_length=5, choices=Way.choices)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("compte de visites")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "week", "way"], name="directory_one_visit_count"
            )
        ]

    def __str__(self):
        return f"{self.page_id} {self.week} {self.way}: {self.number}"
