"""What an editor sees of a recipe: tabs, a line to propose, and its values while writing."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
)
from wagtail.models import Page

from directory.admin.recipe_forms import RecipePageForm


class LinePanel(Panel):
    """A button that fills the row from its line; nothing is kept before the editor saves."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "directory/admin/recipe_line_panel.html"


class ValuesPanel(Panel):
    """What the recipe comes to and what it lacks; it follows the typing with JavaScript."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "directory/admin/recipe_values_panel.html"

        def get_context_data(self, parent_context=None):
            from directory.admin import recipe_values  # it reads the models, which use this panel

            is_typed = self.form is not None and self.form.is_bound
            values = (
                recipe_values.of_form(self.form.data)
                if is_typed
                else recipe_values.of_page(self.instance)
            )
            return super().get_context_data(parent_context) | {
                "values": values,
                "doubts": recipe_values.doubts_of(self.instance),
            }


def ingredient() -> list[Panel]:
    """A row of the list of ingredients."""
    return [
        FieldPanel("text"),
        LinePanel(),
        FieldRowPanel([FieldPanel("quantity"), FieldPanel("unit"), FieldPanel("grams")]),
        FieldPanel("food"),
        FieldRowPanel([FieldPanel("note"), FieldPanel("group")]),
        FieldRowPanel([FieldPanel("is_optional"), FieldPanel("is_alternative")]),
    ]


def recipe() -> TabbedInterface:
    """The tabs of a recipe's page."""
    tabs = (
        (
            _("Recette"),
            [
                *Page.content_panels,
                FieldPanel("summary"),
                FieldRowPanel([FieldPanel("servings"), FieldPanel("servings_word")]),
                FieldRowPanel(
                    [
                        FieldPanel("prep_minutes"),
                        FieldPanel("cook_minutes"),
                        FieldPanel("rest_minutes"),
                    ]
                ),
                FieldPanel("difficulty"),
                FieldRowPanel([FieldPanel("photo"), FieldPanel("photo_alt")]),
            ],
        ),
        (
            _("Ingrédients et valeurs"),
            [
                ValuesPanel(heading=_("Valeurs, et ce qui manque")),
                InlinePanel("ingredients", heading=_("Ingrédients"), label=_("ingrédient")),
                MultiFieldPanel(
                    [
                        FieldRowPanel([FieldPanel("is_vegetarian"), FieldPanel("is_vegan")]),
                        FieldPanel("extra_allergens"),
                    ],
                    _("Régimes et allergènes"),
                ),
            ],
        ),
        (
            _("Étapes et astuces"),
            [
                InlinePanel("steps", heading=_("Étapes"), label=_("étape")),
                InlinePanel("tips", heading=_("Astuces"), label=_("astuce")),
            ],
        ),
        (
            _("Histoire et étiquettes"),
            [
                MultiFieldPanel([FieldPanel("story"), FieldPanel("is_heritage")], _("Histoire")),
                FieldPanel("tags"),
                FieldPanel("author_name"),
            ],
        ),
        (_("Référencement"), Page.promote_panels),
        (_("Publication"), Page.settings_panels),
    )
    return TabbedInterface(
        [ObjectList(panels, heading=heading) for heading, panels in tabs],
        base_form_class=RecipePageForm,
    )
