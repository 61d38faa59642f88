"""The lists of the team: what their filters find."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import SourceFactory, add_place, uzes

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def places(module_rows, search_index):
    osm = SourceFactory(slug="osm")
    today = timezone.localdate()
    add_place(title="Ferme", slug="a", latitude=43.8, longitude=4.3, source=osm)
    add_place(
        title="Marché", slug="b", kind="marche", commune=uzes(), opening_hours="Sa 08:00-13:00"
    )
    add_place(title="Sans rien", slug="c", confirmed_on=None)
    add_place(title="Vieille", slug="d", kind="amap", confirmed_on=today - timedelta(days=400))
    add_place(title="Brouillon", slug="e", live=False)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"Ferme", "Marché", "Sans rien", "Vieille", "Brouillon"}),
        ({"kind": "marche"}, {"Marché"}),
        ({"kind": ["marche", "amap"]}, {"Marché", "Vieille"}),
        ({"commune": "uzes"}, {"Marché"}),
        ({"source": "osm"}, {"Ferme"}),
        ({"freshness": "stale"}, {"Vieille"}),
        ({"freshness": "unknown"}, {"Sans rien"}),
        ({"missing": "position"}, {"Sans rien", "Vieille", "Brouillon", "Marché"}),
        ({"missing": "hours"}, {"Sans rien", "Vieille", "Brouillon", "Ferme"}),
        ({"live": "no"}, {"Brouillon"}),
        ({"live": "yes", "missing": "hours", "freshness": "fresh"}, {"Ferme"}),
        ({"q": "vieille"}, {"Vieille"}),
        ({"q": "vieille", "missing": "hours"}, {"Vieille"}),
        ({"q": "vieille", "kind": "marche"}, set()),
        ({"kind": "inconnu"}, None),
        ({"commune": "x", "freshness": "y", "p": "z"}, None),
    ],
)
def test_points_of_sale_are_filtered(client, enter, places, query, found):
    enter("editor")
    keys = {"commune": {"uzes": uzes().pk}, "source": {"osm": SourceFactory(slug="osm").pk}}
    query = {name: keys.get(name, {}).get(value, value) if isinstance(value, str) else value
             for name, value in query.items()}  # fmt: skip
    response = client.get(reverse("points_of_sale:index"), query)
    assert response.status_code == 200
    if found is not None:
        assert {page.title for page in response.context["object_list"]} == found
