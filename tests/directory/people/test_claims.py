"""« C’est ma ferme »: a code at the known address, or a proof that the team believes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from directory.codes import BETWEEN, MOST_TRIES, VALID_FOR, Refused
from directory.models import Claim
from directory.models.claims import KEPT, KEPT_UNFINISHED, PROOF_KEPT
from directory.people import claims, members
from directory.people.uploads import LARGEST
from tests.factories import UserFactory, add_member, add_producer
from tests.reading import plain

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
PDF = b"%PDF-1.7 attestation"


@pytest.fixture
def jeanne(page):
    return UserFactory(email="jeanne@exemple.fr", first_name="Jeanne", last_name="Roux")


def ask(page, user, now=NOON) -> tuple[Claim, str]:
    """A claim and the code that was mailed."""
    claim = claims.send_code(page, user, now=now)
    message = mail.outbox[-1]
    assert message.to == ["rucher@exemple.fr"]
    return claim, message.subject[:6]


def told() -> list[tuple[str, str]]:
    return [(message.to[0], plain(message.subject)) for message in mail.outbox]


# --- By a code ------------------------------------------------------------------------------------


def test_who_reads_the_known_address_owns_the_listing(page, jeanne):
    claim, code = ask(page, jeanne)
    membership = claims.confirm(claim, code, now=NOON)
    assert (membership.page_id, membership.user, membership.role) == (page.pk, jeanne, "owner")
    claim.refresh_from_db()
    assert (claim.state, claim.knows_address, claim.code_hash) == ("accepted", True, "")


def test_the_mail_gives_the_code_and_nothing_of_who_asks(page, jeanne):
    _claim, code = ask(page, jeanne)
    [message] = mail.outbox
    assert f"    {code}\n" in message.body
    assert "jeanne" not in message.body.lower()
    assert not Claim.objects.filter(code_hash=code).exists()


def test_a_code_bears_five_tries_and_half_an_hour(page, jeanne):
    claim, code = ask(page, jeanne)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    with pytest.raises(Refused):
        claims.confirm(claim, code, now=NOON + VALID_FOR + SECOND)
    for _try in range(MOST_TRIES):
        with pytest.raises(Refused):
            claims.confirm(claim, wrong, now=NOON)
    with pytest.raises(Refused):
        claims.confirm(claim, code, now=NOON)
    assert not page.memberships.exists()


def test_a_code_is_of_one_person_and_one_listing(page, jeanne):
    _claim, code = ask(page, jeanne)
    other = claims.send_code(page, UserFactory(), now=NOON)
    elsewhere = claims.send_code(add_producer(title="B", email="b@exemple.fr"), jeanne, now=NOON)
    for claim in (other, elsewhere):
        with pytest.raises(Refused):
            claims.confirm(claim, code, now=NOON)


def test_a_code_is_void_once_the_address_of_the_listing_changed(page, jeanne):
    claim, code = ask(page, jeanne)
    page.email = "autre@exemple.fr"
    page.save()
    with pytest.raises(Refused):
        claims.confirm(claim, code, now=NOON)


def test_an_address_receives_five_codes_a_day_whoever_asks(page):
    for _person in range(5):
        ask(page, UserFactory())
    late = UserFactory()
    with pytest.raises(Refused):
        claims.send_code(page, late, now=NOON)
    assert ask(page, late, now=NOON + DAY)


def test_a_person_tries_five_listings_a_day(jeanne):
    pages = [add_producer(title=f"F{n}", email=f"f{n}@exemple.fr") for n in range(6)]
    for page in pages[:5]:
        claims.send_code(page, jeanne, now=NOON)
    with pytest.raises(Refused):
        claims.send_code(pages[5], jeanne, now=NOON)


def test_codes_of_one_claim_are_three_a_day_and_a_minute_apart(page, jeanne):
    ask(page, jeanne)
    with pytest.raises(Refused):
        claims.send_code(page, jeanne, now=NOON + BETWEEN - SECOND)
    for number in (1, 2):
        ask(page, jeanne, now=NOON + number * BETWEEN)
    with pytest.raises(Refused):
        claims.send_code(page, jeanne, now=NOON + 3 * BETWEEN)
    claim, code = ask(page, jeanne, now=NOON + 2 * BETWEEN + DAY)
    assert claims.confirm(claim, code, now=NOON + 2 * BETWEEN + DAY)


# --- Somebody tends it already --------------------------------------------------------------------


def test_no_code_is_sent_for_a_listing_that_somebody_tends(page, owner, jeanne):
    with pytest.raises(Refused):
        claims.send_code(page, jeanne, now=NOON)
    assert mail.outbox == []


def test_a_code_that_comes_second_is_decided_by_the_team(page, jeanne):
    claim, code = ask(page, jeanne)
    owner = add_member(page, email="odile@exemple.fr")
    mail.outbox.clear()
    assert claims.confirm(claim, code, now=NOON) is None
    claim.refresh_from_db()
    assert (claim.state, claim.knows_address) == ("waiting", True)
    assert page.memberships.get().user == owner
    assert told() == [("odile@exemple.fr", "Quelqu’un demande à tenir la fiche « Le Rucher »")]


# --- By a proof -----------------------------------------------------------------------------------


def show(page, user, **changes) -> Claim:
    typed = {"text": "C’est moi.", "proof": None, "proof_name": ""} | changes
    return claims.show_proof(page, user, **typed, now=NOON)


def test_the_owner_is_told_that_somebody_asks_and_keeps_the_listing(page, owner, jeanne):
    show(page, jeanne)
    [message] = mail.outbox
    assert message.to == ["odile@exemple.fr"]
    assert "Jeanne Roux demande à tenir la fiche" in message.body
    assert jeanne.email not in message.body
    assert page.memberships.get().user == owner


def test_accepted_a_person_owns_the_listing_beside_its_owner(page, owner, jeanne, moderator):
    claim = show(page, jeanne)
    mail.outbox.clear()
    claims.accept(claim, by=moderator, now=NOON)
    owners = set(page.memberships.owners().values_list("user__email", flat=True))
    assert owners == {"odile@exemple.fr", "jeanne@exemple.fr"}
    assert sorted(told()) == [
        ("jeanne@exemple.fr", "La fiche « Le Rucher » est à vous"),
        ("odile@exemple.fr", "Une personne de plus tient la fiche « Le Rucher »"),
    ]
    claim.refresh_from_db()
    assert (claim.state, claim.decided_by, claim.decided_at) == ("accepted", moderator, NOON)


def test_a_refusal_gives_its_reason_and_another_claim_is_possible(page, jeanne, moderator):
    claim = show(page, jeanne)
    with pytest.raises(Refused):
        claims.refuse(claim, "  ", by=moderator, now=NOON)
    mail.outbox.clear()
    claims.refuse(claim, "Le nom du Kbis est un autre.", by=moderator, now=NOON)
    [message] = mail.outbox
    assert message.to == ["jeanne@exemple.fr"]
    assert "Le nom du Kbis est un autre." in message.body
    assert show(page, jeanne).pk != claim.pk


def test_a_claim_is_decided_once(page, jeanne, moderator):
    claim = show(page, jeanne)
    claims.accept(claim, by=moderator, now=NOON)
    for again in (
        lambda: claims.accept(claim, by=moderator, now=NOON),
        lambda: claims.refuse(claim, "Non.", by=moderator, now=NOON),
    ):
        with pytest.raises(Refused):
            again()


def test_who_tends_the_listing_claims_nothing(page, owner):
    with pytest.raises(Refused):
        show(page, owner)


# --- Screens --------------------------------------------------------------------------------------


@pytest.fixture
def url(page):
    return reverse("directory:espace_claim", args=[page.pk])


def send_proof(client, url, content=PDF, name="attestation.pdf", text="C’est moi."):
    return client.post(
        url, {"action": "preuve", "text": text, "proof": SimpleUploadedFile(name, content)}
    )


def files() -> list[Path]:
    folder = Path(settings.STORAGES["private"]["OPTIONS"]["location"]) / "claims"
    return sorted(folder.glob("*")) if folder.exists() else []


def test_the_address_is_never_given_away(page, jeanne, client, url):
    pages = [client.get(url).content.decode()]
    client.force_login(jeanne)
    pages.append(client.get(url).content.decode())
    client.post(url, {"action": "code"})
    pages.append(client.get(url).content.decode())
    for html in pages:
        assert "r•••@e•••.fr" in html
        assert "rucher@exemple.fr" not in html


def test_from_the_page_of_the_listing_to_its_space(page, jeanne, client, url):
    assert f'href="{url}"' in client.get(page.url).content.decode()
    client.force_login(jeanne)
    client.post(url, {"action": "code"})
    code = mail.outbox[-1].subject[:6]
    response = client.post(url, {"action": "confirmer", "code": code})
    assert response.url == reverse("directory:espace_listing", args=[page.pk])
    assert client.get(url).url == response.url


def test_a_wrong_code_is_told_beside_its_field(page, jeanne, client, url):
    client.force_login(jeanne)
    client.post(url, {"action": "code"})
    wrong = f"{(int(mail.outbox[-1].subject[:6]) + 1) % 1_000_000:06d}"
    response = client.post(url, {"action": "confirmer", "code": wrong})
    assert response.status_code == 422
    assert "Il reste 4 essais." in response.content.decode()


def test_a_proof_is_kept_under_no_address(page, jeanne, client, url):
    client.force_login(jeanne)
    before = files()
    assert send_proof(client, url, name="../../Mon Kbis.html").url == url
    claim = Claim.objects.get()
    [file] = set(files()) - set(before)
    assert file.read_bytes() == PDF
    assert (file.suffix, claim.proof_name) == (".pdf", "Mon Kbis.html")
    assert client.get(f"/media/{claim.proof.name}").status_code == 404
    assert "Nous avons votre demande" in client.get(url).content.decode()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"<script>alert(1)</script>", "Ce n’est ni une photo (JPEG, PNG, WebP) ni un PDF."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Ce n’est ni une photo"),
        (b"PK\x03\x04" + b"0" * 100, "Ce n’est ni une photo"),
        (b"", "Ce fichier est vide"),
        (PDF + b"0" * LARGEST, "Ce fichier pèse plus de 8 Mo."),
    ],
)
def test_hostile_files_are_refused_and_nothing_typed_is_lost(
    page, jeanne, client, url, content, told
):
    client.force_login(jeanne)
    before = files()
    response = send_proof(client, url, content, text="Le nom au registre : Roux.")
    assert response.status_code == 422
    html = plain(response.content.decode())
    assert told in html
    assert "Le nom au registre : Roux." in html
    assert files() == before
    assert not Claim.objects.exists()


@pytest.mark.parametrize("change", [{"live": False}, {"closed_for_good": True}])
def test_what_the_public_does_not_see_is_not_claimed(page, client, url, change):
    type(page).objects.filter(pk=page.pk).update(**change)
    assert client.get(url).status_code == 404


def test_english_readers_claim_in_english(page, client, url):
    assert "This is my farm" in client.get(f"/en{url}").content.decode()


# --- What is kept ---------------------------------------------------------------------------------


def test_a_withdrawn_claim_takes_its_proof_along(page, jeanne, client, url):
    client.force_login(jeanne)
    before = files()
    send_proof(client, url)
    client.post(url, {"action": "retirer"})
    claim = Claim.objects.get()
    assert (claim.state, claim.text, claim.proof_name) == ("withdrawn", "", "")
    assert files() == before


def test_proofs_go_three_months_after_the_answer_and_claims_after_a_year(page, jeanne, moderator):
    before = files()
    claim = show(page, jeanne, proof=SimpleUploadedFile("a.pdf", PDF))
    claims.accept(claim, by=moderator, now=NOON)
    claims.purge(now=NOON + PROOF_KEPT)
    assert len(files()) == len(before) + 1
    claims.purge(now=NOON + PROOF_KEPT + SECOND)
    assert files() == before
    claim.refresh_from_db()
    assert (claim.text, claim.proof.name) == ("", "")
    assert claims.purge(now=NOON + KEPT) == 0
    assert claims.purge(now=NOON + KEPT + SECOND) == 1


def test_a_claim_that_was_only_begun_goes_after_a_week(page, jeanne):
    ask(page, jeanne)
    assert claims.purge(now=NOON + KEPT_UNFINISHED) == 0
    assert claims.purge(now=NOON + KEPT_UNFINISHED + SECOND) == 1


def test_a_listing_that_is_deleted_takes_its_proofs_along(page, jeanne):
    before = files()
    show(page, jeanne, proof=SimpleUploadedFile("a.pdf", PDF))
    page.delete()
    assert files() == before


def test_who_came_by_a_code_may_leave_it_and_come_again(page, jeanne):
    claim, code = ask(page, jeanne)
    claims.confirm(claim, code, now=NOON)
    members.give_back(page, by=jeanne)
    claim, code = ask(page, jeanne, now=NOON + DAY)
    assert claims.confirm(claim, code, now=NOON + DAY)
