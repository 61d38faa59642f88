"""A long answer is never cut by the browser."""

import pytest
from django import forms

from directory.proposal_forms import Text
from home.long_text import LongText
from label.desks import fields
from label.interest_form import InterestForm
from label.visiting.forms import AddendumForm, LeaveForm


def test_a_long_answer_says_no_length_and_the_server_counts():
    class Form(forms.Form):
        text = forms.CharField(max_length=5, widget=LongText)

    assert "maxlength" not in str(Form()["text"])
    assert not Form({"text": "beaucoup"}).is_valid()


@pytest.mark.parametrize("form", [AddendumForm, LeaveForm, InterestForm])
def test_the_rooms_of_the_label_say_no_length(form):
    assert "maxlength" not in str(form())


def test_an_act_of_the_desk_and_a_part_of_an_application_say_no_length():
    for field in (fields.long("Motifs"), Text(rows=3, max_length=9)):
        assert "maxlength" not in field.widget.render("motifs", "")
