"""What a search costs, and what it never tells."""

from datetime import UTC, datetime

import pytest

from directory import clusters, listing, synthetic
from directory.models import Listing, OpenInterval
from tests.directory.search.asking import NOW, ask
from tests.factories import add_place, add_producer

pytestmark = pytest.mark.usefixtures("catalogue")


@pytest.mark.parametrize(
    ("params", "queries"),
    [
        ("", 8),
        ("type=amap&bio=1", 9),
        ("saison=1&famille=legumes&ou=nimes", 10),
        ("ou=nimes", 8),
        ("q=tomates+nimes", 11),
        ("bbox=4,43,5,45", 7),
        ("ouvert=maintenant", 7),
        ("ouvert=maintenant&ou=nimes", 8),
        ("q=micocouliers", 10),
    ],
)
def test_the_cost_does_not_grow_with_the_directory(django_assert_num_queries, params, queries):
    for number in (40, 400):
        synthetic.make(number, seed=number, hours_share=0.5, now=NOW)
        assert ask(params).facets
        with django_assert_num_queries(queries):
            results = ask(params)
            assert results.rows
            assert results.facets


def test_nothing_private_is_found_or_shown(client):
    secret = {
        "email": "secrete@exemple.fr",
        "phone": "0466112233",
        "address": "7 impasse Invisible",
        "siret": "99988877766655",
    }
    add_producer(
        title="Publique", precision="commune", latitude=43.9123, longitude=4.4567, **secret
    )
    add_producer(title="Brouillonne", live=False)
    closed = add_place(title="Fermee pour toujours")
    closed.closed_for_good = True
    closed.save_revision().publish()
    for path in ("/ou-acheter/", "/producteurs/", "/ou-acheter/points.geojson"):
        for params in ("", "?q=publique", "?ou=nimes", "?bbox=4,43,5,44"):
            text = client.get(path + params).content.decode()
            assert "Publique" in text
            for hidden in (*secret.values(), "43.9123", "4.4567", "Brouillonne", "Fermee"):
                assert hidden not in text
    for word in ("secrete", "0466112233", "invisible", "99988877766655", "brouillonne"):
        assert ask({"q": word}).total == 0


def test_openings_come_from_what_is_known():
    synthetic.make(20, seed=7, hours_share=0.7, now=NOW)
    assert OpenInterval.objects.exists()
    _openings, until = listing.intervals(listing.hours_of(Listing.objects.first()), NOW)
    assert until == datetime(2026, 10, 19, 22, 0, tzinfo=UTC)
    assert clusters.ZOOMS == (8, 11, 14, 17)
