"""Numbers that people quote: one series per kind and year, without holes in committed work."""

from datetime import date

from label.models import ChainHead


def next_number(prefix: str, day: date) -> str:
    """The next number of a series: « DOS-2026-0007 ». Call it inside a transaction."""
    name = f"{prefix}-{day:%Y}"
    ChainHead.objects.get_or_create(name=name)
    head = ChainHead.objects.select_for_update().get(name=name)
    head.seq += 1
    head.save(update_fields=["seq"])
    return f"{name}-{head.seq:04d}"
