"""How long the label keeps what is personal: one rule for each table (rules.md 4.1, label.md I-29).

What is in `PURGES` goes by itself, every night. The file of a case is a public archive: it goes
with the archivist's visa, see `label.archives`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext_lazy

from label import clock, storage
from label.enums import AlertState, CaseState, DrawPurpose, DrawState, PoolState
from label.mails import sending
from label.models import (
    Case,
    Draw,
    DrawCandidate,
    Event,
    Evidence,
    GivenGrade,
    InterestDeclaration,
    PoolMember,
    PublicRequest,
    ReadAccess,
    Reporter,
    ScoreSheet,
    SignedPaper,
    Unavailability,
    VisitPhoto,
)
from label.pool_cells import college_of

UNFOUNDED_KEPT = timedelta(days=61)  # after the answer
FOUNDED_KEPT = 36  # months after the end of the procedure
LEFT_KEPT = 3  # months out of the pool
INTERESTS_KEPT = 12  # months after the case is closed
SHEETS_KEPT = 24  # months after the case is closed
LOG_KEPT = 12  # months
ERASED = "-"  # what a sheet holds once its grades are forgotten
READINGS_KEPT = 36  # months, once the case is closed


def purge_requests(*, now: datetime) -> int:
    """What nobody confirmed, and the counts of what was."""
    _total, by_model = PublicRequest.objects.to_forget(now).delete()
    return by_model.get(PublicRequest._meta.label, 0)


def purge_reporters(*, now: datetime) -> int:
    """Who reported: what they reported stays, without them."""
    founded = Q(alert__reference__in=Event.objects.filter(move="A06").values("object_ref"))
    long_ago = clock.start_of(clock.add_months(clock.civil_day(now), -FOUNDED_KEPT))
    gone = (
        Reporter.objects.exclude(name="", email="", phone="", person=None)
        .filter(alert__state=AlertState.CLOSED)
        .filter(
            (founded & Q(alert__closed_at__lt=long_ago))
            | (~founded & Q(alert__closed_at__lt=now - UNFOUNDED_KEPT))
        )
    )
    ids = list(gone.values_list("pk", flat=True))
    return Reporter.objects.filter(pk__in=ids).update(name="", email="", phone="", person=None)


def purge_pool(*, now: datetime) -> int:
    """What people who left had said of themselves; where they sat stays, as the draws tell it."""
    released = _release_undrawn(now)
    before = clock.add_months(clock.civil_day(now), -LEFT_KEPT)
    said = ("activity", "motivation", "phone", "needs", "age_band", "sex")
    gone = [PoolState.LEFT, PoolState.NOT_DRAWN]
    left = PoolMember.objects.filter(state__in=gone, left_on__lt=before)
    _forget_cells(left)
    left = left.exclude(**dict.fromkeys(said, ""), commune=None)
    forgotten = left.update(**dict.fromkeys(said, ""), commune=None, operator=None)
    return max(released, forgotten)


def _release_undrawn(now: datetime) -> int:
    """Volunteers whom the draw of the pool did not take are no candidates any more, three months
    after it; the same night forgets what they had said. A college without places waits for the
    next one."""
    today = clock.civil_day(now)
    last = (
        Draw.objects.filter(
            purpose=DrawPurpose.POOL,
            state=DrawState.DRAWN,
            drawn_at__lt=clock.start_of(clock.add_months(today, -LEFT_KEPT)),
        )
        .order_by("-drawn_at")
        .first()
    )
    if last is None:
        return 0
    waiting = PoolMember.objects.filter(
        state=PoolState.VOLUNTEER,
        volunteered_at__lt=last.committed_at,
        college__in={college_of(code) for code in last.spec["quota"]},
    )
    return waiting.update(
        state=PoolState.LEFT, left_on=clock.add_months(today, -LEFT_KEPT) - timedelta(days=1)
    )


def purge_readings(*, now: datetime) -> int:
    """Who read what of a case that closed long ago; the log itself lets nobody edit it."""
    long_ago = clock.start_of(clock.add_months(clock.civil_day(now), -READINGS_KEPT))
    old = QuerySet(ReadAccess).filter(
        case__state=CaseState.CLOSED, case__state_since__lt=long_ago, at__lt=long_ago
    )
    return old.delete()[0]


def forget_former_members(*, now: datetime) -> int:
    """Three months after the last term, or after a refusal, what they had said of themselves."""
    before = clock.add_months(clock.civil_day(now), -LEFT_KEPT)
    said = dict.fromkeys(("activity", "motivation", "phone", "needs", "age_band", "sex"), "")
    over = (
        PoolMember.objects.annotate(last_day=Max("terms__ends_on"))
        .filter(Q(last_day__lt=before) | Q(state=PoolState.NOT_DRAWN, left_on__lt=before))
        .exclude(**said)
    )
    ids = list(over.values_list("pk", flat=True))
    _forget_cells(ids)
    return PoolMember.objects.filter(pk__in=ids).update(**said)


def _forget_cells(members) -> None:
    """The cell of a line in the draw of the pool says what they had told of themselves."""
    lines = DrawCandidate.objects.filter(draw__purpose=DrawPurpose.POOL, member__in=members)
    lines.update(member=None)


def forget_interests(*, now: datetime) -> int:
    """What a declaration says of third parties goes a year after the case; its answers stay."""
    over = closed_before(ago(now, INTERESTS_KEPT))
    return InterestDeclaration.objects.filter(case__in=over).exclude(text="").update(text="")


def forget_sheets(*, now: datetime) -> int:
    """Two years after the case only medians remain of what each juror wrote."""
    over = closed_before(ago(now, SHEETS_KEPT))
    sheets = ScoreSheet.objects.filter(seat__panel__case__in=over).exclude(sealed=ERASED)
    done = list(sheets.values_list("pk", flat=True))
    GivenGrade.objects.filter(sheet__in=done).delete()
    ScoreSheet.objects.filter(pk__in=done).update(sealed=ERASED, draft="", paper_envelope="")
    return len(done)


def forget_absences(*, now: datetime) -> int:
    before = clock.add_months(clock.civil_day(now), -LOG_KEPT)
    return Unavailability.objects.filter(ends_on__lt=before).delete()[0]


def forget_unnamed_files(*, now: datetime) -> int:
    """Files of an act that was refused or cut short once they were written."""
    return sum(
        storage.forget_unnamed(folder, rows.values_list("file", flat=True), now=now)
        for folder, rows in (
            ("evidence", Evidence.objects.all()),
            ("visits", VisitPhoto.objects.all()),
            ("label/papiers", SignedPaper.objects.all()),
        )
    )


PURGES = (
    purge_requests,
    purge_reporters,
    purge_pool,
    forget_former_members,
    forget_interests,
    forget_sheets,
    forget_absences,
    purge_readings,
    forget_unnamed_files,
)


# Tables ----------------------------------------------------------------------


@dataclass(frozen=True)
class Rule:
    """What becomes of a personal table; `purge` does it at night, else it goes with the file."""

    words: str
    purge: Callable[..., int] | None = None


_FILE = Rule(gettext_lazy("avec le dossier : cinq ans après sa fin, sur visa des archives"))
_ACTS = Rule(gettext_lazy("acte de la procédure : dix ans, puis archives départementales"))
_CHAIN = Rule(gettext_lazy("journal : sans limite ; le détail s’efface avec le dossier"))
_DRAWS = Rule(gettext_lazy("preuve du tirage : sans limite, sous pseudonyme publié"))
_TEAM = Rule(gettext_lazy("qui a agi : avec l’acte, dix ans"))

RULES: dict[str, Rule] = {
    "Reporter": Rule(
        gettext_lazy("fondé : trois ans après la clôture ; sinon deux mois"), purge_reporters
    ),
    "Alert": _ACTS,
    "PublicRequest": Rule(gettext_lazy("non confirmé : quelques jours"), purge_requests),
    "DecisionPaper": _ACTS,
    "InterestDeclaration": Rule(
        gettext_lazy("le texte : un an après la clôture du dossier"), forget_interests
    ),
    "ScoreSheet": Rule(gettext_lazy("deux ans après la clôture"), forget_sheets),
    "GivenGrade": Rule(gettext_lazy("deux ans après la clôture"), forget_sheets),
    "PoolMember": Rule(gettext_lazy("trois mois après le dernier mandat"), purge_pool),
    "PoolTerm": _DRAWS,
    "Unavailability": Rule(gettext_lazy("un an"), forget_absences),
    "OutboxMail": Rule(gettext_lazy("vidé après un an"), sending.forget),
    "ReadAccess": Rule(gettext_lazy("un an"), purge_readings),
    "Case": _FILE,
    "Answers": _FILE,
    "Evidence": _FILE,
    "SignedPaper": _FILE,
    "SelfAssessment": _FILE,
    "DeclaredTie": _FILE,
    "RequestedItem": _FILE,
    "Site": _FILE,
    "ScopeLine": _FILE,
    "VisitReport": _FILE,
    "VisitPhoto": _FILE,
    "VisitAddendum": _FILE,
    "Visit": _FILE,
    "Visitor": _ACTS,
    "Deferral": _ACTS,
    "DeferralQuestion": _ACTS,
    "Involvement": _ACTS,
    "Endorsement": _ACTS,
    "Decision": _ACTS,
    "Appeal": _ACTS,
    "Opinion": _ACTS,
    "MinutesReply": _ACTS,
    "ConsentReply": _ACTS,
    "ConsentRound": _ACTS,
    "Ballot": _ACTS,
    "Attendance": _ACTS,
    "Hearing": _ACTS,
    "Session": _TEAM,
    "Seat": _ACTS,
    "Challenge": _ACTS,
    "AdversarialWindow": _ACTS,
    "PanelReview": _ACTS,
    "PanelVote": _ACTS,
    "ReserveReview": _ACTS,
    "Reserve": _ACTS,
    "Remedy": _ACTS,
    "SelfDeclaration": _ACTS,
    "Check": _ACTS,
    "Finding": _ACTS,
    "Incident": _TEAM,
    "CharterSignature": _ACTS,
    "Draw": _DRAWS,
    "DrawCandidate": _DRAWS,
    "DrawExclusion": _DRAWS,
    "DrawReplacement": _DRAWS,
    "Event": _CHAIN,
    "EventPayload": _CHAIN,
}
# Tables that say nothing of anybody.
IMPERSONAL = frozenset(
    {
        "ChainHead",
        "Criterion",
        "CriterionException",
        "CriterionResult",
        "DailyRoot",
        "DecisionNotice",
        "DocumentRequest",
        "EvidenceEquivalence",
        "Grant",
        "GrantLine",
        "LabelPage",
        "Panel",
        "PanelKey",
        "ProductLine",
        "ReferentialVersion",
        "RulesVersion",
        "VisitProposal",
    }
)


def closed_before(moment: datetime) -> QuerySet[Case]:
    return Case.objects.filter(state=CaseState.CLOSED, state_since__lt=moment)


def ago(now: datetime, months: int) -> datetime:
    return clock.start_of(clock.add_months(clock.civil_day(now), -months))
