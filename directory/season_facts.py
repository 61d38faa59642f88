"""What the pages of the seasons show, gathered in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Site

from directory import seasons
from directory.addresses import link
from directory.hours.engine import PARIS
from directory.models import Product, SeasonsPage
from directory.printing import PAPERS, Sheet
from directory.seasons import sheets
from directory.seasons.levels import in_a_sentence
from directory.seasons.year import YEAR, Month
from home import identity, navigation, parts
from home.seo import Meta, absolute, breadcrumb_list

MOST_NAMED = 8


@dataclass(frozen=True)
class Print:
    """A sheet to print, its format and its weight told before the click."""

    name: str
    url: str
    kilobytes: int


@dataclass(frozen=True)
class Choice:
    label: str
    url: str
    is_current: bool


def show_year(page: SeasonsPage, request, *, now: datetime) -> dict:
    """The context of `directory/seasons_page.html`: all of it lasts the day."""
    return parts.Lasting(request, lambda: of_year(page, request, now=now)).context()


def show_month(month: Month, request, *, now: datetime) -> dict:
    """The context of `directory/season_month.html`: all of it lasts the day."""
    lasting = parts.Lasting(request, lambda: of_month(month, request, now=now))
    return {"month": month} | lasting.context()


def of_year(page: SeasonsPage, request, *, now: datetime) -> dict:
    """What the page of the year shows."""
    month = this_month(now)
    whole = seasons.read()
    calendar = whole.of(request.GET.get("famille", ""))
    asked = _query(calendar)
    description = page.search_description or page.introduction
    return _shared(calendar, month, month) | {
        "prints": prints(whole, request),
        "feed_url": absolute(reverse("directory:season_feed")) + asked,
        "embed_url": absolute(reverse("directory:season_embed")) + asked,
        "meta": Meta(
            page.seo_title or _("De saison dans le Gard, mois par mois"),
            description
            or _("Ce qui se récolte en %(month)s dans le Gard, et le calendrier des douze mois.")
            % {"month": month.name},
        ),
    }


def of_month(month: Month, request, *, now: datetime) -> dict:
    """What the page of a month shows."""
    whole = seasons.read()
    calendar = whole.of(request.GET.get("famille", ""))
    links = trail(request, navigation.Link(month.title, month.url, is_current=True))
    peak = seasons.glance(whole, month.number).peak[:MOST_NAMED]
    names = ", ".join(in_a_sentence(ticket.product.name) for ticket in peak)
    known = {"month": month.name, "names": names}
    return _shared(calendar, month, this_month(now)) | {
        "prints": prints(whole, request, month),
        "trail": links,
        "meta": Meta(
            _("De saison en %(month)s dans le Gard") % known,
            _("En %(month)s, en pleine saison : %(names)s.") % known if names else "",
        ),
        "structured_data": [breadcrumb_list(links)],
    }


def of_embed(params, *, now: datetime) -> dict:
    """The context of `directory/season_embed.html`; what is not understood is said."""
    calendar = seasons.read().of(params.get("famille", ""))
    asked = params.get("mois", "")
    month = seasons.of_slug(asked) if asked else this_month(now)
    warnings = list(calendar.warnings)
    if month is None:
        warnings.append(_("Mois inconnu : « %s ».") % asked[:40])
        month = this_month(now)
    found = seasons.glance(calendar, month.number)
    return {"month": month, "glance": found, "warnings": warnings, "family": calendar.asked}


def addresses() -> list[str]:
    """The months and the products, for the sitemap."""
    slugs = Product.objects.order_by("slug").values_list("slug", flat=True)
    products = [reverse("directory:product", args=[slug]) for slug in slugs]
    return [*(month.url for month in YEAR), *products]


def this_month(now: datetime) -> Month:
    return Month(now.astimezone(PARIS).month)


def trail(request, *links: navigation.Link) -> list[navigation.Link]:
    """The way from the home page through the seasons."""
    site = Site.find_for_request(request)
    seasons_page = link(SeasonsPage, request)
    return [
        navigation.Link(_("Accueil"), site.root_page.get_url(request) if site else "/"),
        *([seasons_page] if seasons_page else []),
        *links,
    ]


def prints(calendar: seasons.Calendar, request, month: Month | None = None) -> list[Print]:
    """The sheets of the year or of a month; making them once is enough to know their weight."""
    found = []
    for paper in PAPERS:
        if month:
            url = reverse("directory:season_month_sheet", args=[month.slug, paper])
        else:
            url = reverse("directory:season_year_sheet", args=[paper])
        name = f"season-weight-{calendar.key}-{month.number if month else 0}-{paper}"
        kilobytes = cache.get(name)
        if kilobytes is None:
            kilobytes = sheet(calendar, month, paper, request).kilobytes
            cache.set(name, kilobytes)
        found.append(Print(paper.upper(), url, kilobytes))
    return found


def sheet(calendar: seasons.Calendar, month: Month | None, paper: str, request) -> Sheet:
    """The whole year, or one month, to print."""
    name = identity.of(request).name
    if month is None:
        return sheets.year_sheet(calendar, paper, site_name=name)
    return sheets.month_sheet(calendar, month, paper, site_name=name)


def _shared(calendar: seasons.Calendar, month: Month, now: Month) -> dict:
    asked = _query(calendar)
    return {
        "calendar": calendar,
        "glance": seasons.glance(calendar, month.number),
        "month": month,
        "now": now,
        "months": [Choice(each.title, each.url + asked, is_current=each == month) for each in YEAR],
        "family_choices": [
            Choice(_("Toutes les familles"), "?", is_current=calendar.asked is None),
            *(
                Choice(
                    family.plural or family.name,
                    f"?famille={family.slug}",
                    is_current=family == calendar.asked,
                )
                for family in calendar.choices
            ),
        ],
        "warnings": calendar.warnings,
    }


def _query(calendar: seasons.Calendar) -> str:
    """What keeps the family from one address to another."""
    return "?" + urlencode({"famille": calendar.asked.slug}) if calendar.asked else ""
