"""What a month is for a product: its peak, its season, kept from the harvest, or nothing."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from directory import months
from directory.models import Product


class Level(StrEnum):
    PEAK = "peak"
    SEASON = "season"
    STORED = "stored"
    FEW = "few"  # out of the territory's season, but some producers have it
    NONE = "none"


WORDS = {
    Level.PEAK: gettext_lazy("pleine saison"),
    Level.SEASON: gettext_lazy("de saison"),
    Level.STORED: gettext_lazy("de garde"),
    Level.FEW: gettext_lazy("chez quelques producteurs"),
    Level.NONE: gettext_lazy("hors saison"),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """Consecutive months of one level, from January to December; `words` name its months."""

    level: Level
    first: int
    last: int
    words: str

    @property
    def span(self) -> int:
        return self.last - self.first + 1

    @property
    def says(self) -> str:
        return str(WORDS[self.level])

    def holds(self, month: int) -> bool:
        return self.first <= month <= self.last


def level(product: Product, month: int, few: int = 0) -> Level:
    """The level of a month; `few` is the mask of the months that producers give themselves."""
    bit = months.bit(month)
    masks = (
        (Level.PEAK, product.peak_months),
        (Level.SEASON, product.season_months),
        (Level.STORED, product.stored_months),
        (Level.FEW, few),
    )
    return next((found for found, mask in masks if mask & bit), Level.NONE)


def bars(product: Product, few: int = 0) -> list[Bar]:
    """The year of a product as bars that cover the twelve months, the empty ones too."""
    levels = [level(product, month, few) for month in range(1, 13)]
    edges = [n for n in range(1, 12) if levels[n] != levels[n - 1]]
    parts = list(zip([0, *edges], [*edges, 12], strict=True))
    goes_on = len(parts) > 1 and levels[0] == levels[-1]  # over the new year
    return [_bar(levels[start], start + 1, end, goes_on) for start, end in parts]


def is_seasonal(product: Product) -> bool:
    """Whether its year has a shape: what is the same all year has none."""
    return bool(product.peak_months) or product.season_months not in (0, months.ALL_YEAR)


def season_of(product: Product, own: int = 0) -> int:
    """The months when a seller has it in season: their own if given, else the territory's.

    What is sold alike all year has no season: 0.
    """
    if own and own != months.ALL_YEAR:
        return own
    return (own or product.season_months) if is_seasonal(product) else 0


def presence(product: Product, season: int) -> int:
    """The months when a seller who has it in season then has some, kept ones too; 0 for always.

    Months that are not the territory's are the seller's own and say all.
    """
    is_kept = season and season == product.season_months
    return season | product.stored_months if is_kept else season


def has_some(product: Product, season: int, month: int) -> bool:
    """Whether a seller who has it in season then has some in that month."""
    there = presence(product, season)
    return not there or bool(there & _bit(month))


def sentence(product: Product) -> str:
    """« de juin à octobre, pleine saison de juillet à septembre »; empty when nothing is known."""
    season, peak = product.season_months, product.peak_months
    parts = []
    if season and season != peak:
        parts.append(months.sentence(season))
    if peak:
        parts.append(_("pleine saison %(months)s") % {"months": months.sentence(peak)})
    if product.stored_months:
        kept = months.sentence(product.stored_months)
        parts.append(_("de garde %(months)s") % {"months": kept})
    return ", ".join(parts)


def begins(product: Product, month: int) -> bool:
    """Whether the harvest starts in that month."""
    return _turns(product.season_months, month, month - 1)


def ends(product: Product, month: int) -> bool:
    """Whether that month is the last of the harvest."""
    return _turns(product.season_months, month, month + 1)


def is_last(product: Product, month: int) -> bool:
    """Whether nothing is left of it the month after: neither harvested, nor kept."""
    return ends(product, month) and not product.stored_months & _bit(month + 1)


def end_in_words(product: Product, month: int) -> str:
    """What the end of the harvest is in that month; nothing if it goes on."""
    if not ends(product, month):
        return ""
    if is_last(product, month):
        return _("dernier mois")
    return _("fin de récolte, puis de garde")


def run_in_words(mask: int, month: int) -> str:
    """The run of months that holds a month: « août → octobre »."""
    for first, last in months.runs(mask):
        length = (last - first) % 12 + 1
        if (month - first) % 12 < length:
            return _months(first, last, False)
    return ""


def soon_or_late(product: Product, month: int, producers: int) -> str:
    """What own months outside the season mean: « 3 producteurs en ont déjà », or « encore »."""
    known = product.season_months | product.stored_months
    ahead = next((n for n in range(1, 12) if known & _bit(month + n)), None)
    behind = next((n for n in range(1, 12) if known & _bit(month - n)), None)
    number = {"number": producers}
    if ahead is None:
        text = ngettext("%(number)d producteur en a", "%(number)d producteurs en ont", producers)
    elif ahead <= behind:
        text = ngettext(
            "%(number)d producteur en a déjà", "%(number)d producteurs en ont déjà", producers
        )
    else:
        text = ngettext(
            "%(number)d producteur en a encore", "%(number)d producteurs en ont encore", producers
        )
    return text % number


def in_a_sentence(name: str) -> str:
    """« Riz de Camargue » becomes « riz de Camargue »."""
    return name[:1].lower() + name[1:]


def _bar(level: Level, first: int, last: int, goes_on: bool) -> Bar:
    words = "" if level == Level.NONE else _months(first, last, goes_on)
    return Bar(level, first, last, words)


def _turns(mask: int, month: int, beside: int) -> bool:
    return bool(mask & _bit(month)) and not mask & _bit(beside)


def _bit(month: int) -> int:
    """The mask of a month counted beyond the year: 0 is December, 13 January."""
    return months.bit((month - 1) % 12 + 1)


def _months(first: int, last: int, goes_on: bool) -> str:
    names = {"first": months.NAMES[first - 1], "last": months.NAMES[last - 1]}
    if first == last:
        return str(names["first"])
    if (first, last) == (1, 12):
        return _("toute l’année")
    if goes_on and first == 1:
        return _("jusqu’en %(last)s") % names
    if goes_on and last == 12:
        return _("dès %(first)s") % names
    return _("%(first)s → %(last)s") % names
