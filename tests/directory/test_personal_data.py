import json
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from madeingard.users.models import User
from wagtail.models import Revision, Task, TaskState, Workflow, WorkflowState

from directory import error_reports, retention
from directory.models import (
    ErrorReport,
    ListedPage,
    Listing,
    MailPreferences,
    Membership,
    Photo,
    Reminder,
)
from directory.models.pages import PERSONAL_FIELDS
from directory.personal_data import former
from home.models import SiteImage
from tests.directory.test_printing import assert_is_accessible, words
from tests.factories import UserFactory, add_producer


@pytest.fixture
def farm(db):
    return add_producer(title="Le Micocoulier", phone="04 66 00 00 00")


@pytest.fixture
def owner(farm, client):
    person = UserFactory(email="mireille@exemple.fr", first_name="Mireille")
    Membership.objects.create(page=farm, user=person)
    client.force_login(person)
    return person


def test_everything_is_given_as_json(farm, owner, client):
    draft = farm.specific
    draft.summary = "Un brouillon."
    draft.save_revision()
    MailPreferences.objects.create(user=owner, digest=False)
    today = timezone.localdate()
    Reminder.objects.create(page=farm, recipient=owner.email, since=today, stage=1, sent_on=today)
    other = add_producer(title="Une autre ferme")
    report = {"subject": "horaires", "text": "Fermé.", "sender": "s", "now": timezone.now()}
    error_reports.report(other, email="MIREILLE@exemple.fr", **report)
    error_reports.report(other, email="odile@exemple.fr", **report)
    answer = client.get(reverse("directory:espace_data_json"))
    assert answer["Content-Disposition"] == 'attachment; filename="mes-donnees.json"'
    found = json.loads(answer.content)
    assert found["compte"]["adresse"] == "mireille@exemple.fr"
    assert found["courriers"] == [{"digest": False, "digest_sent_on": None}]
    [listing] = found["fiches"]
    assert (listing["nom"], listing["role"]) == ("Le Micocoulier", "owner")
    assert listing["version_en_ligne"]["phone"] == "04 66 00 00 00"
    assert listing["brouillon"]["summary"] == "Un brouillon."
    assert [line["stage"] for line in found["rappels"]] == [1]
    assert [line["text"] for line in found["signalements"]] == ["Fermé."]
    assert "odile" not in answer.content.decode()


def test_everything_is_given_on_paper(owner, client):
    pdf = client.get(reverse("directory:espace_data_pdf")).content
    assert_is_accessible(pdf, "Ce que le site sait de vous")
    assert "mireille@exemple.fr" in words(pdf)
    assert "Le Micocoulier" in words(pdf)


def test_account_is_erased_only_when_sure(owner, client):
    answer = client.post(reverse("directory:espace_erase_account"), {})
    assert answer.status_code == 422
    assert "Cochez la case si vous en êtes sûr." in answer.content.decode()
    assert User.objects.filter(pk=owner.pk).exists()


def test_erased_account_leaves_its_listing_to_the_team(
    farm, owner, client, django_capture_on_commit_callbacks
):
    editor = UserFactory()
    Membership.objects.create(page=farm, user=editor, role="editor")
    error_reports.report(
        farm, subject="horaires", text="", email=owner.email, sender="s", now=timezone.now()
    )
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("directory:espace_erase_account"), {"is_sure": "on"})
    assert (answer.status_code, answer["Location"]) == (302, reverse("account_login"))
    assert not User.objects.filter(email=owner.email).exists()
    assert ListedPage.objects.get(pk=farm.pk).live
    assert Membership.objects.count() == 0
    assert ErrorReport.objects.get().email == ""
    assert [sent.to for sent in mail.outbox if "effacé" in sent.subject] == [[owner.email]]
    assert client.get(reverse("directory:espace_home")).status_code == 302


def revise(page, **fields):
    """Publish a version of a page; give its row."""
    page = page.specific_class.objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    revision = page.save_revision()
    revision.publish()
    return revision


def held(revision) -> set[str]:
    revision.refresh_from_db()
    return set(PERSONAL_FIELDS) & set(revision.content)


def test_former_versions_forget_contacts_after_a_year(farm):
    now = timezone.now()
    versions = [
        revise(farm, phone=f"04 66 00 00 0{n}", address="Mas", title=f"Nom {n}") for n in range(4)
    ]
    draft = ListedPage.objects.get(pk=farm.pk).specific
    draft.phone = "04 66 99 99 99"
    versions.append(draft.save_revision())
    for number, days in enumerate((500, 370, 360, 400, 400)):
        Revision.objects.filter(pk=versions[number].pk).update(created_at=now - timedelta(days))
    everything = set(PERSONAL_FIELDS)
    assert former.purge(now=now) == 2
    assert [held(v) for v in versions] == [set(), set(), everything, everything, everything]
    again = versions[0].as_object()
    assert (again.title, again.phone, again.address) == ("Nom 0", "04 66 00 00 03", "Mas")
    assert former.purge(now=now) == 0


def test_a_version_that_is_read_or_planned_forgets_nothing(farm):
    now = timezone.now()
    planned, read = revise(farm, phone="1"), revise(farm, phone="2")
    revise(farm, phone="3")
    mine = Revision.objects.filter(pk__in=[planned.pk, read.pk])
    mine.update(created_at=now - timedelta(days=400))
    Revision.objects.filter(pk=planned.pk).update(approved_go_live_at=now)
    workflow = Workflow.objects.create(name="Relecture")
    task = Task.objects.create(name="Relire")
    state = WorkflowState.objects.create(
        content_type=read.content_type,
        base_content_type=read.base_content_type,
        object_id=farm.pk,
        workflow=workflow,
    )
    TaskState.objects.create(workflow_state=state, task=task, revision=read)
    assert former.purge(now=now) == 0
    TaskState.objects.update(status=TaskState.STATUS_APPROVED)
    assert former.purge(now=now) == 1
    assert held(read) == set()


def test_a_listing_given_back_by_an_erased_account_forgets_former_contacts(farm, owner, client):
    private, shown = revise(farm, phone="06 11 11 11 11"), revise(farm, phone="04 66 00 00 00")
    facts = {"phone": ["06 11 11 11 11", "04 66 00 00 00"], "summary": ["", "Du miel."]}
    farm.edits.create(part="contacts", changes=facts, by=owner, state="online")
    client.post(reverse("directory:espace_erase_account"), {"is_sure": "on"})
    assert (held(private), held(shown)) == (set(), set(PERSONAL_FIELDS))
    assert farm.edits.get().changes == {"summary": ["", "Du miel."]}
    kept = ListedPage.objects.get(pk=farm.pk)
    assert kept.phone == "04 66 00 00 00"


def test_shared_listing_keeps_its_other_owner(farm, owner, client):
    other = UserFactory()
    Membership.objects.create(page=farm, user=other)
    client.post(reverse("directory:espace_erase_account"), {"is_sure": "on"})
    assert list(farm.memberships.values_list("user", flat=True)) == [other.pk]


def test_account_of_the_team_is_not_erased_from_the_space(client, db):
    person = UserFactory(is_superuser=True)
    client.force_login(person)
    answer = client.post(reverse("directory:espace_erase_account"), {"is_sure": "on"})
    assert answer.status_code == 422
    assert User.objects.filter(pk=person.pk).exists()


def test_owner_erases_a_listing_with_its_photos(farm, owner, client):
    images = [SiteImage.objects.create(title=f"{n}", file="x", width=1, height=1) for n in "ab"]
    for image in images:
        Photo.objects.create(page=farm, image=image, alt="Une ferme")
    Photo.objects.create(page=add_producer(title="Une autre"), image=images[1], alt="Elle aussi")
    path = reverse("directory:espace_erase_listing", args=[farm.pk])
    assert client.post(path, {"is_sure": "on"}).status_code == 302
    assert not ListedPage.objects.filter(pk=farm.pk).exists()
    assert [row.name for row in Listing.objects.all()] == ["Une autre"]
    assert list(SiteImage.objects.all()) == [images[1]]


def test_editor_does_not_erase_a_listing(farm, owner, client):
    Membership.objects.update(role="editor")
    path = reverse("directory:espace_erase_listing", args=[farm.pk])
    assert client.get(path).status_code == 403
    assert client.post(path, {"is_sure": "on"}).status_code == 403
    assert ListedPage.objects.filter(pk=farm.pk).exists()


def test_labelled_listing_is_not_erased(farm, owner, client):
    ListedPage.objects.update(label_number="MG-2026-001")
    path = reverse("directory:espace_erase_listing", args=[farm.pk])
    answer = client.post(path, {"is_sure": "on"})
    assert answer.status_code == 422
    assert "renoncez d’abord au label" in answer.content.decode()


@pytest.mark.parametrize(
    ("years", "fields", "kept"),
    [
        (1.9, {}, True),
        (2.1, {}, False),
        (2.1, {"is_superuser": True}, True),
        (2.1, {"last_login": timezone.now()}, True),
    ],
)
def test_account_that_nobody_uses_is_forgotten(db, years, fields, kept):
    joined = timezone.now() - timedelta(days=365 * years)
    person = UserFactory(**{"date_joined": joined, "last_login": joined} | fields)
    retention.run(now=timezone.now())
    assert User.objects.filter(pk=person.pk).exists() is kept


def test_account_that_tends_a_listing_is_kept(farm, owner):
    long_ago = timezone.now() - timedelta(days=2000)
    User.objects.update(date_joined=long_ago, last_login=None)
    retention.run(now=timezone.now())
    assert User.objects.filter(pk=owner.pk).exists()
