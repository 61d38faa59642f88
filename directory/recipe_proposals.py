"""A recipe that a resident proposes: kept, confirmed by a code, written as a page, answered."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, TaskState, WorkflowState

from directory import codes, mails, recipe_lines, recipe_moderation
from directory.codes import Refused
from directory.models import Food, Proposal, RecipeIngredient, RecipePage, RecipeStep
from directory.recipe_content.loading import ensure_index

logger = logging.getLogger(__name__)

# How many may begin in a day: enough for a class with its teacher, too few for a machine. With
# codes.MOST_CODES they also bound what one address may receive: nine codes a day, whoever asks.
DAY = timedelta(days=1)
MOST_PER_SENDER = 10
MOST_PER_EMAIL = 3

# Slugs that are addresses of the index itself.
TAKEN = frozenset({"proposer", "je-cuisine-avec", "liste-de-courses"})
ANONYMOUS = gettext_lazy("quelqu’un d’ici")


@transaction.atomic
def begin(typed: dict, email: str, *, sender: str, now: datetime) -> Proposal:
    """Keep what was typed and send a first code; Refused over the limits of a day."""
    _check_limits(email, sender, now)
    proposal = Proposal.objects.create(typed=typed, email=email, sender=sender, created_at=now)
    _send_code(proposal, now)
    return proposal


@transaction.atomic
def correct(proposal: Proposal, typed: dict, email: str, *, sender: str, now: datetime) -> Proposal:
    """Replace what was typed; another address is another proposal, counted as one."""
    proposal = _locked(proposal)
    if not proposal.is_draft:
        raise Refused(_("Cette recette est déjà envoyée."))
    if email.casefold() != proposal.email.casefold():
        fresh = begin(typed, email, sender=sender, now=now)
        proposal.typed, proposal.code_hash = {}, ""  # the row stays, to be counted
        proposal.save()
        return fresh
    proposal.typed = typed
    proposal.save()
    return proposal


@transaction.atomic
def send_again(proposal: Proposal, *, now: datetime) -> None:
    """Send another code, that replaces the one before; Refused when it is too soon or too many."""
    proposal = _locked(proposal)
    if not proposal.is_draft or not proposal.typed:
        raise Refused(_("Cette recette est déjà envoyée."))
    _send_code(proposal, now)


def confirm(proposal: Proposal, code: str, *, now: datetime) -> RecipePage:
    """Check the code and hand the recipe over to the moderators; Refused if the code is not good.

    A wrong code is counted even though it is refused.
    """
    with transaction.atomic():
        proposal = _locked(proposal)
        reason = _wrong(proposal, code, now)
        if reason is None:
            page = _write(proposal)
            proposal.state = Proposal.State.WAITING
            proposal.page, proposal.confirmed_at = page, now
            proposal.typed, proposal.code_hash = {}, ""
        proposal.save()
    if reason is not None:
        raise Refused(reason)
    return page


def published(page: Page, *, now: datetime | None = None) -> None:
    """Tell the author of a proposal that it is online."""
    _answer(page, Proposal.State.PUBLISHED, "", now or timezone.now())


def refused(page: Page, reason: str, *, now: datetime | None = None) -> None:
    """Tell the author of a proposal why it is not taken."""
    _answer(page, Proposal.State.REFUSED, reason, now or timezone.now())


def reason_of(state: WorkflowState) -> str:
    """What the moderator who refused has written."""
    refusals = state.task_states.filter(status=TaskState.STATUS_REJECTED)
    last = refusals.order_by("-finished_at").first()
    return last.comment if last else ""


def tell(proposal: Proposal, *, now: datetime) -> bool:
    """Mail the answer; a mail that could not leave is tried again by `purge_personal_data`."""
    try:
        mails.send_answer(proposal)
    except OSError:  # smtplib's errors are some of them
        logger.exception("the answer to proposal %s could not be mailed", proposal.pk)
        return False
    Proposal.objects.filter(pk=proposal.pk).update(told_at=now)
    return True


def purge(*, now: datetime) -> int:
    """Forget the addresses that have no more use, and give their number; pages stay."""
    _total, by_model = Proposal.objects.to_forget(now).delete()
    return by_model.get(Proposal._meta.label, 0)


def tell_late(*, now: datetime) -> int:
    """Mail the answers that could not leave, and give how many did."""
    return sum(tell(proposal, now=now) for proposal in Proposal.objects.untold())


def _answer(page: Page, state: Proposal.State, reason: str, now: datetime) -> None:
    with transaction.atomic():
        proposal = (
            Proposal.objects.select_for_update(of=("self",))
            .filter(page=page.pk, state__in=[Proposal.State.WAITING, Proposal.State.REFUSED])
            .exclude(state=state)
            .first()
        )
        if proposal is None:
            return  # not a proposal, or one already answered so
        proposal.state, proposal.reason = state, reason
        proposal.answered_at, proposal.told_at = now, None
        proposal.save()
        transaction.on_commit(lambda: tell(proposal, now=now))


def _locked(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_for_update().get(pk=proposal.pk)


def _check_limits(email: str, sender: str, now: datetime) -> None:
    since = now - DAY
    if Proposal.objects.from_email(email, since=since).count() >= MOST_PER_EMAIL:
        raise Refused(
            _("Cette adresse e-mail a déjà servi %(number)d fois aujourd’hui. Revenez demain.")
            % {"number": MOST_PER_EMAIL}
        )
    if Proposal.objects.from_sender(sender, since=since).count() >= MOST_PER_SENDER:
        raise Refused(
            _("%(number)d recettes sont déjà parties de votre réseau aujourd’hui. Revenez demain.")
            % {"number": MOST_PER_SENDER}
        )


def _send_code(proposal: Proposal, now: datetime) -> None:
    code = codes.make(proposal, about=_about(proposal), now=now)
    proposal.save()
    transaction.on_commit(lambda: _mail_code(proposal, code))


def _mail_code(proposal: Proposal, code: str) -> None:
    try:
        mails.send_code(proposal.email, code, minutes=int(codes.VALID_FOR.total_seconds() // 60))
    except OSError:  # the page offers another one
        logger.exception("the code of proposal %s could not be mailed", proposal.pk)


def _wrong(proposal: Proposal, code: str, now: datetime) -> str | None:
    """Why a code is not good, counting the try; None if it is."""
    if not proposal.is_draft or not proposal.typed:
        return _("Cette recette est déjà envoyée.")
    return codes.wrong(proposal, code, about=_about(proposal), now=now)


def _about(proposal: Proposal) -> str:
    return f"proposal:{proposal.token}"


def _write(proposal: Proposal) -> RecipePage:
    """A draft under the index, in moderation; nobody is its owner."""
    typed = proposal.typed
    page = RecipePage(
        title=typed["title"],
        slug=_slug(proposal),
        live=False,
        servings=typed["servings"],
        prep_minutes=typed["prep_minutes"] or 0,
        cook_minutes=typed["cook_minutes"] or 0,
        rest_minutes=typed["rest_minutes"] or 0,
        story=typed["story"],
        author_name=author_name(typed["name"], typed["credit"]),
    )
    page.ingredients = _ingredients(typed["ingredients"])
    page.steps = [RecipeStep(text=text) for text in typed["steps"]]
    index = ensure_index()
    index.add_child(instance=page)
    page.save_revision()
    if workflow := recipe_moderation.ensure(index):
        workflow.start(page, user=None)
    return page


def _ingredients(lines: list[str]) -> list[RecipeIngredient]:
    """Rows as the parser understands them; the moderator confirms or corrects each."""
    index = recipe_lines.food_index()
    rows = [recipe_lines.propose(line, index) for line in lines]
    slugs = {row.food.slug for row in rows if row.food}
    foods = Food.objects.in_bulk(slugs, field_name="slug")
    return [
        RecipeIngredient(
            text=row.text,
            food=foods[row.food.slug] if row.food else None,
            quantity=row.quantity,
            unit=row.unit,
            grams=row.grams,
            note=row.note[:120],
            is_optional=row.is_optional,
            is_alternative=row.is_alternative,
        )
        for row in rows
    ]


def _slug(proposal: Proposal) -> str:
    """Empty: Wagtail makes one of the title. Ours where the title has no letter, or a taken one."""
    slug = slugify(proposal.typed["title"])
    return f"recette-{slug or proposal.pk}" if not slug or slug in TAKEN else ""


def author_name(name: str, credit: str) -> str:
    """The author as they wish to be named on the page."""
    if credit == "anonymous":
        return str(ANONYMOUS)
    return name.split()[0] if credit == "first_name" and name.split() else name
