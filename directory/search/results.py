"""What a search answers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

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
    steps: list = field(default_factory=list)
    count_open: Callable[[], int | None] = lambda: None
    count_flags: Callable[..., list] = list
    count_groups: Callable[[], list] = list

    @cached_property
    def flags(self) -> list:
        """The filters of one click, counted for the pages that show them."""
        return self.count_flags(open_now=self.open_now)

    @cached_property
    def open_now(self) -> int | None:
        """How many are open now, where that is counted."""
        return self.count_open()

    @cached_property
    def groups(self) -> list:
        """The filters of several choices, counted for the pages that show them."""
        return self.count_groups()

    @property
    def facets(self) -> list:
        return [*self.flags, *self.groups]

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
