"""What is to be done of each place, compared with its record and its page."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from directory.enums import Kind
from directory.imports import pages, rows
from directory.imports.merge import Merge, merge
from directory.imports.report import FIELD_NAMES, Report
from directory.imports.territory import Communes
from directory.models import ListedPage, PointOfSalePage, Source, SourceRecord
from directory.revisions import Versions


@dataclass
class Step:
    """What is to be done of one place."""

    place: rows.Place
    record: SourceRecord | None = None
    page: ListedPage | None = None
    versions: Versions | None = None
    merge: Merge = field(default_factory=Merge)

    @property
    def is_new(self) -> bool:
        return self.record is None

    @property
    def is_deleted(self) -> bool:
        """A person deleted the page: the record that stays forbids to create it again."""
        return self.record is not None and self.page is None

    @cached_property
    def is_held(self) -> bool:
        """The source changed, but the page cannot be touched now: a later import will see it."""
        return bool(self.merge.changes) and self.versions.is_held

    @property
    def kept_values(self) -> dict:
        """What the record keeps of the source, unread hours included."""
        unread = self.place.unread_hours
        return self.place.values | ({"unread_hours": unread} if unread else {})


def plan(batch: list[rows.Place], source: Source, communes: Communes) -> Iterator[Step]:
    records = {}
    if source.pk:
        wanted = [place.external_id for place in batch]
        found = SourceRecord.objects.filter(source=source, external_id__in=wanted)
        records = {record.external_id: record for record in found}
    there = pages.load({record.page_id for record in records.values() if record.page_id})
    for place in batch:
        step = Step(place, records.get(place.external_id))
        step.page = there.get(step.record.page_id) if step.record else None
        if step.page:
            step.versions = Versions.of(step.page)
            now = {
                name: value
                for name, value in place.values.items()
                if name in pages.fields_of(step.page) and _may_become(step.page, name, value)
            }
            ours = [pages.read(version, communes) for version in step.versions]
            step.merge = merge(step.record.values, now, ours)
        yield step


def _may_become(page: ListedPage, name: str, value) -> bool:
    """A point of sale cannot turn into a producer: they are pages of two models."""
    return not (name == "kind" and value == Kind.PRODUCER and isinstance(page, PointOfSalePage))


def tell(step: Step, report: Report) -> None:
    """Say what is worth knowing of a step, whether it is written or only foreseen."""
    place = step.place
    if step.is_deleted:
        reason = _("supprimée du site par une personne")
        report.skip(place.line, reason, id=place.external_id, name=place.title)
        return
    for note in place.notes:
        report.note(place.line, place.title, note)
    if step.is_new:
        return
    if step.is_held:
        report.waiting.append({"page": step.page.pk, "name": step.page.title})
    elif not step.merge.changes:
        report.unchanged += 1
    report.corrections += [
        {
            "page": step.page.pk,
            "name": step.page.title,
            "field": str(FIELD_NAMES[kept.field]),
            "source": kept.source,
            "kept": kept.page,
        }
        for kept in step.merge.kept
    ]


def updated(step: Step) -> dict:
    """What an update changes, for the report."""
    names = [str(FIELD_NAMES[name]) for name in step.merge.changes if name in FIELD_NAMES]
    return {"page": step.page.pk, "name": step.page.title, "fields": [*dict.fromkeys(names)]}
