import pytest

from label import moves

SPECIFIED = """
C01 – create draft
C02 draft submit submitted
C03 draft expire lapsed
C04 submitted request_documents incomplete
C05 incomplete provide_documents submitted
C06 incomplete no_reply lapsed
C07 submitted declare_inadmissible inadmissible
C08 submitted declare_complete investigation
C09 investigation open_scoring scoring
C10 investigation visit_refused lapsed
C11 scoring reveal deliberation
C12 scoring extend scoring
C13 scoring reopen investigation
C14 deliberation adjourn deliberation
C15 deliberation defer deferred
C16 deferred complement_with_visit investigation
C17 deferred complement scoring
C18 deferred no_reply lapsed
C19 deliberation adopt_opinion opinion_issued
C20 opinion_issued second_reading deliberation
C21 opinion_issued grant granted
C22 opinion_issued grant_with_reserves granted_with_reserves
C23 opinion_issued,deferred refuse refused
C24 incomplete,UNDECIDED desist desisted
C25 UNDECIDED implicit_deadline implicit_decision
C26 implicit_decision acknowledge granted
C27 implicit_decision retract refused
C28 granted,granted_with_reserves,refused,inadmissible lodge_appeal under_appeal
C29 under_appeal uphold closed
C30 under_appeal reform_grant granted
C31 under_appeal reform_reserves granted_with_reserves
C32 under_appeal remit investigation
C33 granted,granted_with_reserves,refused,inadmissible close closed
C34 lapsed,desisted close closed
G01 – decision_granted pending_signature
G02 pending_signature sign active
G03 pending_signature sign_with_plan active_with_reserves
G04 pending_signature no_signature renounced
G05 active_with_reserves lift_reserves active
G06 active_with_reserves plan_overdue formal_notice
G07 active,active_with_reserves major_finding formal_notice
G08 formal_notice remedied active
G09 formal_notice remedied_partly active_with_reserves
G10 formal_notice suspend suspended
G11 active,active_with_reserves,formal_notice emergency_suspend suspended
G12 suspended reinstate active|active_with_reserves
G13 suspended,formal_notice withdraw withdrawn
G14 pending_signature,active,active_with_reserves,formal_notice,suspended renounce renounced
G15 active,active_with_reserves,formal_notice,suspended expire expired
G16 active extend_pending_renewal active
G16 active_with_reserves extend_pending_renewal active_with_reserves
G17 active,active_with_reserves,formal_notice,suspended renewed superseded
G18 pending_signature,active,active_with_reserves,formal_notice,suspended annul annulled
"""


UNDECIDED = "submitted,investigation,scoring,deliberation,deferred,opinion_issued"


def specified():
    """Every (id, source, event, target) that the specification's two tables allow."""
    for line in SPECIFIED.replace("UNDECIDED", UNDECIDED).split("\n")[1:-1]:
        number, sources, event, targets = line.split()
        for source in sources.replace("–", "").split(","):
            for target in targets.split("|"):
                yield number, source, event, target


def test_the_tables_of_cases_and_grants_are_those_of_the_specification():
    made = set()
    for table in (moves.CASE, moves.GRANT):
        for move in table.values():
            for source in move.sources:
                for target in move.targets or (source,):
                    made.add((move.id, source, move.event, target))
    assert made == set(specified())


def test_every_line_leads_where_it_says_and_nowhere_else():
    allowed = {(number, source, target) for number, source, _, target in specified()}
    for machine, table in (("case", moves.CASE), ("grant", moves.GRANT)):
        states = [*moves.states(machine), moves.NEW]
        for move in table.values():
            for source in states:
                for target in states:
                    expected = (move.id, source, target) in allowed
                    assert move.leads(source, target) is expected


@pytest.mark.parametrize("machine", moves.TABLES)
def test_one_event_from_one_state_is_one_move(machine):
    seen = [
        (move.event, source) for move in moves.TABLES[machine].values() for source in move.sources
    ]
    assert len(seen) == len(set(seen))


def test_ids_are_unique_over_all_machines():
    assert len(moves.ALL) == sum(len(table) for table in moves.TABLES.values())


def test_terminal_states_have_no_way_out():
    for machine, terminal in (
        ("case", {"closed"}),
        ("grant", {"withdrawn", "renounced", "expired", "superseded", "annulled"}),
        ("panel", {"discharged"}),
        ("seat", {"declined", "no_reply", "recused", "excused", "discharged"}),
        ("visit", {"locked"}),
        ("check", {"closed"}),
        ("alert", {"closed"}),
        ("appeal", {"inadmissible", "decided"}),
        ("version", {"retired"}),
        ("charter", {"removed"}),
    ):
        left = {source for move in moves.TABLES[machine].values() for source in move.sources}
        assert moves.states(machine) - left == terminal


def test_a_move_is_found_by_its_event_and_source():
    assert moves.find("case", "close", "lapsed").id == "C34"
    assert moves.find("case", "close", "refused").id == "C33"
    assert moves.find("case", "close", "draft") is None
    assert moves.find("case", "extend", "scoring").target == ""
    assert moves.find("grant", "reinstate", "suspended").target == ""
    assert moves.find("grant", "sign", "pending_signature").target == "active"
