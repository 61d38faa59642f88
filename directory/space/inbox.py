"""« Messages »: what readers, the team and other people told somebody about their listings.

A room adds its messages with a function in SOURCES, which asks a fixed number of queries.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from directory.editing import PARTS
from directory.models import Claim, Edit, ErrorReport, Invitation, Membership
from directory.people import claims, invitations
from directory.space.parts import listing_url

MOST = 8
READ_FOR = timedelta(days=31)  # an answer is news for a month


@dataclass(frozen=True)
class Message:
    """`waits`: something is expected, of the person or of somebody else."""

    at: datetime
    about: str
    what: str
    text: str
    url: str
    act: str
    icon: str
    tone: str = ""
    waits: bool = False


def of(user, cards: Iterable, *, now: datetime) -> list[Message]:
    """What to tell this person: what waits first, then the newest; `cards` are of their pages."""
    pages = {card.page.pk: card.page for card in cards}
    found = [message for source in SOURCES for message in source(user, pages, now)]
    return sorted(found, key=lambda message: (not message.waits, -message.at.timestamp()))[:MOST]


def _reports(user, pages, now) -> Iterable[Message]:
    """Errors that readers reported and nobody has answered."""
    for report in ErrorReport.objects.open().filter(page__in=pages).order_by("-pk")[:MOST]:
        yield Message(
            at=report.created_at,
            about=pages[report.page_id].title,
            what=_("Un lecteur signale une erreur"),
            text=" : ".join(filter(None, [str(report.get_subject_display()), report.text])),
            url=reverse("directory:espace_report_answer", args=[report.page_id, report.pk]),
            act=_("Regarder et répondre"),
            icon="warning",
            tone="ocre",
            waits=True,
        )


_ANSWERS = {
    Edit.State.APPROVED: ("check", "garrigue"),
    Edit.State.REFUSED: ("warning", "fraise"),
    Edit.State.REVERTED: ("warning", "fraise"),
}


def _answers(user, pages, now) -> Iterable[Message]:
    """What the team made of changes; several answered at once are one message."""
    edits = Edit.objects.filter(
        page__in=pages, state__in=_ANSWERS, decided_at__gt=now - READ_FOR
    ).order_by("-decided_at", "pk")
    together: dict[tuple, list[Edit]] = {}
    for edit in edits[: 4 * MOST]:
        together.setdefault((edit.page_id, edit.decided_at, edit.state), []).append(edit)
    for (page, at, state), group in together.items():
        icon, tone = _ANSWERS[state]
        yield Message(
            at=at,
            about=pages[page].title,
            what=_answer(state, group),
            text=group[0].reason,
            url=reverse("directory:espace_changes", args=[page]),
            act=_("Voir les changements")
            if state == Edit.State.APPROVED
            else _("Voir et corriger"),
            icon=icon,
            tone=tone,
        )


def _answer(state: str, group: list[Edit]) -> str:
    names = [str(PARTS[edit.part].label).lower() for edit in group if edit.part in PARTS]
    what = ", ".join(dict.fromkeys(names)) or _("votre fiche")
    sentences = {
        Edit.State.APPROVED: _("L’équipe a relu et mis en ligne : %(what)s"),
        Edit.State.REFUSED: _("L’équipe demande une correction : %(what)s"),
        Edit.State.REVERTED: _("L’équipe a annulé un changement : %(what)s"),
    }
    return sentences[state] % {"what": what}


def _claims(user, pages, now) -> Iterable[Message]:
    """What became of one's own claims, and the claims of others on what one owns."""
    State = Claim.State
    mine = Q(user=user) & (
        Q(state=State.WAITING)
        | Q(state__in=[State.ACCEPTED, State.REFUSED], decided_at__gt=now - READ_FOR)
    )
    theirs = Q(
        state=State.WAITING, page__memberships__user=user, page__memberships__role="owner"
    ) & ~Q(user=user)
    asked = Claim.objects.filter(mine | theirs).select_related("page", "user").distinct()
    words = {
        State.WAITING: (_("L’équipe examine votre demande"), "clock", "ocre"),
        State.ACCEPTED: (_("Cette fiche est la vôtre"), "check", "garrigue"),
        State.REFUSED: (_("Votre demande n’a pas été acceptée"), "warning", "fraise"),
    }
    for claim in asked.order_by("-created_at", "-pk")[:MOST]:
        what, icon, tone = words[claim.state]
        is_mine = claim.user_id == user.pk
        text, url, act = claim.reason, listing_url(claim.page), _("Voir ma fiche")
        if not is_mine:
            what, icon = _("Quelqu’un demande à tenir cette fiche"), "people"
            text = _("%(who)s le demande, l’équipe décide. Appelez-la si cela vous étonne.") % {
                "who": claim.user
            }
        elif claim.state != State.ACCEPTED:
            is_there = claims.may_be_claimed(claim.page)
            url = reverse("directory:espace_claim", args=[claim.page_id]) if is_there else ""
            act = _("Voir ma demande")
        yield Message(
            at=claim.decided_at or claim.submitted_at or claim.created_at,
            about=claim.page.title,
            what=what,
            text=text,
            url=url,
            act=act,
            icon=icon,
            tone=tone,
            waits=claim.state == State.WAITING,
        )


def _invitations(user, pages, now) -> Iterable[Message]:
    """Invitations to answer, and those that one's listings still wait for."""
    owned = Membership.objects.of(user).owners().values("page")
    asked = Invitation.objects.open_at(now).filter(Q(email__iexact=user.email) | Q(page__in=owned))
    asked = asked.select_related("page", "invited_by").order_by("-sent_at", "-pk")[:MOST]
    for one in asked:
        is_mine = invitations.is_for(one, user)
        yield Message(
            at=one.sent_at,
            about=one.page.title,
            what=_("%(who)s vous invite à tenir cette fiche") % {"who": one.invited_by}
            if is_mine
            else _("Invitation sans réponse : %(email)s") % {"email": one.email},
            text="",
            url=reverse("directory:espace_invitation", args=[invitations.token_of(one)])
            if is_mine
            else reverse("directory:espace_people", args=[one.page_id]),
            act=_("Répondre") if is_mine else _("Relancer ou retirer"),
            icon="people",
            tone="ocre" if is_mine else "",
            waits=is_mine,
        )


SOURCES: list[Callable[..., Iterable[Message]]] = [_reports, _answers, _claims, _invitations]
