"""The facts of a page as plain values: to compare two versions of it, and to say them in French."""

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import BooleanField, Field, ForeignKey, Model
from django.utils.formats import number_format
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from modelcluster.models import get_serializable_data_for_fields
from wagtail.fields import StreamField

from directory import months
from directory.editing.parts import RELATIONS
from directory.hours import describe
from directory.hours.wording import capitalised, short_date
from directory.models import ListedPage

# Not facts of a row: which row of the database it is, and of which page.
_NOT_FACTS = {"pk", "id", "page", "sort_order"}
# What a row is named by when it is told.
_TOLD_FIRST = {
    "offer": "product",
    "stockedproduct": "product",
    "presence": "producer",
    "photo": "alt",
    "hoursexception": "start",
}


def read(page: ListedPage, names: Iterable[str]) -> dict[str, Any]:
    """The values of some fields, as JSON keeps them; children as lists of their own values."""
    return {name: _value(page, name) for name in names}


def _value(page: ListedPage, name: str) -> Any:
    if name in RELATIONS:
        return [row_value(row) for row in getattr(page, name).all()]
    return _plain(page._meta.get_field(name), page)


def row_value(row: Model) -> dict[str, Any]:
    names = get_serializable_data_for_fields(row).keys() - _NOT_FACTS
    return {name: _plain(row._meta.get_field(name), row) for name in sorted(names)}


def _plain(field: Field, instance: Model) -> Any:
    if isinstance(field, ForeignKey):
        return getattr(instance, field.attname)
    value = getattr(instance, field.name)
    if isinstance(field, StreamField):
        return [
            {key: part for key, part in block.items() if key != "id"}
            for block in field.stream_block.get_prep_value(value)
        ]
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return json.loads(json.dumps(value))
    return value


def write(page: ListedPage, name: str, value: Any) -> None:
    """Set a field of a page, or its children, from a value of `values.read`."""
    field = page._meta.get_field(name)
    if name in RELATIONS:
        rows = (_row(field.related_model, row) for row in value)
        setattr(page, name, [row for row in rows if row is not None])
    else:
        setattr(page, field.attname, _typed(field, value))


def _row(model: type[Model], facts: dict[str, Any]) -> Model | None:
    """A child as it was; None if what it was about is gone since."""
    row = model()
    for name, value in facts.items():
        field = model._meta.get_field(name)
        if isinstance(field, ForeignKey) and not _exists(field, value):
            if not field.null:
                return None
            value = None
        setattr(row, field.attname, _typed(field, value))
    return row


def _exists(field: ForeignKey, pk: Any) -> bool:
    return field.related_model._base_manager.filter(pk=pk).exists()


def _typed(field, value: Any) -> Any:
    if isinstance(field, ForeignKey):
        return value
    return field.to_python(json.dumps(value) if isinstance(field, StreamField) else value)


# --- In words -------------------------------------------------------------------------------------


def label(page: ListedPage, name: str) -> str:
    if name == "title":
        return _("Nom")
    field = page._meta.get_field(name)
    if name in RELATIONS:
        return capitalised(str(field.related_model._meta.verbose_name_plural))
    return capitalised(str(field.verbose_name))


def say(page: ListedPage, name: str, value: Any) -> str:
    """A value of `read` for a person: one line, or one line for each child."""
    if name == "opening_hours" and value:
        return "\n".join(describe(value)) or value
    if name in RELATIONS:
        model = page._meta.get_field(name).related_model
        return "\n".join(_say_row(model, row) for row in value or []) or _("rien")
    return _say(page._meta.get_field(name), value)


def _say_row(model: type[Model], row: dict[str, Any]) -> str:
    """« Tomate · note : cœur de bœuf · mois : en juillet »: what the row tells."""
    first = _TOLD_FIRST[model._meta.model_name]
    parts = [_say(model._meta.get_field(first), row[first])]
    for field in model._meta.fields:
        value = row.get(field.name)
        if field.name != first and field.name in row and value not in (None, "", 0, False, []):
            parts.append(f"{field.verbose_name} : {_say(field, value)}")
    return " · ".join(parts)


def _say(field: Field, value: Any) -> str:
    if value is None or value == "" or value == []:
        return _("rien")
    if isinstance(field, ForeignKey):
        found = field.related_model._base_manager.filter(pk=value).first()
        return str(found) if found else _("disparu")
    if isinstance(field, BooleanField):
        return _("oui") if value else _("non")
    if isinstance(field, months.MonthsField):
        return months.sentence(value)
    if isinstance(field, StreamField):
        return _say_blocks(value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, float):
        return number_format(value, 6)
    if field.get_internal_type() == "DateField":
        return short_date(date.fromisoformat(value), date.min)
    return str(value)


def _say_blocks(blocks: list[dict]) -> str:
    said = []
    for block in blocks:
        if isinstance(block["value"], str):
            said.append(" ".join(strip_tags(block["value"].replace("</p>", "\n")).split(" ")))
        else:
            said.append(_("[une image ou un bouton]"))
    return "\n".join(text.strip() for text in said)
