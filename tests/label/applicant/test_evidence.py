"""Evidence: what is taken, where it is kept, how it is given back, and the antivirus."""

import socketserver
import threading
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from label import antivirus, cases
from label.applicant import starting
from label.enums import ScanState
from label.models import Case, ReadAccess, Site
from tests.factories import add_member, add_producer
from tests.label import world as play
from tests.label.applicant.reading import address, read, text

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 preuve"
EICAR = PDF + b" EICAR"


@pytest.fixture
def case(light, client):
    farm = add_producer(title="Le Rucher")
    keeper = add_member(farm)
    client.force_login(keeper)
    return starting.begin(farm, by=keeper)


def add(client, case, content, name="bail.pdf", part="legal", **more):
    url = address("case_part", case.reference, part)
    file = SimpleUploadedFile(name, content, "text/html")  # what a browser says is not believed
    return client.post(url, {"piece": "1", "title": "Bail", "file": file} | more)


def test_a_piece_is_kept_privately_and_downloaded_by_its_owner(client, case, settings):
    assert add(client, case, PDF).status_code == 302
    piece = case.evidence.get()
    path = Path(piece.file.path)
    assert path.is_relative_to(settings.PRIVATE_ROOT)
    assert not path.is_relative_to(settings.MEDIA_ROOT)
    response = client.get(address("case_evidence_file", piece.pk))
    assert b"".join(response.streaming_content) == PDF
    response.close()
    headers = ("Content-Type", "Content-Disposition", "X-Content-Type-Options")
    assert [response[name] for name in headers] == [
        "application/pdf",
        'attachment; filename="bail.pdf"',
        "nosniff",
    ]
    assert "sandbox" in response["Content-Security-Policy"]
    assert not ReadAccess.objects.exists()  # one's own
    client.post(address("case_evidence_remove", piece.pk), {"part": "legal"})
    assert client.get(address("case_evidence_file", piece.pk)).status_code == 404


def test_the_secretariat_reads_a_piece_of_a_paper_case_and_it_is_noted(client, case, light):
    add(client, case, PDF)
    piece = case.evidence.get()
    client.force_login(light.secretary)
    url = address("case_evidence_file", piece.pk)
    assert client.get(url).status_code == 404  # a draft is its author's
    type(case).objects.filter(pk=case.pk).update(channel="paper", paper_mandate="M-1")
    client.get(url).close()
    noted = ReadAccess.objects.get()
    assert (noted.person, noted.role, noted.object_id) == (light.secretary, "secretariat", piece.pk)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<script>alert(1)</script>", "Ce n’est ni une photo (JPEG, PNG, WebP) ni un PDF."),
        (b"", "Ce fichier est vide"),
        (PDF + b" " * (8 * 1024 * 1024), "Ce fichier pèse plus de 8 Mo."),
        (None, "Choisissez un fichier."),
    ],
)
def test_what_is_not_a_photo_or_a_pdf_is_refused_beside_its_field(client, case, content, words):
    if content is None:
        url = address("case_part", case.reference, "legal")
        response = client.post(url, {"piece": "1", "title": "Bail"})
    else:
        response = add(client, case, content)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not case.evidence.exists()


def test_what_is_typed_beside_a_piece_is_kept(client, case):
    assert add(client, case, PDF, declarations="Déclaré en 2020").status_code == 302
    assert add(client, case, b"non", last_check="Mai 2026").status_code == 422
    values = case.answers.get(part="legal").values
    assert (values["last_check"], case.evidence.count()) == ("Mai 2026", 1)
    client.post(
        address("case_part", case.reference, "legal"),
        {"piece": "1", "declarations": "Déclaré en 2020"},
    )
    assert case.answers.get(part="legal").values["declarations"] == "Déclaré en 2020"


def test_a_file_chosen_is_added_by_going_on_too(client, case):
    url = address("case_part", case.reference, "legal")
    wrong = SimpleUploadedFile("bail.txt", b"non", "text/plain")
    assert client.post(url, {"title": "Bail", "file": wrong}).status_code == 422
    assert not case.answers.get(part="legal").is_done
    right = SimpleUploadedFile("bail.pdf", PDF, "application/pdf")
    response = client.post(url, {"title": "Bail", "file": right, "declarations": "Faites."})
    assert response.url == address("case_part", case.reference, "assessment")
    assert case.evidence.get().title == "Bail"
    assert case.answers.get(part="legal").is_done


def test_a_file_given_already_is_said_where_it_is(client, case):
    add(client, case, PDF, title="Bail rural")
    add(client, case, PDF, part="prices", title="Coûts")
    shown = text(read(client, address("case_part", case.reference, "prices")))
    assert "Ce fichier est déjà dans votre dossier, sous « Bail rural »." in shown
    assert case.evidence.count() == 1


def test_a_sign_out_of_date_is_refused_beside_its_date(client, case):
    late = {"sign_code": "ab", "expires_on": "2019-12-31"}
    response = add(client, case, PDF, part="signs", **late)
    assert response.status_code == 422
    assert "Ce jour est passé" in response.content.decode()
    assert not case.evidence.exists()


def test_prices_and_suppliers_are_confidential(client, case):
    add(client, case, PDF, part="suppliers")
    add(client, case, PDF + b"2", part="prices")
    assert {piece.is_confidential for piece in case.evidence.all()} == {True}


def test_a_sign_that_is_held_speaks_for_its_criterion(client, case, light):
    cases.add_line(
        case, by=case.applicant, site=Site.objects.filter(operator=case.operator).first(),
        name="Légumes", nature="raw", family=light.family,
    )  # fmt: skip
    more = {"sign_code": "ab", "number": "FR-BIO-01", "expires_on": "2030-12-31"}
    assert add(client, case, PDF, part="signs", **more).status_code == 302
    piece = case.evidence.get()
    assert (piece.sign_code, piece.number, str(piece.expires_on)) == (
        "ab",
        "FR-BIO-01",
        "2030-12-31",
    )
    shown = text(read(client, address("case_criterion", case.reference, "ENV-2")))
    assert "tenu pour rempli" in shown


# Antivirus ----------------------------------------------------------------------


def clean_unless_eicar(file) -> bool:
    return b"EICAR" not in file.read()


def out_of_order(file) -> bool:
    raise ConnectionRefusedError


def test_without_a_scanner_a_file_is_kept_and_said_not_scanned(client, case):
    add(client, case, PDF)
    assert case.evidence.get().scan == ScanState.NOT_SCANNED


def test_an_infected_file_is_not_kept(client, case, settings):
    settings.EVIDENCE_SCANNER = f"{__name__}.clean_unless_eicar"
    response = add(client, case, EICAR)
    assert response.status_code == 422
    assert "L’antivirus refuse ce fichier" in response.content.decode()
    assert not case.evidence.exists()
    add(client, case, PDF)
    piece = case.evidence.get()
    assert (piece.scan, Path(piece.file.path).read_bytes()) == (ScanState.CLEAN, PDF)


def test_a_scanner_that_does_not_answer_lets_nothing_in(client, case, settings):
    settings.EVIDENCE_SCANNER = f"{__name__}.out_of_order"
    response = add(client, case, PDF)
    assert response.status_code == 422
    assert "Réessayez dans quelques minutes." in response.content.decode()
    assert not case.evidence.exists()


class Daemon(socketserver.BaseRequestHandler):
    """ClamAV's INSTREAM, as far as we speak it."""

    def handle(self):
        read = self.request.makefile("rb")
        assert read.read(10) == b"zINSTREAM\0"
        content = b""
        while size := int.from_bytes(read.read(4), "big"):
            content += read.read(size)
        found = b"Eicar FOUND" if b"EICAR" in content else b"OK"
        self.request.sendall(b"stream: " + found + b"\0")


def test_clamd_is_asked_by_its_own_words(settings, tmp_path):
    settings.CLAMD_ADDRESS = str(tmp_path / "clamd.ctl")
    with socketserver.UnixStreamServer(settings.CLAMD_ADDRESS, Daemon) as daemon:
        threading.Thread(target=daemon.serve_forever, args=[0.01], daemon=True).start()
        clean = [antivirus.clamd(SimpleUploadedFile("a", content)) for content in (PDF, EICAR)]
        daemon.shutdown()
    assert clean == [True, False]


def test_an_old_page_changes_nothing_of_what_was_handed_in(light):
    case = play.draft(light)
    stale = Case.objects.get(pk=case.pk)
    row = case.scope_lines.get()
    cases.submit(case, by=light.operator, now=light.later())
    for write in (
        lambda: cases.remove_line(stale, row, by=light.operator),
        lambda: cases.declare_tie(stale, by=light.operator, name="Paul", relation="frère"),
        lambda: cases.add_evidence(stale, SimpleUploadedFile("a.pdf", PDF), by=light.operator),
    ):
        with pytest.raises(cases.Refused):
            write()
        stale.state = "draft"
    assert case.scope_lines.count() == 1
