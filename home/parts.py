"""Parts of pages that follow from their address, the database and the day alone.

They are kept per edition (`home.edition`) and language for plain visits; an address with a query, a
form or a preview is made as it is asked. What changes with the minute stays out of them.
"""

from collections.abc import Callable, Iterable
from functools import cached_property

from home import edition

HEAD = ("meta", "structured_data", "trail")


def keep(request, name: str, make: Callable):
    """What was made for this address today, made now if it was not or may not be kept."""
    if request.method != "GET" or request.GET or getattr(request, "is_preview", False):
        return make()
    key = ("part", name, request.get_host(), request.path, edition.today())
    return edition.keep(key, make)


def keep_for(name: str, values: Iterable, make: Callable):
    """What was made for some plain values today, whatever the address."""
    return edition.keep(("part", name, *values, edition.today()), make)


class Lasting:
    """The facts of a page that last the day, read only if a part to be made asks for them.

    `{% kept %}` finds it in the context under `lasting`.
    """

    do_not_call_in_templates = True

    def __init__(self, request, gather: Callable[[], dict]):
        self.request, self.gather = request, gather

    @cached_property
    def facts(self) -> dict:
        return self.gather()

    def keep(self, name: str, make: Callable[[dict], object]):
        """Something small made from the facts."""
        return keep(self.request, name, lambda: make(self.facts))

    def context(self) -> dict:
        """What a template needs: the words of the head of the page, and the rest on demand."""
        head = self.keep("head", lambda facts: {name: facts.get(name) for name in HEAD})
        return {name: value for name, value in head.items() if value} | {"lasting": self}
