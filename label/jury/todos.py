"""What a juror is asked and finds, in « Mon espace »."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from directory.space.notices import Notice
from directory.space.todos import Reply, Todo
from home.templatetags.site import civil
from label import clock
from label.duty import awaiting
from label.enums import PoolState
from label.jury import duties
from label.models import PoolMember

KEPT = 60  # after what is due
NOW, RANK = 11, 12  # a session that goes on; after a correction that the team asked for


def to_do(user, cards, now) -> Iterable[Todo]:
    for line in duties.pressing(duties.lines(user, now=now)):
        duty = line.duty
        yield Todo(
            rank=NOW if duty.rank < duties.TO_ANSWER else RANK,
            about=line.name,
            kick=duty.kick,
            question=duty.title,
            lines=(line.name,),
            yes=Reply(_("Voir et répondre"), line.url, "next")
            if duty.is_question
            else Reply(duty.button, duty.url, duty.icon),
            no=Reply(_("Tous mes jurys"), reverse("label:jury_home"), "list"),
            note=duty.text,
            due=duty.due,
            is_late=duty.is_late,
        )


def room(user, now) -> Iterable[Notice]:
    """The way to the juries of a person, when nothing presses too."""
    if found := duties.lines(user, now=now):
        yield _jurys(
            _("Vos dates, vos dossiers, ce qu’est devenu votre avis."),
            tag=awaiting(len(duties.pressing(found))),
        )
    elif words := _in_the_pool(user):
        yield _jurys(words)


def _in_the_pool(user) -> str:
    """What is said to who waits for a draw."""
    member = PoolMember.objects.filter(person=user).first()
    if member is None:
        return ""
    if member.state == PoolState.MEMBER:
        return _("Vous êtes au vivier. Si le tirage au sort vous appelle, nous vous écrirons.")
    if member.state == PoolState.VOLUNTEER:
        day = civil(clock.civil_day(member.volunteered_at))
        return _("Volontaire depuis le %(day)s. Nous vous dirons si vous entrez au vivier.") % {
            "day": day
        }
    return ""


def _jurys(text: str, tag: str = "") -> Notice:
    return Notice(
        rank=KEPT,
        title=_("Mes jurys"),
        url=reverse("label:jury_home"),
        text=text,
        icon="people",
        tag=tag,
        ink="denim",
    )
