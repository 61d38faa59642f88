"""What the label adds to Wagtail's admin: registration only."""

from django.urls import include, path
from wagtail import hooks

from label.desks import deleting, home_panel, menu
from label.mails import desk as mails_desk
from label.register import clearing_desk


@hooks.register("register_admin_menu_item")
def register_menu():
    return menu.menu_item()


@hooks.register("register_admin_urls")
def register_held_messages():
    return [path("label/messages/", include(mails_desk))]


@hooks.register(menu.HOOK)
def register_held_messages_item():
    return mails_desk.HeldMessagesItem()


@hooks.register("register_admin_urls")
def register_covered_listings():
    return [path("label/fiches/", include(clearing_desk))]


@hooks.register(menu.HOOK)
def register_covered_listings_item():
    return clearing_desk.CoveredItem()


@hooks.register("register_admin_urls")
def register_desks():
    return [path("label/", include("label.desks.urls"))]


hooks.register("before_publish_page", clearing_desk.refuse_to_publish)
hooks.register("before_bulk_action", clearing_desk.refuse_to_publish_in_bulk)
hooks.register("before_delete_page", deleting.refuse_to_delete)
hooks.register("before_bulk_action", deleting.refuse_to_delete_in_bulk)
hooks.register("construct_homepage_panels", home_panel.add_to)
