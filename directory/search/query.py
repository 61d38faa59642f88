"""What somebody asks of the directory, once understood."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlencode

from directory.enums import Kind
from directory.geography import Box
from directory.hours.engine import PARIS
from directory.text import STOP_WORDS, tokens
from directory.vocabulary import Entry

# In the order they stand in an address; those of the second line may be repeated.
PARAMETERS = (
    *("q", "ou", "lat", "lon", "rayon", "bbox"),
    *("type", "famille", "produit", "pays"),
    *("bio", "label", "saison", "acces", "ouvert", "tri", "page"),
)
REPEATABLE = ("type", "famille", "produit", "pays")
PLACE_PARAMETERS = ("ou", "lat", "lon", "rayon")

QUOTES = '"«»“” \u00a0\u202f'  # around words to be taken as they are

DISTANCE, NAME, FRESHNESS = "distance", "nom", "fraicheur"
SORTS = (DISTANCE, NAME, FRESHNESS)
DEFAULT_RADIUS_KM = 15
MAX_RADIUS_KM = 100


@dataclass(frozen=True, slots=True)
class Place:
    label: str
    latitude: float
    longitude: float
    radius_km: float


@dataclass(frozen=True, slots=True)
class Recognised:
    """Words of `q` that mean something: `units` are their places among the words typed."""

    entry: Entry
    units: tuple[int, ...]


@dataclass(frozen=True)
class Query:
    """A search. The area is `bbox` if there is one, else the circle of `place`.

    Values of one kind widen the search, kinds of filters narrow it. What was recognised in `q`
    counts as if its parameter had been given.
    """

    now: datetime
    given: tuple[tuple[str, tuple[str, ...]], ...] = ()
    warnings: tuple[str, ...] = ()
    units: tuple[str, ...] = ()  # the words of q as typed, with their quotes
    recognised: tuple[Recognised, ...] = ()
    words: tuple[str, ...] = ()  # stems that nothing recognised
    only: Kind | None = None
    place: Place | None = None
    bbox: Box | None = None
    kinds: tuple[str, ...] = ()
    families: tuple[Entry, ...] = ()
    products: tuple[Entry, ...] = ()
    countries: tuple[str, ...] = ()
    organic: bool = False
    labelled: bool = False
    in_season: bool = False
    step_free: bool = False
    open_at: datetime | None = None
    sort: str = FRESHNESS
    page: int = 1
    # What was asked of the database to choose how to ask the rest: once for all variants.
    known: dict = field(default_factory=dict, compare=False, repr=False)

    @property
    def q(self) -> str:
        return " ".join(self.units)

    @property
    def at(self) -> datetime:
        """The moment the states of places are told for."""
        return self.open_at or self.now

    @property
    def month(self) -> int:
        """The month that « de saison » means: that of the moment asked for."""
        return self.at.astimezone(PARIS).month

    @property
    def lasting(self) -> tuple:
        """What its answer follows from beside the directory, but for who is open now.

        The same for an hour, or for a minute if it asks who is open.
        """
        hour = self.minute.replace(minute=0)
        return self.only, self.in_season, self.minute if self.open_at else hour, self.given

    @property
    def minute(self) -> datetime:
        """The minute in which it is asked: hours of opening are written to the minute."""
        return self.now.astimezone(PARIS).replace(second=0, microsecond=0)

    @property
    def without_page(self) -> "Query":
        return self.but(given=tuple(pair for pair in self.given if pair[0] != "page"))

    @property
    def has_area(self) -> bool:
        return self.bbox is not None or self.place is not None

    @property
    def has_filters(self) -> bool:
        return bool(
            self.words
            or self.only
            or self.kinds
            or self.families
            or self.products
            or self.countries
            or self.organic
            or self.labelled
            or self.in_season
            or self.step_free
            or self.open_at
        )

    def values(self, parameter: str) -> tuple[str, ...]:
        """The values given for a parameter in the address."""
        return dict(self.given).get(parameter, ())

    def urlencode(self, **changes) -> str:
        """The query string of this search with other values; an empty one takes a parameter away.

        A change goes back to the first page unless it names one.
        """
        values = dict(self.given)
        if changes:
            values.pop("page", None)
        for parameter, value in changes.items():
            if value is None or isinstance(value, str | int | float):
                value = () if value in (None, "") else (str(value),)
            values[parameter] = tuple(value)
        pairs = [(name, value) for name in PARAMETERS for value in values.get(name, ())]
        return urlencode(pairs)

    def without_words(self, recognised) -> str:
        """`q` less some recognised words, and less the small words before them (« près de »)."""
        gone = set()
        for found in recognised:
            gone.update(found.units)
            before = found.units[0] - 1
            while before >= 0 and _is_small(self.units[before]):
                gone.add(before)
                before -= 1
        return " ".join(unit for n, unit in enumerate(self.units) if n not in gone)

    def toggled(self, parameter: str, value: str, *, on: bool) -> dict:
        """The changes that add or remove one value of a filter, wherever it came from."""
        mine = [
            r for r in self.recognised if r.entry.parameter == parameter and value in r.entry.values
        ]
        given = self.values(parameter)
        if on:
            kept = given if parameter in REPEATABLE else ()
            return {parameter: (*kept, value)}
        others = [other for found in mine for other in found.entry.values]
        kept = tuple(dict.fromkeys(v for v in (*given, *others) if v != value))
        changes = {parameter: kept if parameter in REPEATABLE else ()}
        return changes | ({"q": self.without_words(mine)} if mine else {})

    def but(self, **changes) -> "Query":
        return replace(self, **changes)


def _is_small(unit: str) -> bool:
    return all(token in STOP_WORDS for token in tokens(unit))
