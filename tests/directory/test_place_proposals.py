from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, TaskState, WorkflowPage

from directory import error_reports, groups, place_proposals, retention
from directory.models import ErrorReport, ListedPage, Listing, Membership, PointOfSalePage
from tests.factories import CommuneFactory, UserFactory, add_place, add_producer
from tests.reading import plain

ADDRESS = reverse("directory:propose_place")


@pytest.fixture
def leaving(django_capture_on_commit_callbacks):
    """Let the mails of what is done within leave."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def moderator(tree):
    groups.ensure_all(home=tree.home)
    person = UserFactory(email="moderation@exemple.fr")
    person.groups.add(Group.objects.get(name="Modérateurs"))
    return person


@pytest.fixture
def uzes():
    return CommuneFactory(name="Uzès")


@pytest.fixture
def said(uzes):
    return {
        "name": "La Cabane aux asperges",
        "kind": "cabane",
        "commune": "uzes",
        "address": "Route de Bagnols",
        "sold": "Asperges et fraises",
        "known": "J’y passe chaque samedi.",
        "email": "odile@exemple.fr",
        "website": "",
    }


@pytest.fixture
def proposed(moderator, said, client) -> ErrorReport:
    assert client.post(ADDRESS, said).status_code == 200
    mail.outbox.clear()
    return ErrorReport.objects.get()


def decide(page, moderator, action, **kwargs):
    task = TaskState.objects.get(workflow_state=page.current_workflow_state)
    task.task.specific.on_action(task, moderator, action, **kwargs)


def test_search_leads_to_the_form_with_and_without_results(tree, client):
    add_place(title="La Halle")
    for words in ("", "?q=zzz"):
        page = client.get(tree.search.url + words).content.decode()
        body = page[page.index("<main") : page.index("</main")]
        assert body.count(f'href="{ADDRESS}"') == 1
    assert f'href="{ADDRESS}"' in page[page.index("</main") :]


def test_a_place_waits_as_a_draft_that_nobody_sees_or_tends(moderator, said, uzes, client):
    answer = client.post(ADDRESS, said)
    words = answer.content.decode()
    assert "L’équipe vérifie «\u00a0La Cabane aux asperges\u00a0»" in words
    assert "Nous vous écrivons dès que c’est fait." in words
    page = PointOfSalePage.objects.get()
    facts = (page.title, page.kind, page.commune, page.address, page.live, page.owner)
    assert facts == ("La Cabane aux asperges", "cabane", uzes, "Route de Bagnols", False, None)
    assert not Membership.objects.exists()
    assert not Listing.objects.exists()
    assert client.get(page.url).status_code == 404
    assert [task.revision.object_id for task in TaskState.objects.reviewable_by(moderator)] == [
        str(page.pk)
    ]
    kept = ErrorReport.objects.get()
    assert (kept.page_id, kept.subject, kept.email) == (page.pk, "manquant", "odile@exemple.fr")
    assert kept.text == (
        "On y vend : Asperges et fraises\n\nComment la personne le sait : J’y passe chaque samedi."
    )


def test_a_producer_is_proposed_under_the_producers(moderator, said, db, client):
    client.post(ADDRESS, said | {"kind": "producteur", "email": ""})
    assert [page.specific_class.__name__ for page in ListedPage.objects.all()] == ["ProducerPage"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": ""}, "À remplir."),
        ({"name": "a" * 81}, "Au plus 80 caractères"),
        ({"kind": ""}, "Choisissez dans la liste."),
        ({"kind": "chateau"}, "Choisissez dans la liste."),
        ({"commune": "Atlantide"}, "Nous ne connaissons pas «\u00a0Atlantide\u00a0» dans le Gard."),
        ({"sold": " \x00 "}, "À remplir."),
        ({"known": "a" * 501}, "Au plus 500 caractères"),
        ({"email": "odile"}, "Ce n’est pas une adresse e-mail."),
        ({"website": "x"}, "Videz ce champ"),
    ],
)
def test_wrong_input_is_told_and_nothing_typed_is_lost(moderator, said, client, changes, message):
    answer = client.post(ADDRESS, said | {"address": "Mas <rouge>"} | changes)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    assert "Mas &lt;rouge&gt;" in page
    assert "Hors du Gard" not in page
    assert not ErrorReport.objects.exists()
    assert not ListedPage.objects.exists()


def test_places_alike_are_shown_before_anything_is_kept(moderator, said, uzes, client):
    known = add_place(title="La cabane aux asperges", kind="cabane", commune=uzes)
    page = client.post(ADDRESS, said).content.decode()
    assert "Est-ce l’un de ceux-ci" in page
    assert known.url in page
    assert 'value="Asperges et fraises"' in page
    assert not ErrorReport.objects.exists()
    client.post(ADDRESS, said | {"different": "1"})
    assert ErrorReport.objects.count() == 1


def test_one_network_and_the_whole_site_send_only_so_many(moderator, said, client, monkeypatch):
    monkeypatch.setattr(error_reports, "MOST_PER_SENDER", 1)
    typed = said | {"different": "1"}
    assert [client.post(ADDRESS, typed).status_code for _ in range(2)] == [200, 429]
    monkeypatch.setattr(error_reports, "MOST_PER_SENDER", 20)
    monkeypatch.setattr(place_proposals, "MOST_WAITING", 1)
    assert client.post(ADDRESS, typed).status_code == 429
    assert ListedPage.objects.count() == 1


def test_without_moderation_nothing_is_kept(db, said, client):
    WorkflowPage.objects.all().delete()
    answer = client.post(ADDRESS, said)
    assert answer.status_code == 429
    assert "Personne ne relit encore les fiches ici." in answer.content.decode()
    assert not ListedPage.objects.exists()


def test_publishing_answers_who_proposed_once(proposed, moderator, leaving):
    page = proposed.page.specific
    with leaving():
        decide(page, moderator, "approve")
    proposed.refresh_from_db()
    assert (proposed.state, proposed.told_at is None) == ("corrected", False)
    [sent] = [one for one in mail.outbox if one.to == ["odile@exemple.fr"]]
    assert plain(sent.subject) == "Le lieu que vous avez proposé : La Cabane aux asperges"
    assert "Sa fiche est en ligne" in sent.body
    assert page.get_url() in sent.body
    with leaving():
        Page.objects.get(pk=page.pk).specific.save_revision().publish()
    assert len([one for one in mail.outbox if one.to == ["odile@exemple.fr"]]) == 1


def test_refusing_says_why(proposed, moderator, leaving):
    with leaving():
        decide(proposed.page.specific, moderator, "reject", comment="Nous le connaissons fermé.")
    proposed.refresh_from_db()
    assert (proposed.state, proposed.answer) == ("unfounded", "Nous le connaissons fermé.")
    [sent] = [one for one in mail.outbox if one.to == ["odile@exemple.fr"]]
    assert "Nous ne l’ajoutons pas.\n\nNous le connaissons fermé." in sent.body
    assert "/proposer" not in sent.body
    assert "/ou-acheter/" not in sent.body


def test_the_desk_shows_it_and_refuses_it_there_too(proposed, moderator, client, leaving):
    client.force_login(moderator)
    home = client.get("/admin/").content.decode()
    assert "1 lieu proposé attend une réponse" in home
    assert "erreur signalée" not in home
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[proposed.page_id]))
    desk = reverse("error_reports:edit", args=[proposed.pk])
    for words in (editor.content.decode(), client.get(desk).content.decode()):
        assert "Asperges et fraises" in words
    early = client.post(desk, {"state": "corrected", "answer": ""}).content.decode()
    assert "Publiez d’abord sa fiche" in early
    with leaving():
        client.post(desk, {"state": "unfounded", "answer": "Il n’existe plus."})
    proposed.refresh_from_db()
    assert (proposed.state, proposed.answered_by) == ("unfounded", moderator)
    assert not TaskState.objects.reviewable_by(moderator).exists()
    assert [one.to for one in mail.outbox] == [["odile@exemple.fr"]]


def test_who_tends_the_listing_later_never_reads_what_was_proposed(proposed, client):
    keeper = UserFactory()
    Membership.objects.create(page=proposed.page, user=keeper)
    client.force_login(keeper)
    listed = client.get(reverse("directory:espace_reports", args=[proposed.page_id]))
    assert "Asperges et fraises" not in listed.content.decode()
    path = reverse("directory:espace_report_answer", args=[proposed.page_id, proposed.pk])
    assert client.get(path).status_code == 404


def test_a_missing_place_is_no_error_of_a_listing(db, client):
    path = reverse("directory:report_error", args=[add_producer().pk])
    typed = {"subject": "manquant", "text": "", "email": "", "website": ""}
    assert client.post(path, typed).status_code == 422


def test_a_refused_draft_goes_two_months_later(proposed, moderator):
    now = timezone.now()
    place_proposals.answer(proposed, state="unfounded", text="Non.", by=moderator, now=now)
    retention.run(now=now + timedelta(days=60))
    assert ListedPage.objects.count() == 1
    retention.run(now=now + timedelta(days=62))
    assert not ListedPage.objects.exists()
    assert not ErrorReport.objects.exists()
