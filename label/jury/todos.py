"""What a juror is asked, in « Mon espace »."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from directory.space.todos import Reply, Todo
from label.jury import duties

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
