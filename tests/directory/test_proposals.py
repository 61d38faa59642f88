import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, TaskState

from directory import groups, recipe_proposals
from directory.models import Proposal, RecipePage
from directory.models.proposals import KEPT_AFTER_ANSWER, KEPT_UNCONFIRMED
from directory.proposal_forms import ProposalForm, as_typed
from directory.recipe_proposals import Refused
from directory.senders import sender_of
from tests.factories import FoodFactory, UserFactory

pytestmark = pytest.mark.django_db
FORM = reverse("directory:propose")
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TYPED = {
    "title": "Soupe d’Odile",
    "servings": 4,
    "prep_minutes": 20,
    "cook_minutes": 40,
    "rest_minutes": None,
    "ingredients": ["1 kg de courge", "2 c. à s. de lune bleue"],
    "steps": ["Épluchez la courge.", "Faites cuire."],
    "story": "De ma grand-mère.",
    "credit": "name",
    "name": "Odile Vidal",
}


@pytest.fixture(autouse=True)
def team(tree):
    groups.ensure_all(home=tree.home)
    moderator = UserFactory(email="lea@exemple.fr")
    moderator.groups.add(Group.objects.get(name="Modérateurs"))
    return moderator


@pytest.fixture(autouse=True)
def mails_leave_at_once(monkeypatch):
    monkeypatch.setattr("django.db.transaction.on_commit", lambda run, **kwargs: run())


def post(client, address=FORM, **changes):
    return client.post(
        address, as_typed(TYPED, "odile@exemple.fr") | {"rest_minutes": ""} | changes
    )


def begin(email="odile@exemple.fr", *, sender="voisin", now=NOON, **changes):
    return recipe_proposals.begin(TYPED | changes, email, sender=sender, now=now)


def code() -> str:
    """The code of the last mail that holds one."""
    return next(
        m[1] for m in (re.search(r"^ +(\d{6})$", x.body, re.M) for x in mail.outbox[::-1]) if m
    )


def wrong() -> str:
    return f"{(int(code()) + 1) % 10**6:06d}"


def confirmed(**changes) -> RecipePage:
    proposal = begin(**changes)
    page = recipe_proposals.confirm(proposal, code(), now=NOON)
    mail.outbox.clear()
    return page


# --- From the form to the page ---


def test_a_recipe_goes_from_the_form_to_moderation(client, team):
    food = FoodFactory(name="Courge", piece_g=1000)
    answer = post(client)
    proposal = Proposal.objects.get()
    assert (answer.status_code, answer.url) == (
        302,
        reverse("directory:proposal", args=[proposal.token]),
    )
    [message] = mail.outbox
    assert message.to == ["odile@exemple.fr"]
    assert message.subject == f"{code()} : votre code pour Made in Gard"
    assert "Odile" not in message.body
    assert "Soupe" not in message.body
    assert client.post(answer.url, {"code": f" {code()[:3]} {code()[3:]} "}).url == answer.url
    page = RecipePage.objects.get()
    assert (page.title, page.author_name, page.live) == ("Soupe d’Odile", "Odile Vidal", False)
    assert (page.servings, page.prep_minutes, page.cook_minutes, page.rest_minutes) == (
        4,
        20,
        40,
        0,
    )
    rows = page.ingredients.values_list("text", "food", "quantity", "unit", "grams")
    assert list(rows) == [
        ("1 kg de courge", food.pk, 1, "kg", 1000),
        ("2 c. à s. de lune bleue", None, 2, "tablespoon", None),
    ]
    assert [step.text for step in page.steps.all()] == TYPED["steps"]
    assert list(TaskState.objects.reviewable_by(team)) == [page.current_workflow_task_state]
    proposal.refresh_from_db()
    assert (proposal.state, proposal.page_id, proposal.typed) == ("waiting", page.pk, {})
    assert "Nous l’avons, merci." in client.get(answer.url).content.decode()


def test_address_is_nowhere_on_the_page(client):
    page = confirmed()
    kept = [str(page.latest_revision.content), *map(str, PageLogEntry.objects.values_list("data"))]
    assert "odile@exemple.fr" not in "".join(kept)


@pytest.mark.parametrize(
    ("credit", "name", "credited"),
    [
        ("name", "Odile Vidal", "Odile Vidal"),
        ("first_name", "Odile Vidal", "Odile"),
        ("anonymous", "", "quelqu’un d’ici"),
    ],
)
def test_author_is_credited_as_they_wish(credit, name, credited):
    assert confirmed(credit=credit, name=name).author_name == credited


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Soupe", "soupe"),
        ("Proposer", "recette-proposer"),
        ("Je cuisine avec…", "recette-je-cuisine-avec"),
    ],
)
def test_slug_leaves_the_addresses_of_the_index_alone(title, slug):
    assert confirmed(title=title).slug == slug


def test_title_without_a_letter_has_an_address():
    page = confirmed(title="汤")
    assert page.slug == f"recette-{page.proposal.pk}"


def test_two_recipes_may_have_one_title():
    assert [confirmed().slug, confirmed().slug] == ["soupe-dodile", "soupe-dodile-2"]


# --- What is typed ---


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", "", "À remplir."),
        ("title", "x" * 81, "Au plus 80 caractères : il y en a 81."),
        ("servings", "0", "Un nombre entier de 1 à 100."),
        ("servings", "quatre", "Un nombre entier de 1 à 100."),
        ("servings", "٤", "Un nombre entier de 1 à 100."),
        ("prep_minutes", "", "À remplir."),
        ("prep_minutes", "9" * 400, "Un nombre entier de 0 à 2880."),
        ("cook_minutes", "1e3", "Un nombre entier de 0 à 2880."),
        ("ingredients", " \n ", "À remplir."),
        ("ingredients", "sel\n" * 41, "Au plus 40 lignes : il y en a 41."),
        ("ingredients", "sel\n" + "x" * 161,
         "Ligne 2 : au plus 160 caractères, il y en a 161."),
        ("steps", "x" * 40_001, "Au plus 40000 caractères : il y en a 40001."),
        ("story", "x" * 1501, "Au plus 1500 caractères : il y en a 1501."),
        ("credit", "roi", "Choisissez dans la liste."),
        ("name", "", "Écrivez votre nom, ou choisissez « Sans mon nom »."),
        ("email", "odile@", "Ce n’est pas une adresse e-mail. Exemple : odile@exemple.fr"),
        ("email", "a@b.fr\nBcc: c@d.fr",
         "Ce n’est pas une adresse e-mail. Exemple : odile@exemple.fr"),
        ("website", "https://x.example", "Videz ce champ : seules les machines le remplissent."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(client, field, value, message):
    answer = post(client, **{field: value})
    assert answer.status_code == 422
    assert dict(answer.context["form"].errors) == {field: [message]}
    html = answer.content.decode()
    assert message in html
    assert "De ma grand-mère." in html or field == "story"
    assert (Proposal.objects.count(), len(mail.outbox)) == (0, 0)


@pytest.mark.parametrize("value", ["\x00\x07", "\ud800", "<script>alert(1)</script>", "'; DROP--"])
@pytest.mark.parametrize("field", ["title", "servings", "ingredients", "steps", "credit", "email"])
def test_hostile_input_is_never_an_error_of_ours(client, field, value):
    typed = value.encode("utf-8", "replace").decode()
    answer = post(client, **{field: typed})
    assert answer.status_code in {302, 422}
    assert "<script>alert" not in answer.content.decode()


def test_empty_form_asks_for_what_it_needs(client):
    answer = client.post(FORM, {})
    assert set(answer.context["form"].errors) == {
        "title", "servings", "prep_minutes", "ingredients", "steps", "credit", "email"
    }  # fmt: skip


def test_control_characters_and_spaces_are_tidied():
    data = as_typed(TYPED, "o@exemple.fr") | {
        "title": " Soupe\x00 \u202e d’été\n",
        "story": "a\r\nb",
    }
    form = ProposalForm(data | {"rest_minutes": ""})
    assert form.is_valid(), form.errors
    assert (form.typed["title"], form.typed["story"]) == ("Soupe d’été", "a\nb")


# --- The code ---


def test_recipe_is_kept_and_can_be_corrected(client):
    address = post(client).url + "corriger/"
    html = client.get(address).content.decode()
    assert "2 c. à s. de lune bleue" in html
    assert "odile@exemple.fr" in html
    assert post(client, address, title="Soupe de courge").status_code == 302
    assert [p.typed["title"] for p in Proposal.objects.all()] == ["Soupe de courge"]
    assert len(mail.outbox) == 1  # the code still holds


def test_corrected_address_gets_its_own_code(client):
    first = post(client).url
    second = post(client, first + "corriger/", email="o.vidal@exemple.fr").url
    assert second != first
    assert [m.to for m in mail.outbox] == [["odile@exemple.fr"], ["o.vidal@exemple.fr"]]
    assert "sous une autre adresse" in client.get(first).content.decode()
    assert client.post(second, {"code": code()}).status_code == 302
    assert RecipePage.objects.count() == 1


def test_wrong_code_is_said_and_the_fifth_ends_it(client):
    address = post(client).url
    good, bad = code(), wrong()
    said = [client.post(address, {"code": bad}).context["form"].errors["code"] for _n in range(5)]
    assert [errors[0] for errors in said] == [
        "Ce n’est pas le bon code. Il reste 4 essais.",
        "Ce n’est pas le bon code. Il reste 3 essais.",
        "Ce n’est pas le bon code. Il reste 2 essais.",
        "Ce n’est pas le bon code. Il reste 1 essai.",
        "Ce n’est pas le bon code, et c’était le dernier essai. Demandez-en un autre.",
    ]
    late = client.post(address, {"code": good})
    assert late.status_code == 422
    assert late.context["form"].errors == {
        "code": ["Ce code n’est plus valable. Demandez-en un autre."]
    }
    assert not RecipePage.objects.exists()


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６"])
def test_what_is_not_a_code_costs_no_try(client, typed):
    answer = client.post(post(client).url, {"code": typed})
    assert answer.status_code == 422
    assert Proposal.objects.get().tries == 0


@pytest.mark.parametrize(("minutes", "is_good"), [(0, True), (30, True), (30.1, False)])
def test_code_is_valid_for_half_an_hour(minutes, is_good):
    proposal = begin()
    when = NOON + minutes * MINUTE
    if is_good:
        assert recipe_proposals.confirm(proposal, code(), now=when)
    else:
        with pytest.raises(Refused, match="n’est plus valable"):
            recipe_proposals.confirm(proposal, code(), now=when)


def test_code_is_kept_as_a_hash_of_its_proposal():
    first, second = begin(), begin("autre@exemple.fr")
    assert code() not in str(Proposal.objects.values())
    with pytest.raises(Refused):
        recipe_proposals.confirm(
            first, code() if code() != mail.outbox[0].subject[:6] else wrong(), now=NOON
        )
    assert recipe_proposals.confirm(second, code(), now=NOON)


def test_confirming_twice_makes_one_page(client):
    address = post(client).url
    good = code()
    for _turn in range(2):
        client.post(address, {"code": good})
    with pytest.raises(Refused, match="déjà envoyée"):
        recipe_proposals.confirm(Proposal.objects.get(), good, now=NOON)
    assert RecipePage.objects.count() == 1


def test_another_code_replaces_the_first_and_stops_at_three():
    proposal = begin()
    first = code()
    with pytest.raises(Refused, match="Attendez une minute"):
        recipe_proposals.send_again(proposal, now=NOON + MINUTE / 2)
    recipe_proposals.send_again(proposal, now=NOON + MINUTE)
    if first != code():
        with pytest.raises(Refused, match="pas le bon code"):
            recipe_proposals.confirm(proposal, first, now=NOON + MINUTE)
    recipe_proposals.send_again(proposal, now=NOON + 2 * MINUTE)
    with pytest.raises(Refused, match="déjà envoyé 3 codes"):
        recipe_proposals.send_again(proposal, now=NOON + 9 * MINUTE)
    assert len(mail.outbox) == 3
    assert recipe_proposals.confirm(proposal, code(), now=NOON + 9 * MINUTE)


def test_asking_too_soon_keeps_the_page_of_the_code(client):
    answer = client.post(post(client).url + "renvoyer/")
    assert answer.status_code == 429
    assert "Attendez une minute" in answer.content.decode()


def test_mail_that_cannot_leave_loses_nothing(client, settings):
    settings.EMAIL_BACKEND = "tests.directory.test_proposals.NoMail"
    answer = post(client)
    assert (answer.status_code, client.get(answer.url).status_code) == (302, 200)
    assert Proposal.objects.get().typed["title"] == "Soupe d’Odile"


class NoMail:
    def __init__(self, **kwargs):
        pass

    def send_messages(self, messages):
        raise ConnectionRefusedError


# --- Limits ---


def test_one_address_proposes_three_recipes_a_day():
    for number in range(3):
        begin("Odile@Exemple.fr" if number else "odile@exemple.fr", sender=f"réseau {number}")
    with pytest.raises(Refused, match="déjà servi 3 fois"):
        begin(sender="ailleurs")
    assert begin(sender="ailleurs", now=NOON + timedelta(days=1))


def test_one_network_proposes_ten_recipes_a_day():
    for number in range(10):
        begin(f"eleve{number}@exemple.fr")
    with pytest.raises(Refused, match="10 recettes sont déjà parties de votre réseau"):
        begin("eleve10@exemple.fr")
    assert begin("eleve10@exemple.fr", sender="ailleurs")


def test_over_the_limit_the_form_comes_back_as_typed(client):
    for _turn in range(3):
        post(client)
    answer = post(client)
    assert answer.status_code == 429
    assert "De ma grand-mère." in answer.content.decode()


def test_changing_the_address_back_and_forth_is_counted(client):
    address = post(client).url
    for turn in range(4):
        email = "victime@exemple.fr" if turn % 2 == 0 else "odile@exemple.fr"
        answer = post(client, address + "corriger/", email=email)
        address = answer.url
    assert post(client, address + "corriger/", email="victime@exemple.fr").status_code == 302
    address = reverse("directory:proposal", args=[Proposal.objects.latest("pk").token])
    assert post(client, address + "corriger/").status_code == 429


@pytest.mark.parametrize(
    ("header", "sent", "same"),
    [("", "9.9.9.9", True), ("X-Forwarded-For", "9.9.9.9", False),
     ("X-Forwarded-For", "8.8.8.8, 9.9.9.9", False)],
)  # fmt: skip
def test_address_comes_from_the_proxy_only_if_there_is_one(rf, settings, header, sent, same):
    settings.CLIENT_ADDRESS_HEADER = header
    bare = sender_of(rf.get("/"))
    behind = sender_of(rf.get("/", headers={"X-Forwarded-For": sent}))
    nine = sender_of(rf.get("/", REMOTE_ADDR="9.9.9.9"))
    assert (behind == bare, behind == nine) == (same, not same)


# --- The answer ---


def test_author_is_told_of_the_publication(client, team):
    page = confirmed()
    task = page.current_workflow_task_state
    client.force_login(team)
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk])
    assert client.post(address, {"comment": ""}).status_code == 302
    page.refresh_from_db()
    assert page.live
    [message] = [m for m in mail.outbox if m.to == ["odile@exemple.fr"]]
    assert message.subject == "Votre recette est en ligne : Soupe d’Odile"
    assert page.full_url in message.body
    assert "Elle est signée : Odile Vidal." in message.body
    page.save_revision().publish()
    assert len([m for m in mail.outbox if m.to == ["odile@exemple.fr"]]) == 1
    public = client.get(page.url).content.decode()
    assert "Odile Vidal" in public


@pytest.mark.parametrize(("comment", "state"), [("", "waiting"), ("Trop salée.", "refused")])
def test_refusal_needs_a_reason_that_the_author_reads(client, team, comment, state):
    page = confirmed()
    task = page.current_workflow_task_state
    client.force_login(team)
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "reject", task.pk])
    client.post(address, {"comment": comment})
    proposal = Proposal.objects.get()
    assert (proposal.state, proposal.reason) == (state, comment)
    told = [m for m in mail.outbox if m.to == ["odile@exemple.fr"]]
    assert [comment in m.body for m in told] == ([True] if comment else [])
    assert (proposal.told_at is not None) == bool(comment)
    public = client.get(reverse("directory:proposal", args=[proposal.token])).content.decode()
    assert ("Trop salée." in public) == bool(comment)


def test_forged_refusal_without_reason_is_denied(team):
    page = confirmed()
    with pytest.raises(PermissionDenied):
        page.current_workflow_task.on_action(page.current_workflow_task_state, team, "reject")


def test_refused_recipe_may_still_be_published(team):
    page = confirmed()
    page.current_workflow_task_state.specific.reject(user=team, comment="Il manque le sel.")
    page.save_revision(user=team).publish(user=team)
    subjects = [m.subject for m in mail.outbox if m.to == ["odile@exemple.fr"]]
    assert subjects == [
        "Votre recette : Soupe d’Odile",
        "Votre recette est en ligne : Soupe d’Odile",
    ]


def test_answer_that_could_not_leave_is_sent_later(settings, capsys):
    page = confirmed()
    good, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "tests.directory.test_proposals.NoMail"
    recipe_proposals.published(page)
    assert Proposal.objects.get().told_at is None
    settings.EMAIL_BACKEND = good
    call_command("purge_personal_data")
    assert capsys.readouterr().out == "1 réponses envoyées en retard, 0 adresses oubliées.\n"
    assert [m.to for m in mail.outbox] == [["odile@exemple.fr"]]


def test_addresses_are_forgotten_in_time():
    now = timezone.now()
    begin(now=now - KEPT_UNCONFIRMED - MINUTE)
    fresh = begin("b@exemple.fr", now=now - KEPT_UNCONFIRMED + MINUTE)
    waiting = confirmed(email="c@exemple.fr", title="C").proposal
    answered = confirmed(email="d@exemple.fr", title="D")
    recipe_proposals.published(answered, now=now - KEPT_AFTER_ANSWER - MINUTE)
    recent = confirmed(email="e@exemple.fr", title="E")
    recipe_proposals.published(recent, now=now - KEPT_AFTER_ANSWER + MINUTE)
    assert recipe_proposals.purge(now=now) == 2
    assert set(Proposal.objects.all()) == {fresh, waiting, recent.proposal}
    assert RecipePage.objects.get(pk=answered.pk).author_name == "Odile Vidal"


def test_deleting_the_page_forgets_nobody_too_early_nor_too_late():
    confirmed().delete()
    assert recipe_proposals.purge(now=NOON + KEPT_AFTER_ANSWER) == 0
    assert recipe_proposals.purge(now=NOON + KEPT_AFTER_ANSWER + MINUTE) == 1


def test_unknown_token_is_not_found(client):
    for name in ("proposal", "proposal_correct"):
        assert client.get(reverse(f"directory:{name}", args=["inconnu"])).status_code == 404


def test_pages_of_a_proposal_are_kept_by_nobody(client):
    address = post(client).url
    for answer in (client.get(address), client.get(address + "corriger/")):
        assert "no-store" in answer.headers["Cache-Control"]
        assert 'content="noindex' in answer.content.decode()
