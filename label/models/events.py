"""The journal: append-only, chained by hash, personal payloads apart (label.md 6.6)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from label.enums import IncidentKind, MailState, PostedHow, Role


class Unchangeable(Exception):
    """Somebody tried to edit what is only ever added."""


class AppendOnlyQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise Unchangeable(self.model.__name__)

    def delete(self):
        raise Unchangeable(self.model.__name__)

    def bulk_update(self, objs, fields, batch_size=None):
        raise Unchangeable(self.model.__name__)


class AppendOnly(models.Model):
    """A row that is written once; a correction is another row."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self.pk is not None and not self._state.adding:
            raise Unchangeable(type(self).__name__)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise Unchangeable(type(self).__name__)


class ChainHead(models.Model):
    """The end of a series, locked while one more is added: the journal, or a series of numbers."""

    name = models.CharField(max_length=20, unique=True)
    seq = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField(null=True)
    hash = models.CharField(max_length=64, blank=True)

    def __str__(self):
        return f"{self.name} {self.seq}"


class Event(AppendOnly):
    """One thing that happened: a move of the tables, or an act that moves nothing."""

    seq = models.PositiveBigIntegerField(_("rang"), unique=True)
    at = models.DateTimeField(_("le"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("par"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="label_events",
    )
    role = models.CharField(_("rôle"), max_length=12, choices=Role.choices)
    machine = models.CharField(_("objet"), max_length=8)
    object_id = models.PositiveBigIntegerField(_("identifiant"))
    object_ref = models.CharField(_("nom dans le journal"), max_length=80)
    case = models.ForeignKey(
        "label.Case",
        verbose_name=_("dossier"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
    )
    move = models.CharField(_("passage"), max_length=4, blank=True)  # C02… ; empty: not a move
    type = models.CharField(_("événement"), max_length=32)
    source = models.CharField(_("de"), max_length=24, blank=True)
    target = models.CharField(_("à"), max_length=24, blank=True)
    guards = models.JSONField(_("conditions vérifiées"), default=list)
    payload_hash = models.CharField(max_length=64)
    prev_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("événement")
        verbose_name_plural = _("journal")
        ordering = ["seq"]
        indexes = [
            models.Index(fields=["machine", "object_id", "seq"], name="label_event_object"),
            models.Index(fields=["case", "seq"], name="label_event_case"),
        ]

    def __str__(self):
        return f"{self.seq} {self.type} {self.object_ref}"


class EventPayload(models.Model):
    """What an event says of people; erasing it leaves the chain valid (salted hash)."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="payload")
    salt = models.CharField(max_length=64, blank=True)
    data = models.JSONField(default=dict)
    erased_at = models.DateTimeField(_("effacé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("détail d’un événement")
        verbose_name_plural = _("détails des événements")

    def __str__(self):
        return f"{self.event_id}"


class DailyRoot(AppendOnly):
    """The end of the chain on a day, published on the transparency page."""

    day = models.DateField(_("jour"), unique=True)
    seq = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("empreinte du jour")
        verbose_name_plural = _("empreintes du jour")
        ordering = ["-day"]

    def __str__(self):
        return f"{self.day}"


class Incident(models.Model):
    """Something of ours that went wrong; it never harms the operator (label.md I-26)."""

    kind = models.CharField(_("nature"), max_length=24, choices=IncidentKind.choices)
    case = models.ForeignKey(
        "label.Case",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="incidents",
    )
    grant = models.ForeignKey(
        "label.Grant",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="incidents",
    )
    key = models.CharField(max_length=120, unique=True)  # so that a daily run says it once
    text = models.CharField(_("description"), max_length=300)
    due_on = models.DateField(_("échéance"), null=True, blank=True)
    raised_at = models.DateTimeField(_("relevé le"))
    resolved_at = models.DateTimeField(_("traité le"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    resolution = models.TextField(_("suite donnée"), blank=True, max_length=2000)

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering = ["-raised_at", "-pk"]

    def __str__(self):
        return self.text


class OutboxMail(models.Model):
    """A message to somebody; those that announce a decision are held for the secretariat."""

    kind = models.CharField(_("sorte"), max_length=40)
    key = models.CharField(max_length=160, unique=True)  # so that the same thing is said once
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    email = models.EmailField(_("adresse e-mail"))
    case = models.ForeignKey(
        "label.Case", null=True, blank=True, on_delete=models.PROTECT, related_name="mails"
    )
    context = models.JSONField(default=dict)
    state = models.CharField(
        _("état"), max_length=9, choices=MailState.choices, default=MailState.READY
    )
    is_urgent = models.BooleanField(_("sans attendre le résumé du jour"), default=False)
    created_at = models.DateTimeField(_("créé le"))
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(_("envoyé le"), null=True, blank=True)
    # To somebody who has no account: a letter that the secretariat prints and posts.
    is_letter = models.BooleanField(_("par la poste"), default=False)
    posted_on = models.DateField(_("posté ou remis le"), null=True, blank=True)
    posted_how = models.CharField(
        _("comment"), max_length=10, choices=PostedHow.choices, blank=True
    )
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "created_at"], name="label_mail_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=MailState.SENT, sent_at__isnull=False)
                | (~Q(state=MailState.SENT) & Q(sent_at=None)),
                name="label_sent_mail_has_its_date",
            ),
            models.CheckConstraint(
                condition=Q(is_letter=False)
                | ~Q(state=MailState.SENT)
                | Q(posted_on__isnull=False, posted_by__isnull=False),
                name="label_sent_letter_says_when_and_by_whom",
                violation_error_message=_("Dites quand la lettre est partie, et par qui."),
            ),
        ]

    def __str__(self):
        if not self.is_letter:
            return self.key
        from label.mails.kinds import KINDS  # the words of messages know the models

        return _("Lettre n° %(number)s : %(kind)s") % {
            "number": self.pk,
            "kind": KINDS[self.kind].label,
        }
