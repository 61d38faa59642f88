"""All that a listing says, in words, for the person it belongs to: private facts too."""

from dataclasses import asdict, dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from directory import editing, printing
from directory.editing import PARTS, values
from directory.hours.wording import listed
from directory.models import ListedPage, Mandate
from home.models import SiteSettings


@dataclass(frozen=True)
class Section:
    title: str
    rows: list[tuple[str, str]]  # label, text of one or several lines


def sections(page: ListedPage) -> list[Section]:
    """The parts of a specific page that say something, each with its facts."""
    found = []
    for part in PARTS.values():
        facts = [
            (values.label(page, name), values.say(page, name, value))
            for name, value in values.read(page, part.of(page)).items()
            if _is_told(value)
        ]
        if facts:
            found.append(Section(str(part.label), facts))
    return found


def _is_told(value) -> bool:
    """An empty text or list says nothing, nor does a box left as it was."""
    return value is not None and value is not False and value not in ("", [])


def sheet(page: ListedPage, *, mandate: Mandate | None, parts: list[str], today: date):
    """The same on paper: a tagged PDF in French, of as many A4 pages as it takes."""
    with override("fr"):
        site = SiteSettings.for_site(page.get_site())
        data = {
            "paper": "a4",
            "title": page.title,
            "author": site.name,
            "description": _("Tout ce que dit la fiche de %(name)s") % {"name": page.title},
            "lead": " ".join(_introduction(page, mandate, parts, today)),
            "sections": [asdict(section) for section in sections(editing.working(page))],
            "outro": _outro(site),
        }
        return printing.make("record", data, is_private=True)


def _introduction(page, mandate, parts, today) -> list[str]:
    lines = [_("Voici la fiche comme elle est le %(day)s.") % {"day": date_format(today, "j F Y")}]
    if mandate:
        words = {
            "person": mandate.person,
            "means": mandate.get_means_display(),
            "day": date_format(mandate.given_on, "j F Y"),
        }
        lines.append(_("Écrite à la demande de %(person)s, %(means)s, le %(day)s.") % words)
    if labels := [str(PARTS[name].label).lower() for name in parts if name in PARTS]:
        lines.append(_("Rempli depuis la dernière fois : %(parts)s.") % {"parts": listed(labels)})
    if not page.live:
        lines.append(_("Elle n’est pas encore en ligne : l’équipe la relit d’abord."))
    return lines


def _outro(site: SiteSettings) -> str:
    if not site.phone:
        return _("Quelque chose ne va pas ? Écrivez la correction sur cette feuille.")
    return _("Quelque chose ne va pas ? Appelez le %(phone)s.") % {"phone": site.phone}
