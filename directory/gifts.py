"""What a producer takes away: QR code, poster, table sign, picture to share."""

from datetime import datetime
from io import BytesIO

import segno
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from directory import printing
from directory.enums import Kind
from directory.listing import hours_of
from directory.models import ListedPage, ProducerPage
from home import seo
from home.models import SiteSettings

PAPERS = ("a4", "a6")
MOST_HOURS = 6  # lines
MOST_PRODUCTS = 5


def short_address(page: ListedPage) -> str:
    """The address in the QR code: short, without parameters, for as long as the page exists."""
    return seo.absolute(reverse("directory:scanned", args=[page.pk]))


def qr(page: ListedPage, *, scale: int = 8) -> str:
    """The QR code of a listing as SVG; error correction M, the quiet zone of the standard."""
    stream = BytesIO()
    code = segno.make_qr(short_address(page), error="m")
    code.save(
        stream, kind="svg", scale=scale, border=4, dark="#151f4d", light="#fff", xmldecl=False
    )
    return stream.getvalue().decode()


def poster(page: ListedPage, paper: str, *, now: datetime) -> printing.Sheet:
    """A sheet to hang (A4) or to stand on a table (A6), tagged PDF in French."""
    with override("fr"):
        site = SiteSettings.for_site(page.get_site())
        data = _common(page, site) | {
            "paper": paper,
            "title": _("%(name)s : affiche") % {"name": page.title},
            "author": site.name,
            "description": _("Le QR code de la fiche de %(name)s") % {"name": page.title},
            "qr_alt": _("QR code qui mène à %(address)s") % {"address": short_address(page)},
            "scan": _("Horaires du jour, produits de saison :"),
            "address": short_address(page).partition("://")[2],
            "hours": hours_of(page).words(now)[:MOST_HOURS],
            "foot": site.name,
        }
        return printing.make("poster", data)


def card(page: ListedPage) -> bytes:
    """A picture to share, PNG of 1200 by 630 pixels."""
    with override("fr"):
        site = SiteSettings.for_site(page.get_site())
        return printing.picture("card", _common(page, site) | {"foot": site.name})


def _common(page: ListedPage, site: SiteSettings) -> dict:
    kicker = " · ".join(filter(None, [str(Kind(page.kind).label), page.place_name]))
    names = ", ".join(_products(page))
    return {"kicker": kicker, "name": page.title, "lead": page.summary or names, "qr": qr(page)}


def _products(page: ListedPage) -> list[str]:
    lines = page.offers if isinstance(page, ProducerPage) else page.stocked_products
    return [line.product.name for line in lines.select_related("product")[:MOST_PRODUCTS]]
