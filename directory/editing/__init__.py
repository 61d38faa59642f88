"""Edit a listing: what is written, what is published at once, what waits, who was first."""

from directory.editing.moderation import Missing, Refusal, Refused, missing, refusal, send, withdraw
from directory.editing.parts import PARTS, Part
from directory.editing.saving import Choice, Conflict, Held, Saved, save
from directory.editing.versions import Difference, differences, is_pending, token, working

__all__ = [
    "PARTS",
    "Choice",
    "Conflict",
    "Difference",
    "Held",
    "Missing",
    "Part",
    "Refusal",
    "Refused",
    "Saved",
    "differences",
    "is_pending",
    "missing",
    "refusal",
    "save",
    "send",
    "token",
    "withdraw",
    "working",
]
