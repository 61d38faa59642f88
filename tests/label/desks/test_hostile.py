"""Every act of the desks with wrong, empty, huge or hostile input: a refusal, never a fault."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from label.desks import acts
from label.desks.forms import form_of
from label.machine import Refused
from tests.label.desks import everything

pytestmark = pytest.mark.django_db
EVERY_ACT = [(subject, act) for subject, found in acts.ACTS.items() for act in found]
ROLES = {
    "secretariat": "secretary",
    "guarantor": "guarantor",
    "authority": "authority",
    "controller": "controller",
    "facilitator": "facilitator",
    "archivist": "archivist",
}
HOSTILE = {
    "empty": dict.fromkeys(("text", "number", "day", "moment"), ""),
    "blank": {"text": "   \n\t ", "number": " ", "day": " ", "moment": " "},
    "null": {"text": "a\x00b", "number": "1\x00", "day": "2026-01-01\x00", "moment": "\x00"},
    "huge": {
        "text": "é" * 200_000,
        "number": "9" * 40,
        "day": "9999-12-31",
        "moment": "9999-12-31T23:59",
    },
    "past": {
        "text": "<script>alert(1)</script>{{ 7|add:1 }}",
        "number": "-1",
        "day": "0001-01-01",
        "moment": "0001-01-01T00:00",
    },
    "wrong": {
        "text": "🥕\u202e’);--",
        "number": "1e3",
        "day": "hier",
        "moment": "2026-02-30T10:00",
    },
}


@pytest.fixture(scope="module")
def objects(full, built):
    return built(everything.make, full)


def typed(field: forms.Field, values: dict):
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ["1", "9" * 30, values["text"][:50]]
    if isinstance(field, forms.ModelChoiceField):
        first = field.queryset.first()
        return str(first.pk) if first is not None else values["number"]
    if isinstance(field, forms.ChoiceField):
        return field.choices[-1][0] if field.choices else values["text"]
    if isinstance(field, forms.BooleanField):
        return "on"
    if isinstance(field, forms.DateTimeField):
        return values["moment"]
    if isinstance(field, forms.DateField):
        return values["day"]
    if isinstance(field, forms.IntegerField | forms.DecimalField | forms.FloatField):
        return values["number"]
    return values["text"]


@pytest.mark.parametrize("kind", HOSTILE)
def test_an_act_answers_hostile_input_by_a_refusal(kind, objects, full):
    faults = []
    for subject, act in EVERY_ACT:
        by, obj = full.people[ROLES[act.who[0]]], objects.get(subject)
        if obj is not None:
            obj.refresh_from_db()
        known = act.fields(obj, by)
        data = {name: typed(field, HOSTILE[kind]) for name, field in known.items()}
        form = form_of(act, obj, by, data)
        try:
            with transaction.atomic():
                if form.is_valid():
                    act.run(obj, by=by, **form.values)
                transaction.set_rollback(True)
        except (Refused, ValidationError, IntegrityError):
            pass
        except Exception as fault:  # every fault is listed at once
            faults.append((subject, act.name, repr(fault)[:120]))
    assert faults == []
