"""Sheets as they are kept: a draft for its juror alone, then sealed until the reveal (I-08).

Nothing here decides who may: `label.scoring` asks first. The server's secrets are
`settings.LABEL_SEALING_SECRETS`, the newest first (docs/sealing.md).
"""

import base64
import hashlib
import json
from datetime import datetime
from functools import lru_cache

from django.conf import settings

from label import judgement, medians, sealing
from label.models import CriterionResult, GivenGrade, Panel, PanelKey, ScoreSheet, Seat


def make_key(panel: Panel, phase: int, *, now: datetime) -> PanelKey:
    """The pair of keys of one scoring; made once, when the scoring opens."""
    known = panel.keys.filter(phase=phase).first()
    if known:
        return known
    public, private = sealing.new_pair()
    return PanelKey.objects.create(
        panel=panel,
        phase=phase,
        public=base64.b64encode(public).decode(),
        wrapped=sealing.wrap(private, _server_keys()[0], case=_place(panel)),
        made_at=now,
    )


def write_draft(sheet: ScoreSheet, grades: dict) -> None:
    """Keep what a juror has typed so far, readable by that juror only."""
    sheet.draft = sealing.seal_draft(
        _bytes(grades), _server_keys()[0], **_where(sheet.seat, sheet.phase, sheet.round)
    )


def read_draft(sheet: ScoreSheet) -> dict:
    if not sheet.draft:
        return {}
    where = _where(sheet.seat, sheet.phase, sheet.round)
    return json.loads(sealing.open_draft(sheet.draft, _server_keys(), **where))


def seal(sheet: ScoreSheet, grades: dict) -> None:
    """Seal a sheet to the key of its scoring and forget its draft."""
    key = sheet.seat.panel.keys.get(phase=sheet.phase)
    sheet.sealed = sealing.seal(
        _bytes(grades),
        base64.b64decode(key.public),
        **_where(sheet.seat, sheet.phase, sheet.round),
    )
    sheet.digest = hashlib.sha256(sheet.sealed.encode()).hexdigest()
    sheet.draft = ""


def open_all(panel: Panel, phase: int, round: int, *, now: datetime) -> None:
    """Open the submitted sheets of a round and write their grades and medians.

    Called by the reveal alone, inside its transaction.
    """
    key = panel.keys.select_for_update().get(phase=phase)
    private = sealing.unwrap(key.wrapped, _server_keys(), case=_place(panel))
    criteria = {one.code: one for one in judgement.criteria(panel.case)}
    rows = []
    opened = ScoreSheet.objects.submitted().filter(seat__panel=panel, phase=phase, round=round)
    for sheet in opened.select_related("seat__panel__case", "seat__candidate"):
        where = _where(sheet.seat, phase, round)
        for code, line in json.loads(sealing.unseal(sheet.sealed, private, **where)).items():
            rows.append(
                GivenGrade(
                    sheet=sheet,
                    criterion=criteria[code],
                    grade=line["grade"],
                    reason=line.get("reason", ""),
                    evidence=line.get("evidence", []),
                )
            )
    GivenGrade.objects.bulk_create(rows)
    if key.released_at is None:
        key.released_at = now
        key.save(update_fields=["released_at"])
    compute(panel, phase, round, now=now)


def compute(panel: Panel, phase: int, round: int, *, now: datetime) -> None:
    """Write the medians of one round anew, over the jurors who count now (I-01, I-11)."""
    spread = panel.case.procedure.spread
    given: dict[str, list[str]] = {}
    criteria = {}
    rows = GivenGrade.objects.filter(
        sheet__seat__in=panel.seats.effective(),
        sheet__phase=phase,
        sheet__round=round,
        sheet__voided_at=None,
    ).select_related("criterion")
    for row in rows:
        criteria[row.criterion.code] = row.criterion
        given.setdefault(row.criterion.code, []).append(row.grade)
    CriterionResult.objects.filter(panel=panel, phase=phase, round=round).delete()
    results = []
    for code, grades in given.items():
        found = medians.median(grades, level=criteria[code].level, spread=spread)
        results.append(
            CriterionResult(
                panel=panel,
                criterion=criteria[code],
                phase=phase,
                round=round,
                median=found.grade or "",
                judged=found.judged,
                could_not=found.cannot,
                is_divergent=found.diverges,
                computed_at=now,
            )
        )
    CriterionResult.objects.bulk_create(results)


def recompute(panel: Panel, *, now: datetime) -> None:
    """Every median of a panel again, on the spot: a juror has just left it."""
    done = CriterionResult.objects.filter(panel=panel).values_list("phase", "round")
    for phase, round in list(done.order_by("phase", "round").distinct()):
        compute(panel, phase, round, now=now)


def _where(seat: Seat, phase: int, round: int) -> dict:
    return {"case": _place(seat.panel), "juror": f"{seat.pk}/{phase}", "round": round}


def _place(panel: Panel) -> str:
    return panel.public_ref


def _bytes(grades: dict) -> bytes:
    return json.dumps(grades, sort_keys=True, ensure_ascii=False).encode()


def _server_keys() -> list[bytes]:
    secrets = settings.LABEL_SEALING_SECRETS or [settings.SECRET_KEY]
    return [_server_key(secret) for secret in secrets]


@lru_cache(maxsize=8)
def _server_key(secret: str) -> bytes:
    return sealing.server_key(secret)
