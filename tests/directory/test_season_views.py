"""The seasons over HTTP: the year, a month, a product, a piece for other sites."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from directory import months, product_page
from directory.models import Food, Product
from directory.seasons.year import SLUGS
from tests.factories import (
    AppellationFactory,
    FamilyFactory,
    ProductFactory,
    SignFactory,
    add_place,
    add_producer,
    nimes,
    uzes,
)
from tests.home.test_edition import commit
from tests.reading import plain

ORIGIN = "http://127.0.0.1:8000"
NOVEMBER = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)


@pytest.fixture
def now(monkeypatch):
    """A day of November, wherever the pages ask for the time."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOVEMBER)
    return NOVEMBER


@pytest.fixture(scope="module")
def catalogue(module_rows):
    vegetables = FamilyFactory(name="Légumes", slug="legumes", order=1)
    fruits = FamilyFactory(name="Fruits", slug="fruits", ink="fraise", icon="fruit", order=2)

    def add(name, family, peak, season, stored=(), **fields):
        return ProductFactory(
            name=name,
            family=family,
            peak_months=months.pack(peak),
            season_months=months.pack(season),
            stored_months=months.pack(stored),
            **fields,
        )

    return {
        "tomato": add("Tomate", vegetables, [7, 8, 9], [6, 7, 8, 9, 10], note="En plein champ."),
        "leek": add("Poireau", vegetables, [11, 12, 1], [9, 10, 11, 12, 1, 2]),
        "apple": add("Pomme", fruits, [9, 10], [8, 9, 10, 11], [12, 1, 2]),
        "kiwi": add("Kiwi", fruits, [11], [11], [12, 1]),
        "walnut": add("Noix", fruits, [9], [9], [10, 11, 12]),
    }


@pytest.fixture
def market(catalogue, db):
    read = Product.objects.in_bulk([product.pk for product in catalogue.values()])
    return {name: read[product.pk] for name, product in catalogue.items()}


@pytest.fixture
def nothing(catalogue, db):
    """A site without any product."""
    Product.objects.all().delete()


def soup(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(plain(response.content.decode()), "html.parser")


def texts(tags) -> list[str]:
    return [" ".join(tag.get_text(" ").split()) for tag in tags]


# --- The year ---


def test_this_month_at_a_glance(client, market, now):
    page = soup(client.get("/saisons/"))
    assert page.h1.text == "En novembre, on remplit la cave"
    assert texts(page.find_all("li", class_="ticket")) == [
        "Poireau septembre → février",
        "Kiwi fin de récolte, puis de garde",
    ]
    assert {
        section.h3.text: texts(section.find_all("a"))
        for section in page.find_all("section", attrs={"aria-labelledby": True})
        if section.h3 and section["aria-labelledby"] == section.h3["id"]
    } == {
        "Ça commence": ["Kiwi"],
        "Aussi de saison": ["Pomme"],
        "De garde": ["Noix"],
    }


def test_year_is_a_table_that_reads_aloud(client, market, now):
    table = soup(client.get("/saisons/")).find("table", class_="year")
    assert table.caption.text == "Mois de récolte et de garde des produits du Gard"
    heads = table.thead.find_all("th", scope="col")
    assert [head.find_all(class_="vh")[-1].text for head in heads[1:]] == [
        str(name) for name in months.NAMES
    ]
    assert [head.get("class") for head in heads].index(["now"]) == 11
    assert texts(table.find_all("th", scope="rowgroup")) == ["Légumes", "Fruits"]
    rows = table.find_all("th", scope="row")
    assert texts(rows) == ["Tomate", "Poireau", "Pomme", "Noix", "Kiwi"]
    for row in rows:
        spans = [int(cell.get("colspan", 1)) for cell in row.parent.find_all("td")]
        assert sum(spans) == 12
    tomato = rows[0].parent
    assert rows[0].a["href"] == "/produits/tomate/"
    assert texts(cell for cell in tomato.find_all("td") if cell.text.strip()) == [
        "de saison : juin",
        "pleine saison : juillet → septembre",
        "de saison : octobre",
    ]
    assert [cell.get("class") for cell in tomato.find_all("td")] == [
        None,
        ["on", "part"],
        ["on"],
        ["on", "part"],
        ["now"],
        None,
    ]


def test_year_is_told_in_sentences_too(client, market, now):
    page = soup(client.get("/saisons/"))
    assert texts(page.find("ul", class_="phrases").find_all("li")) == [
        "Tomate : de juin à octobre, pleine saison de juillet à septembre.",
        "Poireau : de septembre à février, pleine saison de novembre à janvier.",
        "Pomme : d’août à novembre, pleine saison de septembre à octobre, "
        "de garde de décembre à février.",
        "Noix : pleine saison en septembre, de garde d’octobre à décembre.",
        "Kiwi : pleine saison en novembre, de garde de décembre à janvier.",
    ]


def test_year_of_a_family(client, market, now):
    page = soup(client.get("/saisons/?famille=fruits"))
    assert texts(page.table.find_all("th", scope="row")) == ["Pomme", "Noix", "Kiwi"]
    assert [
        (a.text, a["href"]) for a in page.find_all("a", class_="chip", attrs={"aria-current": True})
    ] == [
        ("Novembre", "/saisons/novembre/?famille=fruits"),
        ("Fruits", "?famille=fruits"),
    ]
    assert page.find("link", rel="canonical")["href"] == f"{ORIGIN}/saisons/"
    assert "/saisons/integrer/?famille=fruits" in page.textarea.text


def test_unknown_family_is_said_and_ignored(client, market, now):
    page = soup(client.get("/saisons/", {"famille": "<b>"}))
    assert texts(page.find_all(role="status")) == ["Famille inconnue : « <b> »."]
    assert len(page.table.find_all("th", scope="row")) == 5


def test_what_to_take_away(client, market, now):
    page = soup(client.get("/saisons/"))
    links = page.find("p", class_="prints").find_all("a")
    sizes = {
        paper: len(client.get(f"/saisons/calendrier-{paper}.pdf").content)
        for paper in ("a3", "a4", "a6")
    }
    assert [(a["href"], " ".join(a.text.split())) for a in links] == [
        (f"/saisons/calendrier-{paper}.pdf", f"{paper.upper()} (PDF, {round(size / 1000)} Ko)")
        for paper, size in sizes.items()
    ]
    assert page.textarea.text == (
        f'<iframe src="{ORIGIN}/saisons/integrer/" title="De saison dans le Gard" width="100%" '
        'height="640" loading="lazy"></iframe>'
    )
    assert page.find("a", href=f"{ORIGIN}/saisons/calendrier.ics")


def test_editors_introduction_replaces_the_words_of_the_month(client, tree, now):
    tree.seasons.introduction = "Un été tardif."
    tree.seasons.save_revision().publish()
    page = soup(client.get("/saisons/"))
    assert page.h1.find_next("p").text == "Un été tardif."


def test_year_with_no_product_says_so(client, nothing, now):
    page = soup(client.get("/saisons/"))
    assert page.table is None
    assert "Le calendrier n’est pas encore rempli." in texts(page.find_all("p"))


def test_a_correction_shows_at_once(client, market, now):
    client.get("/saisons/")
    product = Product.objects.get(slug="tomate")
    product.name = "Tomate ancienne"
    product.save()
    rows = soup(client.get("/saisons/")).table.find_all("th", scope="row")
    assert texts(rows)[0] == "Tomate ancienne"


# --- A month ---


@pytest.mark.parametrize("slug", SLUGS)
def test_each_month_has_its_page(client, market, slug):
    page = soup(client.get(f"/saisons/{slug}/"))
    number = SLUGS.index(slug) + 1
    name = str(months.NAMES[number - 1])
    assert page.title.text == f"De saison en {name} dans le Gard – Made in Gard"
    assert page.find("link", rel="canonical")["href"] == f"{ORIGIN}/saisons/{slug}/"
    assert texts(page.find("ol", class_="crumbs").find_all("li")) == [
        "Accueil",
        "De saison",
        name.capitalize(),
    ]
    around = {rel: page.find("a", rel=rel)["href"] for rel in ("prev", "next")}
    assert around == {
        "prev": f"/saisons/{SLUGS[number - 2]}/",
        "next": f"/saisons/{SLUGS[number % 12]}/",
    }
    assert [a.text for a in page.find_all(attrs={"aria-current": "page"}) if a.name == "a"] == [
        name.capitalize()
    ]


@pytest.mark.parametrize("slug", ["brumaire", "02", "février", "Mars", "a" * 300])
@pytest.mark.parametrize("address", ["/saisons/{}/", "/saisons/{}/affiche-a4.pdf"])
def test_unknown_month_is_not_found(client, db, slug, address):
    response = client.get(address.format(slug))
    assert response.status_code == 404
    assert BeautifulSoup(response.content, "html.parser").h1.text == "Cette page n’est pas ici"


def test_english_month_keeps_its_address(client, market):
    page = soup(client.get("/en/saisons/aout/"))
    assert page.find("a", rel="next")["href"] == "/en/saisons/septembre/"


# --- Sheets ---


@pytest.mark.parametrize("paper", ["a3", "a4", "a6"])
@pytest.mark.parametrize("address", ["/saisons/calendrier-{}.pdf", "/saisons/mai/affiche-{}.pdf"])
def test_sheets_are_kept_until_they_change(client, market, address, paper):
    address = address.format(paper)
    response = client.get(address)
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    tag = response.headers["ETag"]
    assert client.get(address, headers={"if-none-match": tag}).status_code == 304
    Product.objects.filter(slug="tomate").update(
        name="Tomate ancienne", season_months=months.pack([5]), peak_months=months.pack([5])
    )
    assert client.get(address, headers={"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize("paper", ["a5", "A4", "a", "0"])
def test_unknown_paper_is_not_found(client, db, paper):
    assert client.get(f"/saisons/calendrier-{paper}.pdf").status_code == 404
    assert client.get(f"/saisons/mai/affiche-{paper}.pdf").status_code == 404


# --- For other sites ---


def test_embed_may_be_framed_and_leaves_nothing(client, market, now):
    response = client.get("/saisons/integrer/")
    page = soup(response)
    assert "frame-ancestors *;" in response.headers["Content-Security-Policy"] + ";"
    assert "X-Frame-Options" not in response.headers
    assert response.cookies == {}
    assert page.base["target"] == "_top"
    assert page.find_all(["nav", "header", "footer", "script", "form"]) == []
    assert page.h1.text == "De saison en novembre dans le Gard"
    assert texts(page.find_all("li", class_="ticket")) == [
        "Poireau septembre → février",
        "Kiwi fin de récolte, puis de garde",
    ]


def test_other_pages_may_not_be_framed(client, market):
    for address in ("/saisons/", "/saisons/mai/", "/produits/tomate/"):
        assert "frame-ancestors *" not in client.get(address).headers["Content-Security-Policy"]


def test_embed_of_a_month_and_a_family(client, market):
    page = soup(client.get("/saisons/integrer/?mois=septembre&famille=fruits"))
    assert page.h1.text == "Fruits : de saison en septembre"
    assert texts(page.find_all("li", class_="ticket")) == [
        "Pomme août → novembre",
        "Noix fin de récolte, puis de garde",
    ]


def test_embed_says_what_it_does_not_understand(client, market, now):
    page = soup(client.get("/saisons/integrer/", {"mois": "brumaire", "famille": "xyz"}))
    assert texts(page.find(role="status").find_all("li")) == [
        "Famille inconnue : « xyz ».",
        "Mois inconnu : « brumaire ».",
    ]
    assert page.h1.text == "De saison en novembre dans le Gard"


# --- A product ---


def test_product_tells_its_months_and_when_it_comes_back(client, market, now):
    page = soup(client.get("/produits/tomate/"))
    assert page.title.text == "Tomate du Gard – Made in Gard"
    assert page.find("meta", attrs={"name": "description"})["content"] == (
        "En plein champ. De juin à octobre, pleine saison de juillet à septembre. "
        "Où en acheter, recettes et conseils."
    )
    assert texts(page.find("ol", class_="crumbs").find_all("li")) == [
        "Accueil",
        "De saison",
        "Tomate",
    ]
    assert texts(page.main.header.find_all("p")) == [
        "Légumes",
        "En plein champ.",
        "En novembre : hors saison Sa saison reprend en juin.",
    ]
    assert page.table.caption.text == "Les douze mois : Tomate"


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("poireau", "En novembre : pleine saison"),
        ("pomme", "En novembre : de saison"),
        ("noix", "En novembre : de garde"),
    ],
)
def test_product_of_the_month(client, market, now, slug, expected):
    assert texts(soup(client.get(f"/produits/{slug}/")).main.header.find_all("p"))[1] == expected


def test_product_with_unknown_months_says_so(client, db, now):
    ProductFactory(name="Telline", season_months=0)
    page = soup(client.get("/produits/telline/"))
    assert page.table is None
    assert "Mois inconnus : nous ne savons pas encore quand il se récolte ici." in texts(
        page.find(attrs={"aria-labelledby": "mois"}).find_all("p")
    )


@pytest.mark.parametrize("slug", ["xyz", "TOMATE", "a" * 300])
def test_unknown_product_is_not_found(client, market, slug):
    assert client.get(f"/produits/{slug}/").status_code == 404


def section(page, name):
    return page.find(attrs={"aria-labelledby": name})


def test_product_leads_to_who_sells_it_near_a_commune(client, market, now):
    tomato = market["tomato"]
    add_place(title="Cabane", products=[tomato], commune=nimes())
    add_place(title="Grange", products=[tomato], commune=uzes())
    add_place(title="Verger", products=[market["apple"]], commune=nimes())
    found = section(soup(client.get("/produits/tomate/?ou=nimes")), "ou-acheter")
    assert texts(found.find_all("h3")) == ["Cabane"]
    assert found.find("a", class_="btn")["href"] == "/ou-acheter/?ou=nimes&produit=tomate"
    everywhere = section(soup(client.get("/produits/tomate/")), "ou-acheter")
    assert sorted(texts(everywhere.find_all("h3"))) == ["Cabane", "Grange"]


def test_product_that_nobody_sells_near_proposes_a_step(client, market, now):
    nimes()
    add_place(title="Grange", products=[market["tomato"]], commune=uzes())
    found = section(soup(client.get("/produits/tomate/?ou=nimes")), "ou-acheter")
    assert "Personne dans l’annuaire n’en vend près de là." in texts(found.find_all("p"))
    (step,) = [a for a in found.find_all("a") if "rayon" in a["href"]]
    assert soup(client.get(step["href"])).find(class_="places").h2.text == "Grange"


def test_unknown_commune_is_said(client, market, now):
    found = section(soup(client.get("/produits/tomate/?ou=zzz")), "ou-acheter")
    assert texts(found.find_all(role="status")) == ["Nous ne connaissons pas de commune « zzz »."]


def test_own_months_of_producers_are_told_out_of_season(client, market, now):
    for title in ("A", "B"):
        add_producer(
            title=title, offers=[{"product": market["tomato"], "months": months.pack([5, 11])}]
        )
    page = soup(client.get("/produits/tomate/"))
    assert texts(section(page, "mois").find_all("li"))[-2:] == [
        "Hors saison, en mai : 2 producteurs en ont déjà.",
        "Hors saison, en novembre : 2 producteurs en ont encore.",
    ]
    glance = soup(client.get("/saisons/"))
    assert texts(section(glance, "quelques").find_all("li")) == [
        "Tomate 2 producteurs en ont encore"
    ]


def test_advice_appellations_and_signs(client, market, now):
    tomato, organic = market["tomato"], SignFactory()
    Product.objects.filter(pk=tomato.pk).update(choose="Lourde.", keep="À l’air.")
    AppellationFactory(name="Tomate du Midi").products.add(tomato)
    late, past = dt.date(2027, 1, 1), dt.date(2026, 1, 1)
    for title, expires, checked in (("A", late, past), ("B", late, None), ("C", past, past)):
        offer = {"product": tomato, "sign": organic, "sign_number": "1"}
        offer |= {"sign_expires_on": expires, "sign_checked_on": checked}
        add_producer(title=title, offers=[offer, offer])
    page = soup(client.get("/produits/tomate/"))
    assert texts(section(page, "conseils").find_all(["dt", "dd"])) == [
        "Bien le choisir",
        "Lourde.",
        "Le garder",
        "À l’air.",
    ]
    assert texts(section(page, "signes").find_all("li")) == [
        "AOP Tomate du Midi",
        "AB Agriculture biologique : 2 producteurs (dont 1 déclaré)",
    ]


def test_facts_have_sources_and_unknown_is_said(client, market, now):
    Food.objects.create(
        slug="tomate",
        name="Tomate",
        product=market["tomato"],
        ciqual_code="20047",
        energy_kcal=19.3,
        saturates_g=0.02,
        fat_g=0,
        agribalyse_code="20047_2",
        co2=0.61,
        dqr=3.4,
    )
    facts = section(soup(client.get("/produits/tomate/")), "faits")
    assert texts(facts.find_all("td")) == [
        "inconnu",
        "19 kcal",
        "0,0 g",
        "moins de 0,1 g",
        *["inconnu"] * 5,
    ]
    assert texts(facts.find_all("p")) == [
        "Source : Anses. 2020. Table de composition nutritionnelle des aliments Ciqual, "
        "aliment 20047.",
        "0,6 kg de CO₂ équivalent par kilo "
        "Donnée fragile : 3,4 sur une échelle de 1 (sûre) à 5 (peu sûre).",
        "Source : ADEME, AGRIBALYSE 3.1.1, produit 20047_2. "
        "Moyenne française, du champ à l’assiette ; les fermes d’ici peuvent en différer.",
    ]


def test_nothing_known_is_unknown_not_zero(client, market, now):
    facts = section(soup(client.get("/produits/tomate/")), "faits")
    assert texts(facts.find_all("p")) == [
        "Valeurs nutritionnelles : inconnues.",
        "Empreinte carbone : inconnue.",
    ]


def test_what_is_not_eaten_has_no_nutrition(client, db):
    ProductFactory(name="Poterie", nature="craft")
    assert section(soup(client.get("/produits/poterie/")), "faits") is None


def test_drafts_stay_out_of_a_product_page(client, market, now):
    add_producer(title="Brouillon", offers=[{"product": market["tomato"], "months": 1}], live=False)
    assert b"Brouillon" not in client.get("/produits/tomate/").content
    assert product_page.signs(market["tomato"], NOVEMBER.date()) == []


# --- Costs and hostile parameters ---


@pytest.mark.parametrize(
    "address", ["/saisons/", "/saisons/mai/", "/produits/tomate/", "/saisons/integrer/"]
)
def test_queries_do_not_grow_with_the_catalogue(
    client, market, now, django_assert_num_queries, address
):
    add_producer(title="A", offers=[{"product": market["tomato"], "months": 1}])
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    cost = len(few)
    family = FamilyFactory(name="Herbes", slug="herbes")
    products = [
        ProductFactory(name=f"Herbe {n}", family=family, peak_months=months.pack([5, 11]))
        for n in range(5)
    ]
    for title in ("B", "C", "D"):
        offers = [{"product": product, "months": 1} for product in (market["tomato"], *products)]
        add_producer(title=title, offers=offers)
    client.get(address)
    with django_assert_num_queries(cost):
        client.get(address)


@pytest.mark.parametrize("address", ["/saisons/", "/saisons/mai/", "/saisons/integrer/"])
@effort(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(family=st.text(max_size=60), month=st.text(max_size=60))
def test_any_parameter_is_answered(client, market, address, family, month):
    commit()  # what every page has is kept from one example to the next
    parameters = {"famille": family, "mois": month, "ou": month}
    assert client.get(address, parameters).status_code == 200


def test_months_and_products_are_in_the_sitemap(client, market):
    content = client.get("/sitemap.xml").content.decode()
    for path in ("/saisons/", *(f"/saisons/{slug}/" for slug in SLUGS), "/produits/tomate/"):
        assert content.count(f"<loc>{ORIGIN}{path}</loc>") == 1


def test_product_out_of_season_says_when_its_sellers_have_it(client, market, now):
    add_place(title="Cabane", products=[market["tomato"]], opening_hours="Mo-Su 08:00-20:00")
    found = section(soup(client.get("/produits/tomate/")), "ou-acheter")
    assert "Personne n’en a en ce moment ; ils en ont de juin à octobre :" in texts(
        found.find_all("p")
    )
    (seller,) = found.find_all(class_="place")
    assert "en a de juin à octobre" in seller.text
    assert seller.find(class_=["state", "tag"]) is None


def test_sellers_who_have_it_now_come_before_the_others(client, market, now):
    add_place(title="Cabane", products=[market["tomato"]], confirmed_on=dt.date(2026, 11, 19))
    add_producer(
        title="Serre", offers=[{"product": market["tomato"], "months": months.pack([10, 11])}]
    )
    found = section(soup(client.get("/produits/tomate/")), "ou-acheter")
    assert texts(found.find_all("h3")) == ["Serre", "Cabane"]
    assert "D’autres en vendent, à d’autres moments de l’année :" in texts(found.find_all("p"))


def test_sellers_of_what_is_kept_have_it_in_winter(client, market, monkeypatch):
    january = dt.datetime(2026, 1, 20, 9, tzinfo=dt.UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: january)
    add_place(title="Verger", products=[market["apple"]])
    found = section(soup(client.get("/produits/pomme/")), "ou-acheter")
    assert "en a" not in found.find(class_="place").text
