"""Words that the law keeps for those who can prove them: found in free text, with what to write."""

from directory.regulated_words.finding import Finding, Signs, find, protected_names, table
from directory.regulated_words.rules import ORGANIC, RULES, Gravity

__all__ = [
    "ORGANIC",
    "RULES",
    "Finding",
    "Gravity",
    "Signs",
    "find",
    "protected_names",
    "table",
]
