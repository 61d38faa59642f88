"""Opening hours: read in the OSM syntax, corrected by dated exceptions, said in French.

Pure functions and values: no model, no database. Hours are those of metropolitan France,
Europe/Paris and its public holidays.
"""

from .description import describe
from .exceptions import DatedException
from .hours import Hours
from .state import State
from .syntax import normalise
from .validation import MAX_LENGTH, validate, validate_times
from .week import DayRow

__all__ = [
    "MAX_LENGTH",
    "DatedException",
    "DayRow",
    "Hours",
    "State",
    "describe",
    "normalise",
    "validate",
    "validate_times",
]
