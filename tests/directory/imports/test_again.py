"""Importing again: what a person's word is worth."""

from datetime import UTC, datetime

import pytest
from wagtail.models import Page, Revision

from directory.imports import formats, mapping, pages, run
from directory.models import DuplicatePair, ImportRun, Listing, PointOfSalePage, SourceRecord
from tests.directory.imports.files import BAKERY, CHEESE, counts, import_file, place, skipped, write
from tests.factories import UserFactory


def test_the_same_file_twice_changes_nothing(tmp_path, territory, source):
    path = write(tmp_path, BAKERY, CHEESE, ",Sans numéro,farm,,,30700,Uzès,,44.01,4.42,x")
    import_file(path)
    before = set(Revision.objects.values_list("pk", flat=True))

    record = import_file(path)

    assert counts(record) == {"unchanged": 3}
    assert set(Revision.objects.values_list("pk", flat=True)) == before
    assert PointOfSalePage.objects.count() == 3


def test_a_change_in_the_source_is_published(tmp_path, territory, source):
    import_file(write(tmp_path, BAKERY))

    record = import_file(write(tmp_path, BAKERY.replace("Roux", "Blanc")))

    page = PointOfSalePage.objects.get()
    assert counts(record) == {"updated": 1}
    assert (page.title, page.live_revision) == ("Boulangerie Blanc", page.latest_revision)
    assert page.revisions.count() == 2
    assert Listing.objects.get().name == "Boulangerie Blanc"


def test_a_correction_by_a_person_wins_and_is_told(tmp_path, territory, source):
    import_file(write(tmp_path, BAKERY))
    page = place("Boulangerie Roux")
    page.opening_hours = "Mo-Fr 08:00-12:00"
    page.save_revision().publish()

    changed = BAKERY.replace("07:00", "06:30").replace("rue Fresque", "rue de l’Aspic")
    record = import_file(write(tmp_path, changed))
    page.refresh_from_db()

    assert counts(record) == {"updated": 1, "corrections": 1}
    assert (page.opening_hours, page.address) == ("Mo-Fr 08:00-12:00", "3 rue de l’Aspic")
    assert [(row["field"], row["source"], row["kept"]) for row in record.report["corrections"]] == [
        ("horaires", "Tu-Sa 06:30-19:00", "Mo-Fr 08:00-12:00")
    ]
    assert SourceRecord.objects.get().values["opening_hours"] == "Tu-Sa 06:30-19:00"


def test_what_a_person_adds_is_not_erased_by_silence(tmp_path, territory, source):
    import_file(write(tmp_path, CHEESE))
    page = place("La Cabre d’Or")
    page.opening_hours = "Sa 08:00-12:00"
    page.save_revision().publish()

    record = import_file(write(tmp_path, CHEESE.replace("cheese", "dairy")))

    page.refresh_from_db()
    assert counts(record) == {"unchanged": 1}
    assert page.opening_hours == "Sa 08:00-12:00"


def test_a_draft_in_progress_keeps_its_words_and_its_author(tmp_path, territory, source):
    import_file(write(tmp_path, BAKERY))
    author = UserFactory()
    draft = place("Boulangerie Roux")
    draft.summary, draft.opening_hours = "Pain au levain", "Mo-Fr 08:00-12:00"
    draft.save_revision(user=author)

    changed = BAKERY.replace("07:00", "06:30").replace("rue Fresque", "rue de l’Aspic")
    record = import_file(write(tmp_path, changed))

    page = place("Boulangerie Roux")
    latest = page.get_latest_revision_as_object()
    assert counts(record) == {"updated": 1, "corrections": 1}
    assert (page.address, page.summary) == ("3 rue de l’Aspic", "")
    assert page.opening_hours == "Tu-Sa 07:00-19:00"
    assert (latest.address, latest.summary) == ("3 rue de l’Aspic", "Pain au levain")
    assert latest.opening_hours == "Mo-Fr 08:00-12:00"
    assert (page.has_unpublished_changes, page.latest_revision.user) == (True, author)
    assert page.live_revision != page.latest_revision


def test_a_locked_page_waits_and_follows_later(tmp_path, territory, source):
    import_file(write(tmp_path, BAKERY))
    Page.objects.filter(title="Boulangerie Roux").update(locked=True)
    changed = write(tmp_path, BAKERY.replace("rue Fresque", "rue de l’Aspic"))

    waiting = import_file(changed)
    assert counts(waiting) == {}
    assert [row["name"] for row in waiting.report["waiting"]] == ["Boulangerie Roux"]
    assert place("Boulangerie Roux").address == "3 rue Fresque"

    Page.objects.filter(title="Boulangerie Roux").update(locked=False)
    assert counts(import_file(changed)) == {"updated": 1}
    assert place("Boulangerie Roux").address == "3 rue de l’Aspic"


def test_a_page_taken_offline_is_not_published_again(tmp_path, territory, source):
    import_file(write(tmp_path, BAKERY))
    place("Boulangerie Roux").unpublish()

    record = import_file(write(tmp_path, BAKERY.replace("rue Fresque", "rue de l’Aspic")))

    page = place("Boulangerie Roux")
    assert counts(record) == {"updated": 1}
    assert (page.live, page.get_latest_revision_as_object().address) == (False, "3 rue de l’Aspic")


def test_a_vanished_place_is_flagged_then_cleared(tmp_path, territory, source):
    import_file(write(tmp_path, BAKERY, CHEESE))

    record = import_file(write(tmp_path, BAKERY))
    assert counts(record) == {"unchanged": 1, "vanished": 1}
    assert [row["name"] for row in record.report["vanished"]] == ["La Cabre d’Or"]
    assert SourceRecord.objects.vanished().get().external_id == "2"
    assert place("La Cabre d’Or").live

    assert counts(import_file(write(tmp_path, BAKERY))) == {"unchanged": 1}
    assert counts(import_file(write(tmp_path, BAKERY, CHEESE))) == {"unchanged": 2}
    assert not SourceRecord.objects.vanished().exists()


def test_a_place_deleted_by_a_person_is_not_created_again(tmp_path, territory, source):
    import_file(write(tmp_path, BAKERY, CHEESE))
    place("Boulangerie Roux").delete()

    record = import_file(write(tmp_path, BAKERY, CHEESE))

    assert counts(record) == {"unchanged": 1, "skipped": 1}
    assert skipped(record) == [(2, "supprimée du site par une personne")]
    assert PointOfSalePage.objects.count() == 1


class PowerCut(Exception):
    pass


def cut_the_power(*given):
    raise PowerCut


@pytest.mark.parametrize("error", [PowerCut, KeyboardInterrupt])
def test_an_interrupted_import_is_whole_batches_and_resumes(
    tmp_path, territory, source, monkeypatch, error
):
    rows = [f"{n},Ferme {n},farm,,,30000,Nîmes,,43.8{n:02},4.36,x" for n in range(7)]
    path = write(tmp_path, *rows)
    table = formats.read(path)
    monkeypatch.setattr(run, "BATCH", 3)
    add, added = pages.Nursery.add, []

    def fail_on_the_fifth(nursery, one):
        added.append(one)
        if len(added) == 5:
            raise error
        return add(nursery, one)

    monkeypatch.setattr(pages.Nursery, "add", fail_on_the_fifth)
    with pytest.raises(error):
        run.run(table, mapping.choose(table), source, file_name="lieux.csv")

    interrupted = ImportRun.objects.get()
    assert (interrupted.state, counts(interrupted)) == (ImportRun.State.FAILED, {"created": 3})
    assert PointOfSalePage.objects.count() == SourceRecord.objects.count() == 3
    assert Listing.objects.count() == 3
    assert Page.find_problems() == ([], [], [], [], [])

    monkeypatch.setattr(pages.Nursery, "add", add)
    resumed = import_file(path)
    assert (resumed.created, resumed.unchanged) == (4, 3)
    assert resumed.state == ImportRun.State.DONE
    assert PointOfSalePage.objects.count() == 7


def test_what_an_interrupted_import_wrote_is_compared_when_it_resumes(
    tmp_path, territory, source, monkeypatch
):
    twins = [f"{n},Le Four du Vistre,bakery,,,30000,Nîmes,,43.8370{n},4.36,x" for n in range(2)]
    path = write(tmp_path, *twins, CHEESE)
    table = formats.read(path)
    monkeypatch.setattr(run, "BATCH", 2)
    with monkeypatch.context() as cut:
        cut.setattr(run, "_flag_vanished", cut_the_power)
        with pytest.raises(PowerCut):
            run.run(table, mapping.choose(table), source, file_name="lieux.csv")
    assert not DuplicatePair.objects.exists()

    resumed = import_file(path)

    assert counts(resumed) == {"unchanged": 3, "duplicates": 1}
    pair = DuplicatePair.objects.get()
    assert (pair.first.title, pair.second.title) == ("Le Four du Vistre",) * 2


def test_a_run_left_running_by_a_crash_is_marked_by_the_next(tmp_path, territory, source):
    crashed = ImportRun.objects.create(source=source, file_name="x")

    import_file(write(tmp_path, BAKERY))

    crashed.refresh_from_db()
    assert crashed.state == ImportRun.State.FAILED


def test_an_unchanged_batch_costs_few_queries(
    tmp_path, territory, source, django_assert_max_num_queries
):
    rows = [f"{n},Ferme {n},farm,,,30000,Nîmes,,43.8{n:02},4.36,x" for n in range(40)]
    path = write(tmp_path, *rows)
    import_file(path)
    table = formats.read(path)
    chosen = mapping.choose(table)

    with django_assert_max_num_queries(30):
        run.run(table, chosen, source, file_name="x", now=datetime(2026, 10, 1, tzinfo=UTC))
