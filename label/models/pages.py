from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page


class LabelPage(Page):
    """« Le label »: how it works, for everybody; what follows it lives under its address."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    max_count = 1
    template = "label/label_page.html"

    class Meta:
        verbose_name = _("page du label")

    def get_context(self, request, *args, **kwargs):
        from label import how_it_works  # the domain imports the models

        context = super().get_context(request, *args, **kwargs)
        return context | how_it_works.gather(self, request, now=timezone.now())
