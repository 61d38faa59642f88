"""The sheet: kept as it is typed and never in clear, handed in once."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.space import notices, todos
from home.templatetags.site import civil
from label import retention, scoring
from label.models import Case, Event, ReadAccess, ScoreSheet, Seat
from tests.label import world as play

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}
SECRET = "Une serre chauffée, au fond"


@pytest.fixture(scope="module")
def scoring_case(built, light):
    return built(lambda: play.scoring_open(light).pk)


@pytest.fixture(autouse=True)
def same_day(monkeypatch, light):
    """The world's clock is that of its cases."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: light.now)


@pytest.fixture
def case(scoring_case):
    return Case.objects.get(pk=scoring_case)


@pytest.fixture
def seat(case):
    return case.panel.effective_seats().order_by("pk").first()


@pytest.fixture
def client(seat):
    return signed_in(seat)


def test_the_way_back_leads_to_ones_space(client, seat):
    for address in (url(seat), reverse("label:visit_home"), reverse("label:session_index")):
        crumbs = BeautifulSoup(client.get(address).content, "html.parser").select_one(".crumbs")
        first = crumbs.find("a")
        assert (first.text, first["href"]) == ("Mon espace", reverse("directory:espace_home"))


def signed_in(seat):
    found = Client()
    found.force_login(seat.member.person)
    return found


def url(seat, code=""):
    name = "jury_sheet_criterion" if code else "jury_sheet"
    return reverse(f"label:{name}", args=[seat.pk, *([code] if code else [])])


def fill(seat, *, but=()):
    for one in scoring.criteria_to_score(seat.case):
        if one.code not in but:
            grade = "held" if one.level == "P" else "met"
            scoring.save_line(seat, one.code, {"grade": grade}, by=seat.member.person)


def test_a_criterion_is_kept_as_it_is_typed_and_never_in_clear(client, seat):
    posted = {"grade": "partial", "reason": SECRET, "source": ["Auto-évaluation de l’opérateur"]}
    told = client.post(url(seat, "ENV-1"), posted | {"autosave": "1"}, **JSON)
    assert told.json().keys() == {"state", "at"}
    sheet = ScoreSheet.objects.get()
    assert SECRET not in sheet.draft
    assert scoring.read_own_sheet(seat, by=seat.member.person) == {
        "ENV-1": {
            "grade": "partial",
            "reason": SECRET,
            "evidence": ["Auto-évaluation de l’opérateur"],
        }
    }
    shown = client.get(url(seat, "ENV-1")).content.decode()
    assert SECRET in shown
    assert all(SECRET not in str(row.get_decoded()) for row in Session.objects.all())
    assert not Event.objects.filter(type="submit_sheet").exists()


def test_another_criterion_leaves_the_first_as_it_was(client, seat):
    client.post(url(seat, "ENV-1"), {"grade": "met"})
    client.post(url(seat, "SAN-1"), {"grade": "met"})
    kept = scoring.read_own_sheet(seat, by=seat.member.person)
    assert {code: line["grade"] for code, line in kept.items()} == {"ENV-1": "met", "SAN-1": "met"}


@pytest.mark.parametrize(
    ("posted", "says", "kept"),
    [
        ({"grade": ""}, "Choisissez une note.", True),
        ({"grade": "unmet", "reason": " "}, "Écrivez une raison.", True),
        ({"grade": "exemplary", "reason": "x"}, "Cette note n’existe pas", True),
        ({"grade": "sublime", "reason": "x"}, "Cette note n’existe pas", False),
        ({"grade": "met", "reason": "x" * 2001}, "2000 caractères au plus.", False),
    ],
)
def test_what_is_not_right_is_said_beside_its_field(posted, says, kept, client, seat):
    answer = client.post(url(seat, "SAN-1"), posted)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert ("SAN-1" in scoring.read_own_sheet(seat, by=seat.member.person)) is kept


def test_a_reason_holds_nothing_that_postgresql_would_refuse_at_the_reveal(client, seat):
    client.post(url(seat, "ENV-1"), {"grade": "partial", "reason": "En\x00 partie."})
    kept = scoring.read_own_sheet(seat, by=seat.member.person)
    assert kept["ENV-1"]["reason"] == "En partie."


def test_a_source_that_is_not_of_the_file_is_not_cited(client, seat):
    client.post(url(seat, "SAN-1"), {"grade": "met", "source": ["Un bruit qui court"]})
    assert scoring.read_own_sheet(seat, by=seat.member.person)["SAN-1"]["evidence"] == []


def test_who_is_signed_out_while_grading_leaves_no_grade_behind(seat):
    stranger = Client()
    told = stranger.post(url(seat, "SAN-1"), {"grade": "unmet", "reason": SECRET}, **JSON)
    assert (told.status_code, told.json()["state"]) == (401, "signed_out")
    stranger.post(url(seat, "SAN-1"), {"grade": "unmet", "reason": SECRET})
    assert all(SECRET not in str(row.get_decoded()) for row in Session.objects.all())
    assert not ScoreSheet.objects.exists()


def test_a_sheet_is_handed_in_once_when_it_is_whole(client, seat):
    fill(seat, but=["SAN-1"])
    early = client.post(url(seat))
    assert early.status_code == 422
    assert "Il reste un critère à finir." in early.content.decode()
    client.post(url(seat, "SAN-1"), {"grade": "met"})
    client.post(url(seat))
    sheet = ScoreSheet.objects.get()
    assert (sheet.is_submitted, sheet.draft) == (True, "")
    shown = client.get(url(seat)).content.decode()
    assert sheet.digest in shown
    assert "1 feuille rendue sur 5." in shown
    client.post(url(seat, "SAN-1"), {"grade": "unmet", "reason": "Trop tard."})
    client.post(url(seat))
    assert ScoreSheet.objects.get().digest == sheet.digest
    assert client.get(url(seat, "SAN-1")).url == url(seat)
    assert Event.objects.filter(type="submit_sheet").count() == 1


def test_the_sheet_says_before_when_it_is_due(client, seat):
    day = civil(seat.case.scoring_closes_on)
    assert f"À rendre avant le {day} au soir" in client.get(url(seat)).content.decode()


def test_after_the_last_day_the_sheet_says_so_and_takes_nothing(client, seat, light):
    light.later(days=20)
    assert "Le délai de notation est passé." in client.get(url(seat)).content.decode()
    client.post(url(seat, "SAN-1"), {"grade": "met"})
    assert not ScoreSheet.objects.exists()


def test_the_next_thing_to_do_is_shown_in_the_space(seat, light):
    found = todos.next_one(seat.member.person, [], now=light.now)
    assert (found.question, found.yes.url) == (
        "Notez le dossier, critère par critère",
        reverse("label:jury_sheet", args=[seat.pk]),  # where the button says it leads
    )
    assert todos.next_one(light.stranger, [], now=light.now) is None


def test_the_juries_of_a_person_are_found_in_the_space_when_nothing_presses_too(seat, light):
    [room] = notices.of_user(seat.member.person, now=light.now)
    assert room.url == reverse("label:jury_home")
    assert notices.of_user(light.stranger, now=light.now) == []


def test_a_member_of_the_pool_finds_it_in_the_space_before_any_jury(light):
    member = light.pool["citizen"][-1]
    assert not member.seats.exists()
    [room] = notices.of_user(member.person, now=light.now)
    assert room.text.startswith("Vous êtes au vivier.")
    member.state = "volunteer"
    member.save()
    [room] = notices.of_user(member.person, now=light.now)
    day = civil(member.volunteered_at.date())
    assert room.text.startswith(f"Volontaire depuis le {day}.")


def test_every_screen_of_the_sheet_costs_a_fixed_number_of_queries(
    client, seat, django_assert_max_num_queries
):
    fill(seat)
    client.get(url(seat))
    with django_assert_max_num_queries(45):
        client.get(url(seat))
    with django_assert_max_num_queries(60):
        client.get(url(seat, "SAN-1"))


def test_readings_are_forgotten_long_after_the_case(seat, light):
    """The log keeps who read what of a case for three years after it closed."""
    case = seat.case
    for at in (light.now, light.now + timedelta(days=1)):
        ReadAccess.objects.create(
            case=case, person=seat.member.person, role="juror", what="file", at=at
        )
    late = light.now + timedelta(days=1300)
    assert retention.purge_readings(now=late) == 0
    Case.objects.filter(pk=case.pk).update(state="closed")
    assert retention.purge_readings(now=timezone.now()) == 0
    assert retention.purge_readings(now=late) == 2
    assert Seat.objects.filter(pk=seat.pk).exists()
