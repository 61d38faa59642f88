"""A visitor's rooms: who enters each address, dates, a report sent late or twice, signatures."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from PIL import Image

from directory.space import notices
from home.templatetags.site import civil
from label import clock, panels, visits
from label.enums import VisitState
from label.mails import readers, words
from label.models import (
    InterestDeclaration,
    OutboxMail,
    ReadAccess,
    Visit,
    VisitPhoto,
    VisitReport,
)
from label.visiting import duties
from label.visiting import todos as visit_todos
from label.visiting.receiving import digest
from tests.label import world as play
from tests.label.jury.conftest import add_piece
from tests.reading import plain

pytestmark = pytest.mark.django_db
IN, SIGN_IN, HIDDEN = 200, "sign in", 404
LOGS = {"label_readaccess", "usersessions_usersession"}  # what a GET may add to
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture(scope="module")
def planned(built, full):
    """A visit with its pair, both cleared, no date yet; and another whose pair declared nothing."""

    def make():
        rows = {}
        play.let_visitors_be_named(full)
        for name in ("cleared", "undeclared"):
            play.another_operator(full)
            case = play.investigation(full)
            pair = {"peer": full.pool["peer"][-1], "resident": full.pool["citizen"][-1]}
            for kind, member in pair.items():
                visits.assign_visitor(
                    case.visit, member, by=full.secretary, kind=kind, now=full.later()
                )
                if name == "cleared":
                    panels.declare_interests(
                        case, by=member.person, role="visitor", answers={}, now=full.later()
                    )
            rows[name] = case.visit.pk
        Client().get("/")  # the settings of the site are written by whoever comes first
        return rows | {"peer": pair["peer"].person, "resident": pair["resident"].person}

    return built(make)


@pytest.fixture(autouse=True)
def same_day(monkeypatch, full):
    """The world's clock is that of its cases."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: full.now)


@pytest.fixture
def visit(planned):
    return Visit.objects.get(pk=planned["cleared"])


@pytest.fixture
def client(planned):
    return signed_in(planned["peer"])


@pytest.fixture
def on_site(visit, full):
    """The hour of the visit has come."""
    at = full.now + timedelta(days=2)
    visits.schedule(visit, by=full.secretary, at=at, now=full.later())
    full.later(days=3)
    return visit


def signed_in(person):
    found = Client()
    found.force_login(person)
    return found


def address(name, visit, *more):
    return reverse(f"label:visit_{name}", args=[visit.pk, *more])


def typed(visit, **values):
    """The report form as a phone sends it, from what its page shows."""
    report = getattr(visit, "report", None)
    posted = {
        f"fact_{code}": text for code, text in play.report_values(visit.case)["facts"].items()
    } | {name: text for name, text in play.report_values(visit.case).items() if name != "facts"}
    return posted | {"base": digest(report), "client_key": "a" * 32} | values


# Who enters ------------------------------------------------------------------------------------

OWN = {"cleared": IN, "undeclared": IN}
FILE = {"cleared": IN, "undeclared": HIDDEN}
TABLE = {
    "visit_home": {"cleared": IN, "undeclared": IN, "stranger": IN, "secretary": IN},
    "visit_worker": dict.fromkeys(("cleared", "undeclared", "stranger", "secretary"), IN)
    | {"anonymous": IN},
    "visit_one": OWN,
    "visit_interests": {"cleared": 302, "undeclared": IN},
    "visit_leave": OWN,
    "visit_schedule": {"cleared": 302, "undeclared": HIDDEN},
    "visit_postpone": dict.fromkeys(("cleared", "undeclared", "stranger", "secretary"), 405),
    "visit_file": FILE,
    "visit_evidence": FILE,
    "visit_photo": {},
    "visit_report": {"cleared": 302},  # not scheduled yet
    "visit_photos": {"cleared": 302},
    "visit_photo_remove": dict.fromkeys(("cleared", "undeclared", "stranger", "secretary"), 405),
    "visit_sign": {},
    "visit_addendum": {"cleared": 302},
}


def test_every_address_of_the_visits_is_in_the_table():
    known = {name for name in get_resolver("label.urls").reverse_dict if isinstance(name, str)}
    assert {name for name in known if name.startswith("visit_")} == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_each_person_meets_what_the_table_says_and_writes_nothing(name, planned, full):
    people = {
        "cleared": (planned["peer"], planned["cleared"]),
        "undeclared": (planned["peer"], planned["undeclared"]),
        "stranger": (full.stranger, planned["cleared"]),
        "secretary": (full.secretary, planned["cleared"]),
        "anonymous": (None, planned["cleared"]),
    }
    for person, (user, pk) in people.items():
        visit = Visit.objects.get(pk=pk)
        more = {
            "visit_evidence": lambda visit: [add_piece(visit.case).pk],
            "visit_photo": lambda visit: [1],
            "visit_photo_remove": lambda visit: [1],
        }.get(name, lambda visit: [])(visit)
        alone = name in {"visit_home", "visit_worker"}
        browser = signed_in(user) if user else Client()
        with CaptureQueriesContext(connection) as queries:
            answer = browser.get(reverse(f"label:{name}", args=[] if alone else [pk, *more]))
            answer.close()
        met = answer.status_code
        if met == 302 and "?next=" in answer.url:
            met = SIGN_IN
        expected = TABLE[name].get(person, SIGN_IN if person == "anonymous" else HIDDEN)
        assert (person, met) == (person, expected)
        written = [
            query["sql"]
            for query in queries
            if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
            and not LOGS.intersection(query["sql"].split('"'))
        ]
        assert written == []


def test_i03_a_visitor_with_a_tie_reads_nothing(planned):
    visit = Visit.objects.get(pk=planned["undeclared"])
    client = signed_in(planned["peer"])
    answers = {f"q_{name}": "non" for name in ("family", "work", "trade", "competitor")}
    answers |= {f"q_{name}": "non" for name in ("dispute", "association", "elected")}
    posted = answers | {"q_gift": "oui", "text": "Un panier reçu."}
    asked = client.post(address("interests", visit), posted)
    assert "Je confirme, je ne fais pas cette visite" in asked.content.decode()
    assert not InterestDeclaration.objects.filter(case=visit.case).exists()
    taps = [
        client.post(address("interests", visit), posted | {"sure": "on"}, follow=True)
        for _tap in range(2)
    ]
    assert [one.redirect_chain for one in taps] == [[(reverse("label:visit_home"), 302)]] * 2
    assert "Une autre personne fait cette visite" in taps[0].content.decode()
    assert InterestDeclaration.objects.get(case=visit.case).ties == ["Cadeau reçu"]
    for name in ("file", "one"):
        assert client.get(address(name, visit)).status_code == 404


def test_the_place_of_a_visitor_with_a_tie_is_free_and_the_secretariat_told(planned, full):
    visit = Visit.objects.get(pk=planned["undeclared"])
    desk = signed_in(full.secretary)
    waiting = "Une place à pourvoir pour la visite"
    assert waiting not in desk.get(reverse("label_desk:home")).content.decode()
    for answers, left in (({}, 2), ({"gift": True}, 1)):
        person = planned["resident" if left == 2 else "peer"]
        panels.declare_interests(
            visit.case, by=person, role="visitor", answers=answers,
            text="Un panier." if answers else "", now=full.later(),
        )  # fmt: skip
        assert visit.visitors.count() == left
    assert [one.member.person for one in visit.visitors.all()] == [planned["resident"]]
    told = OutboxMail.objects.filter(kind="visit_short")
    assert {mail.person for mail in told} == {full.secretary, full.second_secretary}
    assert "panier" not in str(told.first().context)
    assert waiting in desk.get(reverse("label_desk:home")).content.decode()


def test_i08_a_visitor_reads_neither_suppliers_nor_prices_nor_invoices(visit, client):
    case = visit.case
    case.answers.update_or_create(
        part="suppliers",
        defaults={"values": {"suppliers": "Coopérative secrète"}, "updated_at": case.created_at},
    )
    case.answers.update_or_create(
        part="prices",
        defaults={"values": {"prices": "Douze euros", "costs": "x"}, "updated_at": case.created_at},
    )
    shown = add_piece(case)
    hidden = [
        add_piece(case, kind="invoice", title="Facture"),
        add_piece(case, is_confidential=True, title="Contrat"),
        add_piece(case, scan="infected", title="Virus"),
    ]
    page = plain(client.get(address("file", visit)).content.decode())
    assert "Pièce 1 : Plan de culture" in page
    assert "3 pièces confidentielles sont lues par le secrétariat seul." in page
    for secret in ("Coopérative secrète", "Douze euros", "Facture", "Contrat", "Virus"):
        assert secret not in page
    answer = client.get(address("evidence", visit, shown.pk))
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 preuve"
    assert answer["Cache-Control"] == ("private, no-store, max-age=0, no-cache, must-revalidate")
    assert [client.get(address("evidence", visit, one.pk)).status_code for one in hidden] == [
        404,
        404,
        404,
    ]
    read = ReadAccess.objects.filter(case=case).order_by("pk").values_list("what", "role")
    assert list(read) == [("file", "visitor"), ("evidence", "visitor")]


# Dates -----------------------------------------------------------------------------------------


def test_an_accepted_date_is_fixed_in_one_tap_and_may_be_put_off_once(visit, client, full):
    at = full.now.replace(second=0, microsecond=0) + timedelta(days=4)
    proposal = visits.propose_date(visit, by=full.secretary, proposed_for=at, now=full.later())
    visits.answer_proposal(proposal, by=visit.case.applicant, accepted=True, now=full.later())
    page = client.get(address("one", visit)).content.decode()
    assert "Fixer au " in page
    local = at.astimezone(clock.PARIS).strftime("%Y-%m-%dT%H:%M")
    client.post(address("schedule", visit), {"at": local})
    visit.refresh_from_db()
    assert (visit.state, visit.scheduled_for) == (VisitState.SCHEDULED, at)
    client.post(address("postpone", visit))
    visit.refresh_from_db()
    assert visit.state == VisitState.POSTPONED
    page = client.get(address("one", visit)).content.decode()
    assert "Fixer au " not in page  # nobody fixes again the day that was put off
    assert "reportée" in page
    refused = client.post(address("schedule", visit), {"at": "2020-01-01T10:00"})
    assert refused.status_code == 422
    assert "Donnez une date à venir." in refused.content.decode()


# The report ------------------------------------------------------------------------------------


def test_the_form_opens_before_the_day_but_is_kept_only_once_the_visit_took_place(
    visit, client, full
):
    at = full.now + timedelta(days=2)
    visits.schedule(visit, by=full.secretary, at=at, now=full.later())
    assert client.get(address("report", visit)).status_code == 200
    early = client.post(address("report", visit), typed(visit))
    assert early.status_code == 422
    assert "La visite n’a pas encore eu lieu." in early.content.decode()
    assert "Sols couverts." in early.content.decode()  # what was typed is still there
    assert not VisitReport.objects.exists()


def test_a_report_sent_twice_is_written_once_and_keeps_its_signature(
    on_site, client, planned, full
):
    posted = typed(on_site)
    first = client.post(address("report", on_site), posted, **JSON)
    assert first.json() == {"state": "saved", "next": address("sign", on_site)}
    visits.sign_report(on_site, by=planned["peer"], now=full.later())
    again = client.post(address("report", on_site), posted, **JSON)
    assert again.json()["state"] == "saved"
    report = VisitReport.objects.get()
    assert report.facts == play.report_values(on_site.case)["facts"]
    assert on_site.visitors.filter(signed_at__isnull=False).count() == 1
    on_site.refresh_from_db()
    assert on_site.state == VisitState.DONE


def test_the_same_form_may_send_more_after_an_answer_that_was_lost(on_site, client):
    posted = typed(on_site)
    client.post(address("report", on_site), posted, **JSON)
    more = client.post(
        address("report", on_site), posted | {"weak_points": "Et un fossé à curer."}, **JSON
    )
    assert more.json()["state"] == "saved"
    assert VisitReport.objects.get().weak_points == "Et un fossé à curer."


def test_two_visitors_who_write_offline_lose_nothing(on_site, client, planned):
    posted = typed(on_site)
    client.post(address("report", on_site), posted, **JSON)
    other = signed_in(planned["resident"])
    theirs = posted | {"client_key": "b" * 32, "strong_points": "Un verger ancien."}
    assert other.post(address("report", on_site), theirs, **JSON).json() == {"state": "conflict"}
    page = other.post(address("report", on_site), theirs)
    assert page.status_code == 409
    shown = page.content.decode()
    assert "Sols couverts." in shown
    assert "Un verger ancien." in shown
    assert VisitReport.objects.get().strong_points == "Sols couverts."
    base = page.context["base"]
    both = theirs | {"base": base, "strong_points": "Sols couverts. Un verger ancien."}
    other.post(address("report", on_site), both)
    assert VisitReport.objects.get().strong_points == "Sols couverts. Un verger ancien."


def test_who_has_not_signed_yet_is_told_and_led_to_the_signature(on_site, client, planned, full):
    client.post(address("report", on_site), typed(on_site))
    client.post(address("sign", on_site))
    other = planned["resident"]
    told = OutboxMail.objects.filter(kind="report_to_sign")
    assert [mail.person for mail in told] == [other]
    assert readers.may_read(told.get())
    due = on_site.case.visit.report_due_on
    assert f"signez avant le {civil(due)}" in words.write(told.get()).body
    [duty] = [one.duty for one in duties.lines(other, now=full.now) if one.visit == on_site]
    assert (duty.kick, duty.title, duty.url) == (
        f"À signer avant le {civil(due)}",
        "Relisez le compte rendu, puis signez",
        address("sign", on_site),
    )
    signed_in(other).post(address("sign", on_site))
    assert not readers.may_read(told.get())


def test_a_criterion_without_a_fact_is_named_by_its_title(on_site, client):
    posted = typed(on_site)
    seen = [one for one in on_site.case.criteria() if f"fact_{one.code}" in posted]
    client.post(address("report", on_site), posted | {f"fact_{seen[0].code}": ""})
    shown = client.get(address("sign", on_site)).context["lacking"]
    assert shown == [f"Dites ce que vous avez vu pour : {seen[0].title}."]


def test_mon_espace_counts_the_visits_that_wait(on_site, planned, full):
    [notice] = visit_todos.room(planned["peer"], full.now)
    assert notice.tag == "2 choses vous attendent"


def test_both_sign_and_the_last_signature_files_the_report(on_site, client, planned, full):
    empty = typed(on_site) | {"lot_exercise": ""}
    client.post(address("report", on_site), empty)
    refused = plain(client.post(address("sign", on_site), follow=True).content.decode())
    assert "Il manque : l’exercice de traçabilité." in refused
    assert not on_site.visitors.filter(signed_at__isnull=False).exists()
    client.post(address("report", on_site), typed(Visit.objects.get(pk=on_site.pk)))
    client.post(address("sign", on_site))
    on_site.refresh_from_db()
    assert on_site.state == VisitState.DONE
    signed_in(planned["resident"]).post(address("sign", on_site))
    on_site.refresh_from_db()
    assert on_site.state == VisitState.REPORT_FILED
    late = client.post(address("report", on_site), typed(on_site), **JSON)
    assert late.json() == {"state": "saved", "next": address("one", on_site)}
    visits.reply(on_site, by=on_site.case.applicant, text="Merci.", now=full.later())
    client.post(address("addendum", on_site), {"text": "La haie est de chênes verts."})
    shown = client.get(address("sign", on_site)).content.decode()
    assert "La haie est de chênes verts." in shown
    assert "Merci." in shown


def picture():
    written = BytesIO()
    Image.new("RGB", (400, 400), "green").save(written, "JPEG", exif=b"Exif\x00\x00secret")
    return SimpleUploadedFile("moi.jpg", written.getvalue(), "image/jpeg")


def test_a_photo_is_said_without_faces_cleaned_and_can_be_taken_away(on_site, client):
    client.post(address("report", on_site), typed(on_site))
    posted = {"photo": picture(), "caption": "La haie"}
    assert client.post(address("photos", on_site), posted).status_code == 422
    client.post(address("photos", on_site), posted | {"photo": picture(), "no_face": "on"})
    kept = VisitPhoto.objects.get()
    answer = client.get(address("photo", on_site, kept.pk))
    content = b"".join(answer.streaming_content)
    assert (answer["Content-Type"], b"secret" in content) == ("image/jpeg", False)
    client.post(address("photo_remove", on_site, kept.pk))
    assert not VisitPhoto.objects.exists()


def test_who_is_signed_out_while_writing_is_told_so_and_finds_the_words_again(on_site, planned):
    stranger = Client()
    posted = typed(on_site)
    told = stranger.post(address("report", on_site), posted, **JSON)
    assert (told.status_code, told.json()["state"]) == (401, "signed_out")
    assert not VisitReport.objects.exists()


def test_the_visits_of_a_person_are_found_in_the_space_when_nothing_presses_too(planned, full):
    [_pool, room] = notices.of_user(planned["peer"], now=full.now)
    assert room.url == reverse("label:visit_home")
    assert notices.of_user(full.stranger, now=full.now) == []


def test_who_cannot_go_says_so_and_leaves_the_team(visit, client):
    url = address("leave", visit)
    assert "Je ne peux pas faire cette visite" in client.get(address("one", visit)).text
    answer = client.post(url, {"note": "Une opération ce jour-là."}, follow=True)
    assert answer.redirect_chain == [(reverse("label:visit_home"), 302)]
    assert "merci de l’avoir dit" in answer.text
    assert [row.kind for row in visit.visitors.all()] == ["resident"]
    assert client.get(url).status_code == 404
