"""The review that listings go through."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from directory import moderation
from directory.models import ProducerIndexPage, SearchPage


def ensure() -> None:
    """Make it once, from that of the site."""
    with override("fr"):
        workflow, task = _("Modération des fiches"), _("Relecture des fiches")
    indexes = [*SearchPage.objects.order_by("pk"), *ProducerIndexPage.objects.order_by("pk")]
    moderation.ensure(indexes, workflow=workflow, task=task)
