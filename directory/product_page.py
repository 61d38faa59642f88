"""What the page of a product shows, gathered in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from directory import addresses, months, product_facts, search, seasons
from directory.hours.engine import PARIS
from directory.models import Food, Listing, Offer, Product, RecipeFacts
from directory.recipes.carbon import DOUBTFUL
from directory.recipes.nutrition import NUTRIENTS
from directory.season_facts import this_month, trail
from directory.seasons import levels, offers
from directory.seasons.year import YEAR, Month
from home import parts
from home.navigation import Link
from home.seo import Meta, breadcrumb_list

SELLERS = 5
RECIPES = 6
DECIMALS = {"energy_kj": 0, "energy_kcal": 0, "salt_g": 2}  # one for the others


@dataclass(frozen=True)
class Fact:
    """A measure; None is unknown, and said so."""

    label: str
    value: float | None
    unit: str
    decimals: int


@dataclass(frozen=True)
class Borne:
    """A sign of quality and how many producers declare it for this product."""

    acronym: str
    name: str
    producers: int
    unchecked: int  # of them, those whose sign nobody has checked yet


def gather(product: Product, request, *, now: datetime) -> dict:
    """The context of `directory/product_page.html`: what lasts the day is read on demand."""
    lasting = parts.Lasting(request, lambda: facts(product, request, now=now))
    return (
        {"product": product, "search_url": addresses.search(request)}
        | sellers(product, request.GET.get("ou", ""), now=now)
        | lasting.context()
    )


def facts(product: Product, request, *, now: datetime) -> dict:
    """What holds all day."""
    month = this_month(now)
    counts = offers.producers_by_month(product=product).get(product.pk, offers.NOBODY)
    row = seasons.Row(product, counts)
    food = Food.objects.filter(product=product).first()
    icon, ink = product_facts.look(product.family)
    links = trail(request, Link(product.name, address(product), is_current=True))
    return {
        "icon_name": icon,
        "ink": ink,
        "row": row,
        "month": month,
        "level": row.level(month.number),
        "level_words": levels.WORDS[row.level(month.number)],
        "comes_back": comes_back(product, month),
        "extras": [(each, row.extra(each.number)) for each in YEAR if row.extra(each.number)],
        "advice": [
            (title, text)
            for title, text in (
                (_("Bien le choisir"), product.choose),
                (_("Le garder"), product.keep),
                (_("Le cuisiner"), product.cook),
            )
            if text
        ],
        "appellations": product.appellations.select_related("sign").order_by("name"),
        "signs": signs(product, now.astimezone(PARIS).date()),
        "is_food": product.is_food,
        "food": food,
        "nutrition": nutrition(food),
        "is_carbon_doubtful": bool(food and food.dqr and food.dqr > DOUBTFUL),
        "recipes": recipes(product, month),
        "trail": links,
        "meta": Meta(_("%(product)s du Gard") % {"product": product.name}, description(row)),
        "structured_data": [breadcrumb_list(links)],
    }


def address(product: Product) -> str:
    return reverse("directory:product", args=[product.slug])


def description(row: seasons.Row) -> str:
    """One line for search engines: what it is, then its months."""
    words = row.sentence
    parts = [row.product.note, f"{words[:1].upper()}{words[1:]}." if words else ""]
    parts.append(_("Où en acheter, recettes et conseils."))
    return " ".join(part for part in parts if part)


def comes_back(product: Product, month: Month) -> str:
    """The month when the harvest starts again, for who looks too early or too late."""
    if not product.season_months:
        return ""
    ahead = ((month.number + n - 1) % 12 + 1 for n in range(1, 12))
    return next((Month(n).name for n in ahead if product.is_in_season(n)), "")


def nutrition(food: Food | None) -> list[Fact]:
    """What 100 g hold; an empty list where nothing at all is known."""
    facts = [
        Fact(str(label), getattr(food, name, None), unit, DECIMALS.get(name, 1))
        for name, label, unit, _reference in NUTRIENTS
    ]
    return facts if any(fact.value is not None for fact in facts) else []


def recipes(product: Product, month: Month) -> list[RecipeFacts]:
    """Recipes that use it, those of the season first."""
    found = RecipeFacts.objects.with_product(product.slug).seasonal_first(month.number)
    return list(found.select_related("page")[:RECIPES])


def signs(product: Product, today: date) -> list[Borne]:
    """The valid signs that producers of the public search declare for it."""
    valid = Q(sign_expires_on=None) | Q(sign_expires_on__gte=today)
    rows = (
        Offer.objects.filter(valid, product=product, page__listing__isnull=False)
        .alias(borne=Coalesce("sign", "appellation__sign"))
        .filter(borne__isnull=False)
        .annotate(
            acronym=Coalesce("sign__acronym", "appellation__sign__acronym"),
            name=Coalesce("sign__name", "appellation__sign__name"),
        )
        .order_by("acronym")
        .values_list("acronym", "name")
        .annotate(
            producers=Count("page", distinct=True),
            unchecked=Count("page", distinct=True, filter=Q(sign_checked_on=None)),
        )
    )
    return [Borne(*row) for row in rows]


def sellers(product: Product, near: str, *, now: datetime) -> dict:
    """Who has it now, near a commune if one is asked for, then who has it at other times."""
    params = QueryDict(mutable=True)
    params["produit"] = product.slug
    if near:
        params["ou"] = near
    query = search.parse(params, now=now)
    results = search.find(query)
    today, others = has_and_has_not(results.rows)
    if len(today) < SELLERS and results.total > len(results.rows):
        in_season = search.find(query.but(in_season=True)).rows
        rows = {row.pk: row for row in (*in_season, *results.rows)}.values()
        today, others = has_and_has_not(rows)
    if results.place is None:
        today.sort(key=opens_today, reverse=True)
    others = others[: SELLERS - len(today)] if len(today) < SELLERS else []
    spoken = {row.stock.months for row in others}
    return {
        "results": results,
        "sellers": today[:SELLERS],
        "later_sellers": others,
        "later_months": months.sentence(spoken.pop()) if len(spoken) == 1 else "",
        "near": near,
    }


def opens_today(row: Listing) -> int:
    """2 for who is open, 1 for who soon will be, 0 for the others: nobody waits until June."""
    return {"open": 2, "soon": 1}.get(row.state.css, 0) if row.state else 0


def has_and_has_not(rows: Iterable[Listing]) -> tuple[list[Listing], list[Listing]]:
    """Those who have it this month, and the others, of whom the page says when they do."""
    having = [row for row in rows if not row.absence]
    others = [row for row in rows if row.absence]
    for row in others:
        row.note = _("en a %(months)s") % {"months": months.sentence(row.stock.months)}
        row.state, row.absence, row.chips = None, "", []  # open, but not with this product
    return having, others
