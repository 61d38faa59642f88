from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.models import Page
from wagtail.search import index

from home import coming
from home.blocks import ProseBlock


class SiteImage(AbstractImage):
    """A picture of the library; where it comes from is part of it."""

    credit = models.CharField(_("crédit"), max_length=200, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def generate_rendition_file(self, *args, **kwargs):
        """The rendition in memory: Wagtail would leave its temporary file open."""
        with super().generate_rendition_file(*args, **kwargs) as file:
            file.seek(0)
            return ImageFile(BytesIO(file.read()), name=file.name)


class SiteRendition(AbstractRendition):
    image = models.ForeignKey(SiteImage, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="home_one_rendition"
            )
        ]


@register_setting(icon="site")
class SiteSettings(BaseSiteSetting):
    """What the owner may change without a developer."""

    class AccessibilityLevel(models.TextChoices):
        NONE = "none", _("non conforme")
        PARTIAL = "partial", _("partiellement conforme")
        FULL = "full", _("totalement conforme")

    class Edits(models.TextChoices):
        BEFORE = "before", _("relus avant d’être publiés")
        AFTER = "after", _("publiés tout de suite, relus ensuite")

    name = models.CharField(_("nom du site"), max_length=60, default="Made in Gard")
    territory = models.CharField(_("nom du territoire"), max_length=60, default="Nîmes Métropole")
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    phone_hours = models.CharField(
        _("heures du téléphone"),
        max_length=80,
        blank=True,
        help_text=_("Exemple : du lundi au vendredi, 9 h – 12 h 30"),
    )
    email = models.EmailField(_("adresse e-mail"), blank=True)
    postal_address = models.TextField(
        _("adresse postale"),
        max_length=300,
        blank=True,
        help_text=_("Où répondre par courrier : elle est écrite sur les lettres du label."),
    )
    accessibility = models.CharField(
        _("accessibilité"),
        max_length=8,
        choices=AccessibilityLevel.choices,
        default=AccessibilityLevel.NONE,
        help_text=_("Affichée au pied de chaque page, comme la loi le demande."),
    )
    edits = models.CharField(
        _("changements des producteurs"),
        max_length=6,
        choices=Edits.choices,
        default=Edits.AFTER,
        help_text=_("Toujours lus avant : fiches nouvelles, noms, positions, signes, allégations."),
    )
    is_demonstration = models.BooleanField(
        _("démonstration"),
        default=False,
        help_text=_("Un bandeau dit que producteurs et lieux sont inventés."),
    )

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("territory")], _("Nom")),
        MultiFieldPanel(
            [
                FieldPanel("phone"),
                FieldPanel("phone_hours"),
                FieldPanel("email"),
                FieldPanel("postal_address"),
            ],
            _("Contact"),
        ),
        FieldPanel("accessibility"),
        FieldPanel("edits"),
        FieldPanel("is_demonstration"),
    ]

    class Meta:
        verbose_name = _("réglages du site")

    def __str__(self):
        return self.name


class Edition(models.Model):
    """The word that changes whenever something of the public site is written (`home.edition`)."""

    word = models.CharField(max_length=20)

    def __str__(self):
        return self.word


class HomePage(Page):
    """The poster: one question, the search, what is in season and open today."""

    title_question = models.CharField(
        _("grande question"), max_length=80, default="Qu’est-ce qu’on mange de bon, par ici ?"
    )
    body = StreamField(ProseBlock(required=False), verbose_name=_("texte"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("title_question"), FieldPanel("body")]
    parent_page_types = ["wagtailcore.Page"]
    max_count_per_parent = 1
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("page d’accueil")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        lines = []
        for contribute in self.contributors:
            found = contribute(request)
            lines += found.pop("coming", [])
            context |= found
        return context | {"coming": coming.shown(lines)}

    # Functions of a request that add to the home page's context, and their lines to `coming`;
    # apps above `home` register here.
    contributors = []


class ContentPage(Page):
    """An editorial page."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)
    body = StreamField(ProseBlock(required=False), verbose_name=_("texte"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]
    parent_page_types = ["home.HomePage", "home.ContentPage"]
    subpage_types = ["home.ContentPage"]
    template = "home/content_page.html"

    class Meta:
        verbose_name = _("page éditoriale")
        verbose_name_plural = _("pages éditoriales")

    def clean(self):
        super().clean()
        if not self.introduction and not self.body:
            raise ValidationError(_("Écrivez une introduction ou un texte."))
