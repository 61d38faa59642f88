"""Days when the usual hours of a place do not hold: added, removed, a whole week closed.

Verbs that write the exceptions of a page in memory, for `directory.editing.save`.
"""

from datetime import date, timedelta

from directory.models import HoursException, PointOfSalePage

_DAY = timedelta(days=1)
Kept = tuple[str, str, str, str]  # start, end, hours, note


def add(page: PointOfSalePage, start: date, end: date, hours: str = "", note: str = "") -> None:
    """Give some days hours of their own, in OSM times; none: closed. They replace those of the
    same dates."""
    remove(page, start, end)
    _append(page, HoursException(start=start, end=end, hours=hours, note=note))


def remove(page: PointOfSalePage, start: date, end: date) -> None:
    """Give back their usual hours to the days set apart by these very dates."""
    _put(page, [e for e in _rows(page) if (e.start, e.end) != (start, end)])


def close(page: PointOfSalePage, start: date, end: date, note: str = "") -> None:
    """Close a place on some days, whatever was announced for them.

    The shortest exception speaks for a day: those of some of these days are cut out of them.
    """
    rows = []
    for row in _rows(page):
        if not _is_cut(row, start, end):
            rows.append(row)
            continue
        if row.start < start:
            rows.append(_part(row, row.start, start - _DAY))
        if row.end > end:
            rows.append(_part(row, end + _DAY, row.end))
    _put(page, [*rows, HoursException(start=start, end=end, note=note)])


def cut_by(page: PointOfSalePage, start: date, end: date) -> list[Kept]:
    """What `close` would take away, as a session can keep it."""
    return [
        (row.start.isoformat(), row.end.isoformat(), row.hours, row.note)
        for row in _rows(page)
        if _is_cut(row, start, end)
    ]


def reopen(page: PointOfSalePage, start: date, end: date, kept: list[Kept] = ()) -> None:
    """Undo `close`, and give back what it had taken away."""
    rows = [e for e in _rows(page) if (e.start, e.end, e.hours) != (start, end, "")]
    for first, last, hours, note in kept:
        whole = HoursException(
            start=date.fromisoformat(first), end=date.fromisoformat(last), hours=hours, note=note
        )
        rows = [row for row in rows if not _is_piece(row, whole)]
        rows.append(whole)
    _put(page, rows)


def is_closed(page: PointOfSalePage, start: date, end: date) -> bool:
    """Whether a page says that it is closed on these very days."""
    return any((e.start, e.end, e.hours) == (start, end, "") for e in _rows(page))


def coming(page: PointOfSalePage, today: date) -> list[HoursException]:
    """Those that are not over, the nearest first."""
    return sorted(
        (e for e in _rows(page) if e.end >= today), key=lambda e: (e.start, e.end, e.hours)
    )


def _is_cut(row: HoursException, start: date, end: date) -> bool:
    return row.start <= end and row.end >= start and row.end - row.start <= end - start


def _is_piece(row: HoursException, whole: HoursException) -> bool:
    is_within = whole.start <= row.start and row.end <= whole.end
    return is_within and (row.hours, row.note) == (whole.hours, whole.note)


def _part(row: HoursException, start: date, end: date) -> HoursException:
    return HoursException(start=start, end=end, hours=row.hours, note=row.note)


def _rows(page: PointOfSalePage) -> list[HoursException]:
    return list(page.hours_exceptions.all())


def _append(page: PointOfSalePage, row: HoursException) -> None:
    _put(page, [*_rows(page), row])


def _put(page: PointOfSalePage, rows: list[HoursException]) -> None:
    page.hours_exceptions = rows
