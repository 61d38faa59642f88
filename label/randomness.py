"""Public randomness that nobody here can choose: drand rounds and lottery numbers (label.md 2.5).

Standard library only. Nothing is fetched: a number is typed by one person, confirmed by another.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LEAST_NOTICE = timedelta(hours=24)


@dataclass(frozen=True)
class Chain:
    """A drand network: its rounds come every `period` seconds since `genesis` (Unix time)."""

    name: str
    chain_hash: str
    genesis: int
    period: int

    def moment_of(self, round_number: int) -> datetime:
        return datetime.fromtimestamp(self.genesis + (round_number - 1) * self.period, UTC)

    def first_round_from(self, moment: datetime) -> int:
        """The number of the first round published at `moment` (aware) or later."""
        seconds = moment.timestamp() - self.genesis
        return max(1, int(-(-seconds // self.period)) + 1)


CHAINS = {
    "quicknet": Chain(
        "quicknet",
        "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971",
        1692803367,
        3,
    ),
    "default": Chain(
        "default",
        "8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce",
        1595431050,
        30,
    ),
}


@dataclass(frozen=True)
class Source:
    """What the specification of a draw names before the randomness exists."""

    kind: str  # "drand", "lottery" or "other"
    name: str
    round: int | None = None
    day: date | None = None

    def moment(self) -> datetime | None:
        """The earliest moment at which the randomness can exist; None where nothing tells it."""
        if self.kind == "drand":
            return CHAINS[self.name].moment_of(self.round)
        if self.kind == "lottery":
            return datetime(self.day.year, self.day.month, self.day.day, tzinfo=UTC)
        return None

    def enough_notice(self, committed_at: datetime) -> bool:
        """Whether the randomness comes 24 h or more after `committed_at`."""
        moment = self.moment()
        return moment is None or moment - committed_at >= LEAST_NOTICE


def drand_source(chain: str, round_number: int) -> str:
    return f"drand:{chain}:{round_number}"


def lottery_source(name: str, day: date) -> str:
    return f"lottery:{name}:{day.isoformat()}"


def read_source(text: str) -> Source:
    """Read the `source` of a specification; a sentence that fits no known form is kept as it is.

    Raises ValueError for a drand or lottery source that cannot be.
    """
    kind, _, rest = text.partition(":")
    if kind == "drand":
        chain, _, number = rest.partition(":")
        if chain not in CHAINS or not re.fullmatch(r"[1-9][0-9]{0,11}", number):
            raise ValueError(f"source drand illisible : {text}")
        return Source("drand", chain, round=int(number))
    if kind == "lottery":
        name, _, day = rest.rpartition(":")
        try:
            return Source("lottery", name, day=date.fromisoformat(day))
        except ValueError:
            raise ValueError(f"source de loterie illisible : {text}") from None
    return Source("other", text)


def normal_numbers(text: str) -> str:
    """Numbers of a lottery in one written form, in the order they are published: « 3 12 28 ».

    Raises ValueError where there is anything else than numbers and what stands between them.
    """
    if not re.fullmatch(r"[0-9\s,;.\-/+]+", text) or not re.search(r"[0-9]", text):
        raise ValueError("écrivez les numéros séparés par des espaces")
    return " ".join(str(int(number)) for number in re.findall(r"[0-9]+", text))


def from_numbers(text: str) -> str:
    """The randomness (64 hexadecimal digits) that lottery numbers stand for: their SHA-256."""
    return hashlib.sha256(normal_numbers(text).encode()).hexdigest()


def from_drand_signature(signature: str) -> str:
    """The randomness of a drand round, which is by definition the SHA-256 of its signature."""
    return hashlib.sha256(bytes.fromhex(signature)).hexdigest()


def normal_hex(text: str) -> str:
    """Typed hexadecimal digits in one form. Raises ValueError for less than 16 bytes."""
    digits = re.sub(r"\s+", "", text).lower()
    if not re.fullmatch(r"(?:[0-9a-f]{2}){16,128}", digits):
        raise ValueError("l’aléa s’écrit en chiffres hexadécimaux, 32 au moins")
    return digits
