"""Names of the fields of a week, and the help to fill them in that works without scripts."""

from collections.abc import Iterator

from directory.hours.grid import MAX_SEASONS, MAX_SLOTS, Week
from directory.hours.presets import PRESETS
from directory.hours.typed import show_time

COUNT = "saisons"
START, END = "de", "a"


def slot_field(season: int, day: int, row: int, side: str) -> str:
    return f"s{season}-{day}-{row}-{side}"


def period_field(season: int) -> str:
    return f"s{season}-periode"


def season_count(data) -> int:
    """How many parts of the year a submitted form has, whatever was sent."""
    return min(_number(data.get(COUNT, "")), MAX_SEASONS)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else 0


def day_fields(season: int, day: int) -> list[tuple[str, str]]:
    """The names of the fields of a day: start and end of each slot."""
    return [
        (slot_field(season, day, row, START), slot_field(season, day, row, END))
        for row in range(MAX_SLOTS)
    ]


def slot_fields(season: int) -> Iterator[str]:
    for day in range(7):
        for row in range(MAX_SLOTS):
            for side in (START, END):
                yield slot_field(season, day, row, side)


def typed_week(season: int, week: Week) -> dict[str, str]:
    """The fields of a week as a person would have typed them, empty ones included."""
    found = dict.fromkeys(slot_fields(season), "")
    for day, slots in enumerate(week):
        for row, slot in enumerate(slots[:MAX_SLOTS]):
            found[slot_field(season, day, row, START)] = show_time(slot.start)
            found[slot_field(season, day, row, END)] = show_time(slot.end)
    return found


def reshaped(data, action: str):
    """What was typed, after « add a period », « remove it », « fill in », « copy a day ».

    None when the action is none of these.
    """
    verb, _dash, rest = action.partition("-")
    number, _dash, choice = rest.partition("-")
    if verb not in _ACTIONS:
        return None
    data = data.copy()
    if _number(number) <= season_count(data):
        _ACTIONS[verb](data, _number(number), choice)
    return data


def _add(data, _number: int, _choice: str) -> None:
    """One part of the year more, which begins as the usual week."""
    count = season_count(data)
    if count == MAX_SEASONS:
        return
    data[COUNT] = str(count + 1)
    for name, usual in zip(slot_fields(count + 1), slot_fields(0), strict=True):
        data[name] = data.get(usual, "")


def _drop(data, number: int, _choice: str) -> None:
    if not number:
        return
    last = season_count(data)
    for season in range(number, last + 1):
        for name in (period_field(season), *slot_fields(season)):
            following = name.replace(f"s{season}-", f"s{season + 1}-", 1)
            data[name] = data.get(following, "") if season < last else ""
    data[COUNT] = str(last - 1)


def _fill(data, number: int, choice: str) -> None:
    for preset in PRESETS:
        if preset.slug == choice:
            for name, text in typed_week(number, preset.week).items():
                data[name] = text


def _copy(data, number: int, _choice: str) -> None:
    source = data.get(f"s{number}-copier-de", "")
    if source not in _DAYS:
        return
    for target in set(data.getlist(f"s{number}-copier-sur")) & _DAYS:
        for row in range(MAX_SLOTS):
            for side in (START, END):
                text = data.get(slot_field(number, int(source), row, side), "")
                data[slot_field(number, int(target), row, side)] = text


_DAYS = set("0123456")


def _show(_data, _number: int, _choice: str) -> None:
    """What was typed and kept on a phone, as it is: a script asks for its parts of the year."""


_ACTIONS = {"montrer": _show, "ajouter": _add, "enlever": _drop, "remplir": _fill, "copier": _copy}
