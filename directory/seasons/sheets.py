"""Poster and pocket calendar: what the printed sheets say, always in French."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from directory import months, printing
from directory.seasons import levels
from directory.seasons.calendar import Calendar, Row
from directory.seasons.glance import glance
from directory.seasons.levels import Level
from directory.seasons.year import Month

# The least number of months that a bar needs for its word; shorter ones have its letter.
WORDY = {Level.PEAK: 3, Level.SEASON: 2, Level.STORED: 2}


def year_sheet(calendar: Calendar, paper: str, *, site_name: str) -> printing.Sheet:
    """The whole year: one page in A3 or A4, a few in A6."""
    with override("fr"):
        data = _common(paper, site_name) | {
            "title": _("Les douze mois du Gard"),
            "description": _("Mois de récolte et de garde des produits du Gard"),
            "lead": _("Ce qui pousse, se récolte et se garde ici, mois par mois."),
            "families": [
                {
                    "name": family.family.plural or family.family.name,
                    "ink": family.ink,
                    "rows": [_row(row) for row in family.rows],
                }
                for family in calendar.families
                if family.rows
            ],
            "all_year": ", ".join(
                levels.in_a_sentence(product.name)
                for f in calendar.families
                for product in f.all_year
            ),
        }
    return printing.make("year", data)


def month_sheet(calendar: Calendar, month: Month, paper: str, *, site_name: str) -> printing.Sheet:
    """One month on one page."""
    with override("fr"):
        found = glance(calendar, month.number)
        parts = (
            (_("Pleine saison"), found.peak, 1.0, 2),
            (_("De saison"), found.others, 0.72, 3),
            (_("De garde"), found.stored, 0.6, 3),
        )
        data = _common(paper, site_name) | {
            "title": month.title,
            "description": _("Produits de saison en %(month)s dans le Gard")
            % {"month": month.name},
            "lead": month.heading,
            "parts": [
                {
                    "title": title,
                    "scale": scale,
                    "columns": columns,
                    "items": [
                        {"name": t.product.name, "ink": t.ink, "says": _turn(t.row, month)}
                        for t in tickets
                    ],
                }
                for title, tickets, scale, columns in parts
                if tickets
            ],
        }
    return printing.make("month", data)


def _common(paper: str, site_name: str) -> dict:
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc
    return {
        "paper": paper,
        "author": site_name,
        "initials": [str(initial) for initial in months.INITIALS],
        "words": {level.value: str(levels.WORDS[level]) for level in WORDY}
        | {"product": _("Produit"), "all_year": _("Toute l’année :")},
        "wordy": {level.value: least for level, least in WORDY.items()},
        "foot": _("%(site)s · %(host)s · Une année n’est pas l’autre : appelez avant la route.")
        % {"site": site_name, "host": host},
    }


def _row(row: Row) -> dict:
    return {
        "name": row.product.name,
        "bars": [{"level": bar.level, "span": bar.span} for bar in levels.bars(row.product)],
    }


def _turn(row: Row, month: Month) -> str:
    """What changes that month, in a word."""
    end = levels.end_in_words(row.product, month.number)
    return _("commence") if levels.begins(row.product, month.number) and not end else end
