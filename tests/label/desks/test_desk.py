"""What awaits, lists and pages: what they show, and at what cost."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from label import cases, decisions, journal, watch
from label.desks import waiting
from label.desks.due import due
from label.desks.queues import QUEUES
from label.desks.subjects import BY_MODEL as SUBJECTS_OF
from label.models import Case, Finding
from tests.label import world as play
from tests.reading import plain

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def three(light, built):
    """A case handed in, one under investigation, one ready to be decided."""

    def make():
        decided = play.opinion_issued(light)
        play.another_operator(light)
        handed = play.submitted(light)
        play.another_operator(light)
        complete = play.investigation(light)
        return {"decided": decided, "handed": handed, "complete": complete}

    return built(make)


@pytest.fixture
def world(light, clock_of):
    return clock_of(light)


def waits(world, name):
    found = waiting.list_for(world.people[name], now=world.now)
    return {(one.what, one.about.partition(" –")[0]) for one in found}


def test_each_role_finds_what_it_may_do(world, three):
    references = {name: case.reference for name, case in three.items()}
    assert waits(world, "authority") == {
        ("Décider", references["decided"]),
        ("Nommer le jury", references["complete"]),
    }
    assert waits(world, "secretary") == {
        ("Examiner les pièces", references["handed"]),
        ("Nommer le jury", references["complete"]),
    }
    assert waits(world, "guarantor") == set()
    assert waits(world, "auditor") == set()


def test_signing_in_leads_the_team_to_its_desk(world, three, client):
    """« Mon espace » is where everybody arrives: the team finds the desk there, nobody else."""
    desk, admin = reverse("label_desk:home"), reverse("wagtailadmin_home")
    client.force_login(world.secretary)
    page = BeautifulSoup(client.get(reverse("directory:espace_home")).content, "html.parser")
    notice = page.select_one(f".place:has(a[href='{desk}'])")
    count = len(waiting.list_for(world.secretary, now=world.now))
    assert f"{count} choses vous attendent." in notice.get_text()
    assert page.select_one(f"main a[href='{admin}']") is not None
    assert "Vous ne tenez encore aucune fiche" not in page.get_text()
    client.force_login(world.stranger)
    other = client.get(reverse("directory:espace_home")).content.decode()
    assert (desk in other, admin in other) == (False, False)


def test_what_is_due_first_comes_first(world, three):
    found = [one.due.iso for one in waiting.list_for(world.secretary, now=world.now)]
    assert found == sorted(found)


def test_the_load_counts_running_cases_and_those_late(world, three):
    cases.assign(three["handed"], by=world.secretary, to=world.second_secretary, now=world.later())
    world.later(days=200)
    loads = {one["name"]: (one["count"], one["late"]) for one in waiting.loads(world.today)}
    names = [person.get_full_name() or person.email
             for person in (world.secretary, world.second_secretary)]  # fmt: skip
    assert loads == {names[0]: (2, 2), names[1]: (1, 1)}


@pytest.mark.parametrize(
    ("days", "tone", "words"),
    [
        (-2, "late", "en retard de 2 jours"),
        (-1, "late", "en retard d’un jour"),
        (0, "soon", "aujourd’hui"),
        (1, "soon", "demain"),
        (3, "soon", "dans 3 jours"),
        (10, "near", "dans 10 jours"),
        (11, "far", "dans 11 jours"),
    ],
)
def test_a_deadline_is_said_in_words_and_in_a_tone(world, days, tone, words):
    told = due(world.today + timedelta(days=days), world.today)
    assert (told.tone, told.words) == (tone, words)


def test_the_first_of_a_month_is_said_as_one_says_it():
    assert due(date(2026, 12, 1), date(2026, 11, 20)).day == "1er décembre 2026"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"decided", "handed", "complete"}),
        ({"state": "submitted"}, {"handed"}),
        ({"q": "introuvable"}, set()),
        ({"q": "DOS\x00-"}, {"decided", "handed", "complete"}),
        ({"mine": "1"}, {"decided", "complete"}),
        ({"late": "1"}, set()),
        ({"state": "n’existe pas", "p": "99"}, {"decided", "handed", "complete"}),
    ],
)
def test_cases_are_found_by_words_and_filters(world, three, client, query, found):
    client.force_login(world.secretary)
    rows = client.get(reverse("label_desk:list", args=["dossier"]), query).context["rows"]
    wanted = {three[name].reference for name in found}
    assert {cells[0] for _url, cells in rows} == wanted


@pytest.mark.parametrize(("who", "leads"), [("secretary", True), ("controller", False)])
def test_a_label_leads_to_its_case_only_whom_may_read_it(client, world, who, leads):
    grant = play.active(world)
    client.force_login(world.people[who])
    page = client.get(reverse("label_desk:page", args=["label", grant.pk])).text
    assert grant.case.reference in page
    assert (reverse("label_desk:page", args=["dossier", grant.case_id]) in page) == leads


def test_a_case_is_found_by_its_number(world, three, client):
    client.force_login(world.auditor)
    query = {"q": three["handed"].reference.lower()}
    rows = client.get(reverse("label_desk:list", args=["dossier"]), query).context["rows"]
    assert [cells[0] for _url, cells in rows] == [three["handed"].reference]


def cost(client, url):
    client.get(url)  # what is kept between requests is there
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_the_desk_and_the_list_cost_the_same_however_many_cases(world, three, client):
    client.force_login(world.secretary)
    urls = [reverse("label_desk:home"), reverse("label_desk:list", args=["dossier"])]
    before = [cost(client, url) for url in urls]
    play.another_operator(world)
    play.submitted(world)
    play.another_operator(world)
    play.investigation(world)
    assert [cost(client, url) for url in urls] == before
    assert before[0] <= 30
    assert before[1] <= 15


def test_the_desk_costs_the_same_however_many_reports(world, client):
    grant = play.active(world)
    client.force_login(world.secretary)
    costs = []
    for _turn in range(3):
        watch.report(matter="origin", text="Origine.", grant=grant, now=world.later())
        costs.append(cost(client, reverse("label_desk:home")))
    assert len(set(costs)) == 1


def test_a_case_page_costs_the_same_however_long_its_story(world, three, client):
    """The same state, more pieces and more events: no more queries."""
    client.force_login(world.authority)
    case = three["decided"]
    url = reverse("label_desk:page", args=["dossier", case.pk])
    before = cost(client, url)
    for _turn in range(3):
        journal.record(case, "assign", by=world.secretary, role="secretariat", now=world.later())
    case.answers.filter(part="prices").delete()
    assert cost(client, url) == before
    assert before <= 140


def test_the_members_of_a_jury_are_folded_together(world, three, client):
    client.force_login(world.secretary)
    case = three["decided"]
    html = client.get(reverse("label_desk:page", args=["dossier", case.pk])).content
    acts = BeautifulSoup(html, "html.parser").select_one(".desk-acts")
    [members] = acts.find_all("details", recursive=False, open=False)
    inside = [one.summary.text for one in members.select(".desk-part")]
    assert plain(members.summary.text) == f"Premier jury : ses membres ({len(inside)})"
    assert set(inside) == {str(one.member.person) for one in case.panel.seats.all()}


def test_a_case_page_offers_acts_with_what_speaks_against_them(world, three, client):
    client.force_login(world.authority)
    page = client.get(reverse("label_desk:page", args=["dossier", three["decided"].pk]))
    offered = {
        one["act"].name: one["faults"] for part in page.context["todo"] for one in part["acts"]
    }
    assert list(offered) == ["accorder", "seconde-lecture", "accorder-avec-reserves", "refuser"]
    assert offered["accorder"] == []
    assert offered["refuser"] == [
        "La décision s’écarte de l’avis : dites pourquoi, ce sera publié."
    ]


def test_an_act_refused_says_why_and_keeps_what_was_typed(world, three, act_as):
    case = three["decided"]
    typed = {"text": "Motifs écrits.", "competence_ref": "Délibération 3"}
    answer = act_as(world.authority, case, "refuser", **typed)
    form = answer.context["form"]
    assert form.non_field_errors() == [
        "La décision s’écarte de l’avis : dites pourquoi, ce sera publié."
    ]
    assert form["text"].value() == "Motifs écrits."
    case.refresh_from_db()
    assert case.state == "opinion_issued"


def test_an_empty_form_says_what_is_missing_beside_its_field(world, three, act_as):
    form = act_as(world.authority, three["decided"], "accorder").context["form"]
    assert set(form.errors) == {"text", "competence_ref"}


@pytest.mark.parametrize(("name", "sees"), [("secretary", True), ("stranger", False)])
def test_the_home_of_the_admin_says_how_much_awaits(world, three, client, name, sees):
    person = world.people[name]
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(person)
    text = client.get(reverse("wagtailadmin_home")).content.decode()
    assert ("2 choses vous attendent" in text) is sees


@pytest.mark.parametrize(("name", "status"), [("guarantor", 200), ("authority", 404)])
def test_ties_are_listed_for_who_may_read_them(world, three, client, name, status):
    client.force_login(world.people[name])
    assert client.get(reverse("label_desk:list", args=["lien"])).status_code == status


def test_the_link_that_jurors_follow_is_a_web_address(world, act_as):
    sent = {"remote_url": "javascript:alert(1)"}
    form = act_as(world.secretary, None, "fixer-une-seance", **sent).context["form"]
    assert "remote_url" in form.errors


def text_of(client, obj, act=""):
    key = SUBJECTS_OF[type(obj)].key
    name, args = ("act", [act]) if act else ("page", [])
    answer = client.get(reverse(f"label_desk:{name}", args=[key, obj.pk, *args]))
    return BeautifulSoup(answer.content, "html.parser").select_one("main")


def test_the_form_of_an_act_says_what_it_is_about(world, three, client):
    client.force_login(world.authority)
    form = text_of(client, three["decided"], "accorder")
    about = form.select_one(".desk-about a")
    assert about.get_text() == f"{three['decided'].reference} – {world.page.title}"
    assert about["href"] == reverse("label_desk:page", args=["dossier", three["decided"].pk])


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("facilitator", "Conduire la séance"),
        ("secretary", "Suivre la séance"),
        ("auditor", None),
    ],
)
def test_a_session_opens_its_own_page_first(world, three, client, name, words):
    session = three["decided"].panel.hearings.get().session
    session.state = "open"
    session.save()
    client.force_login(world.people[name])
    found = text_of(client, session).select_one(f"a[href='/seances/{session.reference}/']")
    assert (found.get_text() if found else None) == words


def test_a_check_waits_for_its_corrections_once_it_is_made(world, three, client):
    grant = play.signed(world, _granted(world, three["decided"]))
    check = watch.open_check(grant, by=world.secretary, now=world.later())
    watch.plan_check(check, by=world.controller, on=world.today, announced=True, now=world.later())
    watch.carry_out(check, by=world.controller, report="Fait.", now=world.later())
    criterion = grant.case.criteria()[0]
    finding = Finding.objects.create(
        check_made=check, criterion=criterion, severity="minor", text="Un écart.",
        action_due_on=world.today + timedelta(days=20),
    )  # fmt: skip
    world.later(days=5)
    client.force_login(world.controller)
    page = text_of(client, check)
    assert page.select_one(".desk-state .desk-due span").get_text() == "dans 15 jours"
    assert f"{criterion.code} mineur" in {one.get_text() for one in page.select("summary")}
    [line] = waiting.list_for(world.controller, now=world.now)
    assert (line.what, line.due.words) == ("Conclure un contrôle", "dans 15 jours")
    finding.corrected_on = world.today
    finding.save()
    [line] = waiting.list_for(world.controller, now=world.now)
    assert line.due is None


def _granted(world, case):
    decisions.grant(case, by=world.authority, now=world.later(), **play.DECISION)
    play.notified(world, case)
    return case


def test_the_archivist_eliminates_a_file_at_its_term(world, three, act_as):
    case = three["handed"]
    cases.desist(case, by=case.applicant, now=world.later())
    Case.objects.filter(pk=case.pk).update(state="closed", state_since=world.now)
    world.later(days=1800)
    assert waits(world, "archivist") == set()
    assert act_as(world.archivist, case, "eliminer", visa="V-1").status_code == 302
    assert case.answers.exists()  # too early: the act is not offered
    world.later(days=60)
    what = "Éliminer un dossier arrivé à son terme, avec le visa des archives"
    assert waits(world, "archivist") == {(what, case.reference)}
    assert act_as(world.archivist, case, "eliminer", visa="V-1").status_code == 302
    assert not case.answers.exists()
    assert waits(world, "archivist") == set()


def test_a_line_opens_a_form_only_where_nothing_is_to_be_weighed():
    """Who has a choice, or somebody's words to read, lands on the page."""
    assert {one.act for one in QUEUES if one.act} == {
        "visite-faite",
        "annoncer-le-tirage-de-l-equipe",
        "annoncer-un-tirage",
        "nommer-le-jury",
        "informer-operateur",
        "constituer",
        "ouvrir-au-jury",
        "notifier",
        "noter-jury-de-recours",
        "fixer-la-date",
        "appeler-des-jures",
    }
