import pytest

from directory import completeness
from tests.factories import ProductFactory, add_place, add_producer

pytestmark = pytest.mark.django_db


def missing(page) -> list[str]:
    [found] = completeness.of_pages([page]).values()
    return [str(one.aspect.words) for one in found if not one.is_there]


def test_a_bare_place_lacks_what_a_reader_looks_for(db):
    place = add_place()
    assert missing(place) == [
        "les horaires",
        "l’emplacement exact",
        "les produits",
        "un moyen de vous joindre",
        "une phrase de présentation",
        "les moyens de paiement",
        "l’accès en fauteuil",
        "une photo",
    ]


def test_a_draft_counts_what_its_author_wrote_and_the_public_does_not_see(db):
    producer = add_producer(summary="Du miel", phone="04 66 00 00 00", offers=[ProductFactory()])
    add_place(producers=[producer])
    assert missing(producer) == ["votre histoire", "une photo"]
    producer.story = [("text", "<p>Depuis 1978.</p>")]
    producer.offers = []
    producer.save_revision()
    producer.refresh_from_db()
    assert missing(producer) == ["les produits", "une photo"]


def test_many_pages_cost_as_much_as_one(db, django_assert_num_queries):
    pages = [add_producer(title=f"Ferme {n}") for n in range(3)] + [add_place()]
    with django_assert_num_queries(1):
        completeness.of_pages(pages)


@pytest.mark.parametrize(
    ("lacking", "said"),
    [
        ("", "Il ne manque rien."),
        ("photos", "Il manque une photo."),
        ("story photos", "Il manque votre histoire et une photo."),
        ("offers story photos", "Il manque les produits, votre histoire et une photo."),
        ("offers contacts story photos", "Il manque les produits, un moyen de vous joindre et "
         "d’autres choses."),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_in_words(db, lacking, said):
    [found] = completeness.of_pages([add_producer()]).values()
    found = [completeness.Found(one.aspect, one.aspect.part not in lacking) for one in found]
    assert completeness.sentence(found) == said
