"""Volunteers and problems, sent by anybody: a code, limits, and who never learns who (I-28)."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail

from directory.models import Membership
from label import public_requests, retention, roles, rules, volunteering, watch
from label.enums import PoolState, Role
from label.groups import join
from label.models import Alert, Draw, Event, OutboxMail, PoolMember, PublicRequest, Reporter
from tests.factories import CommuneFactory, UserFactory, add_producer
from tests.label.published import add_draw, add_grant

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 9, 14, 10, 0, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
VOLUNTEER = "/label/devenir-jure/"
REPORT = "/label/registre/MIG-2026-0001/signaler/"
ODILE = "odile@exemple.fr"


@pytest.fixture(autouse=True)
def mails_leave_at_once(monkeypatch):
    monkeypatch.setattr("django.db.transaction.on_commit", lambda run, **kwargs: run())


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    hands = [NOON]
    monkeypatch.setattr("django.utils.timezone.now", lambda: hands[0])
    return hands


@pytest.fixture
def typed(tree):
    return {
        "college": "citizen",
        "first_name": "Odile",
        "last_name": "Vidal",
        "commune": CommuneFactory(name="Uzès").pk,
        "email": ODILE,
        "consent": "on",
        "motivation": "J’aime manger.",
        "age_band": "45-59",
    }


@pytest.fixture
def grant(tree):
    return add_grant(page=add_producer(title="Mas des Figuiers"))


PROBLEM = {"matter": "origin", "text": "Des tomates d’Espagne.", "seen_on": "2026-09-12"}


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def last_code():
    return re.match(r"\d{6}", mail.outbox[-1].subject)[0]


def confirmed(client, response, code=None):
    return client.post(response.url, {"code": code or last_code()}, follow=True)


def test_a_volunteer_enters_the_pool_once_the_address_is_theirs(client, typed):
    response = client.post(VOLUNTEER, typed | {"away_from": "2026-10-01", "away_to": "2026-10-15"})
    assert response.status_code == 302
    assert PoolMember.objects.count() == 0
    wrong = client.post(response.url, {"code": "000000" if last_code() != "000000" else "111111"})
    assert wrong.status_code == 422
    page = soup(confirmed(client, response))
    assert "C’est noté, merci." in page.main.text
    member = PoolMember.objects.get()
    assert (member.person.email, str(member.person), member.college, member.state) == (
        ODILE,
        "Odile Vidal",
        "citizen",
        PoolState.VOLUNTEER,
    )
    assert (member.commune.name, member.age_band, member.sex) == ("Uzès", "45-59", "")
    assert [str(row) for row in member.unavailable.all()] == ["2026-10-01 – 2026-10-15"]
    assert member.may_be_named_at is None
    kept = PublicRequest.objects.get()
    assert (kept.typed, kept.email, kept.code_hash) == ({}, "", "")
    assert response.url in mail.outbox[-1].body


def test_a_volunteer_leaves_by_the_same_address_and_what_was_for_balance_goes(client, typed):
    response = client.post(VOLUNTEER, typed | {"may_be_named": "on"})
    confirmed(client, response)
    assert PoolMember.objects.get().may_be_named_at == NOON
    assert client.get(f"{response.url}quitter/").status_code == 405
    page = soup(client.post(f"{response.url}quitter/", follow=True))
    assert "Vous n’êtes plus au vivier" in page.main.text
    member = PoolMember.objects.get()
    assert (member.state, member.age_band, member.motivation, member.may_be_named) == (
        PoolState.LEFT,
        "",
        "",
        False,
    )
    again = client.post(VOLUNTEER, typed)
    confirmed(client, again)
    assert PoolMember.objects.get().state == PoolState.VOLUNTEER


def test_nobody_volunteers_twice_and_a_peer_keeps_their_farm(client, typed):
    farm = add_producer(title="Ferme d’Odile")
    Membership.objects.create(page=farm, user=UserFactory(email=ODILE))
    peer = typed | {"college": "peer", "activity": "maraîchage"}
    confirmed(client, client.post(VOLUNTEER, peer))
    assert PoolMember.objects.get().operator == farm
    second = client.post(VOLUNTEER, peer)
    response = client.post(second.url, {"code": last_code()})
    assert response.status_code == 422
    assert "Vous êtes déjà au vivier" in soup(response).main.text
    assert PoolMember.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "odile"}, "email"),
        ({"consent": ""}, "consent"),
        ({"college": "juge"}, "college"),
        ({"commune": "999999"}, "commune"),
        ({"first_name": ""}, "first_name"),
        ({"away_from": "2026-10-01"}, "away_to"),
        ({"away_from": "2026-10-02", "away_to": "2026-10-01"}, "away_to"),
        ({"away_from": "demain", "away_to": "2026-10-01"}, "away_from"),
        ({"college": "trade"}, "activity"),
        ({"website": "https://spam"}, "website"),
        ({"last_name": "x" * 200}, "last_name"),
    ],
)
def test_bad_input_says_why_and_loses_nothing(client, typed, change, field):
    response = client.post(VOLUNTEER, typed | change)
    assert response.status_code == 422
    page = soup(response)
    links = [link["href"] for link in page.find(class_="alert").find_all("a")]
    assert len(links) == 1
    assert links[0].startswith(f"#id_{field}")
    assert page.find(id=links[0][1:]) is not None
    assert page.find(id="id_motivation").text.strip() == "J’aime manger."
    assert PublicRequest.objects.count() == 0


def test_a_day_has_its_limits(client, typed):
    for _time in range(public_requests.MOST_PER_EMAIL):
        assert client.post(VOLUNTEER, typed).status_code == 302
    assert client.post(VOLUNTEER, typed).status_code == 429
    left = public_requests.MOST_PER_SENDER - public_requests.MOST_PER_EMAIL
    for number in range(left):
        assert client.post(VOLUNTEER, typed | {"email": f"p{number}@x.fr"}).status_code == 302
    assert client.post(VOLUNTEER, typed | {"email": "encore@x.fr"}).status_code == 429


def test_another_code_waits_a_minute(client, typed, clock):
    response = client.post(VOLUNTEER, typed)
    assert client.post(f"{response.url}renvoyer/").status_code == 429
    clock[0] += 2 * MINUTE
    assert client.post(f"{response.url}renvoyer/").status_code == 200
    assert len(mail.outbox) == 2
    assert client.get("/label/envoi/inconnu/").status_code == 404


def test_a_problem_is_told_without_a_name(client, grant):
    page = soup(client.post(REPORT, PROBLEM))
    assert "Merci, c’est transmis." in page.main.text
    alert = Alert.objects.get()
    assert (alert.grant, alert.matter, alert.text, str(alert.seen_on)) == (
        grant,
        "origin",
        "Des tomates d’Espagne.",
        "2026-09-12",
    )
    reporter = Reporter.objects.get()
    assert (reporter.name, reporter.email, reporter.person) == ("", "", None)
    assert mail.outbox == []


def test_an_address_is_confirmed_before_it_is_answered(client, grant):
    response = client.post(REPORT, PROBLEM | {"email": ODILE, "name": "Odile"})
    assert Alert.objects.count() == 0
    confirmed(client, response)
    reporter = Reporter.objects.get()
    assert (reporter.email, reporter.name) == (ODILE, "Odile")
    kept = PublicRequest.objects.get()
    assert (kept.typed, kept.email, kept.member) == ({}, "", None)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"text": ""}, 422),
        ({"matter": "?"}, 422),
        ({"seen_on": "2030-01-01"}, 422),
        ({"website": "x"}, 422),
        ({"email": "x"}, 422),
    ],
)
def test_a_problem_needs_facts(client, grant, change, status):
    assert client.post(REPORT, PROBLEM | change).status_code == status
    assert Alert.objects.count() == 0


def test_there_is_nothing_to_report_on_what_is_not_in_the_register(client, grant):
    type(grant).objects.update(state="pending_signature", valid_from=None)
    assert client.get(REPORT).status_code == 404
    assert client.get("/label/registre/%00/signaler/").status_code == 404


def test_I_28_nothing_leads_from_an_alert_to_who_sent_it(client, grant):
    """Neither the journal, the messages, the search of the register, nor a permission."""
    confirmed(client, client.post(REPORT, PROBLEM | {"email": ODILE, "name": "Odile Vidal"}))
    alert = Alert.objects.get()
    secretary, juror = UserFactory(), UserFactory()
    join(secretary, Role.SECRETARIAT)
    watch.qualify(alert, by=secretary, now=NOON)
    watch.hear_operator(alert, by=secretary, grounds="Origine.", now=NOON + MINUTE)
    operator = UserFactory()
    Membership.objects.create(page=grant.operator, user=operator)

    written = [str(list(model.objects.values())) for model in (Event, OutboxMail, Alert)]
    written += [
        client.get(address).getvalue().decode()
        for address in (
            *("/label/registre/", "/label/registre/?q=odile", "/label/registre.csv"),
            *("/label/registre.json", "/label/journal.json", "/label/registre/MIG-2026-0001/"),
        )
    ]
    assert [text for text in written if ODILE in text or "Vidal" in text] == []
    for person, may in ((secretary, True), (operator, False), (juror, False)):
        assert rules.rules.has_perm("label.read_reporter", person, alert) is may
    assert roles.is_reporter(operator, alert) is False


def test_what_is_kept_has_its_end(client, grant, typed, clock):
    client.post(VOLUNTEER, typed)
    confirmed(client, client.post(REPORT, PROBLEM | {"email": ODILE, "name": "Odile"}))
    confirmed(client, client.post(VOLUNTEER, typed | {"email": "lea@exemple.fr"}))
    assert retention.purge_requests(now=NOON + 6 * DAY) == 0
    assert retention.purge_requests(now=NOON + 8 * DAY) == 2
    member = PoolMember.objects.get()
    assert PublicRequest.objects.get().member == member
    volunteering.leave(member, now=NOON + 8 * DAY)
    assert retention.purge_requests(now=NOON + 9 * DAY) == 1
    assert retention.purge_pool(now=NOON + 60 * DAY) == 0
    assert retention.purge_pool(now=NOON + 120 * DAY) == 1
    assert retention.purge_pool(now=NOON + 120 * DAY) == 0
    member.refresh_from_db()
    assert (member.commune, member.activity) == (None, "")

    Alert.objects.update(state="closed", closed_at=NOON)
    assert retention.purge_reporters(now=NOON + 60 * DAY) == 0
    assert retention.purge_reporters(now=NOON + 62 * DAY) == 1
    assert (Reporter.objects.get().email, Reporter.objects.get().name) == ("", "")


def test_who_the_draw_did_not_take_is_forgotten_three_months_after_it(client, typed):
    confirmed(client, client.post(VOLUNTEER, typed))
    add_draw(purpose="pool")
    Draw.objects.update(
        committed_at=NOON + DAY, randomness_at=NOON + 2 * DAY, drawn_at=NOON + 3 * DAY
    )
    assert retention.purge_pool(now=NOON + 80 * DAY) == 0
    assert retention.purge_pool(now=NOON + 100 * DAY) == 1
    member = PoolMember.objects.get()
    assert (member.state, member.motivation, member.commune) == (PoolState.LEFT, "", None)


def test_a_founded_report_is_remembered_three_years(client, grant):
    confirmed(client, client.post(REPORT, PROBLEM | {"email": ODILE}))
    alert = Alert.objects.get()
    secretary = UserFactory()
    join(secretary, Role.SECRETARIAT)
    watch.qualify(alert, by=secretary, now=NOON)
    watch.hear_operator(alert, by=secretary, grounds="Origine.", now=NOON + MINUTE)
    later = NOON + 20 * DAY
    watch.conclude(alert, by=secretary, founded=True, conclusion="Exact.", now=later)
    watch.close_alert(alert, by=secretary, answer="Merci.", now=later + MINUTE)
    assert retention.purge_reporters(now=later + 900 * DAY) == 0
    assert retention.purge_reporters(now=later + 1200 * DAY) == 1
