"""Time calls so that a ratio holds on a noisy machine."""

import gc
import statistics
import time
from collections.abc import Callable


def paces(calls: dict[str, Callable], *, rounds: int = 60, warmup: int = 5) -> dict[str, float]:
    """Seconds of each call, taken in turn so that drift touches all alike.

    The fastest tenth tells: what is slower was disturbed by something else on the machine.
    """
    for call in calls.values():
        for _ in range(warmup):
            call()
    spent = {name: [] for name in calls}
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds):
            for name, call in calls.items():
                start = time.perf_counter()
                call()
                spent[name].append(time.perf_counter() - start)
    finally:
        gc.enable()
    return {name: statistics.quantiles(values, n=10)[0] for name, values in spent.items()}
