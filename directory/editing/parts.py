"""The parts of a listing, each edited alone, and what in them is sensitive."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from modelcluster.models import get_all_child_relations

from directory.models import ListedPage


@dataclass(frozen=True)
class Part:
    """`slug` stands in addresses; `fields` are those of both kinds of page, in order of reading."""

    name: str
    label: str
    slug: str
    fields: tuple[str, ...]

    def of(self, page: ListedPage) -> tuple[str, ...]:
        """The fields and the children that this page has."""
        children = {relation.get_accessor_name() for relation in get_all_child_relations(page)}
        there = children | {field.name for field in page._meta.fields}
        return tuple(name for name in self.fields if name in there)


_PARTS = (
    Part(
        "identity",
        _("Identité"),
        "identite",
        ("title", "kind", "summary", "is_raw", "is_processed", "is_craft", "visits_welcome"),
    ),
    Part("story", _("Histoire"), "histoire", ("story", "description")),
    Part(
        "place",
        _("Lieu"),
        "lieu",
        ("commune", "locality", "address", "postcode", "latitude", "longitude", "precision"),
    ),
    Part(
        "contacts",
        _("Contacts"),
        "contacts",
        ("phone", "phone_is_public", "email", "email_is_public", "website"),
    ),
    Part("hours", _("Horaires"), "horaires", ("opening_hours", "hours_exceptions")),
    Part("offers", _("Produits"), "produits", ("offers", "stocked_products")),
    Part("places", _("Où je vends"), "ou-je-vends", ("presences",)),
    Part("photos", _("Photos"), "photos", ("photos",)),
    Part(
        "access",
        _("Accès et paiement"),
        "acces",
        (
            "payment",
            "services",
            "step_free",
            "access_note",
            "bus_stop",
            "bus_line",
            "has_bike_rack",
            "parking",
        ),
    ),
    Part(
        "professionals",
        _("Pour les professionnels"),
        "professionnels",
        ("sells_to_professionals", "professional_terms", "siret"),
    ),
    Part(
        "practices",
        _("Pratiques et origine"),
        "pratiques",
        ("practices", "origin", "own_production_share"),
    ),
)
PARTS = {part.name: part for part in _PARTS}

# Children of a page, kept as rows; what tells two rows of one list apart.
RELATIONS = {
    "offers": "product",
    "stocked_products": "product",
    "presences": "producer",
    "photos": "image",
    "hours_exceptions": "start",
}

# Fields that make one fact: chosen together when two people changed them.
TOGETHER = {"longitude": "latitude"}

# --- What a moderator reads before the public does: name, position, quality signs, claims ---------

SENSITIVE = frozenset(
    {
        *("title", "kind", "commune", "locality", "address", "postcode", "latitude", "longitude"),
        *("precision", "practices", "origin", "own_production_share"),
    }
)
# Of the rows of `offers` and `stocked_products`.
SIGN_FIELDS = ("sign", "appellation", "sign_number", "sign_proof", "sign_expires_on")
SIGNED = frozenset({"offers", "stocked_products"})
