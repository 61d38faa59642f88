"""What a juror is asked and finds, in « Mon espace »."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from directory.space.notices import Notice
from directory.space.todos import Reply, Todo
from label.duty import awaiting
from label.jury import duties

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
        yield Notice(
            rank=KEPT,
            title=_("Mes jurys"),
            url=reverse("label:jury_home"),
            text=_("Vos dates, vos dossiers, ce qu’est devenu votre avis."),
            icon="people",
            tag=awaiting(len(duties.pressing(found))),
            ink="denim",
        )
