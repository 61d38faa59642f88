"""What the label adds to Wagtail's admin: registration only."""

from django.urls import include, path
from wagtail import hooks

from label.mails import desk as mails_desk


@hooks.register("register_admin_urls")
def register_held_messages():
    return [path("label/messages/", include(mails_desk))]


@hooks.register("register_admin_menu_item")
def register_held_messages_item():
    return mails_desk.HeldMessagesItem()
