"""Make one page of two that are the same place."""

from collections.abc import Collection

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from directory.models import DuplicatePair, ListedPage, PointOfSalePage, ProducerPage
from directory.people import claims, mandates, members
from directory.revisions import Versions

# Fields that a person chooses between; the rest follows the page that is kept.
SHARED_FIELDS = (
    "title",
    "summary",
    "commune",
    "address",
    "postcode",
    "latitude",
    "phone",
    "email",
    "website",
    "confirmed_on",
    "source",
)
FIELDS = {
    PointOfSalePage: (
        *SHARED_FIELDS,
        "kind",
        "opening_hours",
        "description",
        "payment",
        "services",
        "own_production_share",
        "step_free",
        "access_note",
        "bus_stop",
        "bus_line",
        "has_bike_rack",
        "parking",
    ),
    ProducerPage: (
        *SHARED_FIELDS,
        "story",
        "is_raw",
        "is_processed",
        "is_craft",
        "practices",
        "origin",
        "visits_welcome",
        "sells_to_professionals",
        "professional_terms",
        "siret",
    ),
}
# Fields that mean nothing without the one chosen.
FOLLOWERS = {
    "commune": ("locality",),
    "latitude": ("longitude", "precision"),
    "phone": ("phone_is_public",),
    "email": ("email_is_public",),
}
# Child relations that are united, with the fields that make two children the same.
CHILDREN = {
    "photos": ("image_id",),
    "offers": ("product_id", "note"),
    "stocked_products": ("product_id", "note"),
    "presences": ("producer_id",),
    "hours_exceptions": ("start", "end", "hours"),
}


def children_of(page: ListedPage) -> list[str]:
    """Names of the child relations that a merge unites."""
    own = {relation.get_accessor_name() for relation in get_all_child_relations(type(page))}
    return [name for name in CHILDREN if name in own]


def obstacles(kept: ListedPage, other: ListedPage) -> list[str]:
    """Why the other page cannot be merged into the kept one; empty if it can."""
    reasons = []
    if type(kept) is not type(other):
        reasons.append(_("Un producteur et un point de vente ne se fusionnent pas."))
    if other.label_number:
        reasons.append(_("« %s » porte le label : gardez cette fiche-là.") % other.title)
    if other.live and not kept.live:
        reasons.append(_("« %s » est en ligne : gardez cette fiche-là.") % other.title)
    for page in (kept, other):
        versions = Versions.of(page)
        if (page.live and versions.draft) or versions.is_held:
            reasons.append(
                _("« %s » a une modification en cours : publiez-la ou abandonnez-la d’abord.")
                % page.title
            )
    return reasons


@transaction.atomic
def merge(
    pair: DuplicatePair,
    *,
    keep: ListedPage,
    take: Collection[str] = (),
    by: AbstractBaseUser | None,
) -> None:
    """Keep one page of the pair, with the fields of `take` from the other, which leaves the site.

    Photos, products, presences, exceptions and tags are united; the address of the other page
    leads to the kept one; its source records follow, so that no import creates it again. Raises
    ValidationError with the reasons if the pages cannot be merged.
    """
    pair = DuplicatePair.objects.select_for_update().get(pk=pair.pk)
    if pair.state != DuplicatePair.State.OPEN:
        raise ValidationError(_("Quelqu’un a déjà décidé pour ces deux fiches."))
    other_id = pair.second_id if keep.pk == pair.first_id else pair.first_id
    kept = ListedPage.objects.get(pk=keep.pk).specific
    other = ListedPage.objects.get(pk=other_id).specific
    if reasons := obstacles(kept, other):
        raise ValidationError(reasons)

    def unite(page: ListedPage) -> None:
        for name in FIELDS[type(page)]:
            if name in take:
                for field in (name, *FOLLOWERS.get(name, ())):
                    setattr(page, field, getattr(other, field))
        for relation in children_of(page):
            _add_children(page, other, relation, CHILDREN[relation])
        page.tags.add(*other.tags.all())

    Versions.of(kept).change(unite, by=by)
    members.unite(kept, other)
    claims.unite(kept, other)
    mandates.unite(kept, other)
    _move_presences(other, kept, by=by)
    other.source_records.update(page=kept)
    _redirect(other, kept)
    _leave(other, by=by)
    _settle_pairs(pair, kept, other, by=by)


def _add_children(page: ListedPage, other: ListedPage, relation: str, identity) -> None:
    children = getattr(page, relation)
    there = {tuple(getattr(child, name) for name in identity) for child in children.all()}
    last = max((child.sort_order or 0 for child in children.all()), default=0)
    for child in getattr(other, relation).all():
        if tuple(getattr(child, name) for name in identity) not in there:
            last += 1
            fields = {
                field.attname: getattr(child, field.attname)
                for field in child._meta.concrete_fields
                if field.attname not in ("id", "page_id", "sort_order")
            }
            children.add(type(child)(**fields, sort_order=last))


def _move_presences(other: ListedPage, kept: ListedPage, *, by) -> None:
    """Places that name the other producer name the kept one, in their drafts too."""
    if not isinstance(kept, ProducerPage):
        return

    def follow(place: PointOfSalePage) -> None:
        presences = list(place.presences.all())
        there = {presence.producer_id for presence in presences}
        followed = []
        for presence in presences:
            if presence.producer_id == other.pk:
                if kept.pk in there:
                    continue
                presence.producer_id = kept.pk
            followed.append(presence)
        place.presences = followed

    for place in PointOfSalePage.objects.filter(presences__producer=other).distinct():
        Versions.of(place).change(follow, by=by)


def _redirect(other: Page, kept: Page) -> None:
    Redirect.objects.filter(redirect_page=other).update(redirect_page=kept)
    parts = other.get_url_parts()
    if parts:
        site_id, _root, path = parts
        Redirect.objects.update_or_create(
            old_path=Redirect.normalise_path(path),
            site_id=site_id,
            defaults={"redirect_page": kept, "redirect_link": "", "is_permanent": True},
        )


def _leave(other: ListedPage, *, by) -> None:
    if other.live:
        other.unpublish(user=by)


def _settle_pairs(pair: DuplicatePair, kept: ListedPage, other: ListedPage, *, by) -> None:
    """Close this pair; what was undecided or decided of the other page now holds of the kept."""
    pair.state, pair.kept = DuplicatePair.State.MERGED, kept
    pair.decided_by, pair.decided_at = by, timezone.now()
    pair.save()
    known = set()
    for of_kept in DuplicatePair.objects.of(kept):
        known |= {of_kept.first_id, of_kept.second_id}
    for loose in DuplicatePair.objects.of(other).exclude(state=DuplicatePair.State.MERGED):
        third = loose.second_id if loose.first_id == other.pk else loose.first_id
        if third in known:
            loose.delete()
            continue
        loose.first_id, loose.second_id = sorted((third, kept.pk))
        loose.save()
