"""The one next thing to do, shown first in « Mon espace »: one question, two answers.

A room adds its questions with a function in SOURCES; the smallest rank is asked.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from directory import completeness, freshness
from directory.hours.engine import PARIS
from directory.listing import hours_of
from directory.models import ErrorReport, PointOfSalePage, ReminderSettings
from directory.reminders import news, signs
from directory.space.parts import listing_url

# What presses most comes first.
ANSWER, READ, CONFIRM, RENEW, COMPLETE = 10, 15, 20, 30, 40


@dataclass(frozen=True)
class Reply:
    """A very large button: a form to send when `is_post`, a link otherwise."""

    label: str
    url: str
    icon: str
    is_post: bool = False


@dataclass(frozen=True)
class Todo:
    """`about` is the listing's name, `lines` what the question is about, `note` a precision."""

    rank: int
    about: str
    kick: str
    question: str
    lines: tuple[str, ...]
    yes: Reply
    no: Reply
    note: str = ""
    due: date | None = None  # of two questions of one rank, the nearest is asked
    is_late: bool = False


def next_one(user, cards: Iterable, *, now: datetime) -> Todo | None:
    """What to ask this person now; `cards` are those of their listings."""
    found = [todo for source in SOURCES for todo in source(user, cards, now)]
    return min(found, key=lambda todo: (todo.rank, todo.due or date.max), default=None)


def _to_confirm(user, cards, now) -> Iterable[Todo]:
    today = now.astimezone(PARIS).date()
    settings = ReminderSettings.load()
    due = [card for card in cards if _is_due(card.page, today, settings)]
    due.sort(key=lambda card: card.page.confirmed_on or date.min)
    for card in due[:1]:  # one is asked at a time
        page = card.page
        lines = hours_of(page).words(now) if isinstance(page, PointOfSalePage) else []
        yield Todo(
            rank=CONFIRM,
            about=page.title,
            kick=_("À faire maintenant · 10 secondes"),
            question=_("Ces horaires sont-ils toujours bons ?")
            if lines
            else _("Votre fiche dit-elle toujours vrai ?"),
            lines=tuple(lines or _facts(page)),
            yes=Reply(
                _("Oui, tout est encore vrai"),
                reverse("directory:espace_confirm", args=[page.pk]),
                "check",
                is_post=True,
            ),
            no=Reply(_("Non, je corrige"), card.part_url("hours") if lines else card.url, "edit"),
            note=freshness.stamp(page.confirmed_on, today).sentence,
        )


def _is_due(page, today: date, settings: ReminderSettings) -> bool:
    """Whether its first reminder is due, or it left the site because nobody answered."""
    if page.closed_for_good or not (page.live or page.left_on):
        return False
    day = page.confirmed_on
    return day is None or news.rhythm_of(page, settings).stage(day, today) > 0


def _facts(page) -> list[str]:
    """What a reader of the page would act upon."""
    facts = (page.summary, page.address, page.place_name, page.phone, page.website)
    return [fact for fact in facts if fact]


def _to_answer(user, cards, now) -> Iterable[Todo]:
    """A moderator asked for a change, and said why."""
    for card in cards:
        if card.remark:
            yield Todo(
                rank=ANSWER,
                about=card.page.title,
                kick=_("À faire maintenant"),
                question=_("L’équipe vous demande une correction"),
                lines=(card.remark,),
                yes=Reply(_("Je corrige"), card.url, "edit"),
                no=Reply(_("Voir ma fiche"), card.public_url or card.url, "list"),
            )


def _to_read(user, cards, now) -> Iterable[Todo]:
    """A reader reports an error, which nobody has answered."""
    reports = ErrorReport.objects.open().filter(page__in=[card.page.pk for card in cards])
    for report in reports.select_related("page").order_by("created_at", "pk"):
        page = report.page
        yield Todo(
            rank=READ,
            about=page.title,
            kick=_("À faire maintenant · une minute"),
            question=_("Quelqu’un signale une erreur : est-ce vrai ?"),
            lines=tuple(filter(None, [report.get_subject_display(), report.text])),
            yes=Reply(
                _("Je regarde et je réponds"),
                reverse("directory:espace_report_answer", args=[page.pk, report.pk]),
                "check",
            ),
            no=Reply(_("Voir ma fiche"), listing_url(page), "list"),
        )


def _to_renew(user, cards, now) -> Iterable[Todo]:
    """A quality sign that expires soon, or is shown no more."""
    today = now.astimezone(PARIS).date()
    titles = {card.page.pk: card for card in cards if card.page.live}
    for expiry in signs.expiring(today, pages=titles):
        card = titles[expiry.page.pk]
        day = date_format(expiry.expires_on, "j F Y")
        yield Todo(
            rank=RENEW,
            about=card.page.title,
            kick=_("À faire bientôt"),
            question=_("Avez-vous le nouveau justificatif ?"),
            lines=(
                _("%(sign)s, pour %(product)s : valable jusqu’au %(day)s.")
                % {"sign": expiry.sign, "product": expiry.name, "day": day},
            ),
            yes=Reply(_("Oui, je l’ajoute"), card.part_url("offers"), "plus"),
            no=Reply(_("Voir ma fiche"), card.url, "list"),
            note=_("Le lendemain de cette date, le signe n’est plus montré au public."),
        )


def _to_complete(user, cards, now) -> Iterable[Todo]:
    """A listing that is not online yet: what it still lacks."""
    for card in cards:
        if card.page.live or card.is_waiting or card.page.closed_for_good:
            continue
        missing = [one for one in card.found if not one.is_there]
        if not missing:
            continue
        yield Todo(
            rank=COMPLETE,
            about=card.page.title,
            kick=_("À faire maintenant · deux minutes"),
            question=_("On finit votre fiche ?"),
            lines=(completeness.sentence(card.found),),
            yes=Reply(_("Oui, je continue"), card.part_url(missing[0].aspect.part), "edit"),
            no=Reply(_("Voir toute la fiche"), card.url, "list"),
            note=_("Elle n’est pas encore en ligne : rien ne presse, tout est gardé."),
        )


SOURCES: list[Callable[..., Iterable[Todo]]] = [
    _to_answer,
    _to_read,
    _to_confirm,
    _to_renew,
    _to_complete,
]
