"""What a visitor is asked and finds, in « Mon espace »."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from directory.space.notices import Notice
from directory.space.todos import Reply, Todo
from label.duty import awaiting
from label.visiting import duties

KEPT = 61  # after what is due
RANK = 12  # as what a juror owes: the nearest day is asked first


def to_do(user, cards, now) -> Iterable[Todo]:
    for line in duties.pressing(duties.lines(user, now=now)):
        duty = line.duty
        yield Todo(
            rank=RANK,
            about=line.name,
            kick=duty.kick,
            question=duty.title,
            lines=(line.name,),
            yes=Reply(duty.button, duty.url, duty.icon),
            no=Reply(_("Toutes mes visites"), reverse("label:visit_home"), "list"),
            note=duty.text,
            due=duty.due,
            is_late=duty.is_late,
        )


def room(user, now) -> Iterable[Notice]:
    """The way to the visits of a person, when nothing presses too."""
    if found := duties.lines(user, now=now):
        yield Notice(
            rank=KEPT,
            title=_("Mes visites"),
            url=reverse("label:visit_home"),
            text=_("Vos dates, vos dossiers, vos comptes rendus."),
            icon="people",
            tag=awaiting(len(duties.pressing(found))),
            ink="denim",
        )
