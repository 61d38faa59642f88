"""« Mon espace »: what a person finds there."""

import pytest
from django.utils import timezone

from directory.editing import creation
from directory.reminders import answers
from tests.directory.space import town as towns
from tests.factories import UserFactory, add_member, add_producer, nimes
from tests.reading import soup

pytestmark = pytest.mark.django_db


def test_a_person_finds_the_listings_they_tend_and_no_other(client):
    page = add_producer(title="Le Rucher")
    add_member(add_producer(title="La Chèvrerie"))
    client.force_login(add_member(page))
    html = soup(client.get("/espace/"))
    assert [link.text for link in html.select("main .place a")] == ["Le Rucher"]


def test_somebody_elses_listing_is_not_there(client):
    page = add_producer()
    client.force_login(UserFactory())
    assert client.get(f"/espace/fiches/{page.pk}/").status_code == 404
    client.force_login(add_member(page, role="editor"))
    assert client.get(f"/espace/fiches/{page.pk}/").status_code == 200


def test_the_listing_tells_what_changed_and_who_tends_it(client):
    page = add_producer(title="Le Rucher")
    owner = add_member(page, first_name="Odile", last_name="Vidal")
    client.force_login(owner)
    client.post(f"/espace/fiches/{page.pk}/confirmer/")
    html = soup(client.get(f"/espace/fiches/{page.pk}/"))
    told = [li.get_text(" ", strip=True) for li in html.select("[aria-labelledby=suite] li")]
    assert told[0].startswith("Confirmée : tout est encore vrai")
    assert told[0].endswith("· Odile Vidal")
    assert html.select_one("[aria-labelledby=qui] li").text == "Odile Vidal propriétaire"


def test_the_next_thing_to_do_is_asked_once_and_done_by_one_button(client):
    page = add_producer(title="Le Rucher", confirmed_on=None)
    client.force_login(add_member(page))
    html = soup(client.get("/espace/"))
    [todo] = html.select(".card.todo")
    assert todo.h2.text == "Votre fiche dit-elle toujours vrai ?"
    assert client.post(todo.form["action"]).url == "/espace/"
    html = soup(client.get("/espace/"))
    assert html.select(".card.todo") == []
    page.refresh_from_db()
    assert page.confirmed_on is not None


def test_nobody_is_lost_without_a_listing(client):
    add_producer(title="Le Rucher des Cévennes")
    client.force_login(UserFactory())
    assert "Vous ne tenez encore aucune fiche" in client.get("/espace/").content.decode()
    html = soup(client.get("/espace/trouver/?q=ruch"))
    [link] = html.select("main .place a")
    assert link.text == "Le Rucher des Cévennes"
    assert link["href"].endswith("/c-est-ma-ferme/")


def test_no_screen_leads_to_itself(client):
    page = add_producer(title="Le Rucher")
    client.force_login(add_member(page))
    for path, trail in (
        ("/espace/", ["Mon espace"]),
        (f"/espace/fiches/{page.pk}/", ["Mon espace", "Le Rucher"]),
        (
            f"/espace/fiches/{page.pk}/personnes/",
            ["Mon espace", "Le Rucher", "Les personnes de la fiche"],
        ),
    ):
        html = soup(client.get(path))
        assert [li.text.strip() for li in html.select(".crumbs li")] == trail


def events_of(client, page) -> list[str]:
    html = soup(client.get(f"/espace/fiches/{page.pk}/"))
    return [li.get_text(" ", strip=True) for li in html.select("[aria-labelledby=suite] li")]


def test_history_tells_the_team_from_who_has_left(client, tree):
    town = towns.build(tree)
    page, by = town.page, town.people
    answers.confirm(page, now=timezone.now(), by=by["editor"])
    answers.confirm(page, now=timezone.now(), by=by["moderator"])
    answers.confirm(page, now=timezone.now(), by=by["admin"])
    answers.confirm(page, now=timezone.now(), recipient="rucher@exemple.fr")
    page.memberships.get(user=by["editor"]).delete()
    client.force_login(by["owner"])
    assert [line.rsplit(" · ", 1)[1] for line in events_of(client, page)[:4]] == [
        "par un lien du courrier",
        "l’équipe",
        "l’équipe",
        "une personne qui ne tient plus la fiche",
    ]


def test_a_listing_is_created_once_in_its_history(client, db):
    person = UserFactory(first_name="Odile", last_name="Vidal")
    client.force_login(person)
    page = creation.create("Le Rucher", "producteur", nimes(), by=person)
    events = events_of(client, page)
    [line] = [line for line in events if line.startswith("Fiche créée")]
    assert line.endswith("· Odile Vidal")
