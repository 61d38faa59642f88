"""The parts of a listing that are words and boxes, and what waits of it."""

from directory.space.editing_forms import (
    AccessForm,
    ContactsForm,
    IdentityForm,
    PracticesForm,
    ProfessionalsForm,
)
from directory.space.parts import PartView
from directory.space.story_form import StoryForm


class IdentityView(PartView):
    part, form_class = "identity", IdentityForm


class ContactsView(PartView):
    part, form_class = "contacts", ContactsForm


class AccessView(PartView):
    part, form_class = "access", AccessForm


class ProfessionalsView(PartView):
    part, form_class = "professionals", ProfessionalsForm


class PracticesView(PartView):
    part, form_class = "practices", PracticesForm


class StoryView(PartView):
    part, form_class, template = "story", StoryForm, "espace/story.html"
