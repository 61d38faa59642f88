"""Before the reveal, the desks say who handed in how many sheets, and nothing of them (I-08)."""

import pytest
from django.apps import apps
from django.urls import reverse
from wagtail.models import ReferenceIndex
from wagtail.search.index import get_indexed_models
from wagtail.snippets.models import get_snippet_models

from label import scoring
from label.models import LabelPage
from tests.factories import UserFactory
from tests.label import world as play
from tests.reading import plain

pytestmark = pytest.mark.django_db
SECRET = "Un grief que personne ne doit lire"


@pytest.fixture(scope="module")
def case(light, built):
    """Two sheets handed in, of five; every grade has the secret for its reason."""

    def score():
        case = play.scoring_open(light)
        for seat in case.panel.effective_seats()[:2]:
            grades = play.good(case)
            for line in grades.values():
                line["reason"] = SECRET
            scoring.submit_sheet(seat, grades, by=seat.member.person, now=light.later())
        return case

    return built(score)


def page_of(client, case, person):
    client.force_login(person)
    answer = client.get(reverse("label_desk:page", args=["dossier", case.pk]))
    return plain(answer.content.decode())


@pytest.mark.parametrize("name", ["secretary", "guarantor", "authority", "auditor", "archivist"])
def test_the_case_page_counts_sheets_and_says_nothing_of_them(name, light, case, client, clock_of):
    clock_of(light)
    text = page_of(client, case, light.people[name])
    assert "2 feuilles rendues sur 5" in text
    assert "fermés : personne ne lit les notes" in text
    assert SECRET not in text
    assert "Médiane" not in text


def test_medians_show_once_the_seals_are_lifted(light, case, client, clock_of):
    clock_of(light)
    for seat in case.panel.effective_seats()[2:]:
        scoring.submit_sheet(seat, play.good(case), by=seat.member.person, now=light.later())
    scoring.reveal(case, now=light.later())
    text = page_of(client, case, light.secretary)
    assert "Médiane" in text
    assert SECRET not in text  # a sheet stays its juror's


def test_nothing_of_the_label_is_in_wagtails_search_snippets_or_history(light, case):
    ours = set(apps.get_app_config("label").get_models()) - {LabelPage}
    assert ours & set(get_snippet_models()) == set()
    assert ours & set(get_indexed_models()) == set()
    assert ours & set(ReferenceIndex.tracked_models) == set()


@pytest.mark.parametrize(
    "address",
    [
        "wagtailadmin_home",
        "wagtailadmin_reports:site_history",
        "wagtailadmin_pages:search",
    ],
)
def test_an_administrator_without_role_meets_no_case_in_the_admin(address, light, case, client):
    client.force_login(UserFactory(is_superuser=True))
    text = client.get(reverse(address), {"q": case.reference}).content.decode()
    links = [line for line in text.split('"') if line.startswith("/admin/label/")]
    assert [one for one in links if "messages" not in one and "fiches" not in one] == []
    assert f"{case.reference} –" not in text


@pytest.mark.parametrize("confirmed", [False, True])
def test_a_listing_with_a_case_is_not_deleted_and_the_screen_says_why(
    light, case, client, confirmed
):
    client.force_login(UserFactory(is_superuser=True))
    url = reverse("wagtailadmin_pages:delete", args=[case.operator_id])
    answer = client.post(url, follow=True) if confirmed else client.get(url, follow=True)
    assert answer.status_code == 200
    assert "a une histoire avec le label : dépubliez-la" in plain(answer.content.decode())
    case.operator.refresh_from_db()
