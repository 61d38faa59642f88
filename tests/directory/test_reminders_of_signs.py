from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from directory import error_reports, listing, visits
from directory.models import Listing, MailPreferences, Membership, VisitCount
from directory.reminders import digest, sending, signs
from tests.factories import ProductFactory, SignFactory, UserFactory, add_producer
from tests.reading import plain

END = date(2026, 6, 30)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 6, tzinfo=UTC)


@pytest.fixture
def owner(db):
    return UserFactory(email="mireille@exemple.fr")


@pytest.fixture
def farm(owner):
    offer = {
        "product": ProductFactory(name="Fraise", slug="fraise"),
        "sign": SignFactory(),
        "sign_number": "FR-BIO-01",
        "sign_expires_on": END,
    }
    page = add_producer(title="Le Micocoulier", offers=[offer], confirmed_on=END)
    Membership.objects.create(page=page, user=owner)
    return page


def test_people_are_told_sixty_days_before_and_once_it_is_over(farm):
    told = {
        day: signs.send(now=at(END + timedelta(days=day)))
        for day in (-61, -60, -59, 0, 1, 2, 30, 31)
    }
    assert [day for day, mails in told.items() if mails] == [-60, 1]
    before, after = mail.outbox
    assert "AB, pour Fraise : valable jusqu’au 30 juin 2026." in plain(before.body)
    assert "Il n’est plus montré au public." in after.body


def test_sign_that_expired_long_ago_is_nobodys_news(farm):
    assert signs.send(now=at(END + timedelta(days=31))) == 0


def test_new_date_begins_again(farm):
    signs.send(now=at(END))
    offer = farm.offers.get()
    offer.sign_expires_on = END + timedelta(days=365)
    offer.save()
    assert signs.send(now=at(END + timedelta(days=365))) == 1


def test_mail_about_a_sign_is_not_one_about_the_news(farm):
    signs.send(now=at(END))
    assert sending.send(now=at(date(2026, 12, 31))).mails == 1


def test_expired_sign_leaves_the_filter_that_day(farm):
    today = timezone.localdate()
    farm.offers.update(sign_expires_on=today)
    listing.write(farm)
    assert Listing.objects.get().is_organic
    farm.offers.update(sign_expires_on=today - timedelta(days=1))  # a night has passed
    listing.extend_intervals(timezone.now())
    assert not Listing.objects.get().is_organic


# --- The news of the week -------------------------------------------------------------------------


@pytest.fixture
def read(farm):
    today = timezone.localdate()
    week = visits.monday(today) - timedelta(weeks=1)
    VisitCount.objects.create(page=farm, week=week, way="view", number=12)
    return farm


def test_news_leave_once_a_week_with_a_way_to_stop_them(read, client):
    now = timezone.now()
    sent = [digest.send(now=now + timedelta(days=day)) for day in (0, 1, 6)]
    assert sent == [1, 0, 0]
    [news] = mail.outbox
    assert "Le Micocoulier\n- lue 12 fois, montrée 0 fois dans une recherche\n" in news.body
    stop = news.extra_headers["List-Unsubscribe"].strip("<>")
    assert stop in news.body
    assert news.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "Ne plus recevoir les nouvelles" in client.get(stop).content.decode()
    assert MailPreferences.objects.get().digest
    client.post(stop, {"List-Unsubscribe": "One-Click"})
    assert not MailPreferences.objects.get().digest
    assert digest.send(now=now + timedelta(days=8)) == 0
    client.post(stop, {"reponse": "reprendre"})
    assert MailPreferences.objects.get().digest


def test_no_news_no_mail(farm):
    assert digest.send(now=timezone.now()) == 0
    error_reports.report(
        farm, subject="horaires", text="", email="", sender="s", now=timezone.now()
    )
    assert digest.send(now=timezone.now()) == 1
    assert "1 erreur signalée, à regarder" in mail.outbox[-1].body


def test_person_chooses_in_their_space(farm, owner, client):
    client.force_login(owner)
    path = reverse("directory:espace_mails")
    assert "checked" in client.get(path).content.decode()
    client.post(path, {})
    assert not MailPreferences.objects.get(user=owner).digest
    client.post(path, {"digest": "on"})
    assert MailPreferences.objects.get(user=owner).digest
