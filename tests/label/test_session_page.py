"""The session page: a whole session by what people send, who sees what, what it costs."""

from collections import Counter

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from label import deliberation, planning, scoring
from label.models import Case, ReadAccess
from label.session import version
from tests.label import world as play
from tests.reading import soup

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def pages(built):
    from directory import site_tree

    built(site_tree.ensure)


@pytest.fixture(scope="module")
def session(full, built):
    """Scored by nine, one criterion divergent; the day of the session, nobody is there yet."""

    def make():
        case = play.scoring_open(full)
        for number, seat in enumerate(case.panel.effective_seats().order_by("pk")):
            given = {"SAN-2": "unmet"} if number == 0 else {}
            person = seat.member.person
            scoring.submit_sheet(seat, play.good(case, worse=given), by=person, now=full.later())
        return case.panel.hearings.get()

    return built(make)


class Room:
    """People at their screens, each with a client of their own."""

    def __init__(self, hearing, world):
        self.hearing, self.world = hearing, world
        self.base = f"/seances/{hearing.session.reference}/"
        self.here = f"{self.base}{hearing.position}/"
        self.clients, self.version = {}, ""
        self.seats = list(hearing.panel.effective_seats().order_by("college", "pk"))

    def client(self, person):
        if person.pk not in self.clients:
            self.clients[person.pk] = Client()
            self.clients[person.pk].force_login(person)
        return self.clients[person.pk]

    def send(self, person, act, **data):
        return self.client(person).post(f"{self.here}{act}/", data)

    def does(self, person, act, **data):
        """An act that is done, and that every other screen then hears of."""
        answer = self.send(person, act, **data)
        assert (answer.status_code, answer.headers["Location"]) == (302, self.here), reasons(answer)
        before, self.version = self.version, version.of(self.hearing)
        assert self.version != before

    def again(self, person, act, **data):
        """The same act sent twice is done once."""
        assert self.send(person, act, **data).status_code == 302
        assert self.version == version.of(self.hearing)

    def page(self, person):
        answer = self.client(person).get(self.here)
        assert answer.status_code == 200
        return BeautifulSoup(answer.content, "html.parser")

    def jurors(self):
        return [seat.member.person for seat in self.seats]


def reasons(answer):
    page = soup(answer)
    return [node.get_text(" ", strip=True) for node in page.select("[role=alert], .msg")]


def text(node):
    return " ".join(node.get_text(" ").split())


@pytest.fixture
def room(session, full):
    session.refresh_from_db()
    return Room(session, full)


def six_of_nine(room):
    """Four residents, one peer, one of another college."""
    chosen, wanted = [], Counter(citizen=4, peer=1, trade=1)
    for seat in room.seats:
        if wanted[seat.college]:
            wanted[seat.college] -= 1
            chosen.append(seat)
    return chosen


def opened(room):
    """The session is open, six of nine are there, the chair elected, guests heard and gone."""
    now = timezone.now()
    by, hearing, seats = room.world.facilitator, room.hearing, six_of_nine(room)
    planning.open_session(hearing.session, by=by, now=now)
    for seat in seats:
        row = deliberation.arrive(hearing, seat, by=by, now=now)
        deliberation.reaffirm(row, by=by, now=now)
    deliberation.open_hearing(hearing, by=by, chair=seats[0], now=now)
    deliberation.note_heard(hearing, by=by, visitors=True, operator=True, now=now)
    return seats


def opened_by_posts(room):
    animator, seats = room.world.facilitator, six_of_nine(room)
    room.client(animator).post(f"{room.base}ouvrir/")
    for seat in seats:
        room.does(seat.member.person, "presence", mode="on_site")
        room.again(seat.member.person, "presence", mode="on_site")
        room.does(seat.member.person, "interets")
    room.does(animator, "ouvrir", chair=seats[0].pk)
    for who in ("visitors", "operator"):
        room.does(animator, "entree", who=who)
        assert "sortent avant la levée" in reasons(room.send(animator, "levee"))[0]
        room.does(animator, "sortie", who=who)
    return seats


def test_a_whole_session(room):
    animator, guarantor = room.world.facilitator, room.world.guarantor
    seats = opened_by_posts(room)
    people = [seat.member.person for seat in seats]
    chair = people[0]
    assert "Levée des scellés" in text(room.page(chair).select_one("#maintenant h2"))
    assert room.page(chair).select_one("#ecarts") is None
    room.does(chair, "levee")
    page = room.page(people[1])
    assert [text(one) for one in page.select("#ecarts h3")] == [
        "Assure la fraîcheur et la traçabilité"
    ]
    room.does(chair, "ouvrir-second-tour")
    assert text(room.page(people[1]).select_one("#maintenant h2")) == "Notez une seconde fois"
    answer = room.send(people[1], "second-tour", **{"grade_SAN-2": "partial"})
    assert answer.status_code == 409
    assert reasons(answer)[-1] == "Écrivez une raison, une phrase suffit."
    for person in people[:2]:
        room.does(person, "second-tour", **{"grade_SAN-2": "met"})
    assert room.page(chair).select_one("#grille") is None
    room.does(chair, "lever-second-tour")
    grid = room.page(guarantor).select_one("#grille")
    assert text(grid.select_one(".big")) == "Accorder"
    objection_then_amendment(room, people)
    minutes_are_read_and_signed(room, people)
    room.does(chair, "adopter")
    case = Case.objects.get(pk=room.hearing.panel.case_id)
    assert case.state == "opinion_issued"
    assert text(room.page(people[2]).select_one("#maintenant h2")) == "L’avis est adopté"
    room.client(animator).post(f"{room.base}clore/")
    room.hearing.session.refresh_from_db()
    assert room.hearing.session.state == "closed"


def objection_then_amendment(room, people):
    chair = people[0]
    room.does(chair, "proposition", outcome="grant", text="Accorder le label.")
    answer = room.send(people[1], "consentement", round=1, answer="object")
    assert reasons(answer)[-2:] == [
        "Choisissez un fait, ou un tort à l’objet du label.",
        "Écrivez vos motifs.",
    ]
    objection = {"answer": "object", "ground": "fact", "reasons": "La haie a été arrachée."}
    room.does(people[1], "consentement", round=1, **objection)
    refused = room.send(chair, "clore-consentement", round=1)
    assert reasons(refused) == [
        "Rien n’a changé. Toutes les personnes présentes n’ont pas répondu."
    ]
    others_consent(room, but=people[1])
    assert "La haie a été arrachée." in text(room.page(people[3]).select_one("#consentement"))
    room.does(chair, "clore-consentement", round=1)
    room.does(chair, "proposition", outcome="grant", text="Accorder, la haie replantée.")
    others_consent(room)
    room.does(chair, "clore-consentement", round=2)


def others_consent(room, *, but=None):
    """What the others send, by the verb that their screens call."""
    opened = room.hearing.consent_rounds.get(closed_at=None)
    for seat in six_of_nine(room):
        person = seat.member.person
        if person != but:
            deliberation.reply_to_consent(opened, seat, by=person, answer="consent")


def minutes_are_read_and_signed(room, people):
    chair, guarantor = people[0], room.world.guarantor
    room.does(chair, "rediger", text="Avis du jury.")
    read = room.page(people[1]).select_one("#maintenant [name=base]")["value"]
    room.does(people[1], "relecture", answer="correct", text="Dites la haie.", base=read)
    assert reasons(room.send(chair, "signer"))[0].endswith("Dites la haie.")
    stale = room.send(chair, "rediger", text="Écrit sur une page ancienne.")
    assert "réécrit entre-temps" in reasons(stale)[0]
    assert "Écrit sur une page ancienne." in stale.content.decode()
    base = room.page(chair).select_one("[name=base]")["value"]
    room.does(chair, "rediger", text="Avis du jury : la haie revient.", base=base)
    unseen = room.send(people[1], "relecture", answer="approve", base=read)
    assert reasons(unseen)[0].endswith("réécrit entre-temps : relisez-le, puis répondez.")
    known = BeautifulSoup(unseen.content, "html.parser").select_one("#maintenant [name=base]")
    for person in people[1:3]:
        room.does(person, "relecture", answer="approve", base=known["value"])
    room.does(chair, "signer")
    room.again(people[1], "relecture", answer="approve", base=known["value"])
    room.does(guarantor, "signer")


def test_objections_that_persist_lead_to_a_ballot_published_as_counts(room):
    seats = opened(room)
    people = [seat.member.person for seat in seats]
    chair = people[0]
    scoring.reveal_in_session(room.hearing.case, by=chair)
    room.does(chair, "proposition", outcome="refuse", text="Refuser.")
    others_consent(room)
    objection = {"round": 1, "answer": "object", "ground": "fact", "reasons": "Un fait."}
    room.does(people[1], "consentement", **objection)
    room.does(chair, "clore-consentement", round=1)
    room.again(people[1], "consentement", **objection)  # sent again by a line that had dropped
    room.does(chair, "ouvrir-vote")
    for number, person in enumerate(people):
        room.does(person, "vote", choice="for" if number else "against")
    room.again(people[1], "vote", choice="for")
    assert "pour 5" not in text(room.page(people[2]).select_one("#consentement"))
    assert reasons(room.send(people[2], "vote", choice="against"))[0].endswith("déjà voté.")
    room.does(chair, "clore-vote")
    room.again(people[2], "vote", choice="for")
    shown = room.page(people[2]).select_one("#consentement")
    assert text(shown.select_one(".big")) == "pour 5 · contre 1 · abstention 0"


def test_a_juror_afar_counts_once_seen(room):
    animator = room.world.facilitator
    room.client(animator).post(f"{room.base}ouvrir/")
    person = room.seats[0].member.person
    room.does(person, "presence", mode="remote")
    assert text(room.page(person).select_one("#maintenant h2")) == "Montrez-vous à la caméra"
    assert room.send(person, "interets").status_code == 409
    room.does(animator, "noter-identite", seat=room.seats[0].pk)
    room.does(person, "interets")
    row = room.page(animator).select_one("#presences li:-soup-contains('Quorum')")
    assert "1 membre présent, il en faut 6 sur 9 places" in text(row)


def test_who_withdraws_loses_the_page_at_once(room):
    seats = opened(room)
    leaving = seats[1].member.person
    tag = etag(room, leaving)
    answer = room.send(leaving, "retrait", note="Son beau-frère y travaille.", sure="on")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/espace/")
    for address in (room.here, f"{room.here}suite/"):
        assert room.client(leaving).get(address, headers={"if-none-match": tag}).status_code == 404
    assert room.send(leaving, "presence", mode="on_site").status_code == 404
    assert "beau-frère" not in str(room.page(room.world.facilitator))


def test_a_first_panel_gives_no_advice_of_appeal(room):
    chair = opened(room)[0].member.person
    answer = room.send(chair, "avis-recours", advice="uphold", reasons="Sans recours.")
    assert answer.status_code == 409
    assert "jury de recours" in reasons(answer)[0]


def test_nothing_of_a_sheet_shows_before_the_reveal(room):
    opened(room)
    for person in (*room.jurors()[:2], room.world.facilitator, room.world.guarantor):
        page = room.page(person)
        assert [page.select_one(one) for one in ("#ecarts", "#grille")] == [None, None]
        assert "non conforme" not in text(page.main)


def test_who_first_looks_at_revealed_grades_is_noted_once_for_each_hearing(room):
    seats = opened(room)
    chair, other = (one.member.person for one in seats[:2])
    case, world = room.hearing.case, room.world
    room.page(other)
    read = ReadAccess.objects.filter(case=case, what="grades")
    assert not read.exists()
    scoring.reveal_in_session(case, by=chair)
    for _look in range(2):
        room.page(other)
        room.client(world.guarantor).get(f"{room.here}suite/")
    room.page(world.facilitator)
    assert set(read.values_list("person", "role", "object_id")) == {
        (other.pk, "juror", room.hearing.pk),
        (world.guarantor.pk, "guarantor", room.hearing.pk),
        (world.facilitator.pk, "facilitator", room.hearing.pk),
    }
    assert read.count() == 3


def etag(room, person):
    return room.client(person).get(f"{room.here}suite/").headers["ETag"]


def test_the_page_is_asked_again_for_nothing_while_nothing_happens(room, django_assert_num_queries):
    seats = opened(room)
    person = seats[1].member.person
    tag = etag(room, person)
    client = room.client(person)
    with django_assert_num_queries(9):
        same = client.get(f"{room.here}suite/", headers={"if-none-match": tag})
    assert (same.status_code, same.content) == (304, b"")
    room.version = version.of(room.hearing)
    room.does(room.world.facilitator, "noter-depart", seat=seats[2].pk)
    changed = client.get(f"{room.here}suite/", headers={"if-none-match": tag})
    assert (changed.status_code, changed.headers["ETag"] == tag) == (200, False)


ADDRESSES = {
    # role: the page, its next version, guests let in, the minutes signed, a vote
    "nobody": (302, 401, 302, 302, 302),
    "stranger": (404, 404, 404, 404, 404),
    "operator": (404, 404, 404, 404, 404),
    "visitor": (404, 404, 404, 404, 404),
    "authority": (404, 404, 404, 404, 404),
    "controller": (404, 404, 404, 404, 404),
    "auditor": (404, 404, 404, 404, 404),
    "archivist": (404, 404, 404, 404, 404),
    "unseated": (404, 404, 404, 404, 404),
    "juror": (200, 200, 403, 403, 409),
    "chair": (200, 200, 302, 409, 409),
    "facilitator": (200, 200, 302, 403, 403),
    "secretary": (200, 200, 302, 403, 403),
    "guarantor": (200, 200, 403, 409, 403),
}


def test_addresses_by_role(room):
    seats = opened(room)
    case, pool = room.hearing.panel.case, room.world.pool["citizen"]
    on_panel = set(case.panel.seats.values_list("member", flat=True))
    people = room.world.people | {
        "operator": case.applicant,
        "visitor": case.visit.visitors.first().member.person,
        "unseated": next(one.person for one in pool if one.pk not in on_panel),
        "juror": seats[1].member.person,
        "chair": seats[0].member.person,
    }
    found = {}
    for role in ADDRESSES:
        client = Client() if role == "nobody" else room.client(people[role])
        before = version.of(room.hearing)
        read = [client.get(address).status_code for address in (room.here, f"{room.here}suite/")]
        assert version.of(room.hearing) == before, "reading writes nothing"
        acts = {"entree": {"who": "visitors"}, "signer": {}, "vote": {"choice": "for"}}
        sent = [client.post(f"{room.here}{act}/", data).status_code for act, data in acts.items()]
        found[role] = (*read, *sent)
    assert found == ADDRESSES


def test_a_page_costs_the_same_for_six_or_eight_jurors(room):
    seats = opened(room)
    by, now = room.world.facilitator, timezone.now()
    scoring.reveal_in_session(room.hearing.case, by=by)
    client = room.client(seats[1].member.person)
    client.get(f"{room.here}suite/")
    costs = []
    for seat in [None, *[one for one in room.seats if one not in seats][:2]]:
        if seat:
            row = deliberation.arrive(room.hearing, seat, by=by, now=now)
            deliberation.reaffirm(row, by=by, now=now)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{room.here}suite/")
        costs.append(len(queries))
    assert len(set(costs)) == 1
    assert costs[0] <= 60


def test_a_session_leads_to_what_each_may_see(room):
    room.hearing.panel.refresh_from_db()
    juror, animator = room.seats[0].member.person, room.world.facilitator
    for person, may_open in ((juror, False), (animator, True)):
        index = BeautifulSoup(room.client(person).get("/seances/").content, "html.parser")
        assert [one["href"] for one in index.main.select("li a")] == [room.base]
        page = BeautifulSoup(room.client(person).get(room.base).content, "html.parser")
        assert [one["href"] for one in page.main.select(".steps a")] == [room.here]
        assert bool(page.main.select("form")) == may_open
    stranger = room.client(room.world.stranger)
    assert [stranger.get(one).status_code for one in ("/seances/", room.base)] == [404, 404]


def test_a_criterion_set_aside_questions_refused_an_adjournment(room):
    seats = opened(room)
    chair = seats[0].member.person
    scoring.reveal_in_session(room.hearing.case, by=chair)
    for_it = [seat.pk for seat in seats[:4]]
    room.does(chair, "sans-objet", code="ENV-4", reason="Sans parcelle.", in_favour=for_it)
    room.does(chair, "proposition", outcome="defer", text="Demander l’origine du lait.")
    others_consent(room)
    room.does(chair, "clore-consentement", round=1)
    question = {"text_0": "D’où vient le lait de juillet ?", "criterion_0": "ECO-1"}
    refused = room.send(chair, "ajourner", **question)
    assert "jours avant la date légale" in reasons(refused)[0]
    assert "D’où vient le lait de juillet ?" in refused.content.decode()
    room.does(chair, "renvoyer", cause="time")
    assert text(room.page(chair).select_one("#maintenant h2")) == (
        "L’examen est renvoyé à une autre séance"
    )
    case = Case.objects.get(pk=room.hearing.panel.case_id)
    assert (case.state, case.not_applicable) == ("deliberation", {"ENV-4": "Sans parcelle."})
