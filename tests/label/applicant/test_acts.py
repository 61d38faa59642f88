"""What the operator reads, answers and signs, from the submission to a renewal, by forms alone."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from label import cases, deadlines, decisions, deliberation, grants, panels
from label.enums import CaseState, GrantState
from label.models import AdversarialWindow, Case, Seat, SelfDeclaration
from tests.factories import add_member
from tests.label import world as play
from tests.label.applicant.reading import (
    acts,
    address,
    case_page,
    facts,
    follows,
    link,
    read,
    text,
)

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 preuve"


def test_pieces_that_are_asked_are_given_or_explained(client, light, today):
    world = today(light)
    case = play.submitted(world)
    client.force_login(world.operator)
    items = ["Bail", "Plan du site"]
    cases.request_documents(case, by=world.secretary, items=items, now=world.later(days=1))
    html = case_page(client, case)
    assert facts(html)["Qui"] == "Vous"
    assert acts(html)[0] == "Envoyer les pièces demandées"
    url = address("case_documents", case.reference)
    first, second = case.document_requests.get().items.all()
    bail = {f"piece{first.pk}-file": SimpleUploadedFile("bail.pdf", PDF)}
    assert follows(client, url) == url  # nothing yet: kept as it is, not sent
    html = not_sent(client, url, **bail)
    assert html.select_one(f"#id_piece{second.pk}-file_error").get_text(strip=True) == (
        "Donnez cette pièce, ou dites pourquoi il n’y en a pas."
    )
    assert {a["href"]: a.get_text() for a in html.select("[role=alert] a")} == {
        f"#id_piece{second.pk}-file": "Plan du site"
    }
    assert html.select_one(f"#id_piece{second.pk}-file")
    assert not html.select(f"#id_piece{first.pk}-file_error")
    assert html.select_one("main a[href*='/espace/label/pieces/']").get_text() == "Bail"
    wrong = {f"piece{second.pk}-file": SimpleUploadedFile("plan.html", b"<p>")}
    html = not_sent(client, url, **wrong)
    assert "ni une photo" in html.select_one(f"#id_piece{second.pk}-file_error").get_text()
    first.refresh_from_db()
    assert first.evidence.filename == "bail.pdf"  # kept through both refusals
    world.later(days=2)
    why = {f"piece{second.pk}-explanation": "Le plan est au cadastre.", "send": "1"}
    receipt = follows(client, url, **why)
    case.refresh_from_db()
    assert (case.state, case.complete_on) == (CaseState.SUBMITTED, world.today)
    assert facts(read(client, receipt))["Dossier"] == case.reference
    pieces = [item.evidence for item in case.document_requests.get().items.all()]
    assert [piece and piece.filename for piece in pieces] == ["bail.pdf", None]


def test_who_applies_again_reads_what_goes_on_already(client, light, today):
    world = today(light)
    case = play.submitted(world)
    client.force_login(world.operator)
    html = read(client, address("case_start", case.operator_id))
    assert html.h1.get_text() == "Demander le label"
    assert f"Une demande est déjà en cours, {case.reference}." in text(html)
    assert link(html, "Suivre mon dossier") == address("case", case.reference)


def test_a_holder_is_asked_which_ranges_to_add(client, light, today):
    grant = play.active(today(light))
    client.force_login(light.operator)
    html = read(client, address("case_start", grant.operator_id))
    assert html.h1.get_text() == "Étendre le label"
    assert f"Vous tenez le label {grant.number}" in text(html)


def not_sent(client, url, **given):
    answer = client.post(url, given | {"send": "1"})
    assert answer.status_code == 422
    return BeautifulSoup(answer.content, "html.parser")


def test_names_of_the_panel_may_be_challenged_in_time(client, light, today):
    world = today(light)
    case = play.investigation(world)
    client.force_login(world.operator)
    url = address("case_panel", case.reference)
    assert client.get(url).status_code == 404  # nobody is told yet
    play.panel_named(world, case.panel)
    play.seat_everyone(world, case.panel)
    panels.notify_operator(case.panel, by=world.secretary, now=world.later())
    seat = case.panel.effective_seats().first()
    assert str(seat.member.person) in text(read(client, url))
    assert client.post(url, {"seat": seat.pk, "grounds": ""}).status_code == 422
    other = Seat.objects.exclude(panel=case.panel).first()
    foreign = other.pk if other else 4_000_000
    assert client.post(url, {"seat": foreign, "grounds": "Voisin."}).status_code == 422
    follows(client, url, seat=seat.pk, grounds="Mon concurrent direct.")
    assert seat.challenges.get().grounds == "Mon concurrent direct."
    again = client.post(url, {"seat": seat.pk, "grounds": "Encore."})
    assert "déjà en cours" in again.content.decode()
    world.later(days=6)
    assert "Le délai de récusation est passé." in text(read(client, url))


def test_questions_of_a_deferral_are_all_answered(client, light, today):
    world = today(light)
    case, hearing = play.deliberating(world)
    chair = hearing.chair.member.person
    play.consent(world, hearing, "defer")

    asked = [{"criterion": "ENV-1", "text": "Que vendez-vous en février ?"}]
    deliberation.defer(case, by=chair, questions=asked, now=world.later())
    client.force_login(world.operator)
    html = case_page(client, case)
    assert acts(html)[0] == "Répondre aux questions du jury"
    url = address("case_questions", case.reference)
    question = case.deferral_rows.get().questions.get()
    assert "Que vendez-vous en février ?" in text(read(client, url))
    assert client.post(url, {}).status_code == 422
    follows(client, url, **{f"q{question.pk}": "Des poireaux.", "text": ""})
    question.refresh_from_db()
    assert question.answer == "Des poireaux."
    assert facts(case_page(client, case))["Qui"] == "Le secrétariat"
    assert "Des poireaux." in text(read(client, url))


def test_a_refusal_is_told_once_notified_and_may_be_contested(client, light, today):
    world = today(light)
    case = play.refused(world)
    client.force_login(world.operator)
    told = text(case_page(client, case))
    assert "La décision est prise." in told
    assert "refus" not in told.lower()  # nothing leaks before the notice
    assert client.get(address("case_decision", case.reference)).status_code == 404
    assert client.get(address("case_appeal", case.reference)).status_code == 404
    play.notified(world, case)
    html = case_page(client, case)
    assert "Le label ne vous est pas accordé." in text(html)
    assert {"Lire l’avis du jury", "Lire la décision", "Contester la décision"} <= set(acts(html))
    decision = text(read(client, address("case_decision", case.reference)))
    assert "Contrôle non suivi." in decision
    assert "tribunal administratif de Nîmes" in decision
    assert "un traitement algorithmique" in decision
    assert "Avis motivé." in text(read(client, address("case_opinion", case.reference)))
    url = address("case_appeal", case.reference)
    assert client.post(url, {"grounds": ""}).status_code == 422
    follows(client, url, grounds="Le contrôle a été suivi.", contests_procedure="on")
    case.refresh_from_db()
    assert (case.state, case.appeal.contests_procedure) == (CaseState.UNDER_APPEAL, True)
    assert "Le contrôle a été suivi." in text(read(client, url))
    assert client.post(url, {"grounds": "Encore."}).status_code == 422
    assert "Votre recours est déposé." in text(case_page(client, case))


def test_an_application_is_withdrawn_only_when_sure(client, light, today):
    world = today(light)
    case = play.submitted(world)
    client.force_login(world.operator)
    url = address("case_desist", case.reference)
    assert client.post(url, {}).status_code == 422
    follows(client, url, is_sure="on")
    case.refresh_from_db()
    assert case.state == CaseState.DESISTED
    assert "Vous avez retiré votre demande." in text(case_page(client, case))
    assert client.get(url).status_code == 404


def test_an_editor_of_the_listing_neither_signs_nor_gives_up_nor_contests(client, light, today):
    world = today(light)
    editor = add_member(world.page, role="editor")
    case = play.submitted(world)
    granted = play.granted(world)
    play.notified(world, granted)
    grant = granted.grants.get()
    sign = "C’est à une personne propriétaire de la fiche de signer."
    other = "C’est à une personne propriétaire de la fiche de le faire."
    client.force_login(editor)
    for name, about, sent, why in (
        ("case_desist", case.reference, {"is_sure": "on"}, other),
        ("case_appeal", granted.reference, {"grounds": "Une erreur."}, other),
        ("case_sign", grant.number, {"is_sure": "on"}, sign),
        ("case_renounce", grant.number, {"is_sure": "on", "text": "Je cesse."}, other),
    ):
        assert why in text(read(client, address(name, about))), name
        response = client.post(address(name, about), sent)
        assert (response.status_code, why in response.content.decode()) == (422, True), name
    for one in (case, granted, grant):
        state = one.state
        one.refresh_from_db()
        assert one.state == state
    assert grant.operator_signed_at is None


def test_observations_before_a_measure(client, light, today):
    world = today(light)
    case = play.submitted(world)
    cases.open_inadmissibility_hearing(
        case, by=world.secretary, rule="site", grounds="Site hors du périmètre.", now=world.later()
    )
    client.force_login(world.operator)
    html = case_page(client, case)
    assert "Votre demande pourrait ne pas être recevable." in text(html)
    url = address("case_window", AdversarialWindow.objects.get(case=case).pk)
    assert "Site hors du périmètre." in text(read(client, url))
    follows(client, url, observations="Le site est à Nîmes.", wants_hearing="on")
    window = AdversarialWindow.objects.get(case=case)
    assert (window.observations, window.wants_hearing) == ("Le site est à Nîmes.", True)
    client.force_login(world.stranger)
    assert client.get(url).status_code == 404


def test_a_measure_is_said_first_and_a_day_that_has_passed_as_late(client, light, today):
    world = today(light)
    case = play.granted_with_reserves(world)
    play.notified(world, case)
    grant = play.signed(world, case)
    world.later(days=100)
    SelfDeclaration.objects.create(grant=grant, due_on=world.today)
    window = AdversarialWindow.objects.create(
        case=grant.case,
        grant=grant,
        measure="formal_notice",
        grounds="Plan non suivi.",
        opened_on=world.today,
        closes_on=world.today + timedelta(days=15),
    )
    client.force_login(world.operator)
    page = address("case_grant", grant.number)
    assert acts(read(client, page))[0] == "Donner vos observations : mise en demeure"
    world.later(days=16)
    give = {"by": world.authority, "for_overdue_plan": True, **play.DECISION}
    deadlines.run(now=world.now, only=("plan_overdue",))
    world.later(days=15)
    grants.give_notice(grant, now=world.now, **give)
    client.force_login(world.operator)
    html = read(client, page)
    assert acts(html)[0] == "Corriger ce que demande la mise en demeure"
    assert "Relire la mesure envisagée : mise en demeure" in acts(html)
    assert "en retard, attendu avant le" in text(html, "[aria-labelledby=actes]")
    assert html.select_one("#mesures details").has_attr("open")
    home = text(read(client, reverse("directory:espace_home")))
    assert home.index("Corriger ce que demande") < home.index("Faire ma déclaration annuelle")
    window.refresh_from_db()
    assert window.observed_at is None


def test_a_label_with_reserves_lives_from_its_signature_to_its_end(client, light, today):
    world = today(light)
    case = play.opinion_issued(
        world,
        outcome="grant_with_reserves",
        worse={"ENV-1": "partial"},
        texts={"reasons": {"ENV-1": "En cours."}},
    )
    client.force_login(world.operator)
    html = case_page(client, case)
    assert acts(html)[0] == "Accepter le plan de progrès"
    plan = address("case_plan", case.reference)
    assert client.post(plan, {}).status_code == 422
    follows(client, plan, is_sure="on")
    decisions.grant_with_reserves(
        case, by=world.authority, now=world.later(), reserves=play.plan(world, "ENV-1"),
        **play.DECISION,
    )  # fmt: skip
    grant = case.grants.get()
    page = address("case_grant", grant.number)
    assert client.get(page).status_code == 404  # not notified
    play.notified(world, case)
    assert acts(read(client, page))[0] == "Signer la convention"
    sign = address("case_sign", grant.number)
    assert "Planter une haie" in text(read(client, sign))
    assert client.post(sign, {"is_sure": "on"}).status_code == 422  # the plan too
    follows(client, sign, is_sure="on", with_plan="on")
    grants.sign_as_authority(grant, by=world.authority, now=world.later())
    assert grant.state == GrantState.ACTIVE_WITH_RESERVES
    reserve = grant.reserves.get()
    prove = address("case_reserve", grant.number, reserve.pk)
    assert acts(read(client, page))[0] == "Prouver : Planter une haie"
    assert client.post(prove, {"text": ""}).status_code == 422
    follows(client, prove, text="Cent mètres plantés.", file=SimpleUploadedFile("haie.pdf", PDF))
    reserve.refresh_from_db()
    assert (reserve.proof_text, reserve.evidence.filename) == ("Cent mètres plantés.", "haie.pdf")
    declared(client, world, grant)
    renewed(client, world, grant)
    given_up(client, world, grant)


def declared(client, world, grant):
    world.later(days=366)
    client.force_login(world.operator)  # the session has ended
    row = SelfDeclaration.objects.create(grant=grant, due_on=world.today)
    url = address("case_declaration", grant.number, row.pk)
    html = read(client, url)
    known = {field["name"]: "yes" for field in html.select("input[type=radio]")}
    assert len(known) == 6
    refused = client.post(url, known | {"origins": "no"})
    assert "dites ce qui a changé" in refused.content.decode()
    follows(client, url, **(known | {"origins": "no", "changes": "Du blé de Sommières."}))
    row.refresh_from_db()
    assert (row.changes, row.answers["origins"], row.answers["lines"]) == (
        "Du blé de Sommières.",
        False,
        True,
    )
    assert "Du blé de Sommières." in text(read(client, url))


def renewed(client, world, grant):
    world.later(days=600)
    client.force_login(world.operator)
    page = read(client, address("case_grant", grant.number))
    assert "Renouveler mon label" in acts(page)
    url = follows(client, address("case_renew", grant.number))
    case = Case.objects.get(renewed_grant=grant)
    assert url == address("case", case.reference)
    lines = set(case.scope_lines.values_list("line", flat=True))
    assert lines == set(grant.lines.values_list("line", flat=True))
    assert case.answers.get(part="prices").values["prices"] == "réponse"
    assert not case.answers.filter(part="signature").exists()  # signed anew
    assert "no_sanction" not in case.answers.get(part="legal").values  # and sworn anew
    row = case.scope_lines.get()
    edit = address("case_line", case.reference, row.pk)
    assert "elle garde son nom" in text(read(client, edit))
    follows(client, edit, origin="Toujours du site.")
    row.refresh_from_db()
    assert (row.origin, row.line.name) == ("Toujours du site.", "Légumes d’été")


def given_up(client, world, grant):
    url = address("case_renounce", grant.number)
    assert client.post(url, {"text": "Je prends ma retraite."}).status_code == 422
    follows(client, url, text="Je prends ma retraite.", is_sure="on")
    grant.refresh_from_db()
    assert grant.state == GrantState.RENOUNCED
    assert client.get(url).status_code == 404
