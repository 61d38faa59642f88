"""Turn the parameters of an address into a search; say what is not understood, never fail."""

import math
import re
import unicodedata
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from directory import vocabulary
from directory.enums import Country, Kind
from directory.geography import Box
from directory.hours.engine import PARIS, midnight
from directory.models import Listing
from directory.search import recognise
from directory.search.query import (
    DEFAULT_RADIUS_KM,
    DISTANCE,
    FRESHNESS,
    MAX_RADIUS_KM,
    PARAMETERS,
    SORTS,
    Place,
    Query,
)
from directory.text import LONGEST_TEXT

MAX_VALUES = 40
_SHOWN = 40  # characters of a wrong value that its warning repeats
_NUMBER = re.compile(r"[+-]?\d{1,4}(?:[.,]\d{1,18})?")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_NOTHING = ""


def parse(params, *, now: datetime, only: Kind | None = None) -> Query:
    """Read a QueryDict; `only` keeps one kind of listing, whatever the address says."""
    return _Reading(params, now, only).query()


class _Reading:
    """One reading of parameters: what was understood, and what to tell about the rest."""

    def __init__(self, params, now: datetime, only: Kind | None):
        self.now = now
        self.only = only
        self.warnings: list[str] = []
        self.raw = {name: [] for name in PARAMETERS}
        for name in PARAMETERS:
            if name in params:
                self.raw[name] = self._clean(name, params.getlist(name))
        self.given: dict[str, tuple[str, ...]] = {}
        self._vocabulary = None

    @property
    def vocabulary(self) -> vocabulary.Vocabulary:
        """Asked only when a word must be looked up: a plain map asks nothing."""
        if self._vocabulary is None:
            self._vocabulary = vocabulary.current()
        return self._vocabulary

    def query(self) -> Query:
        q = self._one("q")
        units = self._units(q)
        bbox = self._bbox()
        place = self._place()
        types = () if self.only else self._choices("type", Kind)
        families = self._entries("famille", "families") or ()
        products = self._entries("produit", "products") or ()
        countries = self._choices("pays", Country)
        flags = {name: self._flag(name, value) for name, value in _FLAGS.items()}
        open_at = self._open_at()
        found = recognise.Understood()
        if q and not units:
            self._refuse(_("Rien à chercher dans « %s »."), q)
        if units:
            self.given["q"] = (q,)
            found = recognise.recognise(
                units, self.vocabulary, only=self.only, has_place=bool(place)
            )
        if place is None and found.town:
            town = self.vocabulary.towns[found.town]
            place = self._circle(town.name, town.latitude, town.longitude)
        elif place is None and self.raw["rayon"] and bbox is None:
            self._warn(_("La distance est ignorée : dites d’abord près de quel endroit."))
        sort, page = self._sort(place), self._page()
        return Query(
            now=self.now,
            given=tuple((name, self.given[name]) for name in PARAMETERS if name in self.given),
            warnings=tuple(self.warnings),
            units=units,
            recognised=found.recognised,
            words=found.words,
            only=self.only,
            place=place,
            bbox=bbox,
            kinds=_merged(types, found.values("type")),
            families=_merged(families, found.entries("famille")),
            products=_merged(products, found.entries("produit")),
            countries=_merged(countries, found.values("pays")),
            organic=flags["bio"] or bool(found.values("bio")),
            labelled=flags["label"] or bool(found.values("label")),
            in_season=flags["saison"] or bool(found.values("saison")),
            step_free=flags["acces"] or bool(found.values("acces")),
            open_at=open_at or (self.now if found.values("ouvert") else None),
            sort=sort,
            page=page,
        )

    # Values, one parameter at a time

    def _clean(self, name: str, values) -> list[str]:
        cleaned = []
        for value in values:
            text = unicodedata.normalize("NFC", value)  # « î » may come as « i » and its accent
            text = "".join(c if unicodedata.category(c) not in _UNPRINTABLE else " " for c in text)
            text = text.strip()
            if len(text) > LONGEST_TEXT:
                self._warn(_("Un texte trop long a été coupé."))
                text = text[:LONGEST_TEXT].rstrip()
            if text and text not in cleaned:
                cleaned.append(text)
        if len(cleaned) > MAX_VALUES:
            self._warn(_("Trop de valeurs pour un même filtre : les premières sont gardées."))
        return cleaned[:MAX_VALUES]

    def _units(self, q: str) -> tuple[str, ...]:
        units = recognise.units(q)
        if len(units) > recognise.MAX_UNITS:
            sentence = _("Votre recherche est longue : ses %d premiers mots comptent.")
            self._warn(sentence % recognise.MAX_UNITS)
        return units[: recognise.MAX_UNITS]

    def _warn(self, sentence: str):
        if sentence not in self.warnings:
            self.warnings.append(sentence)

    def _refuse(self, sentence: str, value: str):
        shown = value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
        self._warn(sentence % shown)

    def _one(self, name: str) -> str:
        """The value of a parameter that has only one: the first, and a word about the others."""
        values = self.raw[name]
        if len(values) > 1:
            self._warn(_("« %s » est donné plusieurs fois : la première valeur compte.") % name)
        return values[0] if values else ""

    def _choices(self, name: str, choices) -> tuple[str, ...]:
        if not self.raw[name]:
            return ()
        known = set(choices.values)
        for value in self.raw[name]:
            if value not in known:
                self._refuse(_UNKNOWN_CHOICE[name](), value)
        found = tuple(value for value in self.raw[name] if value in known)
        if found:
            self.given[name] = found
        return found

    def _entries(self, name: str, kept: str) -> tuple:
        if not self.raw[name]:
            return ()
        known = getattr(self.vocabulary, kept)
        found = []
        for value in self.raw[name]:
            if value in known:
                found.append(known[value])
            else:
                self._refuse(_UNKNOWN_CHOICE[name](), value)
        if found:
            self.given[name] = tuple(entry.value for entry in found)
        return tuple(found)

    def _flag(self, name: str, expected: str) -> bool:
        value = self._one(name)
        if value and value != expected:
            self._refuse(_("Filtre « {} » ignoré : « %s ».").format(name), value)
        if value == expected:
            self.given[name] = (value,)
        return value == expected

    def _number(self, text: str, low: float, high: float) -> float | None:
        if not _NUMBER.fullmatch(text):
            return None
        value = float(text.replace(",", "."))
        return value if math.isfinite(value) and low <= value <= high else None

    def _bbox(self) -> Box | None:
        value = self._one("bbox")
        if not value:
            return None
        parts = [self._number(part.strip(), -180, 180) for part in value.split(",")[:5]]
        if len(parts) == 4 and None not in parts:
            west, south, east, north = parts
            if west < east and -90 <= south < north <= 90:
                box = Box(west, south, east, north)
                self.given["bbox"] = (str(box),)
                return box
        self._refuse(_("Zone ignorée : « %s » n’est pas « ouest,sud,est,nord »."), value)
        return None

    def _place(self) -> Place | None:
        """Around the commune that was typed, else around the point."""
        typed, latitude, longitude = self._one("ou"), self._one("lat"), self._one("lon")
        if typed:
            town = self.vocabulary.town(typed)
            if town and town.latitude is not None:
                self.given["ou"] = (town.slug,)
                return self._circle(town.name, town.latitude, town.longitude)
            self._refuse(_("Nous ne connaissons pas de commune « %s »."), typed)
        if latitude or longitude:
            position = self._number(latitude, -90, 90), self._number(longitude, -180, 180)
            if None not in position:
                self.given["lat"], self.given["lon"] = (latitude,), (longitude,)
                return self._circle(_NOTHING, *position)
            self._warn(_("Position ignorée : il faut une latitude et une longitude en degrés."))
        return None

    def _circle(self, label: str, latitude: float, longitude: float) -> Place:
        value = self._one("rayon")
        radius = self._number(value, 1, MAX_RADIUS_KM) if value else None
        if value and radius is None:
            self._refuse(_("Distance ignorée : « %s » n’est pas entre 1 et 100 km."), value)
        if radius is not None:
            self.given["rayon"] = (f"{radius:g}",)
        return Place(label, latitude, longitude, radius or DEFAULT_RADIUS_KM)

    def _open_at(self) -> datetime | None:
        value = self._one("ouvert")
        if not value:
            return None
        if value == "maintenant":
            self.given["ouvert"] = (value,)
            return self.now
        moment = _moment(value)
        if moment is None:
            self._refuse(_("Heure ignorée : « %s » n’est pas « AAAA-MM-JJTHH:MM »."), value)
            return None
        today = midnight(self.now.astimezone(PARIS).date())
        if moment < today:
            self._warn(_("Cette heure est passée : elle est ignorée."))
            return None
        if moment >= self._known_until(today):
            self._warn(_("Nous ne connaissons pas encore les horaires de ce jour-là."))
            return None
        self.given["ouvert"] = (value,)
        return moment.replace(tzinfo=PARIS)

    def _known_until(self, today: datetime) -> datetime:
        """When, in naive Paris time, the first row runs out of known openings."""
        known = Listing.objects.filter(intervals_until__isnull=False)
        until = known.order_by("intervals_until").values_list("intervals_until", flat=True).first()
        if until is None:
            return today + timedelta(days=35)
        return until.astimezone(PARIS).replace(tzinfo=None)

    def _sort(self, place: Place | None) -> str:
        default = DISTANCE if place else FRESHNESS
        value = self._one("tri")
        if not value:
            return default
        if value not in SORTS:
            self._refuse(_("Ordre inconnu : « %s »."), value)
            return default
        if value == DISTANCE and place is None:
            self._warn(_("L’ordre par distance demande un lieu."))
            return default
        self.given["tri"] = (value,)
        return value

    def _page(self) -> int:
        value = self._one("page")
        if not value:
            return 1
        if not re.fullmatch(r"[0-9]{1,6}", value) or int(value) < 1:
            self._refuse(_("Page inconnue : « %s »."), value)
            return 1
        if int(value) > 1:
            self.given["page"] = (str(int(value)),)
        return int(value)


_FLAGS = {"bio": "1", "label": "1", "saison": "1", "acces": "pmr"}
_UNPRINTABLE = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
_UNKNOWN_CHOICE = {
    "type": lambda: _("Type de lieu inconnu : « %s »."),
    "pays": lambda: _("Pays inconnu : « %s »."),
    "famille": lambda: _("Famille inconnue : « %s »."),
    "produit": lambda: _("Produit inconnu : « %s »."),
}


def _moment(value: str) -> datetime | None:
    if not _MOMENT.fullmatch(value):
        return None
    try:
        return datetime.strptime(value, "%Y-%m-%dT%H:%M")
    except ValueError:
        return None


def _merged(given: tuple, found: tuple) -> tuple:
    return tuple(dict.fromkeys((*given, *found)))
