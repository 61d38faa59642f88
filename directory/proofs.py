"""Proofs of quality signs are documents for the team alone, whatever their collection."""

from django.core.exceptions import PermissionDenied

from directory.models import Offer, StockedProduct


def is_proof(document) -> bool:
    """Does somebody's product rest on that document."""
    return any(
        model.objects.filter(sign_proof=document).exists() for model in (Offer, StockedProduct)
    )


def refuse_visitors(document, request):
    """Called before a document is served (Wagtail's hook); PermissionDenied to visitors."""
    if not request.user.has_perm("wagtailadmin.access_admin") and is_proof(document):
        raise PermissionDenied
