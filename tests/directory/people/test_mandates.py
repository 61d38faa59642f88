"""The team writes for somebody: a mandate recorded, each save tied to it, the person handed it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import PageLogEntry

from directory import editing
from directory.models import AssistedRevision, Mandate
from directory.people import acts, mandates, record
from tests.factories import UserFactory, add_producer
from tests.reading import plain

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def mandate(page, moderator):
    mandate = Mandate(page=page, person="Jeanne Roux", means="phone", email="jeanne@exemple.fr")
    return mandates.record(mandate, by=moderator)


def write(page, by, **fields):
    def change(page):
        for name, value in fields.items():
            setattr(page, name, value)

    return editing.save(page, "identity", change, by=by, base=None)


def address(page) -> str:
    return f"/espace/fiches/{page.pk}/"


def test_a_save_of_the_team_is_tied_to_the_mandate(page, mandate, moderator):
    write(page, moderator, summary="Du miel.")
    page.refresh_from_db()
    written = AssistedRevision.objects.get()
    assert written.revision == page.latest_revision
    assert (written.mandate, written.part) == (mandate, "identity")
    assert written.revision.user == moderator


def test_a_save_of_a_manager_is_their_own(page, mandate, owner):
    write(page, owner, summary="Du miel.")
    assert not AssistedRevision.objects.exists()


def test_a_confirmation_of_the_team_is_tied_to_the_mandate_too(page, mandate, moderator, client):
    client.force_login(moderator)
    client.post(address(page) + "confirmer/")
    write(page, moderator, summary="Du miel.")
    entries = PageLogEntry.objects.filter(page=page.pk, action__startswith="directory.")
    told = {entry.action: entry.data.get("mandate") for entry in entries}
    assert (told["directory.confirm"], told["directory.edit"]) == (mandate.pk, mandate.pk)
    assert "l’équipe, pour Jeanne Roux" in client.get(address(page)).content.decode()


def test_the_screens_say_for_whom_one_writes(page, mandate, moderator, owner, client):
    client.force_login(moderator)
    for part in ("", "identite/", "personnes/"):
        html = client.get(address(page) + part).content.decode()
        assert "Vous écrivez pour le compte de Jeanne Roux" in html
    client.force_login(owner)
    assert "Vous écrivez pour le compte" not in client.get(address(page)).content.decode()


def test_the_home_of_the_team_lists_for_whom_it_may_write(page, mandate, moderator, client):
    client.force_login(moderator)
    assert "Le Rucher" in client.get("/espace/").content.decode()
    client.force_login(UserFactory())
    assert "Le Rucher" not in client.get("/espace/").content.decode()


@pytest.mark.parametrize(
    ("change", "is_let_in"),
    [
        ({}, True),
        ({"given_on": timezone.localdate() - DAY, "ends_on": timezone.localdate()}, True),
        ({"given_on": timezone.localdate() - DAY, "ends_on": timezone.localdate() - DAY}, False),
        ({"ended_at": timezone.now()}, False),
    ],
)
def test_a_mandate_opens_the_space_while_it_lasts(
    page, mandate, moderator, client, change, is_let_in
):
    Mandate.objects.update(**change)
    client.force_login(moderator)
    assert client.get(address(page)).status_code == (200 if is_let_in else 404)


def test_a_mandate_of_one_listing_opens_no_other(page, mandate, moderator, client):
    other = add_producer(title="Autre")
    client.force_login(moderator)
    assert client.get(address(other)).status_code == 404


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"means": "paper"}, "document"),
        ({"given_on": timezone.localdate() + DAY}, "given_on"),
        ({"ends_on": timezone.localdate() + 400 * DAY}, "ends_on"),
    ],
)
def test_what_a_mandate_must_say(page, fields, wrong):
    known = {"page": page, "person": "Jeanne Roux", "means": "voice"}
    Mandate(**known).full_clean(exclude=["recorded_by"])
    with pytest.raises(ValidationError) as refused:
        Mandate(**known | fields).full_clean(exclude=["recorded_by"])
    assert set(refused.value.message_dict) == {wrong}


# --- Handing over ---------------------------------------------------------------------------------


def test_what_was_written_waits_until_it_is_handed_over(page, mandate, moderator):
    assert list(Mandate.objects.owing()) == []
    write(page, moderator, summary="Du miel.")
    assert list(Mandate.objects.owing()) == [mandate]
    mandates.hand_over(mandate, by_mail=False, by=moderator, now=timezone.now())
    assert list(Mandate.objects.owing()) == []
    assert mail.outbox == []
    write(page, moderator, summary="Du miel et du pain d’épices.")
    assert list(Mandate.objects.owing()) == [mandate]


def test_by_mail_the_person_gets_the_whole_listing(page, mandate, moderator):
    write(page, moderator, summary="Du miel de châtaignier.")
    mandates.hand_over(mandate, by_mail=True, by=moderator, now=timezone.now())
    [message] = mail.outbox
    assert message.to == ["jeanne@exemple.fr"]
    assert plain(message.subject) == "Ce que nous avons écrit pour vous : Le Rucher"
    assert "Nous avons rempli : Identité." in plain(message.body)
    assert "Du miel de châtaignier." in message.body
    assert page.full_url in message.body


def test_on_paper_it_is_a_tagged_pdf(page, mandate, moderator, client):
    client.force_login(moderator)
    write(page, moderator, summary="Du miel de châtaignier.")
    response = client.get(f"{address(page)}fiche.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    assert b"/MarkInfo" in response.content or b"/StructTreeRoot" in response.content


def test_the_record_says_private_facts_and_leaves_out_what_is_not_told(page):
    page.phone = "04 66 00 00 00"
    [contacts] = [one for one in record.sections(page) if one.title == "Contacts"]
    assert ("Téléphone", "04 66 00 00 00") in contacts.rows
    labels = {label for label, _text in contacts.rows}
    assert "Site web" not in labels


def test_the_team_hands_over_from_the_space(page, mandate, moderator, client):
    client.force_login(moderator)
    write(page, moderator, summary="Du miel.")
    url = f"{address(page)}remettre/"
    assert "Envoyer à jeanne@exemple.fr" in client.get(url).content.decode()
    client.post(url, {"action": "courrier"})
    assert len(mail.outbox) == 1
    actions = PageLogEntry.objects.filter(page=page.pk, action__startswith="directory.people")
    assert set(actions.values_list("action", flat=True)) == {acts.MANDATED, acts.HANDED}


def test_a_manager_prints_the_listing_but_hands_nothing_over(page, owner, client):
    client.force_login(owner)
    assert client.get(f"{address(page)}fiche.pdf").status_code == 200
    assert client.get(f"{address(page)}remettre/").status_code == 404


def test_a_new_listing_begins_as_a_draft(db, moderator):
    page = mandates.new_listing("Ferme Roux", "producteur", by=moderator)
    assert (page.live, page.title, page.latest_revision.user) == (False, "Ferme Roux", moderator)
    place = mandates.new_listing("Cabane Roux", "cabane", by=moderator)
    assert (place.live, place.kind) == (False, "cabane")


def test_staff_who_may_not_change_pages_write_for_nobody(page, mandate, client):
    client.force_login(UserFactory(is_staff=True))
    assert client.get(address(page)).status_code == 404
