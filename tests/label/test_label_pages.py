"""The public pages that explain: how it works, the criteria, the algorithms."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from django.utils.translation import override

from label.models import DailyRoot, LabelPage, RulesVersion, Session
from label.procedure import DEFAULTS
from tests.label.published import add_criterion, add_version
from tests.reading import soup

CRITERIA = [
    {
        "code": "ENV-1",
        "title": "Respecte les saisons",
        "raw": "Vendu en saison.",
        "processed": "Récolté en saison.",
        "evidence": "Plan de saison.",
        "is_remediable": True,
    },
    {"code": "ENV-3", "title": "Protège l’eau", "level": "P"},
    {"code": "CUL-3", "dimension": "cul", "title": "Est bon", "level": "P", "is_decisive": False},
]


@pytest.fixture
def version(tree):
    return add_version(criteria=CRITERIA)


def page_of(client, address, *, status=200):
    with override("fr"):
        response = client.get(address)
    assert response.status_code == status
    return soup(response)


def texts(nodes):
    return [" ".join(node.get_text(" ").split()) for node in nodes]


def set_rules(**figures):
    RulesVersion.objects.create(
        code="R1",
        title="Règlement",
        state="in_force",
        deliberation_ref="2026-030",
        figures=DEFAULTS.values() | figures,
    )


def test_the_label_is_in_the_menu_and_explains_itself(client, version):
    page = page_of(client, "/label/")
    menu = page.find("nav", class_="nav")
    assert menu.find("a", string="Le label")["href"] == "/label/"
    assert page.h1.text == "Jugé par ceux qui mangent"
    assert "9 personnes : 5 habitantes et habitants, 2 producteurs ou artisans, " in page.text
    assert texts(page.find("section", class_="denim").find_all("b")) == [
        "On dépose.",
        "On visite.",
        "On note, chacun pour soi.",
        "On se parle.",
        "On décide.",
        "On suit.",
    ]
    assert "98 jours au plus" in page.text
    dimensions = page.find("ul", class_="lines").find_all("li")
    assert texts(dimensions) == [
        "Environnement Respecte les saisons ; Protège l’eau. 2 critères",
        "Culture Est bon. 1 critère",
    ]


def test_the_compass_has_a_seed_for_each_progress_criterion(client, version):
    compass = page_of(client, "/label/").find("svg", class_="compass")
    petals = compass.find("g").find_all("g", recursive=False)
    assert [len(petal.find_all("circle")) for petal in petals] == [1, 0, 0, 1, 0]
    assert compass["aria-label"].startswith("Boussole à cinq pétales")


def test_the_page_follows_the_rules_in_force(client, version):
    set_rules(
        visit_required=False,
        second_round=False,
        seats_citizen=3,
        seats_peer=2,
        seats_trade=0,
        seats_qualified=0,
        college_cap_part=3,
        college_cap_whole=5,
    )
    page = page_of(client, "/label/")
    assert "5 personnes : 3 habitantes et habitants, 2 producteurs ou artisans." in page.text
    assert "48 jours au plus" in page.text
    assert "On visite." not in page.text
    assert "L’équipe de visite" not in page.text
    assert "une seconde fois" not in page.text


def test_before_any_criteria_the_page_says_so(client, tree):
    page = page_of(client, "/label/")
    assert "Les critères sont en préparation." in page.text
    assert page.find("svg", class_="compass") is None
    page_of(client, "/label/criteres/", status=404)


def test_sessions_to_come_are_told_without_a_name(client, version):
    soon = timezone.now() + timedelta(days=3)
    Session.objects.create(reference="S-1", starts_at=soon, place="Mairie de Clarensac")
    Session.objects.create(
        reference="S-2", starts_at=soon - timedelta(days=9), place="Mairie de Lédenon"
    )
    Session.objects.create(
        reference="S-3", starts_at=soon, place="Mairie de Bernis", state="cancelled"
    )
    section = page_of(client, "/label/").find(id="seances").find_parent("section")
    assert texts(section.find_all("span")) == ["Mairie de Clarensac"]


def test_the_page_is_made_once_and_kept(tree):
    from directory import site_tree

    assert LabelPage.objects.get().title == "Le label"
    site_tree.ensure()
    assert LabelPage.objects.count() == 1


def test_criteria_are_said_in_plain_words(client, version):
    page = page_of(client, "/label/criteres/")
    assert page.h1.text == "Les critères du label"
    assert [section["id"] for section in page.find_all("section", id=True)] == ["env", "cul"]
    assert texts(page.find(id="ENV-1").find("p", class_="row").children) == [
        "attendu",
        "ENV-1",
        "peut devenir une réserve",
    ]
    details = page.find(id="ENV-1").details
    assert texts(details.find_all("dt")) == ["Brut", "Transformé", "Preuves", "Vérification"]
    assert texts(details.find_all("dd"))[-1] == "sur pièces, à la visite"
    assert "ne change jamais la décision à lui seul" in page.find(id="CUL-3").text
    assert "En vigueur depuis le 1er mars 2026." in page.text


def test_only_drafts_are_hidden(client, tree):
    statuses = {}
    for state in ("draft", "consultation", "adopted", "in_force", "retired"):
        version = add_version("2.0", state=state, consultation_closes_on=date(2026, 12, 1))
        addresses = ("/label/criteres/2.0/", "/label/criteres/2.0.json", "/label/criteres/")
        statuses[state] = [client.get(address).status_code for address in addresses]
        version.delete()
    assert statuses == {
        "draft": [404] * 3,
        "consultation": [200] * 3,
        "adopted": [200] * 3,
        "in_force": [200] * 3,
        "retired": [200] * 3,
    }


def test_the_version_in_force_is_the_current_one_whatever_came_since(client, version):
    add_version("2.0", state="consultation", criteria=[{"title": "Nouveau"}])
    assert page_of(client, "/label/criteres/").find(id="ENV-1").h3.text == "Respecte les saisons"
    versions = page_of(client, "/label/criteres/").find(id="versions").find_parent("section")
    assert texts(versions.find("ul").find_all("li")) == [
        "Référentiel 2.0 (2.0) en consultation publique",
        "Référentiel 1.0 (1.0) en vigueur",
    ]


def test_a_version_as_json(client, version):
    document = json.loads(client.get("/label/criteres.json").content)
    assert document["format"] == "madeingard-referential-v1"
    assert document["url"].endswith("/label/criteres/1.0.json")
    assert (document["code"], document["in_force_on"]) == ("1.0", "2026-03-01")
    assert [criterion["code"] for criterion in document["criteria"]] == ["ENV-1", "ENV-3", "CUL-3"]
    assert document["criteria"][0] == {
        "code": "ENV-1",
        "dimension": "env",
        "title": "Respecte les saisons",
        "explanation": "On vend ce qui pousse en ce moment.",
        "level": "O",
        "remediable": True,
        "decisive": True,
        "evidence": "Plan de saison.",
        "verification": ["D", "V"],
        "variants": {"raw": "Vendu en saison.", "processed": "Récolté en saison.", "craft": ""},
        "not_applicable": [],
        "equivalences": [],
    }


def test_differences_of_the_last_two_versions_then_of_those_asked(client, tree):
    add_version("1.0", state="retired", criteria=[{"explanation": "sous 6 mois"}])
    add_version("1.1", criteria=[{"explanation": "sous 9 mois"}])
    page = page_of(client, "/label/criteres/differences/")
    assert texts(page.find_all("del")) == ["6"]
    assert texts(page.find_all("ins")) == ["9"]
    page = page_of(client, "/label/criteres/differences/?avant=1.1&apres=1.0")
    assert texts(page.find_all("del")) == ["9"]
    page = page_of(client, "/label/criteres/differences/?avant=1.1&apres=1.1")
    assert "Les deux versions disent la même chose." in page.text


def test_unknown_versions_fall_back_without_an_error(client, version):
    page = page_of(client, "/label/criteres/differences/?avant=%27&apres=zz%00")
    assert "Les deux versions disent la même chose." in page.text


def test_a_fixed_number_of_queries(client, version, django_assert_num_queries):
    counts = {"/label/": 23, "/label/criteres/": 13, "/label/criteres/differences/": 14}
    for more in range(2):
        for address, queries in counts.items():
            client.get(address)  # what is read once per process
            with django_assert_num_queries(queries):
                assert client.get(address).status_code == 200
        for number in range(5):
            add_criterion(version, code=f"X{more}{number}", position=9, level="P")


def test_algorithms_say_the_figures_in_force_and_the_roots_of_the_journal(client, tree):
    set_rules(random_checks_percent=15)
    DailyRoot.objects.create(day=date(2026, 9, 1), seq=12, hash="ab" * 32)
    page = page_of(client, "/transparence/algorithmes/")
    assert "15 % des labels" in page.text
    assert "6 présents sur 9 ; 5 à la seconde convocation." in page.text
    assert texts(page.find(id="journal").find_parent("section").tbody.find_all("tr")) == [
        f"1er septembre 2026 12 {'ab' * 32}"
    ]
    footer = page.find("footer").find("a", string="Algorithmes et transparence")
    assert footer["href"] == "/transparence/algorithmes/"


def test_without_silence_the_pages_do_not_speak_of_it(client, version):
    set_rules(legal_regime="private_licence")
    assert "vaut accord" not in page_of(client, "/label/").text
    page = page_of(client, "/transparence/algorithmes/")
    assert "le silence ne décide rien" in page.text


def test_public_addresses_are_in_the_sitemap(client, version):
    add_version("2.0", state="draft")
    sitemap = client.get("/sitemap.xml").content.decode()
    for address in ("/label/", "/label/criteres/", "/label/criteres/1.0/", "/label/tirages/"):
        assert f"{address}</loc>" in sitemap
    assert "/label/criteres/2.0/" not in sitemap


def test_the_pages_read_in_english(client, version):
    with override("en"):
        page = BeautifulSoup(client.get("/en/label/").content, "html.parser")
    assert page.h1.text == "Judged by those who eat"
    assert page.find("nav", class_="nav").find("a", string="The label")["href"] == "/en/label/"


def test_times_of_sessions_are_those_of_paris(client, version):
    moment = datetime(2030, 1, 15, 17, 30, tzinfo=UTC)
    Session.objects.create(reference="S-9", starts_at=moment, place="Nîmes")
    assert "15 janvier 2030 à 18 h 30" in page_of(client, "/label/").text


def test_the_home_page_tells_of_the_label_with_its_figures(client, version):
    band = page_of(client, "/").find("section", class_="kraft")
    assert texts(band.select("h2, .figs li")) == [
        "Un label donné par vos voisins",
        "3 critères publics",
    ]
    assert [a["href"] for a in band.find_all("a")] == ["/label/", "/label/devenir-jure/"]


def test_the_home_page_is_silent_on_a_label_that_has_no_page(client, version):
    LabelPage.objects.get().unpublish()
    assert page_of(client, "/").find("section", class_="kraft") is None
