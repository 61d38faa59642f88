"""The few blocks of prose; facts are fields, not blocks (design.md 2.4)."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

PROSE_FEATURES = ["h2", "h3", "bold", "italic", "link", "document-link", "ol", "ul"]


class CallToActionBlock(blocks.StructBlock):
    """One link the page leads to."""

    text = blocks.CharBlock(label=_("texte du bouton"), max_length=60)
    page = blocks.PageChooserBlock(label=_("page"), required=False)
    url = blocks.URLBlock(label=_("ou adresse"), required=False)

    class Meta:
        icon = "link"
        label = _("bouton")
        template = "home/blocks/call_to_action.html"

    def clean(self, value):
        value = super().clean(value)
        if bool(value["page"]) == bool(value["url"]):
            message = _("Indiquez une page ou une adresse, pas les deux.")
            raise blocks.StructBlockValidationError(
                block_errors={"url": blocks.base.ValidationError(message)}
            )
        return value


class ProseBlock(blocks.StreamBlock):
    """What an editorial page or a story is made of."""

    text = blocks.RichTextBlock(label=_("texte"), features=PROSE_FEATURES)
    image = ImageBlock(label=_("image"), template="home/blocks/image.html")
    quote = blocks.BlockQuoteBlock(label=_("citation"))
    action = CallToActionBlock()
