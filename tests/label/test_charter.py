"""The charter of a place: filled in, signed by an owner, published, kept true, left."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from label import charters, deadlines, machine
from label.machine import Refused
from label.mails import readers, words
from label.models import CharterSignature, Event, OutboxMail
from label.public import charter as public_charter
from tests.factories import UserFactory, add_member, add_place
from tests.label.applicant.reading import address, follows, link, read, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hour")]
DECLARED = {"local_share": 60, "declaration": "Pélardons et légumes de Sommières."}
TYPED = {"local_share": "60", "declaration": DECLARED["declaration"], "is_sure": "on"}


@pytest.fixture
def shop(light):
    return add_place(title="Épicerie du Vidourle", kind="epicerie")


@pytest.fixture
def owner(shop):
    return add_member(shop)


def signed(shop, owner, light):
    made = charters.open_charter(shop, by=owner, now=light.later())
    charters.fill_charter(made, by=owner, **DECLARED)
    charters.sign_charter(made, by=owner, now=light.later())
    return made


def listed(shop, owner, light):
    made = signed(shop, owner, light)
    charters.list_charter(made, by=light.secretary, now=light.later())
    return made


def kinds(person):
    return list(OutboxMail.objects.filter(person=person).values_list("kind", flat=True))


def test_an_owner_signs_from_the_listing_and_the_public_sees_it_once_published(
    client, shop, owner, light
):
    client.force_login(owner)
    home = read(client, f"/espace/fiches/{shop.pk}/")
    url = link(home, "Signer la charte")
    html = read(client, url)
    assert "Je dis ce qui vient d’ici" in text(html)
    assert CharterSignature.objects.count() == 0  # reading writes nothing
    assert follows(client, url, **TYPED, sign="1") == url
    made = CharterSignature.objects.get()
    assert (made.state, made.declared_by, made.terms) == ("signed", owner, "1")
    assert "Le secrétariat la relit" in text(read(client, url))
    assert "charte" not in text(read(Client(), shop.get_url())).lower()
    charters.list_charter(made, by=light.secretary, now=light.later())
    public = text(read(Client(), shop.get_url()))
    assert "A signé la charte" in public
    assert "60 % de produits d’ici, déclarés." in public
    assert "Épicerie du Vidourle" in text(read(Client(), address("register_charter")))
    assert kinds(owner) == ["charter_receipt", "charter_listed"]
    receipt = words.write(OutboxMail.objects.get(kind="charter_receipt"))
    assert receipt.subject == "Vous avez signé la charte – Épicerie du Vidourle"
    assert "60 % de produits d’ici" in receipt.body
    assert receipt.address.endswith(url)
    assert kinds(light.secretary).count("charter_signed") == 1


def test_the_public_page_leads_to_the_places_of_a_person(client, shop, owner):
    public = read(Client(), address("register_charter"))
    url = link(public, "Signer la charte")
    client.force_login(owner)
    assert link(read(client, url), "Épicerie du Vidourle") == address("charter", shop.pk)
    client.force_login(UserFactory())
    assert "Trouvez la vôtre" in text(read(client, url))


def test_a_draft_is_kept_as_typed_and_hostile_values_are_refused_beside_the_field(
    client, shop, owner
):
    client.force_login(owner)
    url = address("charter", shop.pk)
    follows(client, url, local_share="", declaration="Du pain", save="1")
    assert CharterSignature.objects.get().local_share is None
    for share in ("101", "-1", "beaucoup", "1e2", "９", "4" * 40):
        answer = client.post(url, TYPED | {"local_share": share, "sign": "1"})
        html = BeautifulSoup(answer.content, "html.parser")
        assert answer.status_code == 422
        assert "Un nombre entier de 0 à 100." in html.select_one("#id_local_share_error").text
        assert html.select_one("#id_declaration").text.strip() == TYPED["declaration"]
    answer = client.post(url, {"declaration": "x" * 4001, "local_share": "1", "save": "1"})
    assert answer.status_code == 422
    answer = client.post(url, {"sign": "1"})
    errors = BeautifulSoup(answer.content, "html.parser").select(".msg")
    assert len(errors) == 3
    assert CharterSignature.objects.get().state == "draft"


def test_an_editor_fills_and_an_owner_signs(client, shop, owner, light):
    editor = add_member(shop, role="editor")
    client.force_login(editor)
    url = address("charter", shop.pk)
    html = read(client, url)
    assert "C’est à une personne propriétaire" in text(html)
    assert html.select("button[name=sign]") == []
    follows(client, url, local_share="60", declaration="Du pain", save="1")
    assert client.post(url, TYPED | {"sign": "1"}).status_code == 422
    made = CharterSignature.objects.get()
    with pytest.raises(Refused):
        charters.sign_charter(made, by=editor, now=light.later())
    charters.sign_charter(made, by=owner, now=light.later())


PEOPLE = {
    "anonymous": 302,
    "stranger": 404,
    "editor": 200,
    "owner": 200,
    "secretary": 404,
    "superuser": 404,
}


@pytest.mark.parametrize(("name", "met"), PEOPLE.items())
def test_who_enters_the_charter_of_a_place(client, shop, owner, light, name, met):
    made = listed(shop, owner, light)
    people = {
        "stranger": UserFactory(),
        "editor": add_member(shop, role="editor"),
        "owner": owner,
        "secretary": light.secretary,
        "superuser": UserFactory(is_superuser=True),
    }
    if name in people:
        client.force_login(people[name])
    for url in (address("charter", shop.pk), address("charter_leave", shop.pk)):
        assert client.get(url).status_code == met
    may = set(machine.possible(made, by=people.get(name)))
    wanted = {
        "editor": {"confirm", "remove"},
        "owner": {"confirm", "remove"},
        "secretary": {"confirm", "remove", "check", "remind"},
        "anonymous": {"remind"},  # the calendar
    }
    assert may == wanted.get(name, set())


@pytest.mark.parametrize(
    ("kind", "live", "may"),
    [
        ("restaurant", True, True),
        ("marche", True, True),
        ("restaurant", False, False),
        ("ferme", True, False),
        ("amap", True, False),
    ],
)
def test_which_places_may_sign(client, light, kind, live, may):
    place = add_place(title="Lieu", kind=kind, live=live)
    person = add_member(place)
    client.force_login(person)
    assert (client.get(address("charter", place.pk)).status_code == 200) is may
    if not may:
        with pytest.raises(Refused):
            charters.open_charter(place, by=person, now=light.later())


def test_a_year_later_it_is_asked_again_corrected_and_confirmed(client, shop, owner, light):
    made = listed(shop, owner, light)
    charters.check_charter(made, by=light.controller, now=light.later())
    assert deadlines.run(now=light.later(days=364), only=("charters",)).done == {}
    for done in ({"charters": 1}, {}):
        assert deadlines.run(now=light.later(days=2), only=("charters",)).done == done
    reminder = OutboxMail.objects.get(kind="charter_reminder", person=owner)
    assert readers.may_read(reminder)
    client.force_login(owner)
    assert "La charte : rappelée" in text(read(client, "/espace/"))
    url = address("charter", shop.pk)
    assert client.post(url, TYPED | {"is_sure": "", "confirm": "1"}).status_code == 422
    follows(client, url, **TYPED | {"local_share": "45"}, confirm="1")
    made.refresh_from_db()
    assert (made.state, made.local_share, made.checked_on) == ("listed", 45, None)
    assert made.confirmed_on == light.today
    assert not readers.may_read(reminder)
    assert "60 % de produits d’ici" in text(read(Client(), shop.get_url()))  # nobody has read it
    assert "relit ce que vous avez corrigé" in text(read(client, url))
    receipt = OutboxMail.objects.filter(kind="charter_receipt", person=owner).last()
    assert "votre fiche dit comme avant" in words.write(receipt).body
    event = Event.objects.filter(machine="charter").order_by("-seq").first()
    assert (event.move, event.role, event.actor) == ("H07", "operator", owner)


def test_what_a_place_corrects_is_published_once_it_is_read(client, shop, owner, light, act_as):
    made = listed(shop, owner, light)
    say = {"by": owner, "local_share": 45, "declaration": "Du pain et du vin."}
    for _tap in range(2):
        charters.confirm_charter(made, **say, now=light.later())
    assert kinds(light.secretary).count("charter_corrected") == 1
    charters.confirm_charter(made, **say | {"local_share": 40}, now=light.later())
    assert kinds(owner).count("charter_receipt") == 3  # the signature, and each thing declared
    seen = [(one.share, one.declaration) for one in public_charter.signatories()]
    assert seen == [(60, TYPED["declaration"])]
    client.force_login(light.secretary)
    assert (
        "Publier une charte signée ou corrigée"
        in client.get(reverse("label_desk:home")).content.decode()
    )
    with pytest.raises(Refused, match="secrétariat"):
        charters.publish_correction(made, by=light.controller, now=light.later())
    assert act_as(light.secretary, made, "publier-la-correction").status_code == 302
    seen = [(one.share, one.declaration) for one in public_charter.signatories()]
    assert seen == [(40, "Du pain et du vin.")]
    with pytest.raises(Refused, match="Rien n’a été corrigé"):
        charters.publish_correction(made, by=light.secretary, now=light.later())
    paper = say | {"by": light.secretary, "local_share": 35}  # typed: read by who types
    charters.confirm_charter(made, **paper, now=light.later())
    assert public_charter.signatories()[0].share == 35


def test_what_is_confirmed_unchanged_stays_checked(shop, owner, light):
    made = listed(shop, owner, light)
    charters.check_charter(made, by=light.controller, now=light.later())
    charters.confirm_charter(made, by=owner, now=light.later(), **DECLARED)
    made.refresh_from_db()
    assert made.checked_on == light.today


def test_a_place_leaves_and_may_sign_again(client, shop, owner, light):
    listed(shop, owner, light)
    client.force_login(owner)
    url = address("charter_leave", shop.pk)
    assert client.post(url, {}).status_code == 422
    follows(client, url, is_sure="on")
    assert "A signé" not in text(read(Client(), shop.get_url()))
    assert CharterSignature.objects.get().note == "À sa demande."
    told = words.write(OutboxMail.objects.get(kind="charter_removed", person=owner))
    assert told.subject == "Vous avez quitté la charte – Épicerie du Vidourle"
    follows(client, address("charter", shop.pk), **TYPED, sign="1")
    states = CharterSignature.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["removed", "signed"]


def test_nobody_publishes_the_charter_of_a_place_they_tend(shop, owner, light):
    made = signed(shop, owner, light)
    shop.memberships.create(user=light.secretary)
    with pytest.raises(Refused):
        charters.list_charter(made, by=light.secretary, now=light.later())
    charters.list_charter(made, by=light.second_secretary, now=light.later())


def test_a_reminder_without_answer_awaits_the_secretariat(shop, owner, light):
    from label.desks import waiting

    made = listed(shop, owner, light)
    charters.remind_charter(made, by=light.secretary, now=light.later())
    what = "Charte rappelée, restée sans réponse"
    for days, wanted in ((30, False), (1, True)):
        light.later(days=days)
        found = [one.what for one in waiting.list_for(light.secretary, now=light.now)]
        assert (what in found) is wanted


def test_the_list_of_my_places_costs_the_same_however_many(client, shop, owner, light):
    client.force_login(owner)
    signed(shop, owner, light)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            read(client, address("charters"))
        return len(queries)

    cost()
    before = cost()
    for number in range(3):
        other = add_place(title=f"Étal {number}", kind="marche")
        other.memberships.create(user=owner)
        signed(other, owner, light)
    assert cost() == before <= 14


def test_dates_of_a_reminder_are_those_of_the_last_word(shop, owner, light):
    made = listed(shop, owner, light)
    charters.confirm_charter(made, by=owner, now=light.later(days=300), **DECLARED)
    run = {"only": ("charters",)}
    assert deadlines.run(now=light.now + timedelta(days=100), **run).done == {}
    assert deadlines.run(now=light.now + timedelta(days=367), **run).done == {"charters": 1}
