import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import models
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from directory import search
from directory.models import ListedPage, Listing, Membership, ProducerPage, Reminder
from directory.models.reminders import ReminderSettings
from directory.reminders import answers, links, sending
from directory.reminders.rhythm import ORDINARY, add_months
from tests.factories import UserFactory, add_place, add_producer, nimes
from tests.reading import plain
from tests.users.conftest import code_in

START = date(2026, 1, 15)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 6, tzinfo=UTC)


def months_later(number: int, days: int = 0) -> datetime:
    return at(add_months(START, number) + timedelta(days=days))


@pytest.fixture
def owner(db):
    return UserFactory(email="mireille@exemple.fr")


@pytest.fixture
def farm(owner):
    page = add_producer(title="Le Micocoulier", confirmed_on=START)
    Membership.objects.create(page=page, user=owner)
    return page


def link_of(word: str) -> str:
    """The path of the link of the last mail whose address holds a word."""
    return re.search(rf"https?://[^/]+(/espace/lien/{word}/\S+)", mail.outbox[-1].body)[1]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 1, 15), 12, date(2027, 1, 15)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
    ],
)
def test_months_are_added_to_the_last_day_of_a_shorter_month(day, months, expected):
    assert add_months(day, months) == expected


def test_three_reminders_then_the_listing_sinks_then_leaves():
    assert ORDINARY.reminders(START) == [date(2026, 7, 15), date(2026, 8, 15), date(2026, 9, 15)]
    assert ORDINARY.sinks_on(START) == date(2026, 10, 15)
    assert ORDINARY.leaves_on(START) == date(2027, 1, 15)


def test_nobody_is_asked_before_six_months(farm):
    assert sending.send(now=months_later(6, days=-1)) == sending.Report()
    assert mail.outbox == []


def test_mail_holds_the_facts_and_a_link_for_each_answer(farm):
    assert sending.send(now=months_later(6)) == sending.Report(mails=1, listings=1)
    [sent] = mail.outbox
    assert sent.to == ["mireille@exemple.fr"]
    assert plain(sent.subject) == "Est-ce toujours vrai ? Le Micocoulier"
    assert "- Type : Producteur\n- Adresse : Nîmes\n" in plain(sent.body)
    assert "- Produits : non renseigné" in plain(sent.body)
    found = re.findall(r"/espace/(lien/\w+|fiches)/", sent.body)
    assert found == ["lien/confirmer", "lien/corriger", "lien/ferme"]


def test_second_run_of_the_day_sends_nothing(farm):
    sending.send(now=months_later(6))
    assert sending.send(now=months_later(6)) == sending.Report()


def test_command_says_what_it_did(farm, capsys):
    ListedPage.objects.update(confirmed_on=timezone.localdate() - timedelta(days=190))
    call_command("send_reminders")
    call_command("send_reminders")
    assert capsys.readouterr().out.splitlines() == [
        "1 courriers pour 1 fiches, 0 fiches retirées, 0 envois à refaire ; "
        "0 courriers de signes, 0 nouvelles de la semaine.",
        "0 courriers pour 0 fiches, 0 fiches retirées, 0 envois à refaire ; "
        "0 courriers de signes, 0 nouvelles de la semaine.",
    ]


def test_missed_runs_are_made_up_by_one_mail(farm):
    assert sending.send(now=months_later(8)).mails == 1
    assert [r.stage for r in Reminder.objects.all()] == [3]
    assert sending.send(now=months_later(8, days=1)).mails == 0


def test_person_with_several_listings_gets_one_mail_oldest_news_first(farm, owner):
    older = add_place(title="La Cabane", confirmed_on=START - timedelta(days=9))
    Membership.objects.create(page=older, user=owner)
    assert sending.send(now=months_later(6)) == sending.Report(mails=1, listings=2)
    assert plain(mail.outbox[0].subject) == "Est-ce toujours vrai ? 2 fiches"
    body = mail.outbox[0].body
    assert body.index("La Cabane") < body.index("Le Micocoulier")


def test_listing_that_awaits_its_owner_is_asked_at_its_own_address(db):
    add_producer(email="ferme@exemple.fr", confirmed_on=START)
    sending.send(now=months_later(6))
    assert [sent.to for sent in mail.outbox] == [["ferme@exemple.fr"]]


def test_mail_that_cannot_leave_is_sent_the_next_day(farm, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", _refuse)
        assert sending.send(now=months_later(6)) == sending.Report(failed=1)
    assert sending.send(now=months_later(6, days=1)).mails == 1


def _refuse(message):
    raise ConnectionRefusedError


def test_opening_the_link_changes_nothing_and_its_button_confirms(farm, client):
    sending.send(now=months_later(6))
    path = link_of("confirmer")
    shown = client.get(path)
    assert (shown.status_code, shown["Referrer-Policy"]) == (200, "no-referrer")
    assert "Oui, c’est bon" in shown.content.decode()
    assert ListedPage.objects.get().confirmed_on == START
    answered = Client(enforce_csrf_checks=True).post(path)
    assert "C’est confirmé, merci" in answered.content.decode()
    today = ListedPage.objects.get().confirmed_on
    assert today > START
    assert Listing.objects.get().confirmed_on == today


def test_link_to_correct_sends_a_code_and_leads_to_the_listing(farm, client):
    sending.send(now=months_later(6))
    path, sent = link_of("corriger"), len(mail.outbox)
    assert client.get(path).status_code == 200
    assert (len(mail.outbox), "_auth_user_id" in client.session) == (sent, False)
    assert client.post(path).url == reverse("account_code")
    assert [letter.to for letter in mail.outbox[sent:]] == [["mireille@exemple.fr"]]
    answer = client.post(reverse("account_code"), {"code": code_in(mail.outbox[-1])})
    assert answer.url == reverse("directory:espace_listing", args=[farm.pk])
    assert client.get(answer.url).status_code == 200
    assert client.get(path).url == answer.url
    client.force_login(UserFactory())
    assert client.get(path).url == reverse("directory:espace_home")


def test_link_to_correct_what_nobody_tends_leads_to_claim_it(db, client):
    page = add_producer(confirmed_on=START, email="ferme@exemple.fr")
    sending.send(now=months_later(6))
    client.post(link_of("corriger"))
    answer = client.post(reverse("account_code"), {"code": code_in(mail.outbox[-1])})
    assert answer.url == reverse("directory:espace_claim", args=[page.pk])


def test_link_for_one_thing_does_not_do_another(farm, client):
    sending.send(now=months_later(6))
    token = link_of("confirmer").split("/")[-2]
    assert client.post(reverse("directory:mail_link", args=["ferme", token])).status_code == 404
    assert client.post(reverse("directory:mail_link", args=["autre", token])).status_code == 404
    wrong = reverse("directory:mail_link", args=["confirmer", token[:-2] + "xx"])
    assert client.post(wrong).status_code == 404
    assert not ListedPage.objects.get().closed_for_good


def test_link_is_dead_after_sixty_days(farm, client, monkeypatch):
    sending.send(now=months_later(6))
    monkeypatch.setattr(links, "VALID", timedelta(seconds=-1))
    answer = client.post(link_of("confirmer"))
    assert answer.status_code == 410
    assert "Ouvrir mon espace" in answer.content.decode()
    assert ListedPage.objects.get().confirmed_on == START


def test_link_of_somebody_who_left_the_listing_is_dead(farm, client):
    sending.send(now=months_later(6))
    Membership.objects.all().delete()
    assert client.get(link_of("confirmer")).status_code == 404


def test_closed_for_good_leaves_the_search_and_can_be_taken_back(farm, client):
    sending.send(now=months_later(6))
    path = link_of("ferme")
    client.get(path)
    assert Listing.objects.count() == 1
    client.post(path)
    assert (ListedPage.objects.get().closed_for_good, Listing.objects.count()) == (True, 0)
    client.post(path, {"reponse": "rouvrir"})
    assert (ListedPage.objects.get().closed_for_good, Listing.objects.count()) == (False, 1)


def test_listing_leaves_after_its_reminders_and_comes_back_as_it_was(farm, client):
    draft = farm.specific
    draft.title = "Un autre nom"
    draft.save_revision()
    for months in (6, 7, 8):
        sending.send(now=months_later(months))
    assert sending.send(now=months_later(12, days=-1)).left == 0
    assert sending.send(now=months_later(12)) == sending.Report(mails=1, left=1)
    assert plain(mail.outbox[-1].subject) == "Votre fiche n’est plus en ligne : Le Micocoulier"
    page = ProducerPage.objects.get()
    assert (page.live, page.left_on, Listing.objects.count()) == (False, date(2027, 1, 15), 0)
    answer = client.post(link_of("confirmer"))
    assert "de nouveau en ligne" in answer.content.decode()
    page = ProducerPage.objects.get()
    assert (page.live, page.left_on, page.title) == (True, None, "Le Micocoulier")
    assert Listing.objects.get().name == "Le Micocoulier"
    assert page.get_latest_revision_as_object().title == "Un autre nom"


def test_nobody_loses_a_listing_without_four_weeks_of_notice(farm):
    sending.send(now=months_later(13))
    assert sending.send(now=months_later(13, days=27)).left == 0
    assert sending.send(now=months_later(13, days=28)).left == 1


def test_listing_that_its_source_still_has_does_not_leave(db):
    from tests.factories import SourceFactory

    page = add_producer(confirmed_on=START)
    page.source_records.create(
        source=SourceFactory(), external_id="1", seen_at=months_later(6), vanished_at=None
    )
    assert sending.send(now=months_later(12)).left == 0
    assert sending.send(now=months_later(18)).left == 1


@pytest.mark.parametrize(
    ("fields", "quiet", "due"),
    [
        ({"kind": "marche"}, 11, 12),
        ({"kind": "ferme", "opening_hours": "Apr-Sep Sa 09:00-12:00"}, 8, 9),
        ({"kind": "ferme", "opening_hours": "Sa 09:00-12:00"}, 5, 6),
    ],
)
def test_markets_and_seasonal_places_have_their_own_rhythm(fields, quiet, due, owner):
    page = add_place(confirmed_on=START, **fields)
    Membership.objects.create(page=page, user=owner)
    assert sending.send(now=months_later(quiet)).mails == 0
    assert sending.send(now=months_later(due)).mails == 1


def test_rhythm_leaves_time_for_the_reminders():
    with pytest.raises(ValidationError) as refused:
        ReminderSettings(first=6, sinks=8, leaves=8).clean()
    assert set(refused.value.message_dict) == {"sinks", "leaves"}


@given(runs=st.lists(st.integers(0, 420), max_size=40), confirms=st.sets(st.integers(0, 420)))
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # the fixture starts each anew
)
def test_runs_on_any_days_never_mail_twice_and_never_skip(db_with_farm, runs, confirms):
    """Against the plain reading of the rule, day after day."""
    page, since = db_with_farm(START), START
    mail.outbox.clear()
    told: set[tuple[date, int]] = set()
    for day in range(421):
        today = START + timedelta(days=day)
        if day in confirms:
            answers.confirm(page, now=at(today))
            since = today
        if day not in runs:
            continue
        before = len(mail.outbox)
        sending.send(now=at(today))
        stage = ORDINARY.stage(since, today)
        done = max((s for d, s in told if d == since), default=0)
        is_asked = stage > done and ListedPage.objects.get().live
        if is_asked:
            told.add((since, stage))
        assert len(mail.outbox) - before >= int(is_asked)
        assert len(mail.outbox) - before <= 1
    kept = {(r.since, r.stage) for r in Reminder.objects.exclude(stage=Reminder.Stage.LEFT)}
    assert kept == told


@pytest.fixture
def db_with_farm(farm):
    def reset(since: date):
        Reminder.objects.all().delete()
        ListedPage.objects.update(confirmed_on=since, left_on=None, closed_for_good=False)
        Page.objects.filter(pk=farm.pk).update(live=True)
        return ProducerPage.objects.get()

    return reset


def test_a_year_of_five_hundred_listings(tree):
    """One in ten never answers, the others do to three mails in four: who is still there?"""
    draw = Random(30)
    pages = _many_producers(tree.producers, 500, draw)
    silent = {page for page in pages if draw.random() < 1 / 10}
    for day in range(0, 365, 14):
        today = START + timedelta(days=day)
        before = len(mail.outbox)
        sending.send(now=at(today))
        asked = {sent.to[0] for sent in mail.outbox[before:]}
        for page, email in pages.items():
            if email in asked and page not in silent and draw.random() < 0.75:
                answers.confirm(ListedPage(pk=page), now=at(today))
    shares = Counter(_state(page, today) for page in ListedPage.objects.filter(pk__in=pages))
    assert shares == {"fresh": 421, "asked": 7, "sunk": 4, "left": 68}
    for page in ListedPage.objects.filter(pk__in=pages, live=False):
        assert set(page.reminders.values_list("stage", flat=True)) >= {3, 4}


def _state(page: ListedPage, today: date) -> str:
    if not page.live:
        return "left"
    if ORDINARY.sinks_on(page.confirmed_on) <= today:
        return "sunk"
    return "asked" if ORDINARY.stage(page.confirmed_on, today) else "fresh"


def _many_producers(parent, number: int, draw: Random) -> dict[int, str]:
    """Published producers with an address, confirmed at any day of the year before START."""
    found = {}
    commune = nimes()
    parent = Page.objects.get(pk=parent.pk)
    kind = ContentType.objects.get_for_model(ProducerPage)
    for n in range(1, number + 1):
        page = ProducerPage(
            path=f"{parent.path}{n:04d}",
            depth=parent.depth + 1,
            title=f"Ferme {n}",
            slug=f"ferme-{n}",
            url_path=f"{parent.url_path}ferme-{n}/",
            content_type=kind,
            locale=parent.locale,
            commune=commune,
            email=f"ferme{n}@exemple.fr",
            confirmed_on=START - timedelta(days=draw.randint(0, 364)),
        )
        models.Model.save(page)  # neither Wagtail's checks nor its indexes, five hundred times
        found[page.pk] = page.email
    Page.objects.filter(pk=parent.pk).update(numchild=number)
    return found


@pytest.mark.parametrize("few", [1000, 0])
def test_listing_without_news_sinks_below_farther_ones(db, monkeypatch, few):
    monkeypatch.setattr("directory.search.order.FEW", few)
    commune = nimes()
    today = timezone.localdate()
    for name, day, north in [
        ("Tout près, muette", add_months(today, -9), 0.0),
        ("Plus loin, muette", add_months(today, -10), 0.02),
        ("Près", add_months(today, -8), 0.01),
        ("Loin", today, 0.05),
    ]:
        place = {"commune": commune, "latitude": 43.8367 + north, "longitude": 4.3601}
        add_producer(title=name, confirmed_on=day, **place)
    query = search.parse(QueryDict("ou=nimes"), now=timezone.now())
    names = [row.name for row in search.find(query).rows]
    assert names == ["Près", "Loin", "Tout près, muette", "Plus loin, muette"]
    answers.confirm(ListedPage.objects.get(title="Tout près, muette"), now=timezone.now())
    assert search.find(query).rows[0].name == "Tout près, muette"
