"""Wagtail tells when a page changes in public; the listing follows."""

from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from directory import listing


def connect():
    page_published.connect(listing.on_change, dispatch_uid="directory_published")
    page_unpublished.connect(listing.on_change, dispatch_uid="directory_unpublished")
    page_slug_changed.connect(listing.on_tree_change, dispatch_uid="directory_slug_changed")
    post_page_move.connect(listing.on_tree_change, dispatch_uid="directory_moved")
