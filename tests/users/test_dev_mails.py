"""/mails/, where development shows what would have been sent (production: test_security)."""

import os
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend
from madeingard.dev import outbox

from tests.reading import soup
from tests.users.conftest import CODE, CONNECT, ask

MAILS = "/mails/"


@pytest.fixture
def written(settings, tmp_path):
    """Write mails as development does, the first an hour before the second, and so on."""
    settings.EMAIL_FILE_PATH = tmp_path
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"

    def write(*texts, to="odile@exemple.fr"):
        for number, text in enumerate(texts):
            backend = EmailBackend(file_path=str(tmp_path))
            message = EmailMessage(f"Sujet {number} : été", text, to=[to])
            message.attach("affiche.pdf", b"%PDF", "application/pdf")
            backend.send_messages([message])
            [newest] = set(tmp_path.iterdir()) - {file for file, _time in dated}
            dated.append((newest, number))
            moment = newest.stat().st_mtime - timedelta(hours=len(texts) - number).total_seconds()
            os.utime(newest, (moment, moment))

    dated = []
    return write


def test_newest_mail_comes_first_whole(written, tmp_path):
    written("Premier", "Deuxième\n---\nfin")
    found = outbox.newest(tmp_path)
    assert [(mail.subject, mail.to, mail.text.strip()) for mail in found] == [
        ("Sujet 1 : été", "odile@exemple.fr", "Deuxième\n---\nfin"),
        ("Sujet 0 : été", "odile@exemple.fr", "Premier"),
    ]
    assert [mail.attachments for mail in found] == [["affiche.pdf"]] * 2
    assert [mail.subject for mail in outbox.newest(tmp_path, most=1)] == ["Sujet 1 : été"]


def test_no_folder_yet_is_no_mail(tmp_path):
    assert outbox.newest(tmp_path / "mails") == []


@pytest.mark.urls("madeingard.dev.urls")
def test_page_shows_mails_with_links_that_work_here(client, db, written, settings):
    written(f"Ouvrez {settings.WAGTAILADMIN_BASE_URL}/espace/?a=1&b=<b>2</b>")
    page = soup(client.get(MAILS))
    article = page.find("article")
    assert article.find("h2").text == "Sujet 0 : été"
    assert article.find("a")["href"].startswith("http://testserver/espace/?a=1")
    assert article.find("b") is None


@pytest.mark.urls("madeingard.dev.urls")
def test_code_page_leads_to_the_mail_in_development(client, db, written, settings):
    settings.MAILS_URL = MAILS
    ask(client, "odile@exemple.fr")
    links = soup(client.get(CODE)).select(f'a[href="{MAILS}"]')
    assert [link.text for link in links] == ["Développement : voir le message"]
    assert "votre code pour Made in Gard" in client.get(MAILS).content.decode()


def test_elsewhere_there_is_no_such_page_nor_link(client, db):
    ask(client, "odile@exemple.fr")
    assert MAILS not in client.get(CODE).content.decode()
    assert client.get(MAILS).status_code == 404
    assert client.get(CONNECT).status_code == 200
