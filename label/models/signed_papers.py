"""Papers that an operator without an account signed: the proof of an act that the team typed."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from label.enums import PaperAct, ScanState
from label.storage import PrivateStorage


def paper_path(paper, filename: str) -> str:
    return f"label/papiers/{paper.case.reference}/{uuid4().hex}"


class SignedPaper(models.Model):
    """Who signed what, when, and the scan of it; never changed."""

    case = models.ForeignKey(
        "label.Case", verbose_name=_("dossier"), on_delete=models.PROTECT, related_name="papers"
    )
    act = models.CharField(_("acte"), max_length=11, choices=PaperAct.choices)
    signed_by = models.CharField(_("signé par"), max_length=120)
    signed_on = models.DateField(_("daté du"))
    sent_on = models.DateField(_("envoyé ou remis le"))  # what deadlines are read against
    received_on = models.DateField(_("arrivé le"))  # what makes a clock of the law start
    file = models.FileField(
        _("papier"), storage=PrivateStorage(), upload_to=paper_path, max_length=200
    )
    filename = models.CharField(_("nom du fichier"), max_length=200)
    content_type = models.CharField(_("type"), max_length=60)
    sha256 = models.CharField(max_length=64, editable=False)
    scan = models.CharField(max_length=11, choices=ScanState.choices, default=ScanState.NOT_SCANNED)
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("saisi par"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    typed_at = models.DateTimeField(_("saisi le"))

    class Meta:
        verbose_name = _("papier signé")
        verbose_name_plural = _("papiers signés")
        ordering = ["typed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_on__gte=F("signed_on")),
                name="label_paper_sent_once_signed",
                violation_error_message=_("Un papier s’envoie une fois signé."),
            ),
            models.CheckConstraint(
                condition=Q(received_on__gte=F("sent_on")),
                name="label_paper_received_once_sent",
                violation_error_message=_("Un papier arrive une fois envoyé."),
            ),
        ]

    def __str__(self):
        return f"{self.case} – {self.get_act_display()}"

    @property
    def told(self) -> dict:
        """What the journal keeps of it; only of a paper that was received."""
        if self.pk is None:
            raise ValueError("no paper was received")
        return {
            "paper": self.pk,
            "signed_by": self.signed_by,
            "signed_on": self.signed_on.isoformat(),
            "sha256": self.sha256,
        }
