"""The one function: what the tables allow, who may, whose agreement, what is written."""

from datetime import timedelta

import pytest

from label import (
    cases,
    charters,
    deadlines,
    journal,
    machine,
    moves,
    replay,
    roles,
    versions,
    watch,
)
from label.effects.cases import plan_visit
from label.enums import Role
from label.journal import ClockWentBack
from label.machine import Refused
from label.models import Appeal, Case, Event, EventPayload, Incident, OutboxMail, Unchangeable
from tests.factories import add_place
from tests.label import world as play

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def played(built, light):
    """One object of each machine, whatever its state: the table test sets it."""

    def make():
        grant = play.active(light)
        case = grant.case
        panel = case.panel
        appeal = Appeal(
            case=case,
            decision=case.decision,
            grounds="…",
            lodged_at=light.now,
            due_on=light.today,
        )
        return {
            "case": case,
            "grant": grant,
            "panel": panel,
            "seat": panel.seats.first(),
            "visit": plan_visit(case, light.later(), due_on=light.today),
            "check": watch.open_check(grant, by=light.secretary, now=light.later()),
            "alert": watch.report(matter="origin", text="Vu.", grant=grant, now=light.later()),
            "appeal": appeal,
            "version": versions.create_referential(
                code="x", title="X", by=light.secretary, now=light.later()
            ),
            "charter": charters.open_charter(
                add_place(kind="epicerie"), by=light.secretary, now=light.later()
            ),
        }

    return built(make)


@pytest.mark.parametrize("name", sorted(moves.TABLES))
def test_source_and_event_of_the_whole_table(played, light, name):
    """Every event from every state: possible exactly where the table says so."""
    obj = played[name]
    table = moves.TABLES[name].values()
    for state in moves.states(name):
        obj.state = state
        for event in {line.event for line in table}:
            known = any(line.event == event and state in line.sources for line in table)
            reasons = machine.reasons_against(obj, event, by=light.stranger, now=light.now)
            word = f"Ce n’est pas possible maintenant : « {obj.get_state_display()} »."
            assert (reasons == [word]) is (not known), (state, event, reasons)


def test_a_move_that_the_table_does_not_have_says_where_the_case_is(light):
    case = play.submitted(light)
    with pytest.raises(Refused) as refused:
        machine.move(case, "grant", by=light.authority, now=light.later())
    assert refused.value.reasons == ["Ce n’est pas possible maintenant : « déposé »."]


def test_a_move_by_another_role_says_whose_it_is(light):
    case = play.submitted(light)
    with pytest.raises(Refused) as refused:
        machine.move(case, "declare_complete", by=light.operator, now=light.later())
    assert refused.value.reasons == ["C’est à un autre rôle de le faire : le secrétariat."]


def test_a_superuser_has_no_role_of_the_team(light, django_user_model):
    root = django_user_model.objects.create_superuser("root@exemple.fr", "secret-secret")
    case = play.submitted(light)
    held = [role for role in Role.values if roles.holds(root, role, case)]
    assert held == []


def test_one_move_writes_one_event_with_its_payload_apart(light):
    case = play.submitted(light)
    before = Event.objects.count()
    event = machine.move(case, "declare_complete", by=light.secretary, now=light.later())
    assert (event.move, event.type, event.source, event.target, event.role) == (
        "C08",
        "declare_complete",
        "submitted",
        "investigation",
        "secretariat",
    )
    assert event.object_ref == case.reference
    assert event.actor == light.secretary
    assert event.guards == ["mandatory_pieces_are_there"]
    # the panel that forms as a consequence has its own
    assert Event.objects.count() == before + 2


def test_a_refused_move_changes_nothing(light):
    case = play.draft(light)
    case.answers.all().delete()
    before = Event.objects.count(), OutboxMail.objects.count()
    with pytest.raises(Refused):
        machine.move(case, "submit", by=light.operator, now=light.later())
    case.refresh_from_db()
    assert case.state == "draft"
    assert (Event.objects.count(), OutboxMail.objects.count()) == before


def test_what_a_caller_changed_in_memory_is_not_saved_by_a_move(light):
    case = play.submitted(light)
    case.deferrals = 7
    machine.move(case, "declare_complete", by=light.secretary, now=light.later())
    case.refresh_from_db()
    assert case.deferrals == 0


def test_a_lock_reads_the_row_again_and_not_the_versions_it_is_bound_to(
    light, django_assert_num_queries
):
    case = play.submitted(light)
    wanted = [one.code for one in case.criteria()]
    Case.objects.filter(pk=case.pk).update(convening=2)
    machine.lock(case)
    assert case.convening == 2
    with django_assert_num_queries(1):  # its lines: an adopted version says the same for ever
        assert [one.code for one in case.criteria()] == wanted
    newer = versions.create_referential(code="y", title="X", by=light.secretary, now=light.later())
    Case.objects.filter(pk=case.pk).update(referential=newer)
    machine.lock(case)
    assert (case.referential, case.criteria()) == (newer, [])


def test_a_version_that_may_change_is_read_each_time(light):
    draft = versions.create_referential(code="y", title="X", by=light.secretary, now=light.later())
    scope = {("raw", frozenset({"legumes"}))}
    assert draft.applying_to(scope) == []
    made = draft.criteria.create(code="A-1", position=1, dimension="san", level="E", title="Ici")
    assert draft.applying_to(scope) == [made]


def test_the_journal_is_never_edited(light):
    play.submitted(light)
    event = Event.objects.order_by("-seq").first()
    event.type = "other"
    with pytest.raises(Unchangeable):
        event.save()
    with pytest.raises(Unchangeable):
        event.delete()
    with pytest.raises(Unchangeable):
        Event.objects.update(type="other")
    with pytest.raises(Unchangeable):
        Event.objects.filter(pk=event.pk).delete()


def test_replay_finds_a_state_changed_behind_the_journal(light):
    case = play.submitted(light)
    type(case).objects.filter(pk=case.pk).update(state="investigation")
    assert replay.differences() == [
        f"case {case.reference} : « investigation », le journal dit « submitted »"
    ]


def test_replay_finds_a_payload_changed(light):
    play.submitted(light)
    row = EventPayload.objects.order_by("-pk").first()
    EventPayload.objects.filter(pk=row.pk).update(data={"other": 1})
    assert replay.differences() == [
        f"événement {row.event.seq} : son détail ne correspond plus à son empreinte"
    ]


def test_erasing_a_payload_keeps_the_chain_valid(light):
    play.submitted(light)
    journal.erase_payload(Event.objects.order_by("-seq").first(), now=light.later())
    assert replay.differences() == []


def test_the_journal_does_not_go_back_in_time(light):
    case = play.draft(light)
    with pytest.raises(ClockWentBack):
        machine.move(case, "submit", by=light.operator, now=light.now - timedelta(days=1))


def test_a_joint_move_waits_for_the_other_signature(light):
    case = play.submitted(light)
    decide = {"text": "Hors périmètre.", "competence_ref": "Délibération"}
    cases.open_inadmissibility_hearing(
        case, by=light.secretary, rule="perimeter", grounds="Site à Paris.", now=light.later()
    )
    light.later(days=11)
    with pytest.raises(Refused) as refused:
        cases.declare_inadmissible(case, by=light.authority, now=light.now, **decide)
    assert refused.value.reasons == ["Il manque l’accord : le secrétariat."]
    cases.propose_inadmissible(case, by=light.secretary, now=light.later())
    cases.declare_inadmissible(case, by=light.authority, now=light.later(), **decide)
    assert case.state == "inadmissible"


def test_possible_is_a_menu_for_a_person(light):
    case = play.submitted(light)
    now = light.later()
    assert set(machine.possible(case, by=light.secretary, now=now)) == {
        "request_documents",
        "declare_complete",
    }
    assert machine.possible(case, by=light.operator, now=now) == ["desist"]
    assert machine.possible(case, by=light.authority, now=now) == ["declare_inadmissible"]
    assert machine.possible(case, by=light.stranger, now=now) == []


def test_an_incident_is_raised_once(light):
    case = play.submitted(light)
    light.later(days=20)
    deadlines.run(now=light.now, only=("completeness",))
    deadlines.run(now=light.later(), only=("completeness",))
    found = Incident.objects.values_list("kind", "case", "due_on")
    assert list(found) == [("missed_deadline", case.pk, case.due_on)]


def test_a_decision_says_the_draw_of_a_jury_only_where_there_was_one(light):
    case = play.refused(light)
    decision = case.decision
    assert "tirage au sort" not in decision.algorithm_mention  # a named jury
    assert "tiré au sort" not in decision.appeal_routes
    assert "un autre jury donne son avis" in decision.appeal_routes
