"""Who is the operator of a case: those who tend the listing, its applicant once nobody does."""

import pytest
import rules as perms
from django.urls import reverse

from directory.models import Membership
from label import outbox, roles
from label.mails import readers
from label.models import Case, Grant, OutboxMail
from label.rules import visible_cases
from tests.factories import UserFactory
from tests.label import world as play

pytestmark = pytest.mark.django_db
READS = ("see_case", "read_case", "read_confidential", "read_evidence", "edit_application")


@pytest.fixture(scope="module")
def held(light, built):
    """A label in force, asked for by who tended the listing then."""

    def make():
        case = play.granted(light)
        play.notified(light, case)
        grant = play.signed(light, case)
        return case, grant

    return built(make)


def replace(case) -> None:
    """The applicant leaves the listing to somebody else."""
    Membership.objects.filter(page=case.operator_id).delete()
    Membership.objects.create(page=case.operator.listedpage_ptr, user=UserFactory())


def abandon(case) -> None:
    Membership.objects.filter(page=case.operator_id).delete()


def statuses(client, addresses) -> list[int]:
    answers = [client.get(one) for one in addresses]
    for answer in answers:
        answer.close()
    return [answer.status_code for answer in answers]


@pytest.mark.parametrize(
    ("change", "is_theirs"), [(lambda case: None, True), (replace, False), (abandon, True)]
)
def test_the_applicant_is_the_operator_while_they_tend_the_listing_or_nobody_does(
    light, held, change, is_theirs
):
    case, grant = held
    person = case.applicant
    change(case)
    assert roles.is_operator(person, case) is is_theirs
    assert roles.is_operator(person, grant) is is_theirs
    assert [perms.has_perm(f"label.{one}", person, case) for one in READS] == [is_theirs] * 5
    for found in (Case.objects.of_operator(person), visible_cases(person)):
        assert found.filter(pk=case.pk).exists() is is_theirs
    assert Grant.objects.of_operator(person).filter(pk=grant.pk).exists() is is_theirs
    outbox.tell_operator(case, "yearly_declaration", key="x", now=light.now)
    told = OutboxMail.objects.filter(person=person, key__contains=":x:")
    assert told.exists() is is_theirs


def test_who_takes_the_listing_over_reads_what_was_sent_and_is_told(light, held):
    case, _grant = held
    replace(case)
    newer = Membership.objects.get(page=case.operator_id).user
    assert roles.is_operator(newer, case)
    assert list(Case.objects.of_operator(newer)) == [case]
    outbox.tell_operator(case, "yearly_declaration", key="x", now=light.now)
    told = OutboxMail.objects.filter(key__contains=":x:")
    assert [mail.person for mail in told] == [newer]


def test_a_message_written_before_the_departure_does_not_leave_after_it(light, held):
    case, _grant = held
    mail = OutboxMail.objects.filter(case=case, person=case.applicant, kind="decision").get()
    assert readers.may_read(mail)
    replace(case)
    mail.refresh_from_db()
    assert not readers.may_read(mail)


def test_nobody_is_the_operator_of_a_paper_case_that_nobody_tends(light, held):
    case, _grant = held
    abandon(case)
    Case.objects.filter(pk=case.pk).update(applicant=None, channel="paper", paper_mandate="M-1")
    assert not roles.is_operator(UserFactory.build(), Case.objects.get(pk=case.pk))


def test_who_left_finds_neither_the_pages_nor_the_pieces(client, light, held):
    case, grant = held
    piece = play.piece(play.draft(light), light)
    addresses = [
        reverse("label:case", args=[case.reference]),
        reverse("label:case_decision", args=[case.reference]),
        reverse("label:case_grant", args=[grant.number]),
        reverse("label:case_evidence_file", args=[piece.pk]),
    ]
    client.force_login(case.applicant)
    assert statuses(client, addresses) == [200] * 4
    replace(case)
    assert statuses(client, addresses) == [404] * 4
    assert case.reference not in client.get(reverse("label:case_home")).content.decode()
