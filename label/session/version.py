"""A cheap print of what a hearing shows: it changes with anything that anybody does in the room."""

import hashlib
from functools import cache

from django.db import connection
from django.db.models import Count, Max, OuterRef, Q, Subquery

from label.models import (
    Attendance,
    Ballot,
    ConsentReply,
    ConsentRound,
    CriterionResult,
    Endorsement,
    Hearing,
    MinutesReply,
    Opinion,
    ScoreSheet,
    Seat,
)

_OF_HEARING, _OF_PANEL = OuterRef("pk"), OuterRef("panel")

# What is counted of each table: enough to differ after any act.
WATCHED = (
    (Attendance, "hearing", _OF_HEARING, (
        Count("pk"), Count("left_at"), Max("left_at"), Count("reaffirmed_at"),
        Max("reaffirmed_at"), Count("pk", filter=Q(identity_checked=True)),
        Count("pk", filter=Q(mode="remote")),
    )),
    (Seat, "panel", _OF_PANEL, (Count("pk"), Count("left_at"))),
    (ScoreSheet, "seat__panel", _OF_PANEL, (Count("submitted_at"), Count("voided_at"))),
    (CriterionResult, "panel", _OF_PANEL, (Max("computed_at"),)),
    (ConsentRound, "hearing", _OF_HEARING, (Count("pk"), Count("closed_at"))),
    (ConsentReply, "round__hearing", _OF_HEARING, (
        Count("pk"), Max("given_at"), Count("withdrawn_at"),
    )),
    (Ballot, "hearing", _OF_HEARING, (Count("pk"),)),
    (Opinion, "panel", _OF_PANEL, (
        Count("pk"), Max("drafted_at"), Count("chair_signed_at"), Count("guarantor_signed_at"),
    )),
    (MinutesReply, "opinion__panel", _OF_PANEL, (Count("pk"), Max("given_at"))),
)  # fmt: skip


def _columns() -> dict:
    found = {}
    for model, path, outer, counts in WATCHED:
        rows = model.objects.filter(**{path: outer}).order_by().values(path)
        for number, count in enumerate(counts):
            name = f"{model.__name__.lower()}_{number}"
            found[name] = Subquery(rows.annotate(found_=count).values("found_")[:1])
    agreed = Endorsement.objects.filter(
        machine="case", object_id=OuterRef("panel__case"), is_used=False
    )
    agreed = agreed.order_by().values("object_id").annotate(found_=Count("pk"))
    return found | {"agreed": Subquery(agreed.values("found_")[:1])}


COLUMNS = _columns()
AROUND = (
    "session__state",
    "panel__state",
    "panel__case__state",
    "panel__case__revealed_at",
    "panel__case__phase",
    "panel__case__not_applicable",
)


PLACEHOLDER = -1  # stands for the number of the hearing


@cache
def _statement(vendor: str) -> tuple[str, tuple, int]:
    """The question in SQL, its values, and which of them is the hearing.

    Every screen of the room asks it every few seconds: it is put in SQL once.
    """
    own = [field.attname for field in Hearing._meta.concrete_fields]
    rows = Hearing.objects.filter(pk=PLACEHOLDER).annotate(**COLUMNS)
    sql, values = rows.values_list(*own, *AROUND, *COLUMNS).query.sql_with_params()
    assert values.count(PLACEHOLDER) == 1
    return sql, values, values.index(PLACEHOLDER)


def of(hearing: Hearing, *also) -> str:
    """The print of a hearing, for a reader: `also` is what changes for them alone. One query."""
    sql, values, here = _statement(connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values[:here], hearing.pk, *values[here + 1 :]])
        row = cursor.fetchone()
    return hashlib.sha256(repr((row, also)).encode()).hexdigest()[:24]
