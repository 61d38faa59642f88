"""Recipes that residents propose, and the review that answers them with a reason."""

import secrets
from datetime import datetime, timedelta

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm
from wagtail.models import AbstractGroupApprovalTask, Page

from directory.models.codes import Coded

# An address is kept as long as its owner may ask what became of the recipe, then forgotten.
KEPT_AFTER_ANSWER = timedelta(days=92)  # three months
KEPT_UNCONFIRMED = timedelta(days=7)


def new_token() -> str:
    """A name nobody guesses: 192 bits."""
    return secrets.token_urlsafe(24)


class ProposalQuerySet(models.QuerySet):
    def waiting(self):
        """Confirmed by their author, with a page that nobody has answered yet."""
        return self.filter(state=Proposal.State.WAITING, page__isnull=False)

    def from_sender(self, sender: str, *, since: datetime):
        return self.filter(sender=sender, created_at__gt=since)

    def from_email(self, email: str, *, since: datetime):
        return self.filter(email__iexact=email, created_at__gt=since)

    def untold(self):
        """Answered, but the mail could not leave."""
        return self.filter(answered_at__isnull=False, told_at=None, page__isnull=False)

    def to_forget(self, now: datetime):
        """Never confirmed for a week, or answered three months ago, or of a page deleted since."""
        old = now - KEPT_AFTER_ANSWER
        return self.filter(
            Q(state=Proposal.State.DRAFT, created_at__lt=now - KEPT_UNCONFIRMED)
            | Q(answered_at__lt=old)
            | Q(state=Proposal.State.WAITING, page=None, confirmed_at__lt=old)
        )


class Proposal(Coded):
    """What somebody typed, until the page holds it, and how to answer them, until it is done.

    The address stands here and never on the page, so that neither its history nor an export
    of pages gives it away.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("à confirmer")
        WAITING = "waiting", _("en relecture")
        PUBLISHED = "published", _("publiée")
        REFUSED = "refused", _("refusée")

    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    state = models.CharField(
        _("état"), max_length=10, choices=State.choices, default=State.DRAFT, db_index=True
    )
    typed = models.JSONField(default=dict)  # the fields of the form; emptied once there is a page
    email = models.EmailField(_("adresse e-mail"))
    sender = models.CharField(max_length=64)  # keyed hash of the network address
    page = models.OneToOneField(
        "directory.RecipePage",
        verbose_name=_("recette"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="proposal",
    )
    reason = models.TextField(_("raison du refus"), blank=True)
    created_at = models.DateTimeField(_("reçue le"))
    confirmed_at = models.DateTimeField(_("confirmée le"), null=True)
    answered_at = models.DateTimeField(_("répondu le"), null=True)
    told_at = models.DateTimeField(_("personne prévenue le"), null=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("recette proposée")
        verbose_name_plural = _("recettes proposées")
        indexes = [
            models.Index(fields=["sender", "created_at"], name="directory_proposal_sender"),
            models.Index(fields=["email", "created_at"], name="directory_proposal_email"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(confirmed_at__isnull=False),
                name="directory_proposal_confirmed_first",
            ),
        ]

    def __str__(self):
        return self.typed.get("title") or (self.page.title if self.page else self.token[:6])

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT


class ReasonForm(TaskStateCommentForm):
    comment = forms.CharField(
        label=_("Raison"),
        help_text=_("La personne la recevra telle quelle."),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )
    fix = forms.CharField(
        label=_("Comment corriger"),
        help_text=_("Ce qui suffirait pour que vous acceptiez. La personne le recevra aussi."),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )


class ReasonedApprovalTask(AbstractGroupApprovalTask):
    """Approval by a group that must say why when it refuses."""

    def get_actions(self, obj, user):
        names = {"reject": _("Refuser, en disant pourquoi")}
        actions = super().get_actions(obj, user)
        if self._is_covered(obj, user):
            actions = [one for one in actions if one[0] != "approve"]
        return [(action, names.get(action, label), more) for action, label, more in actions]

    def get_form_for_action(self, action):
        return ReasonForm if action == "reject" else super().get_form_for_action(action)

    @staticmethod
    def _is_covered(obj, user) -> bool:
        """Whether somebody else clears what this page changes before it is approved."""
        from directory.editing import clearing  # the domain imports the models
        from directory.models import ListedPage

        is_listing = isinstance(obj, Page) and ListedPage.objects.filter(pk=obj.pk).exists()
        return is_listing and bool(clearing.stands_in_the_way(obj, user))

    def on_action(self, task_state, user, action_name, **kwargs):
        page = task_state.workflow_state.content_object
        if action_name == "approve" and self._is_covered(page, user):
            raise PermissionDenied
        fix = kwargs.pop("fix", "").strip()
        if action_name == "reject":
            reason = kwargs.get("comment", "").strip()
            if not reason:
                raise PermissionDenied  # the form asks for it: only a forged request lacks it
            kwargs["comment"] = "\n\n".join(filter(None, [reason, fix]))
        return super().on_action(task_state, user, action_name, **kwargs)

    @classmethod
    def get_description(cls):
        return _("Un groupe approuve, ou refuse en disant pourquoi.")

    class Meta:
        verbose_name = _("relecture avec raison")
        verbose_name_plural = _("relectures avec raison")
