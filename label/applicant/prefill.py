"""What an application knows before anybody types: the listing, or the application before it."""

from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from directory.enums import Nature
from label import applying, cases
from label.application import QUESTIONS
from label.enums import ApplicationPart
from label.models import Case, Site

_NEVER_COPIED = {ApplicationPart.SIGNATURE, ApplicationPart.INTERESTS}
# What one declares on one's honour is declared again each time.
_SWORN = {one.name for part in QUESTIONS.values() for one in part if one.kind == "agree"}


def from_listing(case: Case, *, by) -> None:
    """Identity, activity, sales points and signs of the listing; its place and its products."""
    page = case.operator
    former = _former(case)
    for part, values in _answers(page, by).items():
        known = former.get(part, {})
        values = {name: value for name, value in values.items() if value} | known
        if values:
            applying.save_answers(case, part, values, by=by)
    for part in former.keys() - _answers(page, by).keys():
        applying.save_answers(case, part, former[part], by=by)
    site = _site(case, by)
    if site and case.renewed_grant is None and not former:
        _lines(case, site, by)


def _former(case: Case) -> dict[str, dict]:
    """Answers of the last application of the same operator."""
    last = (
        Case.objects.filter(operator=case.operator_id, submitted_at__isnull=False)
        .exclude(pk=case.pk)
        .order_by("-submitted_at")
        .first()
    )
    rows = last.answers.all() if last else []
    return {
        row.part: {name: value for name, value in row.values.items() if name not in _SWORN}
        for row in rows
        if row.part not in _NEVER_COPIED
    }


def _answers(page, by) -> dict[str, dict]:
    commune = f"{page.postcode} {page.commune.name}".strip() if page.commune else ""
    is_own = page.memberships.of(by).exists()  # and not the secretariat, who keys in a paper
    return {
        ApplicationPart.IDENTITY: {
            "legal_name": page.title,
            "siret": page.siret,
            "contact_name": by.get_full_name() if is_own else "",
            "contact_email": page.email or (by.email if is_own else ""),
            "contact_phone": page.phone,
            "postal_address": "\n".join(filter(None, [page.address, commune])),
        },
        ApplicationPart.ACTIVITY: {
            "activity": "\n".join(filter(None, [page.summary, page.practices]))
        },
        ApplicationPart.SCOPE: {},
        ApplicationPart.SALES_POINTS: {"places": "\n".join(_places(page))},
        ApplicationPart.SIGNS: {"signs": "\n".join(_signs(page))},
    }


def _places(page) -> list[str]:
    rows = page.presences.filter(page__live=True).select_related("page__commune")
    return [
        ", ".join(filter(None, [row.page.title, row.page.place_name, row.note]))
        for row in rows.order_by("page__title", "pk")
    ]


def _signs(page) -> list[str]:
    found = []
    for offer in page.offers.select_related("sign", "product"):
        if offer.sign is None:
            continue
        until = offer.sign_expires_on
        day = _("jusqu’au %(day)s") % {"day": date_format(until, "j F Y")} if until else ""
        found.append(
            ", ".join(filter(None, [offer.sign.name, offer.product.name, offer.sign_number, day]))
        )
    return found


def _site(case: Case, by) -> Site | None:
    page = case.operator
    first = Site.objects.filter(operator=page.pk).first()
    if first or page.commune is None:
        return first
    return cases.add_site(
        case,
        by=by,
        name=page.title[:120],
        commune=page.commune,
        address=page.address,
        latitude=page.latitude if page.longitude is not None else None,
        longitude=page.longitude if page.latitude is not None else None,
    )


def _lines(case: Case, site: Site, by) -> None:
    """A line for each family of products that the listing offers."""
    page = case.operator
    offers = page.offers.select_related("product__family").order_by("product__family__name", "pk")
    for family, group in groupby(offers, key=lambda offer: offer.product.family):
        products = [offer.product for offer in group]
        cases.add_line(
            case,
            by=by,
            site=site,
            name=(family.plural or family.name)[:120],
            nature=_nature(page, products),
            family=family,
            products=products,
            origin=page.origin,
        )


def _nature(page, products) -> str:
    """What the products say, or the listing where they say nothing."""
    said = {product.nature for product in products} & set(Nature.values)
    if len(said) == 1:
        return said.pop()
    if page.is_processed and not page.is_raw:
        return Nature.PROCESSED
    return Nature.CRAFT if page.is_craft and not page.is_raw else Nature.RAW
