"""What an editor sees of a producer and of a point of sale."""

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.models import Page

from directory.admin import hours_preview, page_forms


class FormInlinePanel(InlinePanel):
    """Child rows with a form of our own."""

    def __init__(self, *args, form_class, **kwargs):
        super().__init__(*args, **kwargs)
        self.form_class = form_class

    def clone_kwargs(self):
        return super().clone_kwargs() | {"form_class": self.form_class}

    def get_form_options(self):
        options = super().get_form_options()
        formset = options["formsets"][self.relation_name]
        formset["form"] = type(self.form_class.__name__, (self.form_class, formset["form"]), {})
        return options


class HoursPreviewPanel(Panel):
    """How the hours were understood, under the field; it follows the typing with JavaScript."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "directory/admin/hours_preview_panel.html"

        def get_context_data(self, parent_context=None):
            typed = self.form["opening_hours"].value() or ""
            understanding = hours_preview.understand(typed, now=timezone.now())
            return super().get_context_data(parent_context) | {"understanding": understanding}


class ProposedPanel(Panel):
    """What somebody said of a place that they miss, while nobody has answered them."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "directory/admin/error_report_panel.html"

        @cached_property
        def report(self):
            reports = self.instance.error_reports if self.instance.pk else None
            return reports and reports.places_waiting().first()

        def is_shown(self):
            return super().is_shown() and self.report is not None

        def get_context_data(self, parent_context=None):
            return super().get_context_data(parent_context) | {"report": self.report}


def _signed_product(relation, label, *, more=()):
    return FormInlinePanel(
        relation,
        form_class=page_forms.SignedProductForm,
        heading=label,
        label=_("produit"),
        panels=[
            FieldRowPanel([FieldPanel("product"), FieldPanel("note")]),
            FieldPanel("months"),
            FieldRowPanel([FieldPanel("price"), FieldPanel("price_unit"), FieldPanel("price_on")]),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("sign"), FieldPanel("appellation")]),
                    FieldRowPanel([FieldPanel("sign_number"), FieldPanel("sign_proof")]),
                    FieldRowPanel([FieldPanel("sign_expires_on"), FieldPanel("sign_checked_on")]),
                ],
                _("Signe de qualité"),
                classname="collapsed",
                help_text=_("Un signe demande un numéro ou un justificatif, et une date de fin."),
            ),
            *more,
        ],
    )


_HOURS_HELP = _(
    "En français ou en syntaxe OpenStreetMap. Exemple : du mardi au vendredi de 9 h à 12 h 30, "
    "samedi de 9 h à 13 h."
)
_PLACE = [
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("commune"), FieldPanel("locality")]),
            FieldRowPanel([FieldPanel("address"), FieldPanel("postcode")]),
        ],
        _("Adresse"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("position", disable_comments=True),
            FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            FieldPanel("precision"),
        ],
        _("Position"),
        help_text=_("Sans position, le site montre le centre de la commune."),
    ),
]
_CONTACT = MultiFieldPanel(
    [
        FieldRowPanel([FieldPanel("phone"), FieldPanel("phone_is_public")]),
        FieldRowPanel([FieldPanel("email"), FieldPanel("email_is_public")]),
        FieldPanel("website"),
    ],
    _("Contact"),
)
_PHOTOS = InlinePanel(
    "photos",
    heading=_("Photos"),
    label=_("photo"),
    panels=[FieldPanel("image"), FieldPanel("alt")],
)
_FOLLOW_UP = [
    MultiFieldPanel(
        [
            FieldPanel("confirmed_on"),
            FieldPanel("closed_for_good"),
            FieldPanel("source", read_only=True),
        ],
        _("Fraîcheur"),
    ),
    FieldPanel("tags"),
]


def _tabs(form_class, *tabs):
    return TabbedInterface(
        [
            *(ObjectList(panels, heading=heading) for heading, panels in tabs),
            ObjectList(Page.promote_panels, heading=_("Référencement")),
            ObjectList(Page.settings_panels, heading=_("Publication")),
        ],
        base_form_class=form_class,
    )


def producer():
    """The tabs of a producer's page."""
    professional = MultiFieldPanel(
        [
            FieldPanel("for_professionals"),
            FieldRowPanel([FieldPanel("volumes"), FieldPanel("packaging"), FieldPanel("delivery")]),
        ],
        _("Vente aux professionnels"),
        classname="collapsed",
    )
    return _tabs(
        page_forms.ProducerForm,
        (
            _("Fiche"),
            [
                ProposedPanel(heading=_("Lieu proposé par quelqu’un")),
                TitleFieldPanel("title", heading=_("nom")),
                FieldPanel("summary"),
                MultiFieldPanel(
                    [
                        FieldRowPanel(
                            [
                                FieldPanel("is_raw"),
                                FieldPanel("is_processed"),
                                FieldPanel("is_craft"),
                            ]
                        )
                    ],
                    _("Activités"),
                ),
                FieldPanel("practices"),
                FieldPanel("origin"),
                FieldPanel("visits_welcome"),
                FieldPanel("story"),
            ],
        ),
        (_("Produits"), [_signed_product("offers", _("Produits vendus"), more=[professional])]),
        (_("Lieu et contact"), [*_PLACE, _CONTACT]),
        (_("Photos"), [_PHOTOS]),
        (
            _("Suivi"),
            [
                *_FOLLOW_UP,
                MultiFieldPanel(
                    [FieldPanel("sells_to_professionals"), FieldPanel("professional_terms")],
                    _("Professionnels"),
                ),
                FieldPanel("siret"),
            ],
        ),
    )


def point_of_sale():
    """The tabs of a point of sale's page."""
    return _tabs(
        page_forms.PointOfSaleForm,
        (
            _("Fiche"),
            [
                ProposedPanel(heading=_("Lieu proposé par quelqu’un")),
                TitleFieldPanel("title", heading=_("nom")),
                FieldPanel("kind"),
                FieldPanel("summary"),
                FieldPanel("description"),
            ],
        ),
        (
            _("Horaires"),
            [
                MultiFieldPanel(
                    [FieldPanel("opening_hours", help_text=_HOURS_HELP), HoursPreviewPanel()],
                    _("Horaires habituels"),
                ),
                FormInlinePanel(
                    "hours_exceptions",
                    form_class=page_forms.HoursExceptionForm,
                    heading=_("Exceptions"),
                    label=_("exception"),
                    panels=[
                        FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
                        FieldRowPanel([FieldPanel("hours"), FieldPanel("note")]),
                    ],
                ),
            ],
        ),
        (
            _("Produits"),
            [
                InlinePanel(
                    "presences",
                    heading=_("Producteurs présents"),
                    label=_("producteur"),
                    panels=[FieldPanel("producer"), FieldPanel("note")],
                ),
                _signed_product("stocked_products", _("Produits présents")),
                FieldPanel("own_production_share"),
            ],
        ),
        (_("Lieu et contact"), [*_PLACE, _CONTACT]),
        (
            _("Accès et services"),
            [
                FieldPanel("payment"),
                FieldPanel("services"),
                MultiFieldPanel(
                    [
                        FieldPanel("step_free"),
                        FieldPanel("access_note"),
                        FieldRowPanel([FieldPanel("bus_stop"), FieldPanel("bus_line")]),
                        FieldRowPanel([FieldPanel("has_bike_rack"), FieldPanel("parking")]),
                    ],
                    _("Venir"),
                ),
            ],
        ),
        (_("Photos"), [_PHOTOS]),
        (_("Suivi"), _FOLLOW_UP),
    )
