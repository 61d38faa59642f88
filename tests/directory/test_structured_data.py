"""JSON-LD of the directory's pages, compared whole."""

import json
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.test import RequestFactory

from directory import structured_data
from directory.listing import hours_of
from tests.factories import add_place, add_producer, nimes, uzes

pytestmark = pytest.mark.django_db
ORIGIN = "http://127.0.0.1:8000"
SATURDAY = date(2026, 9, 12)


def graph_of(client, page) -> dict:
    """The nodes of a page by type."""
    html = BeautifulSoup(client.get(page.url).content, "html.parser")
    (script,) = html.find_all("script", type="application/ld+json")
    data = json.loads(script.text)
    assert data["@context"] == "https://schema.org"
    return {node["@type"]: node for node in data["@graph"]}


def test_a_place_as_search_engines_read_it():
    page = add_place(
        title="La Halle",
        kind="magasin-producteurs",
        commune=nimes(),
        address="14 chemin des Capitelles",
        postcode="30000",
        latitude=43.84,
        longitude=4.35,
        summary="Onze producteurs.",
        phone="04 65 71 01 12",
        phone_is_public=True,
        email="halle@exemple.fr",
        website="https://halle.exemple.fr",
        opening_hours="Tu-Sa 09:00-12:30",
    )
    request = RequestFactory().get(page.url)
    assert structured_data.place(page, hours_of(page), SATURDAY, request) == {
        "@type": "Store",
        "@id": f"{ORIGIN}/ou-acheter/la-halle/#lieu",
        "name": "La Halle",
        "url": f"{ORIGIN}/ou-acheter/la-halle/",
        "description": "Onze producteurs.",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": "14 chemin des Capitelles",
            "postalCode": "30000",
            "addressLocality": "Nîmes",
            "addressCountry": "FR",
        },
        "geo": {"@type": "GeoCoordinates", "latitude": 43.84, "longitude": 4.35},
        "telephone": "04 65 71 01 12",
        "sameAs": "https://halle.exemple.fr",
        "openingHoursSpecification": [
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": [
                    f"https://schema.org/{day}"
                    for day in ("Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
                ],
                "opens": "09:00",
                "closes": "12:30",
            }
        ],
    }


def test_a_blurred_producer_gives_the_commune_alone():
    page = add_producer(
        title="Ferme",
        commune=uzes(),
        address="7 impasse Cachée",
        postcode="30700",
        latitude=44.0,
        longitude=4.4,
        precision="commune",
        phone="06 11 22 33 44",
        siret="12345678901234",
    )
    assert structured_data.producer(page, RequestFactory().get(page.url)) == {
        "@type": "LocalBusiness",
        "@id": f"{ORIGIN}/producteurs/ferme/#lieu",
        "name": "Ferme",
        "url": f"{ORIGIN}/producteurs/ferme/",
        "address": {
            "@type": "PostalAddress",
            "addressLocality": "Uzès",
            "addressCountry": "FR",
        },
    }


@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        ("restaurant", "Restaurant"),
        ("boulangerie", "Bakery"),
        ("epicerie", "GroceryStore"),
        ("marche", "Store"),
    ],
)
def test_type_of_a_place(client, kind, type_):
    assert set(graph_of(client, add_place(kind=kind))) == {type_, "BreadcrumbList"}


def test_a_hostile_name_stays_a_name(client):
    name = "</script><script>alert('l’été')</script>"
    node = graph_of(client, add_place(title=name, slug="hostile"))["Store"]
    assert node["name"] == name


def test_home_says_how_to_search(client, tree):
    assert graph_of(client, tree.home) == {
        "WebSite": {
            "@type": "WebSite",
            "name": "Made in Gard",
            "url": f"{ORIGIN}/",
            "potentialAction": {
                "@type": "SearchAction",
                "target": {
                    "@type": "EntryPoint",
                    "urlTemplate": f"{ORIGIN}/ou-acheter/?q={{search_term_string}}",
                },
                "query-input": "required name=search_term_string",
            },
        }
    }
