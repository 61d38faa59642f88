"""Photos that the people of a listing send: received, then published once they say what they show.

They live in a collection of the library of their own. Nobody browses it in the space: a photo is
reached through the listing that shows it, or waits for it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Collection

from directory.models import ListedPage, WaitingPhoto
from home import photos
from home.models import SiteImage
from home.photos import Refused

COLLECTION = "Photos des fiches"
MOST = 12  # of a listing, those that wait included
KEPT = timedelta(days=30)  # without a word about what they show


def collection() -> Collection:
    found = Collection.objects.filter(name=COLLECTION, depth=2).first()
    return found or Collection.get_first_root_node().add_child(name=COLLECTION)


def receive(page: ListedPage, uploads: Iterable, *, room: int, by) -> tuple[int, list[str]]:
    """Keep the photos among some files; give how many, and why the others were refused.

    `room`: how many more this listing may have.
    """
    taken, refusals = 0, []
    for upload in uploads:
        if taken == room:
            refusals.append(
                _("Une fiche montre %(most)d photos au plus : enlevez-en avant d’en ajouter.")
                % {"most": MOST}
            )
            break
        try:
            _keep(page, photos.clean(upload), by=by)
            taken += 1
        except Refused as refusal:
            refusals.append(str(refusal))
    return taken, refusals


@transaction.atomic
def _keep(page: ListedPage, file, *, by) -> WaitingPhoto:
    image = SiteImage(
        title=page.title[:255], file=file, collection=collection(), uploaded_by_user=by
    )
    image.save()
    return WaitingPhoto.objects.create(page_id=page.pk, image=image, by=by)


def drop(waiting: Iterable[WaitingPhoto]) -> None:
    """Forget photos that were never published, and their files."""
    for photo in waiting:
        photo.image.delete()  # its row here follows


def purge(*, now: datetime) -> int:
    """Forget the photos that nobody has described in a month."""
    late = list(WaitingPhoto.objects.filter(at__lt=now - KEPT).select_related("image"))
    drop(late)
    return len(late)
