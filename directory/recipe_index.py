"""What the index of recipes shows: filters that can be removed, pages, those in season first."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from taggit.models import Tag

from directory import months, recipe_search, recipe_wording
from directory.enums import Allergen
from directory.hours.engine import PARIS
from directory.models import Product, RecipeFacts, RecipeIndexPage
from directory.recipe_search import Filters
from directory.search import Filter
from home import parts
from home.seo import Meta

PAGE_SIZE = 24
TIMES = (15, 30, 45, 60, 120)
COSTS = (1, 2, 3, 5)
SHOWN = 40  # characters of a wrong value that its warning repeats
PARAMETERS = ("q", "produit", "etiquette", "minutes", "prix", "sans", "regime", "saison", "mois")


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    is_chosen: bool


@dataclass
class Asked:
    """The filters of an address, their words, and what was not understood of it."""

    wanted: Filters
    params: QueryDict  # what was understood, cleaned
    warnings: list[str] = field(default_factory=list)
    labels: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def filters(self) -> list[Filter]:
        """A filter in force, with the address that drops it."""
        return [
            Filter(label, without(self.params, name, value) or "page=1")
            for (name, value), label in self.labels.items()
        ]


@dataclass
class Results:
    """One page of recipes; named as the pager of the site reads it."""

    rows: list[RecipeFacts]
    total: int
    in_season: int
    page: int
    pages: int
    params: QueryDict

    @property
    def previous_query(self) -> str:
        return self._page(self.page - 1) if self.page > 1 else ""

    @property
    def next_query(self) -> str:
        return self._page(self.page + 1) if self.page < self.pages else ""

    def _page(self, number: int) -> str:
        params = self.params.copy()
        params["page"] = str(number)
        return params.urlencode()


def show(page: RecipeIndexPage, request: HttpRequest, *, now: datetime) -> dict:
    """The context of `directory/recipe_index_page.html`: all of it lasts the day."""
    return parts.Lasting(request, lambda: gather(page, request, now=now)).context()


def gather(page: RecipeIndexPage, request: HttpRequest, *, now: datetime) -> dict:
    """What holds all day."""
    today = now.astimezone(PARIS).date()
    products, tags = products_in_use(), tags_in_use()
    asked = read(request.GET, today.month, products, tags, today=today)
    results = page_of(asked, request.GET.get("page", ""))
    return {
        "asked": asked,
        "results": results,
        "month": asked.wanted.month,
        "month_name": months.NAMES[asked.wanted.month - 1],
        "products": options(((p.slug, p.name) for p in products), asked.params.get("produit")),
        "tags": options(((t.name, t.name) for t in tags), asked.params.get("etiquette")),
        "times": options(
            ((str(n), recipe_wording.minutes(n)) for n in TIMES), asked.params.get("minutes")
        ),
        "costs": options(((str(n), _cost_label(n)) for n in COSTS), asked.params.get("prix")),
        "diets": options(
            (("vegetarien", _("Végétarien")), ("vegan", _("Sans produit animal"))),
            asked.params.get("regime"),
        ),
        "allergens": [
            Option(code, str(label), code in asked.wanted.without)
            for code, label in Allergen.choices
        ],
        "meta": Meta(
            page.seo_title or _("Recettes de saison du Gard"),
            page.search_description or page.introduction,
        ),
    }


def products_in_use() -> list[Product]:
    """The products that recipes use, by name."""
    return list(Product.objects.filter(recipe_facts__isnull=False).distinct().order_by("name"))


def tags_in_use() -> list[Tag]:
    """The tags of public recipes, by name."""
    used = Tag.objects.filter(directory_recipetag_items__content_object__facts__isnull=False)
    return list(used.distinct().order_by("name"))


def options(pairs: Iterable[tuple[str, str]], chosen: str | None) -> list[Option]:
    """Choices of a list; a value of the address that is not among them is added to it."""
    found = [Option(value, label, value == chosen) for value, label in pairs]
    if chosen and not any(option.is_chosen for option in found):
        found.append(Option(chosen, chosen, True))
    return found


def read(
    given: QueryDict, month: int, products: Iterable[Product], tags: Iterable[Tag], *, today
) -> Asked:
    """Understand an address: unknown values are told and dropped, never an error."""
    params = QueryDict(mutable=True)
    asked = Asked(recipe_search.parse(params, today=today), params)
    names = {
        "produit": {product.slug: product.name for product in products},
        "etiquette": {tag.name: tag.name for tag in tags},
        "regime": {"vegetarien": _("Végétarien"), "vegan": _("Sans produit animal")},
        "saison": {"1": _("De saison seulement")},
        "mois": {str(number): _in_month(number) for number in range(1, 13)},
        "sans": {code: _("Sans %(what)s") % {"what": label} for code, label in Allergen.choices},
    }
    filters = recipe_search.parse(given, today=today)
    for name in PARAMETERS:
        for value in _values(given, name):
            label = _label(name, value, names, filters)
            if label:
                params.appendlist(name, value)
                asked.labels[name, value] = label
            else:
                shown = value if len(value) <= SHOWN else f"{value[:SHOWN]}…"
                asked.warnings.append(_UNKNOWN[name]() % {"value": shown})
    asked.wanted = recipe_search.parse(params, today=today)
    return asked


def page_of(asked: Asked, typed: str) -> Results:
    """The rows of the page asked for, the last if there are not so many."""
    rows = recipe_search.find(asked.wanted)
    total = rows.count()
    pages = max(1, -(-total // PAGE_SIZE))
    page = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 6 else 1
    if typed and not (typed.isascii() and typed.isdigit() and 1 <= page <= pages):
        asked.warnings.append(_("Cette page n’existe pas : en voici une autre."))
        page = min(max(page, 1), pages)
    start = (page - 1) * PAGE_SIZE
    return Results(
        rows=list(rows[start : start + PAGE_SIZE]),
        total=total,
        in_season=rows.in_season(asked.wanted.month).count(),
        page=page,
        pages=pages,
        params=asked.params,
    )


def without(params: QueryDict, name: str, value: str) -> str:
    """The query string less one value."""
    left = params.copy()
    left.setlist(name, [each for each in params.getlist(name) if each != value])
    return left.urlencode()


_UNKNOWN = {
    "q": lambda: _("Rien à chercher dans « %(value)s »."),
    "produit": lambda: _("Aucune recette avec « %(value)s »."),
    "etiquette": lambda: _("Étiquette inconnue : « %(value)s »."),
    "minutes": lambda: _("Durée ignorée : « %(value)s » n’est pas un nombre de minutes."),
    "prix": lambda: _("Prix ignoré : « %(value)s » n’est pas un nombre d’euros."),
    "sans": lambda: _("Allergène inconnu : « %(value)s »."),
    "regime": lambda: _("Régime inconnu : « %(value)s »."),
    "saison": lambda: _("Saison ignorée : « %(value)s »."),
    "mois": lambda: _("Mois ignoré : « %(value)s » n’est pas entre 1 et 12."),
}


def _values(given: QueryDict, name: str) -> list[str]:
    """What an address gives for a parameter: several allergens, one of anything else."""
    if name != "sans":
        value = given.get(name, "").strip()
        return [value] if value else []
    found = (code.strip() for value in given.getlist(name) for code in value.split(","))
    return list(dict.fromkeys(code for code in found if code))[: len(Allergen) + 1]


def _label(name: str, value: str, names: dict, filters: Filters) -> str:
    """The words of a filter; nothing for a value that makes no sense."""
    if name == "q":
        return _("« %(words)s »") % {"words": filters.q} if recipe_search.text.words(value) else ""
    if name == "minutes":
        number = filters.max_minutes
        return _("En %(time)s") % {"time": recipe_wording.minutes(number)} if number else ""
    if name == "prix":
        return _cost_label(filters.max_cost) if filters.max_cost else ""
    return str(names[name].get(value, ""))


def _cost_label(number: float) -> str:
    return _("%(cost)s la part au plus") % {"cost": recipe_wording.euros(number)}


def _in_month(number: int) -> str:
    return _("En %(month)s") % {"month": months.NAMES[number - 1]}
