"""The mark of the label on public listings: page, search and map say what is in force, at once."""

from directory import listing
from directory.models import ListedPage, ProducerPage
from label.enums import GrantState
from label.models import Grant

# A formal notice is not mentioned (label.md 6.4); a suspended label is not shown as one.
MARKED = (GrantState.ACTIVE, GrantState.ACTIVE_WITH_RESERVES, GrantState.FORMAL_NOTICE)
LONGEST = ListedPage._meta.get_field("label_scope").max_length


def follow(operator: ProducerPage) -> None:
    """Write on a listing the first of its labels in force and all that they cover."""
    grants = list(
        Grant.objects.filter(operator=operator, state__in=MARKED)
        .order_by("number")
        .prefetch_related("lines__line")
    )
    lines = [row.line.name for grant in grants for row in grant.lines.all() if row.is_in_force]
    number = grants[0].number if grants else ""
    listing.note_label(operator, number=number, scope=in_short(dict.fromkeys(lines)))


def rebuild() -> int:
    """Write every mark again, and take away those that no grant gives; how many listings bear one.

    A suspended or ended label leaves no mark, whoever had written it.
    """
    marked = set(ListedPage.objects.exclude(label_number="").values_list("pk", flat=True))
    granted = set(Grant.objects.filter(state__in=MARKED).values_list("operator", flat=True))
    for page in ListedPage.objects.filter(pk__in=marked - granted):
        listing.note_label(page, number="", scope="")
    for page in ProducerPage.objects.filter(pk__in=granted):
        follow(page)
    return len(granted)


def in_short(names) -> str:
    """Names of product lines in the room that a listing has for them, whole words only."""
    text = ""
    for name in names:
        longer = f"{text}, {name}" if text else name
        if len(longer) > LONGEST - 2:
            return f"{text}, …" if text else name[:LONGEST]
        text = longer
    return text
