"""The tables of moves of label.md 6, as plain data: what may become what, and by whose hand.

Standard library only, so that `label.proof` replays a published log where nothing is installed.
Guards and effects are attached to the same ids elsewhere.
"""

from dataclasses import dataclass

NEW = ""  # the source of a move that creates

OPERATOR = "operator"
SECRETARIAT = "secretariat"
VISITOR = "visitor"
JUROR = "juror"
CHAIR = "chair"
GUARANTOR = "guarantor"
AUTHORITY = "authority"
CONTROLLER = "controller"
APPEAL_JUROR = "appeal_juror"
REPORTER = "reporter"
SYSTEM = "system"


@dataclass(frozen=True)
class Move:
    """One line of a table.

    `targets` holds one state, two where the facts choose between them, none where the state stays.
    `who` may do it; all of `agreed_by` must have agreed, each by an act of their own.
    """

    id: str
    sources: tuple[str, ...]
    event: str
    targets: tuple[str, ...]
    who: tuple[str, ...]
    agreed_by: tuple[str, ...] = ()

    @property
    def target(self) -> str:
        """The state it leads to; empty where the state stays or the facts choose."""
        return self.targets[0] if len(self.targets) == 1 else ""

    def leads(self, source: str, target: str) -> bool:
        """Whether it may bring from `source` to `target`."""
        return source in self.sources and target in (self.targets or (source,))


def _table(*lines: tuple) -> dict[str, Move]:
    moves = {}
    for number, sources, event, targets, who, *agreed_by in lines:
        moves[number] = Move(
            number,
            tuple(sources.split()) or (NEW,),
            event,
            tuple(targets.split()),
            who,
            *agreed_by,
        )
    return moves


_OP, _SEC, _AUT, _SYS, _GAR = (OPERATOR,), (SECRETARIAT,), (AUTHORITY,), (SYSTEM,), (GUARANTOR,)
_JUR, _CHR, _VIS, _APL = (JUROR,), (CHAIR,), (VISITOR,), (APPEAL_JUROR,)
_CTL, _REP = (CONTROLLER,), (REPORTER,)

_DECIDED = "granted granted_with_reserves refused inadmissible"

CASE = _table(
    ("C01", "", "create", "draft", _OP + _SEC),
    ("C02", "draft", "submit", "submitted", _OP + _SEC),
    ("C03", "draft", "expire", "lapsed", _SYS),
    ("C04", "submitted", "request_documents", "incomplete", _SEC),
    ("C05", "incomplete", "provide_documents", "submitted", _OP + _SEC),
    ("C06", "incomplete", "no_reply", "lapsed", _SYS),
    ("C07", "submitted", "declare_inadmissible", "inadmissible", _AUT, _SEC),
    ("C08", "submitted", "declare_complete", "investigation", _SEC),
    ("C09", "investigation", "open_scoring", "scoring", _SYS),
    ("C10", "investigation", "visit_refused", "lapsed", _SEC, _GAR),
    ("C11", "scoring", "reveal", "deliberation", _SYS),
    ("C12", "scoring", "extend", "", _SEC),
    ("C13", "scoring", "reopen", "investigation", _SEC, _GAR),
    ("C14", "deliberation", "adjourn", "", _CHR),
    ("C15", "deliberation", "defer", "deferred", _JUR + _CHR, _GAR),
    ("C16", "deferred", "complement_with_visit", "investigation", _SEC, _OP),
    ("C17", "deferred", "complement", "scoring", _SEC, _OP),
    ("C18", "deferred", "no_reply", "lapsed", _SYS),
    ("C19", "deliberation", "adopt_opinion", "opinion_issued", _CHR, _GAR),
    ("C20", "opinion_issued", "second_reading", "deliberation", _AUT),
    ("C21", "opinion_issued", "grant", "granted", _AUT),
    ("C22", "opinion_issued", "grant_with_reserves", "granted_with_reserves", _AUT),
    ("C23", "opinion_issued deferred", "refuse", "refused", _AUT),
    (
        "C24",
        "submitted incomplete investigation scoring deliberation deferred opinion_issued",
        "desist",
        "desisted",
        _OP,
    ),
    (
        "C25",
        "submitted investigation scoring deliberation deferred opinion_issued",
        "implicit_deadline",
        "implicit_decision",
        _SYS,
    ),
    ("C26", "implicit_decision", "acknowledge", "granted", _AUT),
    ("C27", "implicit_decision", "retract", "refused", _AUT),
    ("C28", _DECIDED, "lodge_appeal", "under_appeal", _OP),
    ("C29", "under_appeal", "uphold", "closed", _AUT, _APL),
    ("C30", "under_appeal", "reform_grant", "granted", _AUT, _APL),
    ("C31", "under_appeal", "reform_reserves", "granted_with_reserves", _AUT, _APL),
    ("C32", "under_appeal", "remit", "investigation", _AUT, _APL),
    ("C33", _DECIDED, "close", "closed", _SYS),
    ("C34", "lapsed desisted", "close", "closed", _SYS),
)

_ACTIVE = "active active_with_reserves"
_IN_FORCE = f"{_ACTIVE} formal_notice suspended"

GRANT = _table(
    ("G01", "", "decision_granted", "pending_signature", _SYS),
    ("G02", "pending_signature", "sign", "active", _AUT, _OP),
    ("G03", "pending_signature", "sign_with_plan", "active_with_reserves", _AUT, _OP),
    ("G04", "pending_signature", "no_signature", "renounced", _SYS),
    ("G05", "active_with_reserves", "lift_reserves", "active", _SEC, _JUR),
    ("G06", "active_with_reserves", "plan_overdue", "formal_notice", _AUT),
    ("G07", _ACTIVE, "major_finding", "formal_notice", _AUT),
    ("G08", "formal_notice", "remedied", "active", _SEC, _GAR),
    ("G09", "formal_notice", "remedied_partly", "active_with_reserves", _SEC, _GAR),
    ("G10", "formal_notice", "suspend", "suspended", _AUT),
    ("G11", f"{_ACTIVE} formal_notice", "emergency_suspend", "suspended", _AUT),
    ("G12", "suspended", "reinstate", _ACTIVE, _AUT + _SYS),
    ("G13", "suspended formal_notice", "withdraw", "withdrawn", _AUT),
    ("G14", f"pending_signature {_IN_FORCE}", "renounce", "renounced", _OP),
    ("G15", _IN_FORCE, "expire", "expired", _SYS),
    ("G16", _ACTIVE, "extend_pending_renewal", "", _SYS),
    ("G17", _IN_FORCE, "renewed", "superseded", _SYS),
    ("G18", f"pending_signature {_IN_FORCE}", "annul", "annulled", _AUT),
)

# Sub-machines (label.md 6.3); their ids are ours.
PANEL = _table(
    ("P01", "", "create", "forming", _SYS + _SEC),
    ("P02", "forming", "constitute", "constituted", _SYS + _SEC),
    ("P03", "forming", "exhaust", "short", _SYS + _SEC),
    ("P04", "short", "draw_again", "forming", _SEC),
    ("P05", "constituted", "lose_seat", "forming", _SYS + _SEC),
    ("P06", "constituted", "open_session", "in_session", _CHR + _SEC),
    ("P07", "forming short constituted in_session", "discharge", "discharged", _SYS + _SEC + _CHR),
)
SEAT = _table(
    ("S01", "", "draw", "drawn", _SYS + _SEC),
    ("S02", "drawn", "invite", "invited", _SYS + _SEC),
    ("S03", "invited", "accept", "accepted", _JUR + _APL + _SEC),
    ("S04", "invited", "decline", "declined", _JUR + _APL + _SEC),
    ("S05", "invited", "no_reply", "no_reply", _SYS),
    ("S06", "accepted", "declare_no_interest", "seated", _JUR + _APL + _SEC),
    ("S07", "accepted seated", "recuse", "recused", _JUR + _APL + _GAR + _SEC + _SYS),
    ("S08", "seated", "excuse", "excused", _JUR + _APL + _SEC),
    ("S09", "drawn invited accepted seated", "discharge", "discharged", _SYS + _SEC + _CHR),
)
VISIT = _table(
    ("V01", "", "create", "planned", _SYS + _SEC),
    ("V02", "planned", "schedule", "scheduled", _SEC + _VIS),
    ("V03", "scheduled", "postpone", "postponed", _SEC + _VIS + _OP),
    ("V04", "postponed", "reschedule", "scheduled", _SEC + _VIS),
    ("V05", "scheduled", "visit", "done", _VIS + _SEC),
    ("V06", "done", "file_report", "report_filed", _VIS + _SEC),
    ("V07", "report_filed", "reply", "replied", _OP + _SEC),
    ("V08", "report_filed", "expire_reply", "reply_expired", _SYS),
    ("V09", "replied reply_expired", "lock", "locked", _SYS + _SEC),
)
CHECK = _table(
    ("K01", "", "draw", "drawn", _SYS + _SEC),
    ("K02", "", "target", "targeted", _SYS + _SEC),
    ("K03", "drawn targeted", "announce", "announced", _SEC + _CTL),
    ("K04", "drawn targeted", "keep_unannounced", "unannounced", _SEC + _CTL),
    ("K05", "announced unannounced", "do", "done", _CTL),
    ("K06", "done", "find", "findings", _CTL),
    ("K07", "done findings", "close", "closed", _SEC + _CTL),
)
ALERT = _table(
    ("A01", "", "receive", "received", _REP + _SEC),
    ("A02", "received", "qualify", "qualified", _SEC),
    ("A03", "received", "reject", "rejected", _SEC),
    ("A04", "received", "forward", "forwarded", _SEC),
    ("A05", "qualified", "hear", "adversarial", _SEC),
    ("A06", "adversarial", "found", "founded", _SEC),
    ("A07", "adversarial", "dismiss", "unfounded", _SEC),
    ("A08", "rejected forwarded founded unfounded", "close", "closed", _SEC),
)
APPEAL = _table(
    ("R01", "", "lodge", "lodged", _OP + _SEC),
    ("R02", "lodged", "admit", "admitted", _SEC),
    ("R03", "lodged", "reject", "inadmissible", _AUT, _SEC),
    ("R04", "admitted", "draw_panel", "panel_drawn", _SYS + _SEC),
    ("R05", "panel_drawn", "issue_opinion", "opinion", _APL + _CHR),
    ("R06", "opinion", "decide", "decided", _AUT),
)
VERSION = _table(
    ("T01", "", "create", "draft", _SEC),
    ("T02", "draft", "consult", "consultation", _SEC + _AUT),
    ("T03", "consultation", "adopt", "adopted", _AUT),
    ("T04", "adopted", "put_in_force", "in_force", _SYS + _AUT),
    ("T05", "in_force", "retire", "retired", _SYS + _AUT),
)
CHARTER = _table(
    ("H01", "", "create", "draft", _OP + _SEC),
    ("H02", "draft", "sign", "signed", _OP + _SEC),
    ("H03", "signed", "list", "listed", _SEC),
    ("H04", "listed checked reminded", "check", "checked", _CTL + _SEC),
    ("H05", "listed checked", "remind", "reminded", _SEC + _SYS),
    ("H06", "signed listed checked reminded", "remove", "removed", _SEC + _OP),
    ("H07", "listed checked reminded", "confirm", "listed", _OP + _SEC),
)

TABLES = {
    "case": CASE,
    "grant": GRANT,
    "panel": PANEL,
    "seat": SEAT,
    "visit": VISIT,
    "check": CHECK,
    "alert": ALERT,
    "appeal": APPEAL,
    "version": VERSION,
    "charter": CHARTER,
}
ALL = {number: move for table in TABLES.values() for number, move in table.items()}


def find(machine: str, event: str, source: str) -> Move | None:
    """The move of that machine that `event` makes from `source`; None when there is none."""
    for move in TABLES[machine].values():
        if move.event == event and source in move.sources:
            return move
    return None


def states(machine: str) -> frozenset[str]:
    """Every state that a machine's table names."""
    moves = TABLES[machine].values()
    return frozenset(state for move in moves for state in (*move.sources, *move.targets)) - {NEW}
