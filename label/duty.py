"""One line of what a juror or a visitor has to do."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Duty:
    """One thing to do, or to know; `rank` orders them, the smallest presses most."""

    rank: int
    kick: str
    title: str
    text: str
    url: str = ""
    button: str = ""
    icon: str = "next"
    is_question: bool = False  # an invitation: two answers, in one tap
