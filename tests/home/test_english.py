"""The public site in English: its strings are translated, its addresses start with /en/."""

import pytest
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from django.conf import settings
from django.template import engines
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils.translation import override

from home.models import ContentPage

TEAM_ONLY = ("directory/admin/", "directory/imports/", "label/admin/", "wagtailadmin/")
TEMPLATES = settings.ROOT / "templates"
MESSAGES = settings.ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"


def public_templates() -> list[str]:
    names = [str(path.relative_to(TEMPLATES)) for path in sorted(TEMPLATES.rglob("*.html"))]
    return [name for name in names if not name.startswith(TEAM_ONLY)]


def messages_of(name: str) -> set[str]:
    """The French sentences that a template asks gettext for."""
    template = engines["django"].get_template(name).template
    found = set()
    for node in template.nodelist.get_nodes_by_type(TranslateNode):
        if isinstance(node.filter_expression.var, str):
            found.add(node.filter_expression.var)
        elif node.filter_expression.var.literal is not None:
            found.add(node.filter_expression.var.literal)
    for node in template.nodelist.get_nodes_by_type(BlockTranslateNode):
        found.add(node.render_token_list(node.singular)[0])
        if node.plural:
            found.add(node.render_token_list(node.plural)[0])
    return found


@pytest.fixture(scope="module")
def translated() -> set[str]:
    with MESSAGES.open("rb") as file:
        catalogue = read_po(file, locale="en")
    done = set()
    for message in catalogue:
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        if all(texts) and not message.fuzzy:
            done.update(message.id if isinstance(message.id, tuple) else (message.id,))
    return done


@pytest.mark.parametrize("name", public_templates())
def test_every_sentence_of_a_public_template_has_its_english(name, translated):
    assert messages_of(name) - translated == set()


def test_an_english_sentence_keeps_the_french_places_to_fill():
    with MESSAGES.open("rb") as file:
        catalogue = read_po(file, locale="en")
    errors = {message.id: list(map(str, message.check(catalogue))) for message in catalogue}
    assert {key: found for key, found in errors.items() if found} == {}


def test_english_page_is_in_english(client, tree):
    page = tree.home.add_child(
        instance=ContentPage(title="Guide", slug="guide", introduction="Pour tous.")
    )
    with override("fr"):  # the language of a request outlives it
        response = client.get("/en" + page.url)
    english = BeautifulSoup(response.content, "html.parser")
    assert english.html["lang"] == "en"
    assert english.find("a", class_="skip").text == "Skip to content"
    menu = [(a.text, a["href"]) for a in english.find("nav", class_="nav").find_all("a")]
    assert menu[:2] == [("Where to buy?", "/en/ou-acheter/"), ("In season", "/en/saisons/")]
    assert english.find("a", hreflang="fr", lang="fr")["href"] == "/guide/"


def test_no_message_is_translated_twice():
    found = MESSAGES.read_text(encoding="utf-8").split("\n\n")
    keys = [
        tuple(line for line in block.splitlines() if not line.startswith(("#", "msgstr")))
        for block in found
        if "msgstr" in block and "msgid" in block
    ]
    whole = [key for key in keys if len(key) == 1]  # a long message takes several lines
    assert len(whole) > 1000
    assert sorted({key for key in whole if whole.count(key) > 1}) == []
