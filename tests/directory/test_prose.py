"""Rich text as plain text, and back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.prose import references, to_html, to_text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("Bonjour.", "<p>Bonjour.</p>"),
        ("Un.\n\nDeux.\nTrois.", "<p>Un.</p><p>Deux.<br/>Trois.</p>"),
        ("## La ferme\n\nIci.", "<h2>La ferme</h2><p>Ici.</p>"),
        ("### Plus bas", "<h3>Plus bas</h3>"),
        ("- tomates\n- blettes", "<ul><li>tomates</li><li>blettes</li></ul>"),
        ("1. semer\n2. attendre", "<ol><li>semer</li><li>attendre</li></ol>"),
        ("Du **blé** *dur*.", "<p>Du <b>blé</b> <i>dur</i>.</p>"),
        (
            "[Le moulin](https://exemple.fr/a?b=1&c)",
            '<p><a href="https://exemple.fr/a?b=1&amp;c">Le moulin</a></p>',
        ),
        ("Dix < douze & 3 * 4 * 5", "<p>Dix &lt; douze &amp; 3 * 4 * 5</p>"),
    ],
)
def test_both_ways(text, html):
    assert to_html(text) == html
    assert to_text(html) == text


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        '[x](https://a"onclick=alert(1))',
        "<img src=x onerror=alert(1)>",
        "[x](page:3)",
    ],
)
def test_nothing_else_of_html_comes_in(hostile):
    html = to_html(hostile)
    assert "<script" not in html
    assert "<img" not in html
    assert "<a " not in html


def test_links_inside_the_site_stay_those_that_were_there():
    html = '<p><a linktype="page" id="3">Ici</a> et <a linktype="document" id="5">là</a></p>'
    assert to_text(html) == "[Ici](page:3) et [là](document:5)"
    assert references(html) == {"page:3", "document:5"}
    assert to_html(to_text(html), may_lead_to=references(html)) == html
    assert "<a" not in to_html("[Autre](page:4)", may_lead_to=references(html))


def test_what_an_editor_wrote_keeps_its_words():
    html = '<p data-block-key="a1"><b>Gras</b> <embed id="4"/>fin</p><blockquote>Dit</blockquote>'
    assert to_text(html) == "**Gras** fin\n\nDit"


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="ab é*#-1.[]()<&\n", max_size=60))
def test_what_is_written_is_found_again(text):
    once = to_text(to_html(text))
    assert to_text(to_html(once)) == once
