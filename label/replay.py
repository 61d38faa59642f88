"""Play the journal again and compare: states, the register on any day, the chain (6.6, I-21)."""

from collections.abc import Iterable
from datetime import datetime

from label import chain, proof
from label.enums import IN_REGISTER
from label.journal import links
from label.models import (
    Alert,
    Appeal,
    Case,
    CharterSignature,
    Check,
    Event,
    EventPayload,
    Grant,
    Panel,
    ReferentialVersion,
    RulesVersion,
    Seat,
    Visit,
)

MODELS = (
    Case,
    Grant,
    Panel,
    Seat,
    Visit,
    Check,
    Alert,
    Appeal,
    ReferentialVersion,
    RulesVersion,
    CharterSignature,
)


def differences() -> list[str]:
    """What does not match between the journal and the database; empty: all does. In French."""
    found = []
    if broken := chain.first_break(links()):
        found.append(broken)
    try:
        states = proof.replay(links())
    except proof.Mismatch as mismatch:
        return [*found, str(mismatch)]
    for model in MODELS:
        for obj in _objects(model):
            known = states.pop((model.machine, obj.public_ref), None)
            if known != obj.state:
                found.append(
                    f"{model.machine} {obj.public_ref} : « {obj.state} », "
                    f"le journal dit « {known or 'rien'} »"
                )
    found += [f"{machine} {ref} : disparu" for machine, ref in states]
    return found + _payload_differences()


def register_at(moment: datetime) -> dict[str, str]:
    """Number → state of the grants that the register showed at a moment, from the journal alone."""
    states: dict[str, str] = {}
    rows = (
        Event.objects.filter(machine="grant", at__lte=moment)
        .exclude(move="")
        .order_by("seq")
        .values_list("object_ref", "target")
    )
    for ref, target in rows:
        states[ref] = target
    return {ref: state for ref, state in states.items() if state in IN_REGISTER}


def _payload_differences() -> Iterable[str]:
    rows = EventPayload.objects.filter(erased_at=None).select_related("event")
    return [
        f"événement {row.event.seq} : son détail ne correspond plus à son empreinte"
        for row in rows.order_by("event__seq").iterator(chunk_size=500)
        if chain.payload_hash(row.data, salt=row.salt) != row.event.payload_hash
    ]


def _objects(model):
    related = {
        Panel: ("case",),
        Seat: ("panel__case", "candidate__draw"),
        Visit: ("case",),
        Check: ("grant",),
        Appeal: ("case",),
    }
    return model.objects.select_related(*related.get(model, ())).order_by("pk")
