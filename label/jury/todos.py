"""What a juror is asked and finds, in « Mon espace »."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from directory.space.notices import Notice
from directory.space.todos import Reply, Todo
from label.jury import duties
from label.jury.access import own_seats

KEPT = 60  # after what is due
RANK = 12  # after a correction that the team asked for, before the rest


def to_do(user, cards, now) -> Iterable[Todo]:
    for line in duties.pressing(duties.lines(user, now=now)):
        duty = line.duty
        yield Todo(
            rank=RANK,
            about=line.name,
            kick=duty.kick,
            question=duty.title,
            lines=(line.name,),
            yes=Reply(_("Voir et répondre"), line.url, "next")
            if duty.is_question
            else Reply(duty.button, duty.url, duty.icon),
            no=Reply(_("Tous mes jurys"), reverse("label:jury_home"), "list"),
            note=duty.text,
        )


def room(user, now) -> Iterable[Notice]:
    """The way to the juries of a person, when nothing presses too."""
    if own_seats(user).exists():
        yield Notice(
            rank=KEPT,
            title=_("Mes jurys"),
            url=reverse("label:jury_home"),
            text=_("Vos dates, vos dossiers, ce qu’est devenu votre avis."),
            icon="people",
            ink="denim",
        )
