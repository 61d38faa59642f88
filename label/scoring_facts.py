"""What may be known of sheets at any time: who submitted, never what (label.md I-08)."""

from collections import Counter

from label.models import Panel, ScoreSheet


def submitted(panel: Panel, phase: int, *, round: int = 1):
    """Sheets handed in by effective jurors, not voided."""
    return ScoreSheet.objects.submitted().filter(
        seat__in=panel.seats.effective(), phase=phase, round=round
    )


def submitted_by_college(panel: Panel, phase: int, *, round: int = 1) -> dict[str, int]:
    colleges = submitted(panel, phase, round=round).values_list("seat__college", flat=True)
    return dict(Counter(colleges))


def progress(panel: Panel, phase: int, *, round: int = 1) -> tuple[int, int]:
    """Sheets handed in, of how many effective jurors."""
    return submitted(panel, phase, round=round).count(), panel.seats.effective().count()


def is_revealed(panel: Panel, phase: int) -> bool:
    return panel.keys.filter(phase=phase, released_at__isnull=False).exists()
