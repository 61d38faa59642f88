"""The review that recipes go through."""

from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Page, Workflow

from directory import moderation


def ensure(index: Page) -> Workflow | None:
    """The workflow of the recipes; None if the site has no moderation at all."""
    with override("fr"):
        workflow, task = _("Modération des recettes"), _("Relecture des recettes")
    moderation.ensure([index], workflow=workflow, task=task)
    return Page.objects.get(pk=index.pk).get_workflow()
