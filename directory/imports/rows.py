"""One row's text, cleaned into values that a page can hold, or refused with the reason."""

import hashlib
import math
import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from directory import hours
from directory.enums import Kind, StepFree
from directory.imports.errors import Refusal
from directory.imports.formats import Row
from directory.imports.mapping import Mapping
from directory.imports.osm import WHEELCHAIR
from directory.imports.words import plain

LONGEST_TITLE = 200
LENGTHS = {"address": 200, "locality": 80, "summary": 200, "phone": 20, "website": 200}
YES, NO = {"yes", "oui", "1", "true", "vrai", "x"}, {"", "no", "non", "0", "false", "faux"}

_SPACES = re.compile(r"\s+")
_POSTCODE = re.compile(r"\d{4,5}")
_is_url = URLValidator(schemes=["http", "https"])


@dataclass
class Place:
    """A place as its source tells it. `values`: page fields of which the source speaks.

    `stated_commune` and `stated_postcode` are still to be found among the communes;
    `notes` says what was left aside and why.
    """

    line: int
    external_id: str
    title: str
    kind: Kind
    values: dict
    stated_commune: str = ""
    stated_postcode: str = ""
    unread_hours: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def position(self) -> tuple[float, float] | None:
        latitude = self.values.get("latitude")
        return None if latitude is None else (latitude, self.values["longitude"])


def external_id_of(row: Row, mapping: Mapping) -> str:
    """The row's identifier in its source, or an empty string."""
    return _line(mapping.read(row.values).get("id", ""))[:120]


def clean(row: Row, mapping: Mapping) -> Place:
    """Turn a row into a place; raise Refusal with the reason, in French, if it cannot be one."""
    if row.problem:
        raise Refusal(row.problem)
    text = {name: _line(value) for name, value in mapping.read(row.values).items()}
    title = _title(text["title"])
    kind = mapping.kind(row.values, text["kind"])
    if kind is None:
        raise Refusal(_kind_refusal(text["kind"]))
    latitude, longitude = _position(text.get("latitude", ""), text.get("longitude", ""))
    place = Place(
        line=row.line,
        external_id=text.get("id", "")[:120],
        title=title,
        kind=kind,
        values={"title": title, "kind": kind.value},
        stated_commune=text.get("commune", ""),
        stated_postcode=_postcode(text.get("postcode", "")),
    )
    if {"latitude", "longitude"} & mapping.fields:
        place.values |= {"latitude": latitude, "longitude": longitude}
    _add_address(place, text)
    _add_contacts(place, text)
    _add_hours(place, text)
    if "step_free" in text:
        place.values["step_free"] = _step_free(text["step_free"])
    if "summary" in text:
        place.values["summary"] = _short(place, "summary", text["summary"], _("phrase"))
    place.external_id = place.external_id or _derived_id(place)
    return place


def _line(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def _title(text: str) -> str:
    if not plain(text):
        raise Refusal(_("sans nom"))
    if len(text) > LONGEST_TITLE:
        raise Refusal(
            _("nom trop long (%(found)d caractères, %(max)d au plus)")
            % {"found": len(text), "max": LONGEST_TITLE}
        )
    return text


def _kind_refusal(word: str) -> str:
    if not word:
        return _("sans type de lieu")
    return _("type de lieu non retenu : « %s »") % word[:40]


def _position(latitude: str, longitude: str) -> tuple[float, float] | tuple[None, None]:
    if not latitude and not longitude:
        return None, None
    if not latitude or not longitude:
        raise Refusal(_("position incomplète"))
    found = (_degrees(latitude, 90, _("latitude")), _degrees(longitude, 180, _("longitude")))
    if found == (0, 0):
        raise Refusal(_("position nulle (0, 0)"))
    return found


def _degrees(text: str, limit: int, name: str) -> float:
    try:
        number = float(text.replace(",", ".").replace("°", ""))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise Refusal(_("%(name)s illisible : « %(text)s »") % {"name": name, "text": text[:40]})
    if abs(number) > limit:
        raise Refusal(_("%(name)s hors limites : « %(text)s »") % {"name": name, "text": text[:40]})
    return round(number, 6)


def _postcode(text: str) -> str:
    digits = text.removesuffix(".0").replace(" ", "")
    return digits.zfill(5) if _POSTCODE.fullmatch(digits) else ""


def _add_address(place: Place, text: dict[str, str]) -> None:
    if {"address", "street", "street_number"} & text.keys():
        street = " ".join(filter(None, (text.get("street_number"), text.get("street"))))
        # A number alone leads nowhere.
        street = street if text.get("street") else ""
        address = text.get("address") or street
        place.values["address"] = _short(place, "address", address, _("adresse"))
    if "postcode" in text:
        place.values["postcode"] = place.stated_postcode
        if text["postcode"] and not place.stated_postcode:
            place.notes.append(_("code postal illisible : « %s »") % text["postcode"][:40])


def _add_contacts(place: Place, text: dict[str, str]) -> None:
    if "phone" in text:
        number = text["phone"].split(";")[0].strip()
        place.values["phone"] = _short(place, "phone", number, _("téléphone"))
    if "email" in text:
        place.values["email"] = _valid(place, validate_email, text["email"], _("adresse e-mail"))
    if "website" in text:
        address = text["website"].split(";")[0].strip()
        if address and "://" not in address:
            address = f"https://{address}"
        address = _valid(place, _is_url, address, _("site web"))
        place.values["website"] = _short(place, "website", address, _("site web"))
    for name in ("phone", "email"):
        if f"{name}_is_public" in text and name in text:
            place.values[f"{name}_is_public"] = (
                bool(place.values[name]) and text[f"{name}_is_public"].lower() in YES
            )


def _short(place: Place, name: str, text: str, label: str) -> str:
    if len(text) <= LENGTHS[name]:
        return text
    place.notes.append(_("%s trop long : laissé de côté") % label)
    return ""


def _valid(place: Place, validate, text: str, label: str) -> str:
    try:
        if text:
            validate(text)
    except ValidationError:
        place.notes.append(
            _("%(name)s illisible : « %(text)s »") % {"name": label, "text": text[:40]}
        )
        return ""
    return text


def _add_hours(place: Place, text: dict[str, str]) -> None:
    """Hours as the page will hold them; those that cannot be read stay in the record alone."""
    if "opening_hours" not in text or place.kind == Kind.PRODUCER:
        return
    try:
        hours.validate(text["opening_hours"])
        place.values["opening_hours"] = hours.normalise(text["opening_hours"])
    except ValidationError:
        place.values["opening_hours"] = ""
        place.unread_hours = text["opening_hours"][: hours.MAX_LENGTH]
        place.notes.append(_("horaires illisibles : « %s »") % text["opening_hours"][:80])


def _step_free(text: str) -> str:
    word = text.lower()
    if word in WHEELCHAIR:
        return WHEELCHAIR[word].value
    if word in YES:
        return StepFree.YES.value
    return StepFree.NO.value if word and word in NO else StepFree.UNKNOWN.value


def _derived_id(place: Place) -> str:
    """An identifier for a row that has none: the same row gives the same one next time."""
    facts = (plain(place.title), place.kind.value, place.position, place.values.get("address", ""))
    facts += (plain(place.stated_commune), place.stated_postcode)
    return f"sans-id:{hashlib.sha256(repr(facts).encode()).hexdigest()[:20]}"
