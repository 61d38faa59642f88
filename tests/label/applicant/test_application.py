"""An application from the listing to the receipt, with forms alone and no JavaScript."""

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from label import application, cases
from label.applicant import starting
from label.enums import ApplicationPart, CaseState
from label.models import Case
from tests.factories import FamilyFactory, ProductFactory, add_member, add_producer
from tests.label.applicant.forms import typed_in
from tests.label.applicant.reading import link, read, text

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 preuve"


@pytest.fixture
def farm(light):
    family = FamilyFactory(slug="miels", name="Miel", plural="Miels")
    honey = ProductFactory(name="Miel de garrigue", family=family)
    return add_producer(
        title="Le Rucher", offers=[honey], summary="Du miel.", phone="04 66 00 00 00"
    )


@pytest.fixture
def keeper(farm, client):
    person = add_member(farm, first_name="Odile", last_name="Vidal")
    client.force_login(person)
    return person


@pytest.fixture
def case(farm, keeper):
    return starting.begin(farm, by=keeper)


def part(case, name):
    return reverse("label:case_part", args=[case.reference, name])


def test_a_listing_leads_to_an_application_that_knows_it(
    client, farm, keeper, django_capture_on_commit_callbacks
):
    html = read(client, reverse("directory:espace_listing", args=[farm.pk]))
    url = link(html, "Demander le label")
    assert "Quinze petites parties" in text(read(client, url))
    assert not Case.objects.filter(operator=farm).exists()
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(url)
    case = Case.objects.get(operator=farm)
    assert response.url == reverse("label:case", args=[case.reference])
    [sent] = mail.outbox
    assert sent.to == [keeper.email]
    assert response.url in sent.body
    identity = case.answers.get(part="identity").values
    assert (identity["legal_name"], identity["contact_name"]) == ("Le Rucher", "Odile Vidal")
    assert [(row.line.name, row.line.site.name) for row in case.scope_lines.all()] == [
        ("Miels", "Le Rucher")
    ]
    # A second tap finds the same draft.
    assert client.post(url).url == response.url


def test_the_whole_application_goes_through_without_javascript(client, case, keeper):
    home = reverse("label:case", args=[case.reference])
    for one in ApplicationPart:
        html = read(client, part(case, one))
        assert html.h1.text == one.label
        if one == ApplicationPart.ASSESSMENT:
            assess_everything(client, case, html)
        response = client.post(part(case, one), typed_in(one))
        assert response.status_code == 302, one
    assert response.url == home
    html = read(client, home)
    assert "15 parties terminées sur 15." in text(html)
    submit = link(html, "Déposer ma demande")
    assert "Ce qui se passe ensuite" in text(read(client, submit))
    receipt = client.post(submit).url
    case.refresh_from_db()
    assert case.state == CaseState.SUBMITTED
    told = text(read(client, receipt))
    assert case.reference in told
    assert "Réponse due avant le" in told
    followed = text(read(client, home))
    assert "Votre demande est déposée." in followed
    assert "Le secrétariat" in followed
    # It is no more to be written: what was open in a tab leads to what goes on.
    criterion = reverse("label:case_criterion", args=[case.reference, "ENV-1"])
    for late in (part(case, "identity"), criterion):
        assert [client.get(late).url, client.post(late, typed_in("identity")).url] == [home, home]
        assert client.post(late, headers={"Accept": "application/json"}).status_code == 409
    assert "Ce que je réponds." in text(
        read(client, reverse("label:case_reread", args=[case.reference]))
    )


def test_a_draft_read_again_lists_its_places_and_says_what_is_empty(client, case):
    html = read(client, reverse("label:case_reread", args=[case.reference]))
    place = case.operator.label_sites.get()
    assert text(html, "[aria-labelledby=p-sites]").startswith(
        f"Vos lieux de production {place.name}"
    )
    empty = [
        part for part in ApplicationPart if "Rien d’écrit" in text(html, f"section:has(#p-{part})")
    ]
    assert ApplicationPart.ASSESSMENT in empty
    assert not {ApplicationPart.IDENTITY, ApplicationPart.SITES, ApplicationPart.SCOPE} & {*empty}


def test_a_place_is_set_on_a_map_or_by_two_numbers(client, case):
    html = read(client, reverse("label:case_site_add", args=[case.reference]))
    names = [field["name"] for field in html.select("[data-position] input")]
    assert names == ["latitude", "longitude"]


def assess_everything(client, case, html):
    """One criterion after another, as « Continuer » leads; a piece with the first."""
    links = [link["href"] for link in html.select("section .lines a")]
    assert len(links) == len(application.criteria(case)) > 20
    url, seen = links[0], []
    while "/criteres/" in url:
        seen.append(url)
        answer = {"answer": "yes", "explanation": "Chez nous.", "title": ""}
        if len(seen) == 1:
            answer["file"] = SimpleUploadedFile("plan.pdf", PDF)
        else:
            answer["has_no_evidence"] = "on"
        url = client.post(url, answer).url
    assert seen == links
    assert case.assessments.filter(answer="yes").count() == len(links)
    piece = case.evidence.get()
    assert (piece.title, piece.content_type) == ("plan.pdf", "application/pdf")
    assert piece.assessments.get().criterion.code == application.criteria(case)[0].code


def test_what_is_wrong_is_said_beside_its_field_and_the_rest_is_kept(client, case):
    typed = typed_in("identity") | {"siret": "123", "legal_name": "Vidal Odile"}
    response = client.post(part(case, "identity"), typed)
    html = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 422
    assert html.find(id="id_siret")["value"] == "123"
    assert "quatorze chiffres" in html.find(id="id_siret_error").text
    assert case.answers.get(part="identity").values["legal_name"] == "Vidal Odile"
    assert not case.answers.get(part="identity").values.get("siret")


def test_a_field_is_saved_alone(client, case):
    def save(name, value, part_name="identity"):
        return client.post(
            part(case, part_name),
            {name: value, "autosave": name},
            headers={"Accept": "application/json"},
        )

    assert save("legal_name", "Odile").json() == {"state": "saved"}
    refused = save("siret", "12")
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["siret"])
    values = case.answers.get(part="identity").values
    assert values["legal_name"] == "Odile"
    assert values["contact_phone"] == "04 66 00 00 00"  # the others stay
    assert save("nothing", "x").status_code == 404
    assert save("photos", "no", "publication").status_code == 200
    assert case.answers.get(part="publication").values == {"photos": False}


def test_what_is_missing_is_said_in_words_and_stops_the_submission(client, case):
    submit = reverse("label:case_submit", args=[case.reference])
    html = read(client, submit)
    told = text(html)
    assert "Votre demande ne peut pas encore être déposée." in told
    assert "Vos prix et la rémunération : Comment vous fixez vos prix" in told
    assert html.select("main button") == []
    assert client.post(submit).status_code == 422
    case.refresh_from_db()
    assert case.state == CaseState.DRAFT


def test_sites_and_lines_are_added_changed_and_taken_away(client, case, farm):
    add = reverse("label:case_site_add", args=[case.reference])
    wrong = client.post(add, {"name": "L’atelier", "commune": "Atlantide"})
    assert wrong.status_code == 422
    assert client.post(add, {"name": "L’atelier", "commune": "Nîmes"}).status_code == 302
    site = farm.label_sites.get(name="L’atelier")
    assert client.post(add, {"name": "L’atelier", "commune": "Nîmes"}).status_code == 422
    change = reverse("label:case_site", args=[case.reference, site.pk])
    assert client.post(change, {"name": "Le fournil", "commune": "Nîmes"}).status_code == 302
    site.refresh_from_db()
    assert site.name == "Le fournil"
    family = FamilyFactory(slug="pains", name="Pain")
    line = {
        "name": "Pains",
        "site": site.pk,
        "nature": "processed",
        "family": family.pk,
        "origin": "Blé de Calvisson.",
        "local_share": "80",
    }
    add_line = reverse("label:case_line_add", args=[case.reference])
    assert client.post(add_line, line | {"local_share": "180"}).status_code == 422
    assert client.post(add_line, line).status_code == 302
    row = case.scope_lines.get(line__name="Pains")
    assert (row.local_share, row.origin) == (80, "Blé de Calvisson.")
    url = reverse("label:case_line", args=[case.reference, row.pk])
    assert read(client, url).find(id="id_local_share")["value"] == "80"
    assert client.post(url, line | {"name": "Pains au levain"}).status_code == 302
    row.line.refresh_from_db()
    assert row.line.name == "Pains au levain"
    keep = reverse("label:case_site_remove", args=[case.reference, site.pk])
    client.post(keep)
    assert farm.label_sites.filter(pk=site.pk).exists()  # a line is made there
    client.post(reverse("label:case_line_remove", args=[case.reference, row.pk]))
    assert not case.scope_lines.filter(pk=row.pk).exists()


def test_ties_are_declared_and_taken_back(client, case):
    url = part(case, "interests")
    assert client.post(url, {"tie": "1", "name": "Paul"}).status_code == 422
    client.post(url, {"tie": "1", "name": "Paul Roux", "relation": "mon beau-frère"})
    tie = case.ties.get()
    assert "Paul Roux" in text(read(client, url))
    assert client.post(url, {"untie": "9" * 5000}).status_code == 302
    client.post(url, {"untie": str(tie.pk)})
    assert not case.ties.exists()


def test_what_is_typed_beside_a_tie_is_kept_and_a_tie_typed_is_declared_by_going_on(client, case):
    url = part(case, "interests")
    client.post(url, {"tie": "1", "name": "Paul", "relation": "frère", "has_no_tie": "no"})
    assert case.answers.get(part="interests").values == {"has_no_tie": False}
    half = client.post(url, {"name": "Jeanne", "relation": "", "has_no_tie": "no"})
    assert (half.status_code, 'value="Jeanne"' in half.content.decode()) == (422, True)
    tied = {"name": "Jeanne", "relation": "cousine"}
    assert client.post(url, tied).url == part(case, "commitments")
    contrary = [client.post(url, tied | {"has_no_tie": "yes"}) for _twice in range(2)][-1]
    assert contrary.status_code == 422
    assert case.ties.count() == 2
    assert "Vous déclarez un lien" in contrary.content.decode()
    alone = client.post(url, {"has_no_tie": "yes", "autosave": "has_no_tie"})
    assert alone.json()["errors"].keys() == {"has_no_tie"}
    assert sorted(case.ties.values_list("name", flat=True)) == ["Jeanne", "Paul"]


def test_more_lines_and_pieces_ask_no_more_queries(client, case, keeper, light):
    urls = [part(case, name) for name in ("scope", "legal", "assessment")]
    urls.append(reverse("label:case", args=[case.reference]))

    def counted():
        counts = []
        for url in urls:
            with CaptureQueriesContext(connection) as queries:
                read(client, url)
            counts.append(len(queries))
        return counts

    counted()  # what is kept between two requests
    before = counted()
    site = case.operator.label_sites.get()
    for number in range(3):
        cases.add_line(
            case, by=keeper, site=site, name=f"Gamme {number}", nature="raw", family=light.family
        )
        file = SimpleUploadedFile(f"{number}.pdf", PDF + bytes([number]), "application/pdf")
        cases.add_evidence(case, file, by=keeper, kind="document", title=f"Pièce {number}")
    assert counted() == before
    assert max(before) <= 40
