"""I-29: every personal table has its rule, and what goes by itself goes (rules.md 4.1)."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.urls import reverse

from directory import retention as directory_retention
from label import archives, clock, deadlines, decisions, pool, retention, watch
from label.machine import Refused
from label.mails import sending
from label.models import (
    Case,
    EventPayload,
    GivenGrade,
    InterestDeclaration,
    OutboxMail,
    PoolMember,
    Reporter,
    ScoreSheet,
    Unavailability,
    Visit,
    VisitReport,
)
from tests.label import world as play

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def closed(built, light):
    """A refused case, closed, with a piece of evidence and a declared tie."""

    def make():
        case = play.scoring_open(light)
        play.everyone_scores(light, case, worse={"SAN-1": "unmet"})
        hearing = play.session_open(light, case)
        play.scoring.reveal_in_session(case, by=hearing.chair.member.person, now=light.later())
        play.consent(light, hearing, "refuse")
        why = {"SAN-1": "Contrôle non suivi."}
        play.opinion_written(light, case, hearing, reasons=why)
        play.deliberation.adopt_opinion(case, by=hearing.chair.member.person, now=light.later())
        decisions.refuse(
            case, by=light.authority, now=light.later(days=1), reasons=why, **play.DECISION
        )
        play.notified(light, case)
        light.later(days=70)
        deadlines.run(now=light.now, only=("appeal_time",))
        return case.pk

    return built(make)


@pytest.fixture
def case(closed):
    return Case.objects.get(pk=closed)


def after(case, months, days=1):
    """A moment, so many months after the case closed."""
    day = clock.add_months(clock.civil_day(case.state_since), months)
    return clock.start_of(day + timedelta(days=days))


def test_i29_every_table_is_classified():
    """A new table says here whether it is personal, and then how long it is kept."""
    tables = {model.__name__ for model in apps.get_app_config("label").get_models()}
    assert tables == set(retention.RULES) | retention.IMPERSONAL
    assert not set(retention.RULES) & retention.IMPERSONAL


def test_i29_the_purges_of_the_rules_run_every_night():
    wanted = {rule.purge for rule in retention.RULES.values() if rule.purge}
    assert wanted <= {*retention.PURGES, sending.forget}  # messages go when the others leave
    assert set(retention.PURGES) <= set(directory_retention.PURGES)


def test_i29_what_is_said_of_third_parties_goes_a_year_after_the_case(case):
    InterestDeclaration.objects.filter(case=case).update(text="Mon voisin.")
    assert retention.forget_interests(now=after(case, 12, days=-1)) == 0
    assert retention.forget_interests(now=after(case, 12)) == 5
    assert set(InterestDeclaration.objects.values_list("text", flat=True)) == {""}


def test_i29_sheets_go_two_years_after_the_case_and_medians_stay(case):
    medians = case.panel.results.count()
    assert retention.forget_sheets(now=after(case, 24, days=-1)) == 0
    assert retention.forget_sheets(now=after(case, 24)) == 5
    assert retention.forget_sheets(now=after(case, 24)) == 0
    assert GivenGrade.objects.count() == 0
    assert set(ScoreSheet.objects.values_list("sealed", flat=True)) == {retention.ERASED}
    assert case.panel.results.count() == medians > 0


@pytest.mark.parametrize(("founded", "days"), [(True, 3 * 365), (False, 61)])
def test_i29_a_reporter_goes_with_the_end_of_the_alert(light, founded, days):
    play.another_operator(light)
    grant = play.active(light)
    alert = watch.report(
        matter="origin", text="Vu.", grant=grant, name="Camille", email="c@exemple.fr",
        now=light.later(),
    )  # fmt: skip
    watch.qualify(alert, by=light.secretary, now=light.later())
    watch.hear_operator(alert, by=light.secretary, now=light.later())
    light.later(days=20)
    watch.conclude(alert, by=light.secretary, founded=founded, conclusion="Vu.", now=light.now)
    watch.close_alert(alert, by=light.secretary, answer="Merci.", now=light.later())
    assert retention.purge_reporters(now=light.now + timedelta(days=days - 2)) == 0
    assert retention.purge_reporters(now=light.now + timedelta(days=days + 3)) == 1
    row = Reporter.objects.get()
    assert (row.name, row.email, row.phone, row.person) == ("", "", "", None)


def test_i29_a_volunteer_who_is_not_retained_goes_after_three_months(light):
    member = PoolMember.objects.create(
        person=light.stranger, college="citizen", motivation="Curieuse", phone="0600000000",
        sex="f", volunteered_at=light.now,
    )  # fmt: skip
    pool.turn_down(member, by=light.secretary, now=light.later())
    last = clock.start_of(clock.add_months(light.today, 3))
    assert retention.forget_former_members(now=last) == 0
    assert retention.forget_former_members(now=last + timedelta(days=1)) == 1
    member.refresh_from_db()
    assert (member.motivation, member.phone, member.sex) == ("", "", "")


def test_i29_absences_and_mails_go_after_a_year(light):
    member = light.pool["citizen"][0]
    play.another_operator(light)
    case = play.submitted(light)
    Unavailability.objects.create(member=member, starts_on=light.today, ends_on=light.today)
    OutboxMail.objects.filter(case=case).update(state="sent", sent_at=light.now)
    last = clock.start_of(clock.add_months(light.today, 12))
    purges = (retention.forget_absences, sending.forget)
    assert [purge(now=last) for purge in purges] == [0, 0]
    told = OutboxMail.objects.filter(state="sent").count()
    after = last + timedelta(days=1, minutes=5)
    assert [purge(now=after) for purge in purges] == [1, told]
    assert set(OutboxMail.objects.filter(state="sent").values_list("email", flat=True)) == {""}


def test_i29_a_file_is_eliminated_only_at_its_term_with_a_visa(case, light):
    now = after(case, 60)
    archivist = light.archivist
    assert list(archives.to_eliminate(now=after(case, 60, days=-1))) == []
    assert list(archives.to_eliminate(now=now)) == [case]
    for by, visa, reason in (
        (light.secretary, "V-1", "C’est à la personne chargée des archives."),
        (archivist, " ", "Notez la référence du visa d’élimination."),
    ):
        with pytest.raises(Refused) as refused:
            archives.eliminate(case, by=by, visa=visa, now=now)
        assert refused.value.reasons == [reason]
    archives.eliminate(case, by=archivist, visa="V-1", now=now)
    assert not case.answers.exists()
    assert case.decisions.get().reasons == {"SAN-1": "Contrôle non suivi."}
    assert list(archives.to_eliminate(now=now)) == []
    assert case.events.order_by("-seq").first().type == "eliminate"


def test_i29_files_go_with_the_file_and_not_before_it_is_written(
    case, light, private_root, monkeypatch, django_capture_on_commit_callbacks
):
    now = after(case, 60)
    piece = case.evidence.create(
        file=ContentFile(b"bail", "bail.pdf"), kind="document", title="Bail", sha256="a1",
        size=4, added_at=now, removed_at=now,
    )  # fmt: skip
    path = Path(piece.file.path)
    visit = Visit.objects.create(case=case, due_on=light.today, reply="Chez mon voisin.")
    VisitReport.objects.create(visit=visit, facts={"ENV-3": "Chez lui."}, updated_at=now)
    with monkeypatch.context() as crash, django_capture_on_commit_callbacks(execute=True):
        crash.setattr(archives.journal, "record", lambda *args, **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            archives.eliminate(case, by=light.archivist, visa="V-1", now=now)
    assert path.read_bytes() == b"bail"
    with django_capture_on_commit_callbacks(execute=True):
        archives.eliminate(case, by=light.archivist, visa="V-1", now=now)
    assert not path.exists()
    assert list(archives.to_eliminate(now=now)) == []
    visit.refresh_from_db()
    assert (visit.reply, visit.report.facts) == ("", {})


def test_i29_a_file_that_no_row_names_goes_after_a_month(case, light, private_root, settings):
    piece = case.evidence.create(
        file=ContentFile(b"bail", "bail.pdf"), kind="document", title="Bail", sha256="a1",
        size=4, added_at=light.now,
    )  # fmt: skip
    folder = Path(settings.PRIVATE_ROOT)
    paths = [folder / name for name in ("evidence/7/refused", "visits/7/cut", "evidence/7/new")]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    long_ago = (light.now - timedelta(days=31)).timestamp()
    for path in (*paths[:2], Path(piece.file.path)):
        os.utime(path, (long_ago, long_ago))
    os.utime(paths[2], (light.now.timestamp(),) * 2)
    assert retention.forget_unnamed_files(now=light.now) == 2
    assert [path.exists() for path in (*paths, Path(piece.file.path))] == [False, False, True, True]


def test_i29_the_archivist_eliminates_a_file_from_its_page(case, light, client, monkeypatch):
    now = after(case, 60)
    address = reverse("label_desk:act", args=["dossier", case.pk, "eliminer"])
    listed = reverse("label_desk:list", args=["dossier"]) + "?term=1"
    home = reverse("label_desk:home")
    client.force_login(light.archivist)
    assert client.get(address).status_code == 302  # not yet: nothing to do there
    assert case.reference not in client.get(listed).content.decode()
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    client.force_login(light.secretary)
    assert client.get(address).status_code == 404
    client.force_login(light.archivist)
    assert case.reference in client.get(listed).content.decode()
    assert case.reference in client.get(home).content.decode()
    for visa in ("", "  ", "V" * 201, "V\x00"):
        refused = client.post(address, {"visa": visa})
        assert refused.status_code == 200
        assert refused.context["form"].errors["visa"]
    assert case.answers.exists()
    assert client.post(address, {"visa": "AD30-2031-4"}).status_code == 302
    assert not case.answers.exists()
    assert EventPayload.objects.get(event__type="eliminate").data == {"visa": "AD30-2031-4"}
    assert case.reference not in client.get(home).content.decode()


def test_i29_the_file_of_a_label_in_force_stays(light):
    play.another_operator(light)
    grant = play.active(light)
    now = light.now + timedelta(days=3000)
    Case.objects.filter(pk=grant.case_id).update(state="closed", state_since=light.now)
    assert grant.case not in archives.to_eliminate(now=now)
