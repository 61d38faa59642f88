"""One agenda over all scripts: whoever's next act comes first plays it."""

from collections.abc import Generator, Iterable
from datetime import date, datetime, time, timedelta
from heapq import heappop, heappush

from label import clock

Script = Generator[datetime, None, None]


class Agenda:
    """Plays scripts up to `end`; days are counted from the day of `end`, which is 0."""

    def __init__(self, *, end: datetime):
        self.end = end
        self.now = datetime.min.replace(tzinfo=clock.PARIS)

    @property
    def today(self) -> date:
        """The civil day of the act that is being played."""
        return clock.civil_day(self.now)

    def day(self, number: int) -> date:
        return clock.civil_day(self.end) + timedelta(days=number)

    def at(self, number: int, hour: int = 9, minute: int = 0) -> datetime:
        """That hour in Paris, so many days after the day of loading."""
        return datetime.combine(self.day(number), time(hour, minute), clock.PARIS)

    def ago(self, minutes: int) -> datetime:
        """A moment of the day of loading, even just after midnight."""
        return max(self.end - timedelta(minutes=minutes), clock.start_of(self.day(0)))

    def play(self, scripts: Iterable[Script]) -> None:
        """Play every act whose moment is not after the end, in the order of the moments."""
        waiting: list[tuple[datetime, int, Script]] = []
        for number, script in enumerate(scripts):
            self._wait(waiting, number, script)
        while waiting:
            moment, number, script = heappop(waiting)
            self.now = max(moment, self.now)
            self._wait(waiting, number, script)

    def _wait(self, waiting, number, script):
        moment = next(script, None)
        if moment is not None and moment <= self.end:
            heappush(waiting, (moment, number, script))
        else:
            script.close()
