"""Forms of foods and recipes: closed lists kept as JSON become checkboxes."""

from wagtail.admin.forms import WagtailAdminPageForm

from directory.admin.fields import ChoicesField
from directory.enums import Allergen


def allergens_field(field) -> ChoicesField:
    """Checkboxes of the fourteen allergens, in place of a JSON field."""
    return ChoicesField(label=field.label, help_text=field.help_text, choices=Allergen.choices)


class RecipePageForm(WagtailAdminPageForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if field := self.fields.get("extra_allergens"):
            self.fields["extra_allergens"] = allergens_field(field)
