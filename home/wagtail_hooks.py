"""Wagtail's admin made quieter: only what this team uses."""

from wagtail import hooks

# Snippets have their own menus; the help leads to Wagtail's own documentation, in English.
HIDDEN_MENU_ITEMS = {"snippets", "help"}


@hooks.register("construct_main_menu")
def hide_unused_menu_items(request, items):
    items[:] = [item for item in items if item.name not in HIDDEN_MENU_ITEMS]
