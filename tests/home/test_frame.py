"""What surrounds every page: head, menus, breadcrumbs, foot, error pages."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from home import seo
from home.models import ContentPage, SiteSettings
from tests.reading import soup

ORIGIN = "http://127.0.0.1:8000"
TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


def add_page(parent, title, slug, **fields):
    page = ContentPage(title=title, slug=slug, introduction="Pour tous.", **fields)
    return parent.add_child(instance=page)


def test_head_of_an_editorial_page_says_where_it_lives(client, tree):
    page = add_page(tree.home, "Accessibilité", "accessibilite")
    head = soup(client.get(page.url)).head
    assert head.title.text == "Accessibilité – Made in Gard"
    assert head.find("link", rel="canonical")["href"] == f"{ORIGIN}/accessibilite/"
    assert {link["hreflang"]: link["href"] for link in head.find_all("link", rel="alternate")} == {
        "fr": f"{ORIGIN}/accessibilite/",
        "en": f"{ORIGIN}/en/accessibilite/",
        "x-default": f"{ORIGIN}/accessibilite/",
    }
    assert head.find("meta", attrs={"name": "description"})["content"] == "Pour tous."
    assert {tag["property"]: tag["content"] for tag in head.find_all("meta", property=True)} == {
        "og:site_name": "Made in Gard",
        "og:type": "website",
        "og:title": "Accessibilité",
        "og:description": "Pour tous.",
        "og:url": f"{ORIGIN}/accessibilite/",
        "og:image": f"{ORIGIN}/static/img/share.png",
    }


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/producteurs/", "/producteurs/"),
        ("/producteurs/?page=2", "/producteurs/?page=2"),
        ("/producteurs/?page=1", "/producteurs/"),
        ("/producteurs/?page=²", "/producteurs/"),
        ("/producteurs/?page=" + "9" * 5000, "/producteurs/"),
        ("/producteurs/?page=007", "/producteurs/"),
        ("/producteurs/?page=2&q=miel", "/producteurs/"),
        ("/ou-acheter/?q=tomate&utm_source=x", "/ou-acheter/"),
        ("/en/producteurs/?page=3", "/en/producteurs/?page=3"),
    ],
)
def test_canonical_address_leaves_filters_out(address, canonical):
    assert seo.canonical(RequestFactory().get(address)) == ORIGIN + canonical


@pytest.mark.parametrize(
    ("path", "language", "expected"),
    [
        ("/", "en", "/en/"),
        ("/en/", "fr", "/"),
        ("/ou-acheter/x/", "en", "/en/ou-acheter/x/"),
        ("/en/ou-acheter/x/", "en", "/en/ou-acheter/x/"),
        ("/en/ou-acheter/x/", "fr", "/ou-acheter/x/"),
        ("/entree/", "fr", "/entree/"),
    ],
)
def test_path_in_a_language(path, language, expected):
    assert seo.in_language(path, language) == expected


def standing_links(tree) -> list[tuple[str, str]]:
    """The menu every installation has."""
    return [(page.title, page.url) for page in tree.home.get_children().filter(show_in_menus=True)]


def test_menu_shows_pages_of_the_menus_and_marks_where_one_is(client, tree):
    standing = standing_links(tree)
    add_page(tree.home, "Cachée", "cachee")
    guide = add_page(tree.home, "Guide", "guide", show_in_menus=True)
    links = soup(client.get(guide.url)).find("nav", class_="nav").find_all("a")
    assert [(a.text, a["href"], a.get("aria-current")) for a in links] == [
        *[(title, url, None) for title, url in standing],
        ("Guide", "/guide/", "page"),
        ("Mon espace", "/espace/", None),
    ]


def test_menu_hides_drafts(client, tree):
    page = add_page(tree.home, "Brouillon", "brouillon", show_in_menus=True, live=False)
    assert page.title not in client.get(tree.producers.url).content.decode()


def test_foot_links_the_legal_pages_that_exist(client, tree):
    standing = standing_links(tree)
    add_page(tree.home, "Mentions légales", "mentions-legales", show_in_menus=True)
    add_page(tree.home, "Accessibilité", "accessibilite")
    foot = soup(client.get("/mentions-legales/")).footer
    assert [(a.text, a["href"]) for a in foot.find_all("a")] == [
        *standing,
        ("Accessibilité : non conforme", "/accessibilite/"),
        ("Mentions légales", "/mentions-legales/"),
        ("Proposer un lieu", "/proposer-un-lieu/"),
        ("Registre du label", "/label/registre/"),
        ("Algorithmes et transparence", "/transparence/algorithmes/"),
        ("English", "/en/mentions-legales/"),
    ]


def test_foot_says_how_to_reach_people(client, tree):
    page = add_page(tree.home, "Guide", "guide")
    settings = SiteSettings.for_site(tree.site)
    settings.phone, settings.email = "04 65 71 00 30", "bonjour@exemple.fr"
    settings.save()
    foot = soup(client.get(page.url)).footer
    addresses = [a["href"] for a in foot.section.find_all("a")]
    assert addresses == ["tel:+33465710030", "mailto:bonjour@exemple.fr"]


@pytest.mark.parametrize(("is_demonstration", "notes"), [(True, 1), (False, 0)])
def test_a_demonstration_says_so(client, tree, is_demonstration, notes):
    page = add_page(tree.home, "Guide", "guide")
    settings = SiteSettings.for_site(tree.site)
    settings.is_demonstration = is_demonstration
    settings.save()
    assert len(soup(client.get(page.url)).body.find_all("aside", recursive=False)) == notes


def test_breadcrumbs_are_read_and_structured(client, tree):
    child = add_page(add_page(tree.home, "Guide", "guide"), "Les saisons", "saisons")
    page = soup(client.get(child.url))
    assert [li.text for li in page.find("ol", class_="crumbs").find_all("li")] == [
        "Accueil",
        "Guide",
        "Les saisons",
    ]
    graph = json.loads(page.find("script", type="application/ld+json").text)["@graph"]
    assert graph == [
        {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": 1, "name": "Accueil", "item": f"{ORIGIN}/"},
                {"@type": "ListItem", "position": 2, "name": "Guide", "item": f"{ORIGIN}/guide/"},
                {
                    "@type": "ListItem",
                    "position": 3,
                    "name": "Les saisons",
                    "item": f"{ORIGIN}/guide/saisons/",
                },
            ],
        }
    ]


def test_no_name_closes_the_structured_data_early():
    text = seo.as_script([{"name": "</script><script>alert(1)</script>&"}])
    assert text.count("<") == 2
    inner = re.fullmatch(r'<script type="application/ld\+json">(.*)</script>', text)[1]
    assert json.loads(inner)["@graph"] == [{"name": "</script><script>alert(1)</script>&"}]


def test_unknown_page_offers_the_finder(client, db):
    response = client.get("/nulle-part/")
    page = soup(response)
    assert response.status_code == 404
    assert page.title.text == "Page introuvable – Made in Gard"
    assert page.find("form", role="search")["action"] == "/ou-acheter/"
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex, follow"


@pytest.mark.django_db
def test_unknown_page_answers_on_an_empty_site(client):
    assert client.get("/nulle-part/").status_code == 404


@pytest.mark.parametrize(
    ("template", "title"),
    [
        ("500.html", "C’est notre faute, pas la vôtre"),
        ("400.html", "Nous n’avons pas compris cette demande"),
    ],
)
def test_failures_are_said_without_database_or_context(template, title):
    assert BeautifulSoup(render_to_string(template), "html.parser").h1.text == title


def test_robots_point_to_the_sitemap(client, db):
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /*?",
        "Allow: /*?page=",
        "Disallow: /*.geojson",
        "Disallow: /*.json",
        "",
        f"Sitemap: {ORIGIN}/sitemap.xml",
    ]


def sitemap(response) -> dict[str, str | None]:
    """Addresses of a sitemap, with their date."""
    return {
        entry.find("{*}loc").text: entry.findtext("{*}lastmod")
        for entry in ElementTree.fromstring(response.content)
    }


def test_sitemap_lists_what_is_public(client, tree):
    before = sitemap(client.get("/sitemap.xml"))
    guide = add_page(tree.home, "Guide", "guide")
    guide.save_revision().publish()
    add_page(tree.home, "Brouillon", "brouillon", live=False)
    guide.refresh_from_db()
    after = sitemap(client.get("/sitemap.xml"))
    assert {f"{ORIGIN}/", f"{ORIGIN}/ou-acheter/", f"{ORIGIN}/producteurs/"} <= set(before)
    assert after == before | {f"{ORIGIN}/guide/": f"{timezone.localdate(guide.last_published_at)}"}


def test_sitemap_costs_the_same_for_many_pages(client, tree, django_assert_num_queries):
    client.get("/sitemap.xml")
    with CaptureQueriesContext(connection) as few:
        client.get("/sitemap.xml")
    for number in range(3):
        add_page(tree.home, f"Page {number}", f"page-{number}")
    with django_assert_num_queries(len(few)):
        client.get("/sitemap.xml")


def test_sitemap_of_a_large_site_is_in_files(client, db, monkeypatch):
    whole = sitemap(client.get("/sitemap.xml"))
    monkeypatch.setattr("home.sitemaps.PAGES_PER_FILE", len(whole) - 1)
    assert sitemap(client.get("/sitemap.xml")) == {
        f"{ORIGIN}/sitemap-1.xml": None,
        f"{ORIGIN}/sitemap-2.xml": None,
    }
    files = [sitemap(client.get(f"/sitemap-{number}.xml")) for number in (1, 2)]
    assert [len(file) for file in files] == [len(whole) - 1, 1]
    assert files[0] | files[1] == whole
    assert client.get("/sitemap-3.xml").status_code == 404


def test_templates_hold_no_inline_style_script_or_event():
    forbidden = re.compile(
        r"\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|<style|javascript:|<script(?![^>]*\ssrc=)", re.I
    )
    guilty = {
        str(path.relative_to(TEMPLATES)): found[0]
        for path in TEMPLATES.rglob("*.html")
        if (found := forbidden.search(path.read_text()))
    }
    assert guilty == {}


def test_templates_ask_nothing_of_other_hosts():
    outside = re.compile(r"""(?:src|srcset|action|href)=["'](?:https?:)?//""")
    guilty = [
        str(p.relative_to(TEMPLATES))
        for p in TEMPLATES.rglob("*.html")
        if outside.search(p.read_text())
    ]
    assert guilty == []


def test_a_form_that_cannot_be_checked_is_refused_in_plain_words(tree):
    answer = Client(enforce_csrf_checks=True).post("/proposer-un-lieu/", {"name": "Le Casier"})
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 403
    assert page.h1.text == "Votre envoi n’est pas parti"
    assert [link["href"] for link in page.main.find_all("a")] == ["/"]
