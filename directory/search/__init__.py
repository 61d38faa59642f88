"""The public search: the only door to the rows of the directory.

The list, the map, and whatever else shows several places, ask here; drafts and private fields are
not in the rows, so they cannot come out.
"""

from directory.search.facets import Facet, Option
from directory.search.find import find
from directory.search.parse import parse
from directory.search.points import points, points_json
from directory.search.query import Place, Query
from directory.search.results import Filter, Results
from directory.search.steps import Step

__all__ = [
    "Facet",
    "Filter",
    "Option",
    "Place",
    "Query",
    "Results",
    "Step",
    "find",
    "parse",
    "points",
    "points_json",
]
