"""What a search answers."""

from dataclasses import dataclass, field

from directory.geography import Box
from directory.models import Listing
from directory.search.query import Place, Query

PAGE_SIZE = 20
MOST_COUNTED = 5000


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter in force; `remove` is the query string without it."""

    label: str
    remove: str


@dataclass
class Results:
    query: Query
    rows: list[Listing]
    total: int  # never more than MOST_COUNTED
    is_capped: bool
    page: int
    pages: int
    title: str
    filters: list[Filter]
    named: list[Listing] = field(default_factory=list)  # places the words may name, not among rows
    facets: list = field(default_factory=list)
    steps: list = field(default_factory=list)

    @property
    def place(self) -> Place | None:
        return self.query.place

    @property
    def bbox(self) -> Box | None:
        return self.query.bbox

    @property
    def words(self) -> tuple[str, ...]:
        return self.query.words

    @property
    def sort(self) -> str:
        return self.query.sort

    @property
    def warnings(self) -> tuple[str, ...]:
        return self.query.warnings

    @property
    def previous_query(self) -> str:
        return self._page(self.page - 1) if self.page > 1 else ""

    @property
    def next_query(self) -> str:
        return self._page(self.page + 1) if self.page < self.pages else ""

    def _page(self, number: int) -> str:
        return self.query.urlencode(page=number if number > 1 else None) or "page=1"
