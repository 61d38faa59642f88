"""The demonstration plays by the real verbs: a small cast here, all of it in CI.

`LABEL_DEMONSTRATION=whole` plays every case, as `make demo` does, and asks that each state of the
tables of label.md 6.1 and 6.2 is there to be seen.
"""

import os
from collections import Counter
from datetime import timedelta

import pytest
from django.db.models import Count
from django.utils import timezone

from directory.demonstration import accounts as all_accounts
from label import clock, draw_file, replay
from label.demonstration import agenda, loading, pieces, plot, texts
from label.enums import CaseState, DrawState, GrantState, SessionState
from label.models import (
    Case,
    Challenge,
    Draw,
    DrawReplacement,
    Grant,
    OutboxMail,
    PoolMember,
    Session,
)
from label.public import draws
from tests.factories import CommuneFactory, ProductFactory, add_producer

pytestmark = pytest.mark.django_db
WHOLE = os.environ.get("LABEL_DEMONSTRATION") == "whole"
CAST = {
    "Brasserie de l’Amphore fêlée",
    "La Pisciculture du Béal clair",
    "Élevage de la Gardie basse",
    "Les Grenades de Bois-Fontaine",
    "Verger de la Lône",
    "Sellerie du Biòu",
    "Les Moules du Ponant",
}


@pytest.fixture(scope="module")
def played(built):
    def make():
        communes = [CommuneFactory() for _number in range(6)]
        products = [ProductFactory() for _number in range(3)]
        wanted = plot.titles() if WHOLE else CAST
        for number, title in enumerate(sorted(wanted)):
            add_producer(title=title, commune=communes[number % 6], offers=[products[number % 3]])
        return loading.load(wanted)

    return built(make)


def test_the_journal_says_what_the_tables_say(played):
    assert played == Case.objects.count() == (57 if WHOLE else len(CAST))
    assert replay.differences() == []


def test_nobody_serves_longer_in_the_pool_than_the_rules_say(played):
    members = PoolMember.objects.annotate(served=Count("terms")).filter(served__gt=0)
    assert {one.served for one in members} == {1, 2}  # two in a row, then some rest (2.6)
    assert all(one.is_ready_to_judge for one in members if one.served == 2)


def test_every_case_stands_where_its_story_leaves_it(played):
    states = dict(Case.objects.values_list("operator__title", "state"))
    assert {title: states[title] for title in CAST} == {
        "Brasserie de l’Amphore fêlée": "closed",
        "La Pisciculture du Béal clair": "deliberation",
        "Élevage de la Gardie basse": "investigation",
        "Les Grenades de Bois-Fontaine": "submitted",
        "Verger de la Lône": "lapsed",
        "Sellerie du Biòu": "draft",
        "Les Moules du Ponant": "incomplete",
    }
    letters = OutboxMail.objects.filter(is_letter=True, state="ready")
    assert [one.kind for one in letters] == ["documents_missing"]
    assert Grant.objects.get(operator__title="Brasserie de l’Amphore fêlée").state == "withdrawn"


def test_every_state_can_be_seen(played):
    if WHOLE:
        assert set(Case.objects.values_list("state", flat=True)) == set(CaseState.values)
        assert set(Grant.objects.values_list("state", flat=True)) == set(GrantState.values)
        assert OutboxMail.objects.filter(state="held", kind="decision").exists()
        assert Challenge.objects.filter(state="open").count() == 1
    title = "Élevage de la Gardie basse"
    rows = Draw.objects.filter(case__operator__title=title, purpose="panel")
    assert Counter(rows.values_list("state", flat=True)) == {
        DrawState.VOIDED: 1,
        DrawState.DRAWN: 1,
    }


def test_each_lottery_is_there_done_and_announced(played):
    states = {
        purpose: set(Draw.objects.filter(purpose=purpose).values_list("state", flat=True))
        for purpose in ("pool", "visit")
    }
    assert states["pool"] == {DrawState.DRAWN, DrawState.COMMITTED}
    assert states["visit"] == {DrawState.DRAWN} | ({DrawState.COMMITTED} if WHOLE else set())
    assert draw_file.verify_all(draws.documents(draws.listed())) == []
    assert DrawReplacement.objects.filter(draw__purpose="pool", reason="declined").count() == 1


def test_there_is_a_session_behind_one_today_and_one_to_come(played):
    states = list(Session.objects.order_by("starts_at").values_list("state", flat=True))
    assert states[-3:] == [SessionState.CLOSED, SessionState.OPEN, SessionState.PLANNED]


def test_just_after_midnight_too_a_session_of_today_is_under_way():
    midnight = clock.start_of(clock.civil_day(timezone.now()))
    assert loading._end(midnight) == midnight + loading.UNDER_WAY
    assert loading._end(midnight + timedelta(hours=9)) == midnight + timedelta(hours=9)


def test_its_accounts_cover_the_roles(played):
    roles = {account.role for account in all_accounts.accounts()}
    assert roles >= {
        "label : secrétariat",
        "label : garant ou garante",
        "label : autorité",
        "label : contrôle",
        "label : animation",
        "label : protection des données et archives",
        "label : audit",
        "présidence, séance du jour",
        "juré ou jurée, séance du jour",
        "invitation à siéger",
        "volontaire pour le vivier",
    }
    if WHOLE:
        assert roles >= {"juré ou jurée, preuve à regarder", "juré ou jurée, mesure à examiner"}
    emails = [account.email for account in all_accounts.accounts()]
    assert all(email.endswith("@demo.madeingard.example") for email in emails)


def test_playing_again_adds_nothing(played):
    before = Case.objects.count()
    assert loading.load(CAST) == 0
    assert Case.objects.count() == before


def test_without_the_listings_nothing_is_played(db):
    assert loading.load({"Une ferme qui n’est pas là"}) == 0


def test_an_act_of_tomorrow_is_not_played():
    end = timezone.now()
    told = []

    def script(book, name, *days):
        for day in days:
            yield book.at(day)
            told.append((name, day))

    book = agenda.Agenda(end=end)
    book.play([script(book, "b", -2, 1), script(book, "a", -3, -1, 2)])
    assert told == [("a", -3), ("b", -2), ("a", -1)]
    assert book.ago(5) <= end - timedelta(minutes=0)


def test_a_piece_is_a_readable_pdf():
    content = pieces.pdf("Cahier (2026)", "Ferme")
    assert content.startswith(b"%PDF-1.4")
    assert content.rstrip().endswith(b"%%EOF")
    start = int(content.rsplit(b"startxref\n", 1)[1].split()[0])
    assert content[start : start + 4] == b"xref"


def test_a_number_of_siret_is_well_formed_and_of_nobody():
    number = texts.siret("Ferme")
    assert (len(number), number[:2]) == (14, "00")
    assert texts._luhn(number) % 10 == 0
