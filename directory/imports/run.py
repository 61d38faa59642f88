"""Run an import: batch by batch, each one whole or not at all, so that it can be taken up again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from directory import duplicates, site_tree
from directory.enums import Kind
from directory.imports import pages, rows
from directory.imports.errors import FileError, Refusal
from directory.imports.formats import Table
from directory.imports.mapping import Mapping
from directory.imports.merge import Merge, merge
from directory.imports.report import FIELD_NAMES, Report
from directory.imports.territory import NEAREST_KM, Communes
from directory.models import ImportRun, ListedPage, PointOfSalePage, Source, SourceRecord
from directory.revisions import Versions

# Small enough not to hold the database's only writer for long.
BATCH = 50


@dataclass
class Reading:
    """A file read against the territory: its places, what is refused, every identifier met."""

    places: list[rows.Place] = field(default_factory=list)
    report: Report = field(default_factory=Report)
    ids: set[str] = field(default_factory=set)


def read(table: Table, mapping: Mapping, communes: Communes, *, allow_outside: bool) -> Reading:
    """Clean every row; what cannot be imported goes to the report with its line and the reason."""
    reading, first_lines = Reading(), {}
    for row in table:
        reading.report.total += 1
        external_id = rows.external_id_of(row, mapping)
        # A row that became unreadable has not vanished from its source.
        reading.ids.add(external_id)
        try:
            place = rows.clean(row, mapping)
            _locate(place, communes, allow_outside=allow_outside)
            external_id = place.external_id
            if external_id in first_lines:
                raise Refusal(_("même lieu que la ligne %d") % first_lines[external_id])
        except Refusal as refusal:
            name = mapping.read(row.values).get("title", "")
            reading.report.skip(row.line, str(refusal), id=external_id, name=name)
            continue
        first_lines[external_id] = row.line
        reading.ids.add(external_id)
        reading.places.append(place)
    reading.ids.discard("")
    return reading


def _locate(place: rows.Place, communes: Communes, *, allow_outside: bool) -> None:
    """Find the commune of a place; raise Refusal if it is not among those loaded."""
    stated = place.stated_commune or place.stated_postcode
    if not stated and not place.position:
        raise Refusal(_("sans commune ni position"))
    commune = communes.find(place.stated_commune, place.stated_postcode, place.position)
    if not commune and not allow_outside:
        if stated:
            raise Refusal(_("hors des communes chargées : « %s »") % stated[:40])
        raise Refusal(_("à plus de %d km du centre de toute commune chargée") % NEAREST_KM)
    place.values["commune"] = commune.insee if commune else ""
    place.values["locality"] = "" if commune else place.stated_commune[:80]


def preview(
    table: Table, mapping: Mapping, source: Source, *, allow_outside: bool = False
) -> Report:
    """What `run` would do, read from the database, without writing anything."""
    communes = Communes.loaded()
    reading = read(table, mapping, communes, allow_outside=allow_outside)
    reading.report.total = len(table)
    report, newcomers = reading.report, []
    for batch in _batches(reading.places):
        for step in _plan(batch, source, communes):
            _tell(step, report)
            if step.is_new:
                newcomers.append(step.place)
                report.created += 1
            elif step.merge.changes and not step.is_held:
                report.updated.append(_updated(step))
    report.vanished = [_vanished(record) for record in _absent(source, reading.ids)]
    report.duplicates = duplicates.told(duplicates.foreseen(newcomers, communes))
    return report


def run(
    table: Table,
    mapping: Mapping,
    source: Source,
    *,
    file_name: str,
    allow_outside: bool = False,
    as_draft: bool = False,
    advance: Callable[[int], None] = lambda rows: None,
    now: datetime | None = None,
) -> ImportRun:
    """Import a file and keep its report; `advance` is told how many rows are done.

    Batches already written stay if something breaks: the run is marked as interrupted, the error
    goes on, and the same command takes up where it stopped.
    """
    now = now or timezone.now()
    communes = Communes.loaded()
    reading = read(table, mapping, communes, allow_outside=allow_outside)
    if not reading.ids:
        raise FileError(_("Aucune ligne de ce fichier ne peut être importée."))
    done = reading.report
    ImportRun.objects.filter(source=source, state=ImportRun.State.RUNNING).update(
        state=ImportRun.State.FAILED, ended_at=now
    )
    record = ImportRun.objects.create(source=source, file_name=file_name[:200])
    nursery = pages.Nursery(site_tree.ensure(), source, communes, as_draft=as_draft)
    touched: set[int] = set()
    try:
        advance(len(done.skipped))
        for batch in _batches(reading.places):
            report = Report()
            with transaction.atomic():
                touched |= _write(batch, source, communes, nursery, report, now)
            done.absorb(report)
            advance(len(batch))
        with transaction.atomic():
            done.vanished = _flag_vanished(source, reading.ids, now)
            done.duplicates = duplicates.told(duplicates.find(touched))
        record.state = ImportRun.State.DONE
    except BaseException:
        record.state = ImportRun.State.FAILED
        raise
    finally:
        record.ended_at = timezone.now()
        record.report = done.as_json()
        for name, count in done.counts().items():
            setattr(record, name, count)
        record.save()
    return record


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


def _batches(places: list[rows.Place]) -> Iterator[list[rows.Place]]:
    return (places[start : start + BATCH] for start in range(0, len(places), BATCH))


def _plan(batch: list[rows.Place], source: Source, communes: Communes) -> Iterator[Step]:
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


def _write(batch, source, communes, nursery, report, now) -> set[int]:
    """Write one batch; return the pages that are new or changed."""
    nursery.forget()
    touched, new_records, old_records = {}, [], []
    for step in _plan(batch, source, communes):
        if step.is_deleted:
            _tell(step, report)
            old_records.append(step.record)
            continue
        try:
            if step.is_new:
                page = touched[id(step)] = nursery.add(step.place)
                report.created += 1
                new_records.append(_record(step, source, page, now))
            elif step.merge.changes and not step.is_held:
                with transaction.atomic():
                    step.versions.change(_setter(step, communes))
                touched[id(step)] = step.page
                report.updated.append(_updated(step))
        except ValidationError as error:
            reason = _("refusée : %s") % " ".join(error.messages)
            report.skip(step.place.line, reason, id=step.place.external_id, name=step.place.title)
            continue
        _tell(step, report)
        if step.record:
            if not step.is_held:
                step.record.values = step.kept_values
            old_records.append(step.record)
    nursery.settle()
    SourceRecord.objects.bulk_create(new_records)
    for record in old_records:
        record.seen_at, record.vanished_at = now, None
    SourceRecord.objects.bulk_update(old_records, ["values", "seen_at", "vanished_at"])
    return {page.pk for page in touched.values()}


def _setter(step: Step, communes: Communes) -> Callable[[ListedPage], None]:
    return lambda page: pages.write(page, step.merge.changes, communes)


def _record(step: Step, source: Source, page: ListedPage, now: datetime) -> SourceRecord:
    return SourceRecord(
        source=source,
        external_id=step.place.external_id,
        page=page.listedpage_ptr,
        values=step.kept_values,
        seen_at=now,
    )


def _tell(step: Step, report: Report) -> None:
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


def _updated(step: Step) -> dict:
    names = [str(FIELD_NAMES[name]) for name in step.merge.changes if name in FIELD_NAMES]
    return {"page": step.page.pk, "name": step.page.title, "fields": [*dict.fromkeys(names)]}


def _absent(source: Source, ids: set[str]) -> list[SourceRecord]:
    if not source.pk:
        return []
    records = source.records.present().select_related("page").defer("values")
    return [record for record in records.iterator() if record.external_id not in ids]


def _vanished(record: SourceRecord) -> dict:
    name = record.page.title if record.page else record.external_id
    return {"page": record.page_id, "name": name, "id": record.external_id}


def _flag_vanished(source: Source, ids: set[str], now: datetime) -> list[dict]:
    """Flag what the source no longer has; the pages stay, for a person to look at."""
    absent = _absent(source, ids)
    for record in absent:
        record.vanished_at = now
    SourceRecord.objects.bulk_update(absent, ["vanished_at"], batch_size=500)
    return [_vanished(record) for record in absent]
