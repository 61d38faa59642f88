"""What an act of the desks is: a verb of the label, who does it, when, and the fields it asks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django import forms

from label import machine, roles
from label.enums import Role

Fields = Mapping[str, forms.Field]


def _nothing(obj, by) -> Fields:
    return {}


def _always(obj) -> bool:
    return True


@dataclass(frozen=True)
class Act:
    """One act on one kind of object.

    `run(obj, *, by, **values)` is the verb; `fields(obj, by)` gives the fields whose clean values
    it takes. A name with colons (« reasons:SAN-1 ») is gathered in a dictionary. `event` is the
    move of the tables that it makes: its guards say beforehand why it would be refused, asked with
    what the form would bring (`told` turns values of the form into data of the move).
    """

    name: str
    label: str
    who: tuple[str, ...]
    run: Callable
    fields: Callable[[object, object], Fields] = _nothing
    states: tuple[str, ...] = ()  # empty: in any
    shown: Callable[[object], bool] = _always
    event: str = ""
    told: Callable[[dict], dict] | None = None
    help: str = ""
    grave: bool = False  # cannot be undone, or weighs on somebody

    def is_for(self, user, obj) -> bool:
        """Whether this person has the role of the act, whatever the state."""
        return bool(set(self.who) & roles.held_for(user, obj))

    def is_open(self, obj) -> bool:
        """Whether the state of the object calls for it."""
        return (not self.states or obj.state in self.states) and self.shown(obj)

    def faults(self, obj, user, *, now=None) -> list[str]:
        """Why the act would be refused now, were its form well filled in."""
        if not self.event:
            return []
        values = gather(plausible(self.fields(obj, user)))
        data = self.told(values) if self.told else values
        return machine.reasons_against(obj, self.event, by=user, now=now, **data)


@dataclass(frozen=True)
class Agreement(Act):
    """The word that a joint move waits for (« secrétariat et garant »)."""

    run: Callable = field(init=False, default=None)
    joint: str = ""  # the event agreed to

    def __post_init__(self):
        event = self.joint

        def run(obj, *, by, note: str = ""):
            return machine.endorse(obj, event, by=by, note=note)

        object.__setattr__(self, "run", run)


def gather(values: Mapping) -> dict:
    """« reserves:ENV-1:action » → {"reserves": {"ENV-1": {"action": …}}}."""
    gathered: dict = {}
    for name, value in values.items():
        *path, last = name.split(":")
        place = gathered
        for step in path:
            place = place.setdefault(step, {})
        place[last] = value
    return gathered


def plausible(fields: Fields) -> dict:
    """Values that a well-filled form would bring for what it requires."""
    return {name: one.plausible for name, one in fields.items() if hasattr(one, "plausible")}


SECRETARIAT = (Role.SECRETARIAT,)
GUARANTOR = (Role.GUARANTOR,)
AUTHORITY = (Role.AUTHORITY,)
CONTROLLER = (Role.CONTROLLER,)
