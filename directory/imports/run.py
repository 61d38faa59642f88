"""Run an import: batch by batch, each one whole or not at all, so that it can be taken up again."""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directory import duplicates, site_tree
from directory.imports import pages, rows
from directory.imports.errors import FileError
from directory.imports.formats import Table
from directory.imports.mapping import Mapping
from directory.imports.reading import read
from directory.imports.report import Report
from directory.imports.steps import Step, plan, tell, updated
from directory.imports.territory import Communes
from directory.models import ImportRun, ListedPage, Source, SourceRecord

# Small enough not to hold the database's only writer for long.
BATCH = 50


def preview(
    table: Table, mapping: Mapping, source: Source, *, allow_outside: bool = False
) -> Report:
    """What `run` would do, read from the database, without writing anything."""
    communes = Communes.loaded()
    reading = read(table, mapping, communes, allow_outside=allow_outside)
    reading.report.total = len(table)
    report, newcomers = reading.report, []
    for batch in _batches(reading.places):
        for step in plan(batch, source, communes):
            tell(step, report)
            if step.is_new:
                newcomers.append(step.place)
                report.created += 1
            elif step.merge.changes and not step.is_held:
                report.updated.append(updated(step))
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
    before = source.runs.first()
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
            if before and before.state != ImportRun.State.DONE:
                # What it wrote before it broke was compared with nothing.
                touched |= set(source.records.exclude(page=None).values_list("page", flat=True))
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


def _batches(places: list[rows.Place]) -> Iterator[list[rows.Place]]:
    return (places[start : start + BATCH] for start in range(0, len(places), BATCH))


def _write(batch, source, communes, nursery, report, now) -> set[int]:
    """Write one batch; return the pages that are new or changed."""
    nursery.forget()
    touched, new_records, old_records = {}, [], []
    for step in plan(batch, source, communes):
        if step.is_deleted:
            tell(step, report)
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
                report.updated.append(updated(step))
        except ValidationError as error:
            reason = _("refusée : %s") % " ".join(error.messages)
            report.skip(step.place.line, reason, id=step.place.external_id, name=step.place.title)
            continue
        tell(step, report)
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
