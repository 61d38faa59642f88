"""Who may enter each of the applicant's addresses: roles × addresses, reading writes nothing."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.shortcuts import resolve_url
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from directory.models import Membership
from label import cases, panels
from label.applicant import starting
from label.models import (
    AdversarialWindow,
    Deferral,
    Evidence,
    InterestDeclaration,
    Remedy,
    SelfDeclaration,
    Visit,
    Visitor,
    VisitPhoto,
    VisitReport,
)
from tests.factories import UserFactory, add_member, add_producer
from tests.home.test_edition import commit
from tests.label import world as play

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hour")]
PEOPLE = ("anonymous", "stranger", "editor", "owner", "secretariat", "juror", "guarantor")
SIGN_IN, HIDDEN, REFUSED, IN, WRONG_VERB = "sign in", 404, 403, 200, 405


def who(*let_in, others=HIDDEN, anonymous=SIGN_IN, **exceptions):
    met = {person: IN if person in let_in else others for person in PEOPLE}
    return met | ({} if "anonymous" in let_in else {"anonymous": anonymous}) | exceptions


# What a reading may note: who read a file, the session, the settings that the site is born with.
NOTED = {"label_readaccess", "usersessions_usersession", "home_sitesettings"}
MANAGERS = who("editor", "owner")
EVERYONE = who(*PEOPLE[1:])
READERS = who("editor", "owner", "secretariat", "juror", "guarantor")
ONLY_SENT = who(others=WRONG_VERB, anonymous=WRONG_VERB)

# name → who reads it, and of what it is: draft, decided, incomplete, grant…
TABLE = {
    "case_home": (EVERYONE, "nothing"),
    "case_start": (MANAGERS, "page"),
    "case": (MANAGERS, "draft"),
    "case_link": (ONLY_SENT, "draft"),
    "case_reread": (MANAGERS, "draft"),
    "case_part": (MANAGERS, "part"),
    "case_site_add": (MANAGERS, "draft"),
    "case_site": (MANAGERS, "site"),
    "case_site_remove": (ONLY_SENT, "site"),
    "case_line_add": (MANAGERS, "draft"),
    "case_line": (MANAGERS, "line"),
    "case_line_remove": (ONLY_SENT, "line"),
    "case_criterion": (MANAGERS, "criterion"),
    "case_submit": (MANAGERS, "draft"),
    "case_evidence": (MANAGERS, "draft"),
    "case_evidence_file": (READERS, "piece"),
    "case_evidence_remove": (ONLY_SENT, "piece"),
    "case_documents": (MANAGERS, "incomplete"),
    "case_receipt": (MANAGERS, "decided"),
    "case_questions": (MANAGERS, "decided"),
    "case_plan": (MANAGERS, "decided"),
    "case_opinion": (MANAGERS, "decided"),
    "case_decision": (MANAGERS, "decided"),
    "case_appeal": (MANAGERS, "decided"),
    "case_desist": (MANAGERS, "incomplete"),
    "case_visit": (MANAGERS, "decided"),
    "case_visit_photo": (READERS, "photo"),
    "case_panel": (MANAGERS, "decided"),
    "case_window": (MANAGERS, "window"),
    "case_paper_entry": (who("secretariat", others=REFUSED), "nothing"),
    "case_grant": (MANAGERS, "grant"),
    "case_sign": (MANAGERS, "grant"),
    "case_reserve": (MANAGERS, "reserve"),
    "case_remedy": (MANAGERS, "grant"),
    "case_declaration": (MANAGERS, "declaration"),
    "case_renew": (MANAGERS, "grant"),
    "case_renounce": (MANAGERS, "grant"),
}


def build(world):
    """A producer with a draft, an incomplete case and a label; their people and the team's."""
    owner, page = world.operator, world.page
    editor = UserFactory()
    Membership.objects.create(page=page, user=editor, role="editor")
    decided = play.draft(world)
    piece = play.piece(decided, world)
    cases.submit(decided, by=owner, now=world.later())
    play_on(world, decided)
    grant = decided.grants.get()
    incomplete = play.submitted(world)
    cases.request_documents(incomplete, by=world.secretary, items=["Bail"], now=world.later())
    draft = starting.begin(page, by=owner)
    cases.add_line(
        draft, by=owner, site=page.label_sites.first(), name="Miels", nature="raw",
        family=world.family,
    )  # fmt: skip
    visit = Visit.objects.create(
        case=decided, due_on=world.today, state="report_filed", filed_at=world.now,
        reply_until=world.today + timedelta(days=5),
    )  # fmt: skip
    report = VisitReport.objects.create(visit=visit, updated_at=world.now)
    photo = VisitPhoto.objects.create(
        report=report, file=SimpleUploadedFile("haie.jpg", b"\xff\xd8\xff"), sha256="0" * 64,
        caption="La haie", added_at=world.now,
    )  # fmt: skip
    Deferral.objects.create(case=decided, number=1, asked_at=world.now, answer_due_on=world.today)
    window = AdversarialWindow.objects.create(
        case=decided, grant=grant, measure="suspended", grounds="Un étal.", opened_on=world.today,
        closes_on=world.today + timedelta(days=15),
    )  # fmt: skip
    Remedy.objects.create(grant=grant, text="C’est fait.", sent_at=world.now)
    year = SelfDeclaration.objects.create(grant=grant, due_on=world.today)
    site = page.label_sites.first()
    return {
        "nothing": (),
        "page": (page.pk,),
        "draft": (draft.reference,),
        "part": (draft.reference, "identity"),
        "site": (draft.reference, site.pk),
        "line": (draft.reference, draft.scope_lines.first().pk),
        "criterion": (draft.reference, "SAN-1"),
        "piece": (piece.pk,),
        "incomplete": (incomplete.reference,),
        "decided": (decided.reference,),
        "photo": (photo.pk,),
        "window": (window.pk,),
        "grant": (grant.number,),
        "reserve": (grant.number, grant.reserves.get().pk),
        "declaration": (grant.number, year.pk),
        "people": {
            "stranger": add_member(add_producer(title="La Chèvrerie")),
            "editor": editor,
            "owner": owner,
            "secretariat": world.secretary,
            "juror": decided.panel.seats.effective().first().member.person,
            "guarantor": world.guarantor,
        },
    }


def play_on(world, case):
    """From its submission to a label with a reserve, notified; the file stays open to its jury."""
    cases.declare_complete(case, by=world.secretary, now=world.later(days=1))
    play.panel_constituted(world, case)
    panels.open_file(case, by=world.secretary, now=world.later())
    play.session_planned(world, case.panel)
    world.later(days=5)
    cases.open_scoring(case, now=world.now)
    play.everyone_scores(world, case, worse={"ENV-1": "partial"})
    hearing = play.session_open(world, case)
    play.scoring.reveal_in_session(case, by=hearing.chair.member.person, now=world.later())
    play.consent(world, hearing, "grant_with_reserves")
    play.opinion_written(world, case, hearing, reasons={"ENV-1": "En cours."})
    play.deliberation.adopt_opinion(case, by=hearing.chair.member.person, now=world.later())
    play.decisions.accept_plan(case, by=case.applicant, now=world.later())
    play.decisions.grant_with_reserves(
        case, by=world.authority, now=world.later(), reserves=play.plan(world, "ENV-1"),
        **play.DECISION,
    )  # fmt: skip
    play.notified(world, case)


@pytest.fixture(scope="module")
def town(built, light):
    return built(build, light)


def client_of(town, person):
    client = Client()
    if person != "anonymous":
        client.force_login(town["people"][person])
    return client


def met_by(client, verb, url):
    response = client.generic(verb, url)
    response.close()
    if response.status_code == 302 and response.url.startswith(resolve_url(settings.LOGIN_URL)):
        return SIGN_IN
    return response.status_code


def test_every_address_of_the_applicant_is_in_the_table():
    known = {name for name in get_resolver("label.urls").reverse_dict if isinstance(name, str)}
    ours = {name for name in known if name == "case" or name.startswith("case_")}
    assert ours == set(TABLE)


@pytest.mark.parametrize("person", PEOPLE)
def test_each_person_reads_what_the_table_says_and_writes_nothing(person, town):
    client = client_of(town, person)
    commit()
    with CaptureQueriesContext(connection) as queries:
        met = {
            name: met_by(client, "GET", reverse(f"label:{name}", args=town[about]))
            for name, (_outcomes, about) in TABLE.items()
        }
    assert met == {name: outcomes[person] for name, (outcomes, _about) in TABLE.items()}
    written = [
        query["sql"]
        for query in queries
        if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
        and not NOTED.intersection(query["sql"].split('"'))
    ]
    assert written == []


@pytest.mark.parametrize("person", [one for one in PEOPLE if one not in ("editor", "owner")])
def test_nobody_else_sends_anything(person, town):
    client = client_of(town, person)
    commit()
    refused = {"anonymous": {SIGN_IN}}.get(person, {HIDDEN, REFUSED})
    for name, (outcomes, about) in TABLE.items():
        if outcomes is EVERYONE or (outcomes[person] == IN and outcomes is not READERS):
            continue
        url = reverse(f"label:{name}", args=town[about])
        assert met_by(client, "POST", url) in refused | {WRONG_VERB}, name


def test_a_confidential_piece_is_for_the_operator_the_secretariat_and_the_guarantor(town, light):
    piece = Evidence.objects.get(pk=town["piece"][0])
    piece.is_confidential = True
    piece.save()
    url = reverse("label:case_evidence_file", args=[piece.pk])
    met = {person: met_by(client_of(town, person), "GET", url) for person in PEOPLE}
    assert met == who("editor", "owner", "secretariat", "guarantor")


def test_a_visitor_reads_no_piece_before_declaring_no_tie_and_never_an_invoice(town, light):
    piece = Evidence.objects.get(pk=town["piece"][0])
    member = light.pool["qualified"][-1]
    Visitor.objects.create(
        visit=piece.case.visit, member=member, kind="resident", assigned_at=light.now
    )
    client = Client()
    client.force_login(member.person)
    urls = [
        reverse("label:case_evidence_file", args=town["piece"]),
        reverse("label:case_visit_photo", args=town["photo"]),
    ]
    assert [met_by(client, "GET", url) for url in urls] == [HIDDEN, HIDDEN]
    InterestDeclaration.objects.create(
        case=piece.case, person=member.person, role="visitor", answers={}, is_nil=True,
        declared_at=light.now,
    )  # fmt: skip
    assert [met_by(client, "GET", url) for url in urls] == [IN, IN]
    Evidence.objects.filter(pk=piece.pk).update(kind="invoice")
    assert met_by(client, "GET", urls[0]) == HIDDEN
