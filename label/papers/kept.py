"""The paper of a decision is kept as it was notified: the same bytes for as long as it exists."""

import hashlib
from datetime import datetime

from django.db import IntegrityError, transaction

from label import papers
from label.models import Decision, DecisionPaper


def keep(decision: Decision, *, now: datetime) -> DecisionPaper:
    """Make and keep the paper of a decision, once; then give the one that is kept."""
    if kept := DecisionPaper.objects.filter(decision=decision).first():
        return kept
    content = papers.decision(decision)
    try:
        with transaction.atomic():
            return DecisionPaper.objects.create(
                decision=decision,
                content=content,
                sha256=hashlib.sha256(content).hexdigest(),
                made_at=now,
            )
    except IntegrityError:  # another process kept it meanwhile
        return DecisionPaper.objects.get(decision=decision)


def keep_notified(*, now: datetime) -> int:
    """Keep the papers of notified decisions that have none yet; how many."""
    waiting = Decision.objects.filter(notice__isnull=False, paper=None)
    return sum(bool(keep(decision, now=now)) for decision in waiting)


def content_of(decision: Decision) -> bytes:
    """The kept paper, or what it will be; a reading writes nothing."""
    kept = DecisionPaper.objects.filter(decision=decision).first()
    return bytes(kept.content) if kept else papers.decision(decision)
