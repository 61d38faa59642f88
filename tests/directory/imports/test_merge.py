"""Who wins, field by field."""

import pytest

from directory.imports.merge import Kept, merge
from directory.revisions import Versions
from tests.directory.imports.files import BAKERY, import_file, place, write
from tests.factories import UserFactory


@pytest.mark.parametrize(
    ("before", "now", "ours", "changes", "kept"),
    [
        ("a", "a", ["a"], {}, []),
        ("a", "b", ["a"], {"title": "b"}, []),
        ("a", "b", ["b"], {}, []),
        ("a", "b", ["c"], {}, [Kept("title", "b", "c")]),
        ("a", "a", ["c"], {}, [Kept("title", "a", "c")]),
        ("a", "", ["a"], {"title": ""}, []),
        ("a", "", ["c"], {}, []),
        ("", "", ["c"], {}, []),
        ("a", "b", ["a", "a"], {"title": "b"}, []),
        ("a", "b", ["a", "c"], {}, [Kept("title", "b", "c")]),
        ("a", "b", ["a", "b"], {"title": "b"}, []),
        (None, "b", [""], {"title": "b"}, []),
        (None, "b", ["c"], {}, [Kept("title", "b", "c")]),
    ],
)
def test_three_ways_merge(before, now, ours, changes, kept):
    before = {} if before is None else {"title": before}

    result = merge(before, {"title": now}, [{"title": value} for value in ours])

    assert (result.changes, result.kept) == (changes, kept)


def test_a_position_is_corrected_as_one():
    before, now = ({"latitude": 43.0, "longitude": x} for x in (4.0, 4.5))
    ours = {"latitude": 43.1, "longitude": 4.0}

    result = merge(before, now, [ours])

    assert result.changes == {}
    assert result.kept == [Kept("latitude", [43.0, 4.5], [43.1, 4.0])]


def test_a_page_in_moderation_is_held(territory, source, tmp_path):
    from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

    import_file(write(tmp_path, BAKERY))
    page = place("Boulangerie Roux")
    page.save_revision()
    workflow = Workflow.objects.create(name="Relecture")
    task = GroupApprovalTask.objects.create(name="Relire")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    workflow.start(page, UserFactory())

    assert Versions.of(place("Boulangerie Roux")).is_held
