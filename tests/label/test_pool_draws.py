"""The yearly draw of the pool: who may be drawn, what each person hears, replacements, voids."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from label import (
    deadlines,
    draw_file,
    draw_page,
    drawing,
    pool,
    pool_draws,
    retention,
    volunteering,
)
from label.jury import lots
from label.machine import Refused
from label.mails import readers, words
from label.models import Draw, DrawCandidate, Event, OutboxMail, PoolMember
from label.public import draws
from tests.factories import CommuneFactory, UserFactory
from tests.label import world as play
from tests.label.desks.everything import local
from tests.reading import plain

pytestmark = pytest.mark.django_db
WHO = [("f", "30-44")] * 8 + [("m", "60-74")] * 8 + [("", "")] * 4


@pytest.fixture(scope="module")
def called(built, light):
    """Twenty residents and five peers who volunteered."""

    def make():
        rows = [("citizen", *who) for who in WHO] + [("peer", "", "")] * 5
        for number, (college, sex, age_band) in enumerate(rows):
            PoolMember.objects.create(
                person=UserFactory(email=f"volontaire{number}@exemple.fr"),
                college=college,
                sex=sex,
                age_band=age_band,
                volunteered_at=light.now,
            )

    return built(make)


def announced(light, year=2026, places=None, **options):
    options = {"by": light.secretary, "now": light.later()} | options
    return pool_draws.commit(
        year=year,
        places=places or {"citizen": 10, "peer": 2},
        **play.beacon(light.now + timedelta(hours=26)),
        **options,
    )


def refusal(call, *args, **options):
    with pytest.raises(Refused) as refused:
        call(*args, **options)
    return refused.value.reasons


def people(draw, *, alternates=False):
    rows = draw.candidates.filter(rank__isnull=False, is_alternate=alternates)
    return [row.member for row in rows.select_related("member__person")]


def told(kind):
    return set(OutboxMail.objects.filter(kind=kind).values_list("person", flat=True))


def test_places_of_each_cell_are_fixed_before_the_randomness(light, called):
    draw = announced(light)
    assert draw.counts == {"citizen_m": 8, "citizen_o": 12, "peer": 5}
    assert draw.spec["quota"] == {"citizen_m": 4, "citizen_o": 6, "peer": 2}
    assert draw.spec["alternates"] == {"citizen_m": 1, "citizen_o": 2, "peer": 1}
    document = draws.document_of(draw)
    assert document["pool"] == draw.pool
    assert draw_file.verify(document) == []


def test_each_has_an_answer_and_its_words(light, called):
    draw = play.typed_twice(light, announced(light))
    taken, waiting = people(draw), people(draw, alternates=True)
    assert (len(taken), len(waiting)) == (12, 4)
    assert {one.state for one in taken} == {"member"}
    assert {(term.starts_on, term.ends_on) for one in taken for term in one.terms.all()} == {
        (light.today, date(light.today.year + 1, light.today.month, light.today.day))
    }
    assert {one.state for one in waiting} == {"volunteer"}
    others = PoolMember.objects.filter(state="not_drawn")
    assert (others.count(), set(others.values_list("left_on", flat=True))) == (9, {light.today})
    assert told("pool_drawn") == {one.person_id for one in taken}
    assert told("pool_alternate") == {one.person_id for one in waiting}
    assert told("pool_not_drawn") == set(others.values_list("person", flat=True))
    for mail in OutboxMail.objects.filter(kind__startswith="pool_"):
        assert readers.may_read(mail)
        message = words.write(mail)
        assert draw.reference in message.body
        assert message.address.endswith(reverse("label:jury_draws"))
    assert draw_file.verify(draws.document_of(draw)) == []


def test_a_draw_for_next_year_gives_terms_from_new_years_day(light, called):
    draw = play.typed_twice(light, announced(light, year=2027))
    assert people(draw)[0].terms.get().starts_on == date(2027, 1, 1)
    assert refusal(announced, light, year=2029) == [
        "Le vivier se tire pour cette année ou pour la suivante."
    ]


def test_nobody_is_admitted_by_hand_around_a_draw(light, called):
    volunteer = PoolMember.objects.filter(state="volunteer").first()
    announced(light)
    answer = ["Le tirage du vivier donne sa réponse à cette personne : attendez-le."]
    assert refusal(pool.turn_down, volunteer, by=light.secretary, now=light.later()) == answer
    assert (
        refusal(
            pool.admit, volunteer, by=light.secretary, college="citizen", starts_on=light.today,
            now=light.later(),
        )
        == answer
    )  # fmt: skip


def test_too_few_volunteers_are_admitted_without_a_draw(light, called):
    assert refusal(announced, light, places={"peer": 6}) == [
        "Pairs : 5 volontaires pour 6 places. Accueillez-les sans tirage, ou demandez moins de "
        "places."
    ]
    assert refusal(announced, light, places={"peer": 0}) == [
        "Dites combien de places il y a, dans un collège au moins."
    ]
    peer = PoolMember.objects.filter(state="volunteer", college="peer").first()
    pool.admit(peer, by=light.secretary, college="peer", starts_on=light.today, now=light.later())
    assert peer.state == "member"


def test_who_gives_their_place_up_in_time_leaves_it_to_the_next_rank(light, called):
    draw = play.typed_twice(light, announced(light))
    line = draw.candidates.filter(college="peer", is_alternate=False, rank=1).get()
    after = draw.candidates.get(college="peer", is_alternate=True)
    pool_draws.decline(line.member, by=line.member.person, now=light.later(days=7))
    assert PoolMember.objects.get(pk=line.member_id).state == "left"
    after.member.refresh_from_db()
    assert after.member.state == "member"
    assert after.member.person_id in told("pool_drawn")
    late = draw.candidates.filter(college="peer", is_alternate=False, rank=2).get().member
    assert refusal(pool_draws.decline, late, by=late.person, now=light.later(days=1)) == [
        "Aucun mandat n’attend votre réponse."
    ]
    document = draws.document_of(draw)
    assert [one["reason"] for one in document["replacements"]] == ["declined"]
    assert draw_file.verify(document) == []
    pool.let_go(after.member, by=light.secretary, now=light.later())
    assert draws.document_of(draw)["replacements"][-1]["in"] is None
    assert draw_file.verify(draws.document_of(draw)) == []


def test_who_left_before_the_draw_is_passed(light, called):
    draw = announced(light)
    gone = draw.candidates.filter(college="peer").first().member
    volunteering.leave(gone, now=light.later())
    play.typed_twice(light, draw)
    members = PoolMember.objects.filter(
        state="member", college="peer", terms__starts_on=light.today
    )
    assert members.count() == 2
    assert gone.pk not in set(members.values_list("pk", flat=True))
    assert draw_file.verify(draws.document_of(draw)) == []


def test_alternates_have_their_answer_once_nobody_may_decline(light, called):
    draw = play.typed_twice(light, announced(light))
    waiting = people(draw, alternates=True)
    deadlines.run(now=light.later(days=6), only=("pool_draw",))
    assert PoolMember.objects.filter(state="volunteer").count() == len(waiting)
    for _run in range(2):
        deadlines.run(now=light.later(days=2), only=("pool_draw",))
    assert not PoolMember.objects.filter(state="volunteer").exists()
    assert {one.person_id for one in waiting} <= told("pool_not_drawn")


def test_a_void_draw_gives_no_term(light, called):
    draw = play.typed_twice(light, announced(light))
    drawing.void(draw, by=light.guarantor, reason="Liste incomplète.", now=light.later())
    assert PoolMember.objects.filter(state="volunteer").count() == 25
    assert len(told("pool_draw_voided")) == 25  # alternates were told that we would write
    again = announced(light)
    assert (again.replaces, again.counts) == (draw, draw.counts)
    assert refusal(announced, light) == [
        "Le vivier de cette année-là est déjà tiré, ou son tirage annoncé."
    ]


def test_terms_that_run_are_not_undone(light, called):
    draw = play.typed_twice(light, announced(light))
    light.later(days=8)
    late = {"by": light.guarantor, "reason": "Trop tard.", "now": light.now}
    assert refusal(drawing.void, draw, **late) == [
        "Les mandats de ce tirage courent : il ne s’annule plus."
    ]


def test_who_must_rest_is_left_out(light, called):
    tired = PoolMember.objects.filter(state="volunteer", college="peer").first()
    for year in (2024, 2025):
        tired.terms.create(starts_on=date(year, 2, 1), ends_on=date(year + 1, 2, 1))
    draw = announced(light)
    assert list(draw.exclusions.values_list("member", "reason")) == [(tired.pk, "resting")]


def test_only_the_secretariat_announces(light, called):
    assert refusal(announced, light, by=light.guarantor) == [
        "C’est au secrétariat d’annoncer un tirage."
    ]


def test_each_person_reads_their_own_line_and_may_give_the_place_up(light, called, client):
    draw = play.typed_twice(light, announced(light))
    member = people(draw)[0]
    [line] = lots.lines(member.person, now=light.now)
    assert (line.draw, line.until) == (draw, light.today + timedelta(days=7))
    undrawn = PoolMember.objects.filter(state="not_drawn").first()
    [line] = lots.lines(undrawn.person, now=light.now)
    assert (line.until, line.says) == (None, "Votre ligne n’a pas été tirée cette fois.")


def test_the_place_is_given_up_on_that_page(light, called, client, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: light.now)
    draw = play.typed_twice(light, announced(light))
    member = people(draw)[0]
    client.force_login(member.person)
    assert "Je laisse ma place" in client.get(reverse("label:jury_draws")).text
    answer = client.post(reverse("label:jury_give_up_term"), follow=True)
    assert "La place revient à la personne suivante" in answer.text
    assert "Je laisse ma place" not in answer.text
    assert PoolMember.objects.get(pk=member.pk).state == "left"


def test_the_cell_of_a_line_is_forgotten_with_what_it_said(light, called):
    draw = play.typed_twice(light, announced(light))
    retention.purge_pool(now=light.later(days=100))
    known = DrawCandidate.objects.filter(draw=draw).exclude(member=None)
    assert set(known.values_list("member__state", flat=True)) == {"member"}
    assert draw_file.verify(draws.document_of(draw)) == []


def test_a_college_without_places_waits_for_the_next_draw(light, called):
    play.typed_twice(light, announced(light, places={"citizen": 10}))
    light.later(days=100)
    deadlines.run(now=light.now, only=("pool_draw",))
    retention.purge_pool(now=light.now)
    assert PoolMember.objects.filter(college="peer", state="volunteer").count() == 5
    assert not PoolMember.objects.filter(college="citizen", state="volunteer").exists()


def test_the_page_says_the_cells_in_words(light, called, client):
    draw = play.typed_twice(light, announced(light))
    page = client.get(reverse("label:draw", args=[draw.reference])).text
    assert "Habitantes et habitants\N{NO-BREAK SPACE}: hommes" in page
    assert "Habitantes et habitants\N{NO-BREAK SPACE}: autres" in page
    assert "vivier de l’année\N{NO-BREAK SPACE}· 2026" in page


def test_the_secretariat_announces_it_from_the_pool(light, called, monkeypatch, client):
    monkeypatch.setattr("django.utils.timezone.now", lambda: light.now)
    client.force_login(light.secretary)
    url = reverse("label_desk:team_act", args=["annoncer-le-tirage-du-vivier"])
    assert "Volontaires qui attendent : 20." in plain(client.get(url).text)
    posted = {
        "year": "2026", "kind": "drand", "at": local(light.now + timedelta(hours=26)),
        "places:citizen": "10", "places:peer": "0", "places:trade": "0", "places:qualified": "0",
    }  # fmt: skip
    answer = client.post(url, posted)
    draw = Draw.objects.get()
    assert answer.url == reverse("label_desk:page", args=["tirage", draw.pk])
    assert draw.purpose == "pool"
    assert '<option value="2027" selected>' in client.get(url).text
    assert client.get(answer.url).status_code == 200
    assert Event.objects.latest("seq").type == "commit_draw"


def test_the_guarantor_alone_takes_the_list_that_is_kept(light, called, client):
    PoolMember.objects.filter(college="peer", state="volunteer").first().delete()
    draw = announced(light)
    assert draw.is_pool_hidden
    url = reverse("label_desk:draw_list", args=[draw.pk])
    for person, status in ((light.secretary, 404), (light.stranger, 302), (light.guarantor, 200)):
        client.force_login(person)
        assert client.get(url).status_code == status
    assert client.get(url).text == draw.pool


def test_a_cell_has_a_name_that_people_read(db):
    CommuneFactory(insee="30334", name="Uzès")
    codes = ["citizen_f_a30_30334", "citizen_x_x_o", "peer_o", "label"]
    assert list(draw_page.college_names(codes).values()) == [
        "habitantes et habitants\N{NO-BREAK SPACE}: femmes, 30 à 44 ans, Uzès",
        "habitantes et habitants\N{NO-BREAK SPACE}: sexe non précisé, âge non précisé, autres",
        "pairs\N{NO-BREAK SPACE}: autres",
        "labels en vigueur",
    ]
