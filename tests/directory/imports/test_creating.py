"""Places that an import makes: pages, listings, revisions, or nothing when tried dry."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, Revision

from directory.imports import formats, mapping, pages, run
from directory.imports.territory import Communes
from directory.models import ImportRun, Listing, PointOfSalePage, Source
from tests.directory.imports.files import BAKERY, CHEESE, COUNTED, counts, import_file, place, write


def test_a_row_becomes_a_published_page_with_its_listing(tmp_path, territory, source):
    record = import_file(write(tmp_path, BAKERY))

    page = place("Boulangerie Roux")
    assert counts(record) == {"created": 1}
    assert record.state == ImportRun.State.DONE
    assert pages.read(page, Communes.loaded()) == {
        "title": "Boulangerie Roux",
        "kind": "boulangerie",
        "commune": "30189",
        "locality": "",
        "address": "3 rue Fresque",
        "postcode": "30000",
        "latitude": 43.837,
        "longitude": 4.36,
        "opening_hours": "Tu-Sa 07:00-19:00",
        "phone": "",
        "phone_is_public": False,
        "email": "",
        "email_is_public": False,
        "website": "",
        "step_free": "",
        "summary": "",
    }
    assert (page.source, page.live, page.has_unpublished_changes) == (source, True, False)
    assert page.confirmed_on is None
    assert page.slug == "boulangerie-roux-nimes"
    assert page.live_revision == page.latest_revision
    assert Listing.objects.get(page=page).name == "Boulangerie Roux"
    assert page.get_parent().specific.get_children().count() == 1
    assert Page.find_problems() == ([], [], [], [], [])


def test_the_first_revision_opens_as_the_page(tmp_path, territory, source):
    import_file(write(tmp_path, BAKERY))
    page = place("Boulangerie Roux")

    again = page.get_latest_revision_as_object()

    assert (again.title, again.pk, again.commune) == (page.title, page.pk, page.commune)


def test_drafts_are_not_online(tmp_path, territory, source):
    import_file(write(tmp_path, BAKERY), "--draft")

    page = place("Boulangerie Roux")
    assert (page.live, page.has_unpublished_changes) == (False, True)
    assert page.first_published_at is None
    assert not Listing.objects.exists()


def test_places_of_one_name_have_their_own_addresses(tmp_path, territory, source):
    rows = [BAKERY.replace("1,", f"{number},", 1) for number in (1, 2, 3)]

    import_file(write(tmp_path, *rows))

    slugs = PointOfSalePage.objects.order_by("slug").values_list("slug", flat=True)
    assert list(slugs) == [
        "boulangerie-roux-nimes",
        "boulangerie-roux-nimes-2",
        "boulangerie-roux-nimes-3",
    ]


def test_a_new_source_needs_its_licence_and_attribution(tmp_path, territory):
    path = write(tmp_path, BAKERY)

    with pytest.raises(CommandError, match="licence"):
        import_file(path, "--licence", "ODbL 1.0")
    assert not Source.objects.exists()

    import_file(path, "--licence", "ODbL 1.0", "--attribution", "© les contributeurs")
    assert Source.objects.values_list("slug", "licence", "attribution").get() == (
        "osm",
        "ODbL 1.0",
        "© les contributeurs",
    )


def test_a_dry_run_writes_nothing(tmp_path, territory):
    before = {model: model.objects.count() for model in (Page, Revision, Source, ImportRun)}
    output = StringIO()

    call_command(
        "import_places",
        str(write(tmp_path, BAKERY, CHEESE, "3,,bakery,,,,,,43.8,4.36,x")),
        "--source=osm",
        "--licence=ODbL",
        "--attribution=©",
        "--dry-run",
        stdout=output,
    )

    assert {model: model.objects.count() for model in before} == before
    lines = [" ".join(line.split()) for line in output.getvalue().splitlines()]
    assert lines[:3] == ["Essai à blanc : rien n’est écrit.", "3 lignes lues.", "2 créées"]
    assert lines[-1] == "1 sans nom"


def test_a_file_of_elsewhere_is_told_what_to_do(tmp_path, territory, source):
    elsewhere = "9,Nom,bakery,,,44000,Nantes,,47.2,-1.55,x"
    told = []
    for rows in [(elsewhere,), (elsewhere, BAKERY)]:
        table = formats.read(write(tmp_path, *rows))
        lines = run.preview(table, mapping.choose(table), source).lines()
        told.append(any("--allow-outside" in line for line in lines))
    assert told == [True, False]


def test_a_dry_run_foresees_what_an_import_does(tmp_path, territory, source):
    import_file(write(tmp_path, BAKERY, CHEESE))
    path = write(
        tmp_path,
        BAKERY.replace("rue Fresque", "rue de l’Aspic"),
        "3,La Boulangerie Roux,bakery,,,30000,Nîmes,,43.8371,4.3600,x",
    )
    table = formats.read(path)

    foreseen = run.preview(table, mapping.choose(table), source)
    record = import_file(path)

    assert foreseen.counts() == {name: getattr(record, name) for name in COUNTED}
    assert counts(record) == {"created": 1, "updated": 1, "vanished": 1, "duplicates": 1}
