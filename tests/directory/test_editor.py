import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from directory import groups, site_tree
from directory.models import Commune, PointOfSalePage, ProducerPage
from home.models import SiteImage
from tests.factories import (
    ProductFactory,
    SignFactory,
    UserFactory,
    add_place,
    nimes,
    uzes,
)

GIF = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x00\x00\x00\x00\x00,"
    b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client, db):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


def listed(**fields):
    """The fields of a valid listing, as the editor posts them."""
    return {
        "title": "La Cabane",
        "slug": "la-cabane",
        "commune": nimes().pk,
        "precision": "exact",
        "photos": inline_formset([]),
        "comments": inline_formset([]),
        "action-publish": "1",
    } | fields


def place(**fields):
    return listed(
        **{
            "kind": "ferme",
            "description": streamfield([]),
            "hours_exceptions": inline_formset([]),
            "presences": inline_formset([]),
            "stocked_products": inline_formset([]),
        }
        | fields
    )


def producer(**fields):
    return listed(**{"story": streamfield([]), "offers": inline_formset([])} | fields)


def post_place(client, **fields):
    parent = site_tree.ensure().search
    url = reverse("wagtailadmin_pages:add", args=["directory", "pointofsalepage", parent.pk])
    return client.post(url, nested_form_data(place(**fields)))


def post_producer(client, **fields):
    parent = site_tree.ensure().producers
    url = reverse("wagtailadmin_pages:add", args=["directory", "producerpage", parent.pk])
    return client.post(url, nested_form_data(producer(**fields)))


def errors(response):
    return {name: list(messages) for name, messages in response.context["form"].errors.items()}


def test_editors_open_in_french_with_our_own_map(client, boss):
    parent = site_tree.ensure().search
    url = reverse("wagtailadmin_pages:add", args=["directory", "pointofsalepage", parent.pk])
    html = client.get(url).content.decode()
    assert "Lieu et contact" in html
    assert "leaflet/leaflet.js" in html
    assert "unpkg.com" not in html
    assert "openstreetmap.org" not in html


def test_point_of_sale_is_published_with_everything_an_editor_types(client, boss):
    product = ProductFactory()
    response = post_place(
        client,
        latitude="43,84",
        longitude="4.37",
        opening_hours="du mardi au vendredi de 9h à 12h30",
        payment=("especes", "carte"),
        services=("panier",),
        stocked_products=inline_formset([{"product": product.pk, "months": ("6", "7")}]),
        hours_exceptions=inline_formset(
            [{"start": "2026-12-24", "end": "2026-12-25", "hours": "10h-12h", "note": "Noël"}]
        ),
    )
    assert response.status_code == 302
    page = PointOfSalePage.objects.get()
    assert (page.live, page.latitude, page.longitude) == (True, 43.84, 4.37)
    assert page.opening_hours == "Tu-Fr 09:00-12:30"
    assert (page.payment, page.services) == (["especes", "carte"], ["panier"])
    assert page.stocked_products.get().months == 0b1100000
    assert page.hours_exceptions.get().hours == "10:00-12:00"


def test_producer_is_published_with_offers(client, boss):
    offer = {"product": ProductFactory().pk, "price": "3.20", "price_unit": "kg"}
    response = post_producer(
        client, offers=inline_formset([offer | {"price_on": "2026-09-01"}]), is_raw="on"
    )
    assert response.status_code == 302
    page = ProducerPage.objects.get()
    assert (page.live, page.is_raw, str(page.offers.get().price)) == (True, True, "3.20")


def test_wrong_hours_are_explained_beside_the_field_and_nothing_typed_is_lost(client, boss):
    response = post_place(client, opening_hours="le matin", summary="Des légumes du jour")
    assert list(errors(response)) == ["opening_hours"]
    form = response.context["form"]
    assert form["opening_hours"].value() == "le matin"
    assert form["summary"].value() == "Des légumes du jour"
    assert not PointOfSalePage.objects.exists()


def test_wrong_exceptional_hours_are_explained(client, boss):
    exception = {"start": "2026-12-24", "end": "2026-12-25", "hours": "le matin", "note": ""}
    response = post_place(client, hours_exceptions=inline_formset([exception]))
    form = response.context["form"].formsets["hours_exceptions"].forms[0]
    assert "hours" in form.errors


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"latitude": "4,36", "longitude": "43,83"},
         "Ce point est à 5844 km de Nîmes. Vérifiez la latitude et la longitude : elles sont "
         "peut-être inversées."),
        ({"latitude": "48.85", "longitude": "2.35"},
         "Ce point est à 578 km de Nîmes. Vérifiez la latitude et la longitude : elles sont "
         "peut-être inversées."),
        ({"latitude": "43.84", "longitude": ""},
         "Indiquez la latitude et la longitude, ou aucune des deux."),
        ({"latitude": "ici", "longitude": "4,36"}, "Saisissez un nombre."),
        ({"latitude": "43.84", "longitude": "4.36", "commune": "", "locality": ""}, None),
        ({"latitude": "48.85", "longitude": "2.35", "commune": "", "locality": ""},
         "Ce point n’est pas dans le Gard : la latitude y va de 43,46 à 44,46, la longitude de "
         "3,26 à 4,85."),
        ({"latitude": "48.85", "longitude": "2.35", "commune": "", "locality": "Paris"}, None),
    ],
)  # fmt: skip
def test_coordinates_are_checked(client, boss, fields, expected):
    response = post_place(client, **fields)
    form = response.context and response.context.get("form")
    assert ((form and form.errors.get("latitude")) or [None])[0] == expected


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"commune": ""}, "commune",
         "Choisissez la commune, ou écrivez la localité si elle n’y est pas."),
        ({"kind": ""}, "kind", "Champ requis."),
        ({"kind": "inconnu"}, "kind",
         "Sélectionnez un choix valide. inconnu n’en fait pas partie."),
        ({"payment": ("troc",)}, "payment",
         "Sélectionnez un choix valide. troc n’en fait pas partie."),
    ],
)  # fmt: skip
def test_publishing_needs(client, boss, fields, field, message):
    assert errors(post_place(client, **fields)) == {field: [message]}


def test_draft_may_be_unfinished(client, boss):
    offer = {"product": ProductFactory().pk, "sign": SignFactory().pk, "price": "2"}
    response = post_place(
        client,
        commune="",
        kind="",
        stocked_products=inline_formset([offer]),
        **{"action-publish": ""},
    )
    assert response.status_code == 302
    page = PointOfSalePage.objects.get()
    assert (page.live, page.commune, page.kind) == (False, None, "")


def test_offer_with_an_unproven_sign_or_an_undated_price_is_not_published(client, boss):
    offer = {"product": ProductFactory().pk, "sign": SignFactory().pk, "price": "2"}
    response = post_producer(client, offers=inline_formset([offer]))
    form = response.context["form"].formsets["offers"].forms[0]
    assert {name: list(messages) for name, messages in form.errors.items()} == {
        "sign_number": ["Un signe demande un numéro ou un justificatif."],
        "sign_expires_on": ["Un signe demande une date de fin de validité."],
        "price_unit": ["Indiquez l’unité : le kilo, la pièce…"],
        "price_on": ["Indiquez la date de ce prix."],
    }


def test_photo_without_alternative_text_is_not_published(boss):
    image = SiteImage.objects.create(title="Étal", file=SimpleUploadedFile("etal.gif", GIF))
    data = place(photos=inline_formset([{"image": image.pk, "alt": ""}]))
    form_class = PointOfSalePage.get_edit_handler().get_form_class()
    form = form_class(nested_form_data(data), instance=PointOfSalePage(), for_user=boss)
    assert not form.is_valid()
    assert form.formsets["photos"].forms[0].errors == {"alt": ["Champ requis."]}


def test_editor_says_how_saved_hours_are_understood(client, boss):
    page = add_place(opening_hours="Tu-Fr 09:00-12:30")
    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "Compris ainsi" in html
    assert "Prochaine ouverture" in html


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tu-Fr 09:00-12:30", "Compris ainsi"),
        ("mardi 9h-12h", "Compris ainsi"),
        ("", "horaires inconnus"),
        ("n'importe quoi", "hours-preview__problem"),
        ("<script>", "hours-preview__problem"),
        ("x" * 5000, "trop longs"),
    ],
)
def test_preview_follows_the_typing(client, boss, text, expected):
    response = client.get(reverse("directory_admin:hours_preview"), {"texte": text})
    assert response.status_code == 200
    assert expected in response.content.decode()
    assert "<script>" not in response.content.decode()


def test_map_asks_where_a_commune_is(client, boss):
    url = reverse("directory_admin:commune_position", args=[uzes().pk])
    assert client.get(url).json() == {"latitude": 44.0121, "longitude": 4.4197}
    unknown = Commune.objects.order_by("-pk").first().pk + 1
    gone = client.get(reverse("directory_admin:commune_position", args=[unknown]))
    assert gone.status_code == 404


@pytest.mark.parametrize("name", ["hours_preview", "stale", "incomplete"])
def test_admin_answers_are_for_the_team_alone(client, db, name):
    url = reverse(f"directory_admin:{name}")
    assert client.get(url).url.startswith("/admin/login/")
    client.force_login(UserFactory())
    assert client.get(url).status_code in {302, 403}


def test_editor_saves_and_moderator_approves(client, tree):
    groups.ensure_all(home=tree.home)
    editor, moderator = UserFactory(), UserFactory()
    editor.groups.add(Group.objects.get(name="Éditeurs"))
    moderator.groups.add(Group.objects.get(name="Modérateurs"))
    client.force_login(editor)
    post_place(client, **{"action-publish": "", "action-submit": "1"})
    page = PointOfSalePage.objects.get()
    assert not page.live
    client.force_login(moderator)
    state = page.current_workflow_task_state
    approve = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    client.post(approve, {"comment": ""})
    page.refresh_from_db()
    assert page.live
