from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from directory import error_reports, groups, retention
from directory.models import ErrorReport, Membership
from tests.factories import UserFactory, add_producer
from tests.reading import plain

SEEN = {"subject": "horaires", "text": "Fermé samedi à 10 h.", "email": "", "website": ""}


@pytest.fixture
def farm(db):
    return add_producer(title="Le Micocoulier")


@pytest.fixture
def owner(farm):
    person = UserFactory(email="mireille@exemple.fr")
    Membership.objects.create(page=farm, user=person)
    return person


@pytest.fixture
def address(farm):
    return reverse("directory:report_error", args=[farm.pk])


@pytest.fixture(autouse=True)
def at_once(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        yield


def add_report(page, **fields) -> ErrorReport:
    fields = {"subject": "horaires", "text": "Fermé.", "email": "", "sender": "s"} | fields
    return error_reports.report(page, now=fields.pop("now", timezone.now()), **fields)


def test_listing_leads_to_the_form(farm, address, client):
    assert f'href="{address}"' in client.get(farm.url).content.decode()
    assert "Qu’est-ce qui ne va pas ?" in plain(client.get(address).content.decode())


def test_report_is_kept_and_the_person_told_what_comes(farm, address, client):
    answer = client.post(address, SEEN | {"email": "odile@exemple.fr"})
    assert "Nous vous écrivons dès que c’est vérifié." in answer.content.decode()
    kept = ErrorReport.objects.get()
    assert (kept.page_id, kept.subject, kept.text) == (farm.pk, "horaires", "Fermé samedi à 10 h.")
    assert (kept.email, kept.state) == ("odile@exemple.fr", "received")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"subject": ""}, "Choisissez dans la liste."),
        ({"subject": "tout"}, "Choisissez dans la liste."),
        ({"subject": "autre", "text": " \x00 "}, "Dites-nous quoi, en deux mots."),
        ({"text": "a" * 1001}, "Au plus 1000 caractères : il y en a 1001."),
        ({"email": "odile"}, "Ce n’est pas une adresse e-mail."),
        ({"website": "x"}, "Videz ce champ"),
    ],
)
def test_wrong_input_is_told_and_nothing_typed_is_lost(address, client, changes, message):
    typed = {"text": "Fermé <samedi>"} | changes
    answer = client.post(address, SEEN | typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert message in page
    if typed["text"] == "Fermé <samedi>":
        assert "Fermé &lt;samedi&gt;" in page
    assert ErrorReport.objects.count() == 0


def test_draft_and_private_listings_cannot_be_reported(tree, client):
    draft = add_producer(live=False)
    assert client.get(reverse("directory:report_error", args=[draft.pk])).status_code == 404
    assert client.get(reverse("directory:report_error", args=[tree.home.pk])).status_code == 404


def test_one_network_sends_so_many_in_a_day(farm, address, client, monkeypatch):
    monkeypatch.setattr(error_reports, "MOST_PER_SENDER", 2)
    assert [client.post(address, SEEN).status_code for _ in range(3)] == [200, 200, 429]
    ErrorReport.objects.update(created_at=timezone.now() - timedelta(days=2))
    assert client.post(address, SEEN).status_code == 200


def test_listing_takes_no_more_than_so_many_open_reports(farm, address, client, monkeypatch):
    monkeypatch.setattr(error_reports, "MOST_PER_PAGE", 1)
    assert [client.post(address, SEEN).status_code for _ in range(2)] == [200, 429]


def test_managers_are_told_what_but_never_who(
    farm, owner, address, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, SEEN | {"email": "odile@exemple.fr"})
    [sent] = mail.outbox
    assert sent.to == ["mireille@exemple.fr"]
    assert plain(sent.subject) == "Quelqu’un signale une erreur : Le Micocoulier"
    assert "Les horaires\n\nFermé samedi à 10 h.\n" in sent.body
    client.force_login(owner)
    listed = client.get(reverse("directory:espace_reports", args=[farm.pk])).content.decode()
    shown = client.get(
        reverse("directory:espace_report_answer", args=[farm.pk, ErrorReport.objects.get().pk])
    ).content.decode()
    for page in (sent.body, listed, shown):
        assert "Fermé samedi à 10 h." in page
        assert "odile" not in page


def test_answer_is_noted_and_mailed_once(farm, owner, client, django_capture_on_commit_callbacks):
    report = add_report(farm, email="odile@exemple.fr")
    client.force_login(owner)
    path = reverse("directory:espace_report_answer", args=[farm.pk, report.pk])
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(path, {"state": "", "answer": "Vu"}).status_code == 422
        typed = {"state": "corrected", "answer": "Ouvert à 11 h en hiver."}
        for _twice in range(2):
            assert client.post(path, typed).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.answered_by, report.told_at is None) == ("corrected", owner, False)
    answers = [sent for sent in mail.outbox if sent.to == ["odile@exemple.fr"]]
    assert [plain(sent.subject) for sent in answers] == ["Votre signalement : Le Micocoulier"]
    assert "C’est corrigé, merci.\n\nOuvert à 11 h en hiver." in answers[0].body


def test_report_of_another_listing_is_nobody_elses(farm, owner, client):
    other = add_report(add_producer(title="Une autre ferme"))
    client.force_login(owner)
    path = reverse("directory:espace_report_answer", args=[farm.pk, other.pk])
    assert client.get(path).status_code == 404


def test_moderator_answers_in_the_admin(farm, tree, client, django_capture_on_commit_callbacks):
    groups.ensure_all(home=tree.home)
    report = add_report(farm, email="odile@exemple.fr")
    moderator = UserFactory()
    moderator.groups.add(Group.objects.get(name="Modérateurs"))
    client.force_login(moderator)
    assert "1 erreur signalée" in client.get("/admin/").content.decode()
    assert "Le Micocoulier" in client.get(reverse("error_reports:index")).content.decode()
    path = reverse("error_reports:edit", args=[report.pk])
    assert "Fermé." in client.get(path).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(path, {"state": "unfounded", "answer": "Ouvert ce jour-là."})
    report.refresh_from_db()
    assert (report.state, report.answered_by) == ("unfounded", moderator)
    assert "il n’y avait rien à corriger" in mail.outbox[-1].body
    again = client.post(path, {"state": "corrected", "answer": ""})
    assert "Quelqu’un y a déjà répondu." in again.content.decode()


def test_addresses_are_forgotten_two_months_after_the_answer(farm, owner):
    now = timezone.now()
    report = add_report(farm, email="odile@exemple.fr")
    error_reports.answer(report, state="corrected", text="", by=owner, now=now)
    retention.run(now=now + timedelta(days=60))
    assert ErrorReport.objects.get().email == "odile@exemple.fr"
    assert retention.run(now=now + timedelta(days=62))[1] == 1
    kept = ErrorReport.objects.get()
    assert (kept.email, kept.sender, kept.text) == ("", "", "Fermé.")
    retention.run(now=now + timedelta(days=400))
    assert ErrorReport.objects.count() == 0
