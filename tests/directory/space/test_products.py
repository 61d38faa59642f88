"""Products in the space: months, a product more, price, sign and proof."""

from datetime import timedelta
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from wagtail.documents.models import Document

from directory import editing, months, proofs
from directory.models import Offer, ProducerPage, StockedProduct
from directory.space.product_forms import keyed
from tests.directory.space.town import enter, sign_in
from tests.factories import (
    ProductFactory,
    SignFactory,
    UserFactory,
    add_member,
    add_place,
    add_producer,
)
from tests.home.test_edition import commit

pytestmark = pytest.mark.django_db
SPRING = months.pack([4, 5, 6])


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(scope="module")
def tomato(module_rows):
    return ProductFactory(name="Tomate", slug="tomate", synonyms=["pomme d’amour"])


@pytest.fixture(scope="module")
def tended(tomato):
    """A farm and who tends it."""
    page = add_producer(offers=[tomato])
    user = sign_in(add_member(page))
    commit()  # parts of pages are kept from one request to the next
    return page, user


@pytest.fixture
def farm(tended, db):
    return ProducerPage.objects.get(pk=tended[0].pk)


@pytest.fixture
def mireille(client, tended, db):
    enter(client, tended[1])
    return tended[1]


def url(page, end=""):
    return f"/espace/fiches/{page.pk}/produits/{end}"


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def save(client, address, **typed):
    form = soup(client.get(address)).select_one("form[data-draft]")
    data = {}
    for box in form.select("input"):
        if box.get("type") == "file" or (
            box.get("type") == "checkbox" and "checked" not in box.attrs
        ):
            continue
        data.setdefault(box["name"], []).append(box.get("value", ""))
    for choice in form.select("select"):
        chosen = choice.select_one("[selected]")
        data[choice["name"]] = chosen["value"] if chosen else ""
    return client.post(address, data | typed)


def errors(response) -> dict[str, str]:
    return {
        message["id"].removeprefix("id_").removesuffix("_error"): message.text.strip().replace(
            "\u00a0", " "
        )
        for message in soup(response).select(".msg[id]")
    }


def offers(page) -> list[tuple]:
    rows = Offer.objects.filter(page_id=page.pk).order_by("sort_order", "pk")
    return [(row.product.name, row.months) for row in rows.select_related("product")]


# --- The list -------------------------------------------------------------------------------------


def test_months_are_chosen_and_emptied(client, farm, tomato, mireille):
    key = f"{tomato.pk}-1"
    assert save(client, url(farm), **{f"{key}-mois": ["4", "5", "6"]}).status_code == 302
    assert offers(farm) == [("Tomate", SPRING)]
    page = soup(client.get(url(farm)))
    boxes = page.select(".m12 input")
    assert [box["value"] for box in boxes if box.has_attr("checked")] == ["4", "5", "6"]
    assert len(boxes) == 12
    save(client, url(farm), **{f"{key}-mois": []})
    assert offers(farm) == [("Tomate", 0)]


def test_a_product_is_removed(client, farm, tomato, mireille):
    save(client, url(farm), **{f"{tomato.pk}-1-oter": "on"})
    assert offers(farm) == []


def test_a_month_that_is_none_is_refused(client, farm, tomato, mireille):
    assert save(client, url(farm), **{f"{tomato.pk}-1-mois": ["13"]}).status_code == 422


def test_a_place_has_products_too(client, tomato):
    place = add_place(products=[tomato])
    client.force_login(add_member(place))
    save(client, url(place), **{f"{tomato.pk}-1-mois": ["4"]})
    assert StockedProduct.objects.get(page_id=place.pk).months == months.bit(4)
    product = soup(client.get(url(place, f"{tomato.pk}-1/")))
    assert product.select("[name=volumes], [name=for_professionals]") == []


# --- One more -------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["frai", "Fraises", "gariguette"])
def test_a_product_is_found_by_its_names_and_added(client, farm, mireille, typed):
    ProductFactory(name="Fraise", slug="fraise", synonyms=["gariguette"])
    page = soup(client.get(url(farm, "ajouter/"), {"q": typed}))
    [button] = page.select("h2 + .chips button[value=fraise]")[:1]
    answer = client.post(url(farm, "ajouter/"), {"produit": button["value"]})
    assert answer.url == url(farm)
    assert offers(farm) == [("Tomate", 0), ("Fraise", 0)]


def test_nothing_found_is_said(client, farm, mireille):
    page = soup(client.get(url(farm, "ajouter/"), {"q": "xylophone"}))
    assert "n’est pas dans notre liste" in page.main.text
    answer = client.post(url(farm, "ajouter/"), {"produit": "xylophone"}, follow=True)
    assert "Ce produit n’est pas dans notre liste." in soup(answer).text
    assert offers(farm) == [("Tomate", 0)]


def test_this_week_s_product_is_sold_this_month(client, farm, tomato, mireille):
    month = timezone.localdate().month
    ProductFactory(name="Fraise", slug="fraise", season_months=months.bit(month))
    late = ProductFactory(name="Melon", slug="melon", season_months=months.bit(month % 12 + 1))
    page = soup(client.get(url(farm, "ajouter/")))
    assert [b["value"] for b in page.select("button[name=produit]")] == ["fraise"]
    for slug in ("fraise", late.slug, "tomate"):
        client.post(url(farm, "ajouter/"), {"produit": slug, "maintenant": "1"})
    assert offers(farm) == [("Tomate", 0), ("Fraise", 0), ("Melon", months.bit(month))]


def test_a_product_sold_at_other_months_is_sold_this_month_too(client, farm, tomato, mireille):
    month = timezone.localdate().month
    other = months.bit(month % 12 + 1)
    Offer.objects.filter(page_id=farm.pk).update(months=other)
    farm.refresh_from_db()
    farm.save_revision().publish()
    client.post(url(farm, "ajouter/"), {"produit": "tomate", "maintenant": "1"})
    assert offers(farm) == [("Tomate", other | months.bit(month))]


# --- Each by itself -------------------------------------------------------------------------------


def test_price_note_and_what_professionals_need(client, farm, tomato, mireille):
    answer = save(
        client,
        url(farm, f"{tomato.pk}-1/"),
        note="cœur de bœuf",
        price="4,5 €",
        price_unit="kg",
        for_professionals="on",
        volumes="200 kg",
        packaging="cagettes",
        delivery="le mardi à Nîmes",
    )
    assert (answer.status_code, answer.url) == (302, url(farm))
    offer = Offer.objects.get(page_id=farm.pk)
    assert (offer.note, offer.price, offer.price_unit, offer.price_on) == (
        "cœur de bœuf",
        Decimal("4.50"),
        "kg",
        timezone.localdate(),
    )
    assert (offer.for_professionals, offer.volumes, offer.packaging, offer.delivery) == (
        True,
        "200 kg",
        "cagettes",
        "le mardi à Nîmes",
    )


TOMORROW = timezone.localdate() + timedelta(days=1)


@pytest.mark.parametrize(
    ("typed", "messages"),
    [
        ({"price": "cher", "price_unit": "kg"},
         {"price": "Écrivez un prix, par exemple 4,50."}),
        ({"price": "NaN", "price_unit": "kg"}, {"price": "Écrivez un prix, par exemple 4,50."}),
        ({"price": "-1", "price_unit": "kg"}, {"price": "Écrivez un prix, par exemple 4,50."}),
        ({"price": "4"}, {"price_unit": "Indiquez l’unité : le kilo, la pièce…"}),
        ({"quality": "sign", "sign_expires_on": TOMORROW},
         {"sign_number": "Un signe demande un numéro ou un justificatif."}),
        ({"quality": "sign", "sign_number": "FR-BIO-01"},
         {"sign_expires_on": "Un signe demande une date de fin de validité."}),
        ({"quality": "sign", "sign_number": "FR-BIO-01", "sign_expires_on": "2020-01-01"},
         {"sign_expires_on": "Cette date est passée : ce signe ne serait pas montré."}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field(client, farm, tomato, mireille, typed, messages):
    sign = SignFactory()
    if "quality" in typed:
        typed = typed | {"quality": f"s{sign.pk}"}
    answer = save(client, url(farm, f"{tomato.pk}-1/"), **typed)
    assert (answer.status_code, errors(answer)) == (422, messages)


def test_a_sign_waits_for_the_team_with_its_private_proof(client, farm, tomato, mireille):
    sign = SignFactory()
    proof = SimpleUploadedFile("certificat.pdf", b"%PDF-1.7 certificat", "application/pdf")
    save(
        client,
        url(farm, f"{tomato.pk}-1/"),
        quality=f"s{sign.pk}",
        sign_expires_on=TOMORROW,
        proof=proof,
        note="de plein champ",
    )
    online = Offer.objects.get(page_id=farm.pk)
    assert (online.note, online.sign, online.sign_proof) == ("de plein champ", None, None)
    listed = soup(client.get(url(farm)))
    assert [tag.text.replace("\u00a0", " ") for tag in listed.select("fieldset .tag")] == [
        "AB : déclaré"
    ]
    document = Document.objects.get()
    assert "certificat" not in document.file.name
    found = {}
    for name, user in {"visitor": None, "other": UserFactory(), "sender": mireille}.items():
        client.logout()
        if user:
            client.force_login(user)
        answer = client.get(document.url)
        found[name] = answer.status_code
        answer.getvalue()  # to its end: it closes its file
    assert found == {"visitor": 403, "other": 403, "sender": 200}


@pytest.mark.parametrize(
    ("name", "content"),
    [("page.html", b"<script>alert(1)</script>"), ("dessin.svg", b"<svg/>"), ("a.pdf", b"MZ\x90")],
)
def test_a_proof_is_a_pdf_or_a_photo(client, farm, tomato, mireille, name, content):
    answer = save(client, url(farm, f"{tomato.pk}-1/"), proof=SimpleUploadedFile(name, content))
    assert (answer.status_code, list(errors(answer))) == (422, ["proof"])
    assert Document.objects.count() == 0


def test_a_product_that_is_not_there_is_not_found(client, farm, tomato, mireille):
    for key in (f"{tomato.pk}-2", "999999-1"):
        assert client.get(url(farm, f"{key}/")).status_code == 404
        assert client.post(url(farm, f"{key}/")).status_code == 404


def test_a_proof_is_sent_once_whatever_else_is_refused(client, farm, tomato, mireille):
    """A wrong field, then somebody else's change: the file is kept, and never asked for again."""
    address = url(farm, f"{tomato.pk}-1/")
    typed = {"quality": f"s{SignFactory().pk}", "sign_expires_on": TOMORROW}
    proof = SimpleUploadedFile("certificat.pdf", b"%PDF-1.7 certificat", "application/pdf")
    answer = save(client, address, **typed, price="cher", proof=proof)
    assert list(errors(answer)) == ["price"]
    hidden = {
        box["name"]: box["value"] for box in soup(answer).select("main input[type=hidden][value]")
    }
    document = Document.objects.get()
    assert document.collection.name == proofs.ASIDE

    def noted(page):
        [row] = page.offers.all()
        row.note = "noire de Crimée"
        page.offers = [row]

    editing.save(farm, "offers", noted, by=add_member(farm), base=None)
    answer = client.post(address, hidden | typed | {"note": "cœur de bœuf"})
    assert answer.status_code == 409
    form = soup(answer).select_one("main form")
    kept = {box["name"]: box["value"] for box in form.select("input[type=hidden]")}
    choices = {box["name"]: "yours" for box in form.select("input[type=radio]")}
    assert client.post(address, kept | choices).status_code == 302
    document.refresh_from_db()
    assert document.collection.name == proofs.COLLECTION
    [pending] = keyed(editing.working(farm)).values()
    assert (pending.sign_proof, pending.note) == (document, "cœur de bœuf")


def test_a_proof_left_aside_is_nobody_elses_and_is_forgotten(client, farm, tomato, mireille):
    proof = proofs.set_aside(proofs.keep(ContentFile(b"%PDF-", name="a.pdf"), "x", by=mireille))
    token = proofs.token(proof)
    assert proofs.found_aside(token, by=mireille) == proof
    assert proofs.found_aside(token, by=add_member(farm)) is None
    assert proofs.found_aside(token + "a", by=mireille) is None
    proofs.purge(now=timezone.now() + timedelta(days=1))
    assert Document.objects.get() == proof
    proofs.purge(now=timezone.now() + timedelta(days=3))
    assert Document.objects.count() == 0
