"""What a visitor is asked and finds, in « Mon espace »."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from directory.space.notices import Notice
from directory.space.todos import Reply, Todo
from label.visiting import duties
from label.visiting.access import own_visits

KEPT = 61  # after what is due
RANK = 13  # after what a juror owes, before the rest


def to_do(user, cards, now) -> Iterable[Todo]:
    for line in duties.lines(user, now=now):
        duty = line.duty
        if duty.rank <= duties.TO_DO:
            yield Todo(
                rank=RANK,
                about=line.name,
                kick=duty.kick,
                question=duty.title,
                lines=(line.name,),
                yes=Reply(duty.button, duty.url, duty.icon),
                no=Reply(_("Toutes mes visites"), reverse("label:visit_home"), "list"),
                note=duty.text,
            )


def room(user, now) -> Iterable[Notice]:
    """The way to the visits of a person, when nothing presses too."""
    if own_visits(user).exists():
        yield Notice(
            rank=KEPT,
            title=_("Mes visites"),
            url=reverse("label:visit_home"),
            text=_("Vos dates, vos dossiers, vos comptes rendus."),
            icon="people",
            ink="denim",
        )
