"""Wagtail tells when a page changes in public; the rows of the search follow."""

from functools import partial

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
    workflow_rejected,
)

from directory import (
    clusters,
    corrections,
    listing,
    place_proposals,
    recipe_proposals,
    recipe_rows,
)
from directory.editing import moderation as edits
from directory.models import (
    Claim,
    Food,
    ListedPage,
    Listing,
    Mandate,
    PointOfSalePage,
    ProducerPage,
    Product,
    RecipePage,
)


def connect():
    page_published.connect(_on_page, dispatch_uid="directory_published")
    page_unpublished.connect(_on_page, dispatch_uid="directory_unpublished")
    page_slug_changed.connect(_on_address, dispatch_uid="directory_slug_changed")
    post_page_move.connect(_on_subtree, dispatch_uid="directory_moved")
    for signal in (post_save, post_delete):
        signal.connect(_on_privacy, sender=PageViewRestriction, dispatch_uid="directory_privacy")
    pre_delete.connect(
        _before_producer_goes, sender=ProducerPage, dispatch_uid="directory_producer_goes"
    )
    post_delete.connect(
        _after_producer_went, sender=ProducerPage, dispatch_uid="directory_producer_went"
    )
    pre_delete.connect(_before_row_goes, sender=Listing, dispatch_uid="directory_row_goes")
    post_delete.connect(_on_row_gone, sender=Listing, dispatch_uid="directory_row_gone")
    post_save.connect(_on_food, sender=Food, dispatch_uid="directory_food")
    post_save.connect(_on_product, sender=Product, dispatch_uid="directory_product")
    for model in corrections.COPIED:
        name = model._meta.model_name
        pre_save.connect(_before_correction, sender=model, dispatch_uid=f"directory_before_{name}")
        post_save.connect(_on_correction, sender=model, dispatch_uid=f"directory_after_{name}")
    page_published.connect(_on_proposal, sender=RecipePage, dispatch_uid="directory_proposal")
    workflow_rejected.connect(_on_refusal, dispatch_uid="directory_refusal")
    for model in (Claim, Mandate):
        name = model._meta.model_name
        post_delete.connect(_on_papers_gone, sender=model, dispatch_uid=f"directory_gone_{name}")


def _on_page(sender, instance, **kwargs):
    if isinstance(instance.specific_deferred, ListedPage):
        listing.write(instance)
        edits.published(instance)
        place_proposals.published(instance)
    elif issubclass(instance.specific_class or Page, RecipePage):
        recipe_rows.write(instance)


def _on_address(sender, instance, **kwargs):
    listing.readdress(instance)


def _on_subtree(sender, instance, **kwargs):
    """Addresses below may have changed, and who may see them."""
    below = Page.objects.descendant_of(instance, inclusive=True)
    for page in ListedPage.objects.filter(pk__in=below.values("pk")).live():
        listing.write(page)
    recipe_rows.write_below(instance)


def _on_privacy(sender, instance, **kwargs):
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None:
        _on_subtree(sender, page)


def _before_producer_goes(sender, instance, **kwargs):
    places = PointOfSalePage.objects.filter(presences__producer=instance.pk)
    instance.places_to_write = list(places)


def _after_producer_went(sender, instance, **kwargs):
    for place in instance.places_to_write:
        listing.write(place)


def _before_row_goes(sender, instance, **kwargs):
    """Lock the row as it is now: of two who delete it at once, one takes it out of the counts."""
    clusters.take_turn()
    rows = Listing.objects.select_for_update().filter(pk=instance.pk)
    instance.counted_at = rows.values_list("latitude", "longitude").first() or (None, None)


def _on_row_gone(sender, instance, **kwargs):
    clusters.move(instance.counted_at, (None, None))


def _on_food(sender, instance, created, **kwargs):
    if not created:
        recipe_rows.write_using(food=instance)


def _on_product(sender, instance, created, **kwargs):
    if not created:
        recipe_rows.write_using(product=instance)


def _before_correction(sender, instance, **kwargs):
    before = sender.objects.filter(pk=instance.pk).first() if instance.pk else None
    instance.is_corrected = before is not None and corrections.is_corrected(before, instance)


def _on_correction(sender, instance, **kwargs):
    if instance.is_corrected:
        corrections.follow([instance])


def _on_proposal(sender, instance, **kwargs):
    recipe_proposals.published(instance)


def _on_refusal(sender, instance, **kwargs):
    page = instance.content_object
    if isinstance(page, Page):
        reason = recipe_proposals.reason_of(instance)
        recipe_proposals.refused(page, reason)
        place_proposals.refused(page, reason)
        edits.refused(instance)


def _on_papers_gone(sender, instance, **kwargs):
    """What somebody showed to the team goes with what it was for."""
    paper = instance.proof if sender is Claim else instance.document
    if paper:
        transaction.on_commit(partial(paper.storage.delete, paper.name))
