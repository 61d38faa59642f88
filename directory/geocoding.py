"""Find where an address is, through the national address service if the site has it.

`settings.GEOCODER_URL` names the service (« https://data.geopf.fr/geocodage/search »); empty, the
site asks nobody and a place stands at its commune.
"""

import json
import logging
from dataclasses import dataclass
from http.client import HTTPException
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings

logger = logging.getLogger(__name__)

TIMEOUT = 4  # seconds
LARGEST = 500_000  # bytes
MOST = 5
LONGEST = 200  # characters of a question
SURE = 0.6  # score from which an address is taken without asking


@dataclass(frozen=True)
class Found:
    """An address that the service knows; `score` from 0 to 1, `insee` the code of its commune."""

    label: str
    latitude: float
    longitude: float
    insee: str
    score: float
    is_exact: bool  # a number or a lane, rather than a whole commune


@dataclass(frozen=True)
class Answer:
    found: tuple[Found, ...] = ()
    is_reached: bool = True

    def sure(self, insee: str) -> Found | None:
        """The first address of a commune that needs no question."""
        for one in self.found:
            if one.is_exact and one.score >= SURE and one.insee == insee:
                return one
        return None


def is_available() -> bool:
    return settings.GEOCODER_URL.startswith(("https://", "http://"))


def find(address: str, *, insee: str = "") -> Answer:
    """The addresses that look like this one, in one commune if its INSEE code is given."""
    if not is_available() or not address.strip():
        return Answer(is_reached=is_available())
    query = {"q": address.strip()[:LONGEST], "limit": MOST, "autocomplete": 0}
    if insee:
        query["citycode"] = insee
    request = Request(
        f"{settings.GEOCODER_URL}?{urlencode(query)}", headers={"Accept": "application/json"}
    )
    try:
        with urlopen(request, timeout=TIMEOUT) as answer:
            features = json.loads(answer.read(LARGEST))["features"]
            return Answer(tuple(filter(None, map(_read, features[:MOST]))))
    except (OSError, HTTPException, ValueError, KeyError, TypeError) as error:
        logger.warning("the address service does not answer: %s", error)
        return Answer(is_reached=False)


def _read(feature: dict) -> Found | None:
    facts = feature["properties"]
    longitude, latitude = map(float, feature["geometry"]["coordinates"][:2])
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    return Found(
        label=str(facts.get("label", ""))[:LONGEST],
        latitude=round(latitude, 6),
        longitude=round(longitude, 6),
        insee=str(facts.get("citycode", "")),
        score=float(facts.get("score", 0)),
        is_exact=facts.get("type") in ("housenumber", "street", "locality"),
    )
