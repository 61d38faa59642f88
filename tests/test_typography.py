"""What French keeps together: in sentences, in pages, in mails and on paper."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import override
from madeingard.typography import TypographyMiddleware, mend, mend_page
from madeingard.users import mails
from pypdf import PdfReader

from directory.printing import sheets
from tests.factories import add_producer

# `~` stands for the space that does not break.
SENTENCES = [
    ("Où acheter ?", "Où acheter~?"),
    ("Vraiment ?! Oui !", "Vraiment~?! Oui~!"),
    ("Publié ; le reste suivra : demain", "Publié~; le reste suivra~: demain"),
    ("Écrivez dans « Près de ».", "Écrivez dans «~Près de~»."),
    ("« Quoi ? »", "«~Quoi~?~»"),
    ("12 % pour 3 €", "12~% pour 3~€"),
    ("Uzès · 3 km", "Uzès~· 3 km"),
    ("Déjà\u00a0: bien", "Déjà~: bien"),
    ("De 8:00 à 9:30, https://exemple.fr/?a=1;b", "De 8:00 à 9:30, https://exemple.fr/?a=1;b"),
    ("Deux points: sans espace; rien!", "Deux points: sans espace; rien!"),
    ("{nom} : %(n)s ?", "{nom}~: %(n)s~?"),
    ("", ""),
]


def tied(text: str) -> str:
    return text.replace("~", "\u00a0")


@pytest.mark.parametrize(("written", "shown"), SENTENCES)
def test_sign_stays_with_its_word(written, shown):
    assert mend(written) == tied(shown)
    assert mend(mend(written)) == mend(written)
    assert mend_page(written.encode()).decode() == tied(shown)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<dt><b>Nom</b> :</dt>", "<dt><b>Nom</b>~:</dt>"),
        ("« <i>oui</i> » <br>", "«~<i>oui</i>~» <br>"),
        ("<a href='#' title=\"Qui ?\">Qui ?</a>", "<a href='#' title=\"Qui ?\">Qui~?</a>"),
        ('<input value="a : b"><p>a : b</p>', '<input value="a : b"><p>a~: b</p>'),
        ('<img alt="a : b"', '<img alt="a : b"'),
        ('<p data-failed="Non : rien">', '<p data-failed="Non~: rien">'),
        ('<p class="x"\n data-text-none="Non !">', '<p class="x"\n data-text-none="Non~!">'),
        ('<p data-fill="8 h ; 9 h">a ;</p>', '<p data-fill="8 h ; 9 h">a~;</p>'),
        ('<p data-failed="x" title="a : b">', '<p data-failed="x" title="a : b">'),
    ],
)
def test_markup_stays_as_it_is(written, shown):
    assert mend_page(written.encode()).decode() == tied(shown)


@pytest.mark.parametrize("name", ["textarea", "datalist", "template", "script", "style", "pre"])
def test_what_is_sent_back_or_read_by_machines_keeps_its_bytes(name):
    apart = f'<{name} id="x">\nQui ? « a » : <b>b ;</b>\n</{name}>'
    page = f"<p>Qui ?</p>{apart}<p>Et :</p>{apart}!"
    assert mend_page(page.encode()).decode() == (
        f"<p>Qui\u00a0?</p>{apart}<p>Et\u00a0:</p>{apart}!"
    )


def answered(response, language="fr") -> str:
    with override(language):
        response = TypographyMiddleware(lambda request: response)(None)
    return b"".join(response).decode()


def test_only_pages_read_in_french_are_mended():
    assert answered(HttpResponse("Qui ?")) == "Qui\u00a0?"
    assert answered(HttpResponse("Qui ?"), "en") == "Qui ?"
    assert answered(StreamingHttpResponse(["Qui ?"])) == "Qui ?"
    for kind in ("application/json", "text/plain; charset=utf-8", "text/csv; charset=utf-8"):
        assert answered(HttpResponse("Qui ?", content_type=kind)) == "Qui ?"


def test_page_names_its_kind_as_the_middleware_knows_it(client, db):
    """And its length is told after the spaces are mended."""
    response = client.get("/ou-acheter/")
    heading = BeautifulSoup(response.content, "html.parser").h1
    assert heading.text == "Où acheter\u00a0?"
    assert int(response["Content-Length"]) == len(response.content)
    assert "Où acheter ?" not in BeautifulSoup(response.content, "html.parser").main.text


def test_words_of_a_producer_are_shown_mended_and_kept_as_they_are(client, db):
    producer = add_producer(title="Vous avez dit « bio » ?")
    page = BeautifulSoup(client.get(producer.url).content, "html.parser")
    assert page.h1.text == "Vous avez dit «\u00a0bio\u00a0»\u00a0?"
    producer.refresh_from_db()
    assert producer.title == "Vous avez dit « bio » ?"


def test_mail_is_mended_subject_and_body(settings):
    settings.WAGTAIL_SITE_NAME = "Bon : bien"
    mails.send("mails/account/code.txt", "odile@exemple.fr", {"code": "123456", "minutes": 5})
    [message] = mail.outbox
    assert message.subject == "123456\u00a0: votre code pour Bon\u00a0: bien"
    assert not any(f" {sign}" in message.subject + message.body for sign in ":;?!»")
    assert b"Subject: =?utf-8?" in message.message().as_bytes()


def test_no_line_of_a_paper_begins_with_a_sign():
    endings = ("« oui » ; oui", "oui ? « oui", "oui : oui", "12,5 % oui", "300 € oui")
    words = [["mots"] * long + [ending, "mots"] for long in range(10, 40) for ending in endings]
    rows = [["Question", " ".join(one)] for one in words]
    data = {"title": "Titre", "author": "x", "description": "x", "paper": "a4", "lead": ""}
    data["sections"] = [{"title": "Lignes", "rows": rows}]
    pdf = sheets.make("record", data, is_private=True).content
    lines = "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split("\n")
    assert len(lines) > len(rows) + 50  # many of them are broken in two
    assert [line for line in lines if (line and line[0] in "»;?:%€") or line.endswith("«")] == []
