from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page


class SeasonsPage(Page):
    """« De saison »: this month at a glance, then the whole year."""

    introduction = models.CharField(_("introduction"), max_length=200, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    max_count = 1
    template = "directory/seasons_page.html"

    class Meta:
        verbose_name = _("calendrier des saisons")

    def get_context(self, request, *args, **kwargs):
        from directory import season_facts  # the domain imports the models

        context = super().get_context(request, *args, **kwargs)
        return context | season_facts.show_year(self, request, now=timezone.now())
