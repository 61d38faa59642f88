"""Builders of test data: real-looking, minimal, in memory of what the Gard is."""

import factory
from django.utils import timezone
from django.utils.text import slugify
from factory.django import DjangoModelFactory
from madeingard.users.models import User

from directory import months, new_pages
from directory.models import (
    Appellation,
    Commune,
    Food,
    Membership,
    Offer,
    PointOfSalePage,
    Presence,
    ProducerIndexPage,
    ProducerPage,
    Product,
    ProductFamily,
    QualitySign,
    RecipeIngredient,
    RecipePage,
    SearchPage,
    Source,
    StockedProduct,
)
from directory.recipe_content.loading import ensure_index
from directory.site_tree import ensure


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"personne{n}@exemple.fr")


class CommuneFactory(DjangoModelFactory):
    class Meta:
        model = Commune
        django_get_or_create = ("insee",)

    insee = factory.Sequence(lambda n: f"{30_500 + n:05d}")
    name = factory.Sequence(lambda n: f"Commune {n}")
    slug = factory.LazyAttribute(lambda o: slugify(o.name))
    postcodes = ["30000"]
    epci_siren = "243000643"
    latitude = 43.84
    longitude = 4.36


def nimes():
    return CommuneFactory(
        insee="30189",
        name="Nîmes",
        postcodes=["30000", "30900"],
        latitude=43.8367,
        longitude=4.3601,
    )


def uzes():
    return CommuneFactory(
        insee="30334",
        name="Uzès",
        postcodes=["30700"],
        epci_siren="200034379",
        latitude=44.0121,
        longitude=4.4197,
    )


class FamilyFactory(DjangoModelFactory):
    class Meta:
        model = ProductFamily
        django_get_or_create = ("slug",)

    name = factory.Sequence(lambda n: f"Famille {n}")
    slug = factory.LazyAttribute(lambda o: slugify(o.name))
    icon = "vegetable"
    ink = "garrigue"


class ProductFactory(DjangoModelFactory):
    class Meta:
        model = Product
        django_get_or_create = ("slug",)

    name = factory.Sequence(lambda n: f"Produit {n}")
    slug = factory.LazyAttribute(lambda o: slugify(o.name))
    plural = factory.LazyAttribute(lambda o: f"{o.name}s")
    family = factory.SubFactory(FamilyFactory)
    season_months = months.ALL_YEAR


class SignFactory(DjangoModelFactory):
    class Meta:
        model = QualitySign
        django_get_or_create = ("code",)

    code = "ab"
    acronym = "AB"
    name = "Agriculture biologique"
    is_organic = True


class AppellationFactory(DjangoModelFactory):
    class Meta:
        model = Appellation

    inao_id = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"Appellation {n}")
    sign = factory.SubFactory(SignFactory, code="aop", acronym="AOP", is_organic=False)


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = Source
        django_get_or_create = ("slug",)

    slug = "essai"
    name = "Source d’essai"
    licence = "ODbL 1.0"
    attribution = "© les contributeurs"


class FoodFactory(DjangoModelFactory):
    class Meta:
        model = Food
        django_get_or_create = ("slug",)

    name = factory.Sequence(lambda n: f"Aliment {n}")
    slug = factory.LazyAttribute(lambda o: slugify(o.name))
    plural = factory.LazyAttribute(lambda o: f"{o.name}s")


def add_recipe(*, lines=(), live=True, tags=(), **fields) -> RecipePage:
    """A recipe page under the index; `lines`: foods, at 100 g each, or dicts of fields."""
    page = RecipePage(live=live, **{"title": "Soupe"} | fields)
    rows = [line if isinstance(line, dict) else {"food": line} for line in lines]
    page.ingredients = [
        RecipeIngredient(**{"text": "100 g", "quantity": 100, "unit": "g", "grams": 100} | row)
        for row in rows
    ]
    page.tags.add(*tags)
    return _add(ensure_index(), page)


def add_producer(*, offers=(), live=True, **fields) -> ProducerPage:
    """A producer page under the index; `offers`: products or dicts of Offer fields."""
    fields = _listed(fields, "Ferme des Amandiers")
    page = ProducerPage(live=live, **fields)
    page.offers = [Offer(**_product(offer)) for offer in offers]
    return _add(ProducerIndexPage.objects.first() or ensure().producers, page)


def add_place(*, products=(), producers=(), live=True, **fields) -> PointOfSalePage:
    """A point of sale under the search page; `products`: products or dicts of fields."""
    fields = _listed({"kind": "ferme"} | fields, "La Cabane")
    page = PointOfSalePage(live=live, **fields)
    page.stocked_products = [StockedProduct(**_product(product)) for product in products]
    page.presences = [Presence(producer=producer) for producer in producers]
    return _add(SearchPage.objects.first() or ensure().search, page)


def add_member(page, *, role="owner", **fields) -> User:
    """A person who tends a page."""
    user = UserFactory(**fields)
    Membership.objects.create(page_id=page.pk, user=user, role=role)
    return user


def _listed(fields, title):
    if "commune" not in fields:
        fields["commune"] = nimes()
    return {"title": title, "confirmed_on": timezone.localdate()} | fields


def _product(value):
    return value if isinstance(value, dict) else {"product": value}


def _add(parent, page):
    new_pages.add(parent, page)
    if page.live:
        new_pages.settle([page])
    page.refresh_from_db()
    return page
