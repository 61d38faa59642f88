"""Tags of the seasons' pages."""

from dataclasses import dataclass

from django import template
from django.utils.translation import gettext as _

from directory.figures import rounded
from directory.seasons.calendar import Row
from directory.seasons.levels import Bar, Level
from directory.seasons.year import YEAR, Month

register = template.Library()

LOOKS = {
    Level.PEAK: "on",
    Level.SEASON: "on part",
    Level.STORED: "keep",
    Level.FEW: "keep few",
}


@dataclass(frozen=True)
class Cell:
    """Columns of one row: a bar, or nothing, apart where it is the current month."""

    span: int
    css: str = ""
    bar: Bar | None = None


@register.inclusion_tag("components/year_table.html")
def year_table(families, now: Month, caption: str):
    """The twelve months of families (each with `rows`), the current month marked."""
    return {"families": families, "year": YEAR, "now": now, "caption": caption}


@register.inclusion_tag("components/year_row.html")
def year_row(row: Row, now: Month, caption: str):
    """The twelve months of one product."""
    return {"row": row, "year": YEAR, "now": now, "caption": caption, "ink": row.ink}


@register.filter
def cells(row: Row, now: Month) -> list[Cell]:
    found = []
    for bar in row.bars:
        if bar.level in LOOKS:
            found.append(Cell(bar.span, LOOKS[bar.level], bar))
        else:
            found += _gap(bar, now.number)
    return found


@register.filter
def measure(fact) -> str:
    """« 0,9 g », with as many decimals as the fact has; a trace is told apart from nothing."""
    least = 10**-fact.decimals
    if 0 < fact.value < least / 2:
        return _("moins de %(least)s %(unit)s") % {
            "least": rounded(least, fact.decimals),
            "unit": fact.unit,
        }
    return f"{rounded(fact.value, fact.decimals)} {fact.unit}"


def _gap(bar: Bar, month: int) -> list[Cell]:
    if not bar.holds(month):
        return [Cell(bar.span)]
    spans = ((month - bar.first, ""), (1, "now"), (bar.last - month, ""))
    return [Cell(span, css) for span, css in spans if span]
