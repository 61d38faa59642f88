"""A listing as plain sentences, for a mail or a sheet of paper: what the public reads today."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory import months
from directory.enums import Kind
from directory.listing import hours_of
from directory.models import ListedPage, ProducerPage

MOST_PRODUCTS = 12


def facts(page: ListedPage, now: datetime) -> list[tuple[str, str]]:
    """Label and text of each fact of a specific page, unknown ones said."""
    unknown = _("non renseigné")
    where = ", ".join(filter(None, [page.public_address, page.postcode, page.place_name]))
    found = [(_("Type"), str(Kind(page.kind).label)), (_("Adresse"), where or unknown)]
    contacts = " · ".join(filter(None, [page.public_phone, page.public_email, page.website]))
    found.append((_("Contact public"), contacts or unknown))
    if not isinstance(page, ProducerPage):
        hours = " ; ".join(hours_of(page).words(now))
        found.append((_("Horaires"), hours or unknown))
    found.append((_("Produits"), _products(page) or unknown))
    return found


def _products(page: ListedPage) -> str:
    if isinstance(page, ProducerPage):
        lines = list(page.offers.select_related("product"))
    else:
        lines = list(page.stocked_products.select_related("product"))
    told = [_product(line) for line in lines[:MOST_PRODUCTS]]
    if (more := len(lines) - MOST_PRODUCTS) > 0:
        told.append(ngettext("%(more)d autre", "%(more)d autres", more) % {"more": more})
    return ", ".join(told)


def _product(line) -> str:
    own = months.sentence(line.months) if line.months else ""
    return f"{line.product.name} ({own})" if own else line.product.name
