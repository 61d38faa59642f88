"""« C’est ma ferme »: a listing goes to who reads its known address, or to whom the team believes.

Where somebody tends the listing already, they are told and the team decides.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from directory import codes
from directory.codes import Refused
from directory.models import Claim, ListedPage, Membership, ProducerPage
from directory.models.people import Role
from directory.people import mails, members

DAY = timedelta(days=1)
# What one address receives in a day, whoever asks; and what one person may try.
MOST_CODES_OF_A_PAGE = 5
MOST_CLAIMS_OF_A_PERSON = 5
State = Claim.State


def may_be_claimed(page: ListedPage) -> bool:
    """Only what the public sees may be recognised by its owner."""
    return page.live and not page.closed_for_good


def words(page: ListedPage) -> str:
    """What somebody says who recognises their own."""
    return _("C’est ma ferme") if page.specific_class is ProducerPage else _("C’est chez moi")


def takes_code(page: ListedPage) -> bool:
    """Whether a code alone settles it: nobody tends the listing, and its address is known."""
    return bool(page.email) and not page.memberships.exists()


def of(page: ListedPage, user) -> Claim | None:
    """The open claim of a person, if there is one."""
    return Claim.objects.open().filter(page=page.pk, user=user).first()


@transaction.atomic
def send_code(page: ListedPage, user, *, now: datetime) -> Claim:
    """A code to the known address of the listing; Refused beyond what a day allows."""
    page = _locked_page(page)
    if not takes_code(page):
        raise Refused(_("Quelqu’un tient déjà cette fiche : l’équipe décide."))
    claim = _open(page, user, now)
    _check_limits(claim, now)
    if claim.code_sent_at and now - claim.code_sent_at >= DAY:
        claim.codes_sent = 0
    code = codes.make(claim, about=_about(claim), now=now)
    claim.sent_to = page.email
    claim.save()
    mails.after_commit(mails.code, page.email, code, page)
    return claim


def confirm(claim: Claim, code: str, *, now: datetime) -> Membership | None:
    """Check the code: the person owns the listing, or the team decides if somebody came first.

    A wrong code is counted even though it is refused.
    """
    with transaction.atomic():
        page = _locked_page(claim.page)
        claim = _locked(claim)
        reason = _wrong(claim, page, code, now)
        membership = None
        if reason is None:
            claim.knows_address, claim.code_hash = True, ""
            if page.memberships.exists():
                _submit(claim, now)
            else:
                claim.state, claim.decided_at = State.ACCEPTED, now
                membership = members.join(page, claim.user, role=Role.OWNER, by=claim.user)
        claim.save()
    if reason is not None:
        raise Refused(reason)
    return membership


@transaction.atomic
def show_proof(page: ListedPage, user, *, text: str, proof=None, proof_name="", now) -> Claim:
    """Hand the claim over to the team, with words, a file, or both."""
    page = _locked_page(page)
    claim = _open(page, user, now)
    if claim.state == State.WAITING:
        raise Refused(_("L’équipe a déjà votre demande : elle vous répond par courrier."))
    if Claim.objects.waiting().filter(user=user).count() >= MOST_CLAIMS_OF_A_PERSON:
        raise Refused(_("Vous avez déjà plusieurs demandes en cours. Attendez leur réponse."))
    claim.text, claim.proof_name = text, proof_name
    if proof:
        claim.proof = proof
    _submit(claim, now)
    claim.save()
    return claim


@transaction.atomic
def accept(claim: Claim, *, by, now: datetime) -> Membership:
    """The team believes it: the person owns the listing, beside those who may own it already."""
    claim = _decided(claim, State.ACCEPTED, by=by, now=now)
    claim.save()
    mails.after_commit(mails.claim_accepted, claim.user.email, claim.page)
    return members.join(claim.page, claim.user, role=Role.OWNER, by=by)


@transaction.atomic
def refuse(claim: Claim, reason: str, *, by, now: datetime) -> None:
    """The team does not, and says why."""
    if not reason.strip():
        raise Refused(_("Dites pourquoi : la personne le recevra."))
    claim = _decided(claim, State.REFUSED, by=by, now=now)
    claim.reason = reason.strip()
    claim.save()
    mails.after_commit(mails.claim_refused, claim.user.email, claim.page, claim.reason)


@transaction.atomic
def withdraw(claim: Claim, *, now: datetime) -> None:
    claim = _locked(claim)
    if claim.state in (State.STARTED, State.WAITING):
        claim.state, claim.decided_at = State.WITHDRAWN, now
        _forget_proof(claim)
        claim.save()


def purge(*, now: datetime) -> int:
    """Forget what was shown three months after the answer, and old or unfinished claims."""
    for claim in Claim.objects.with_proof_to_forget(now):
        _forget_proof(claim)
        claim.save()
    _total, by_model = Claim.objects.to_forget(now).delete()
    return by_model.get(Claim._meta.label, 0)


def unite(kept: ListedPage, other: ListedPage) -> None:
    """The claims of a page follow to the one that replaces it."""
    there = set(kept.claims.open().values_list("user", flat=True))
    other.claims.open().exclude(user__in=there).update(page=kept.pk)


def _submit(claim: Claim, now: datetime) -> None:
    claim.state, claim.submitted_at = State.WAITING, now
    for owner in claim.page.memberships.owners().select_related("user"):
        mails.after_commit(mails.claimed, owner.user.email, claim.page, claim.user)
    mails.after_commit(mails.claim_waits, claim.page)


def _decided(claim: Claim, state: str, *, by, now: datetime) -> Claim:
    claim = _locked(claim)
    if claim.state != State.WAITING:
        raise Refused(_("Quelqu’un a déjà répondu à cette demande."))
    claim.state, claim.decided_at, claim.decided_by = state, now, by
    return claim


def _wrong(claim: Claim, page: ListedPage, code: str, now: datetime) -> str | None:
    if claim.state != State.STARTED or claim.sent_to != page.email:
        return _("Ce code n’est plus valable. Demandez-en un autre.")
    return codes.wrong(claim, code, about=_about(claim), now=now)


def _open(page: ListedPage, user, now: datetime) -> Claim:
    if page.memberships.of(user).exists():
        raise Refused(_("Vous tenez déjà cette fiche."))
    return of(page, user) or Claim.objects.create(page=page, user=user, created_at=now)


def _check_limits(claim: Claim, now: datetime) -> None:
    today = Claim.objects.filter(code_sent_at__gt=now - DAY)
    of_page = today.filter(page=claim.page).aggregate(sent=Sum("codes_sent"))["sent"] or 0
    others = today.filter(user=claim.user).exclude(pk=claim.pk).count()
    if of_page >= MOST_CODES_OF_A_PAGE or others >= MOST_CLAIMS_OF_A_PERSON:
        raise Refused(
            _("Plusieurs codes sont déjà partis. Revenez demain, ou montrez un justificatif.")
        )


def _forget_proof(claim: Claim) -> None:
    if claim.proof:
        name, storage = claim.proof.name, claim.proof.storage
        transaction.on_commit(lambda: storage.delete(name))
    claim.proof, claim.proof_name, claim.text = "", "", ""


def _about(claim: Claim) -> str:
    return f"claim:{claim.pk}"


def _locked(claim: Claim) -> Claim:
    rows = Claim.objects.select_for_update(of=("self",)).select_related("page", "user")
    return rows.get(pk=claim.pk)


def _locked_page(page: ListedPage) -> ListedPage:
    return ListedPage.objects.select_for_update().get(pk=page.pk)
