"""Proofs of quality signs: documents for the team and for who sent them, in any collection."""

import secrets
from datetime import datetime, timedelta
from pathlib import PurePath

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from wagtail.documents.models import Document
from wagtail.models import Collection

from directory.models import Offer, StockedProduct
from home import photos
from home.photos import Refused

COLLECTION = "Justificatifs des fiches"
ASIDE = "Justificatifs mis de côté"  # sent with a form that could not be saved at once
KEPT_ASIDE = timedelta(days=2)
_SALT = "directory.proof"
MAX_MEGABYTES = 10
ACCEPT = f"application/pdf,{photos.ACCEPT}"


def collection(name: str = COLLECTION) -> Collection:
    found = Collection.objects.filter(name=name, depth=2).first()
    return found or Collection.get_first_root_node().add_child(name=name)


def check(upload) -> ContentFile:
    """The file of a proof: a PDF, or a photo of the paper written anew. Raises Refused."""
    name = PurePath(upload.name or "").name[:60]
    if upload.size > MAX_MEGABYTES * 1024 * 1024:
        raise Refused(
            _("« %(name)s » pèse %(size)d Mo : %(most)d Mo au plus.")
            % {"name": name, "size": upload.size // (1024 * 1024), "most": MAX_MEGABYTES}
        )
    upload.seek(0)
    if not upload.read(5).startswith(b"%PDF-"):
        return photos.clean(upload)
    upload.seek(0)
    return ContentFile(upload.read(), name=f"justificatif-{secrets.token_hex(8)}.pdf")


def keep(file: ContentFile, title: str, *, by) -> Document:
    """Put the file of a proof among the private ones."""
    document = Document(title=title[:255], file=file, collection=collection(), uploaded_by_user=by)
    document.save()
    return document


def set_aside(document: Document) -> Document:
    """Keep a proof that rests on nothing yet, until its form is sent again."""
    document.collection = collection(ASIDE)
    document.save()
    return document


def token(document: Document) -> str:
    """What the form sends again in place of the file."""
    return signing.dumps(document.pk, salt=_SALT)


def found_aside(token: str, *, by) -> Document | None:
    """The proof that this person left aside, by its token."""
    try:
        pk = signing.loads(token, salt=_SALT, max_age=KEPT_ASIDE)
    except signing.BadSignature:
        return None
    left = Document.objects.filter(collection__name=ASIDE, uploaded_by_user=by)
    return left.filter(pk=pk).first()


def take_back(document: Document) -> Document:
    document.collection = collection()
    document.save()
    return document


def purge(*, now: datetime) -> int:
    """Forget what was left aside and never sent again."""
    left = Document.objects.filter(collection__name=ASIDE, created_at__lt=now - KEPT_ASIDE)
    for document in left:
        document.delete()
    return 0  # no address of anybody was in it


def is_proof(document) -> bool:
    """Was that document sent as a proof, or does somebody's product rest on it."""
    if document.collection.name in (COLLECTION, ASIDE):
        return True
    return any(
        model.objects.filter(sign_proof=document).exists() for model in (Offer, StockedProduct)
    )


def refuse_visitors(document, request):
    """Called before a document is served (Wagtail's hook); PermissionDenied to visitors."""
    user = request.user
    is_sender = user.is_authenticated and document.uploaded_by_user_id == user.pk
    if is_sender or user.has_perm("wagtailadmin.access_admin"):
        return
    if is_proof(document):
        raise PermissionDenied
