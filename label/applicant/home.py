"""What « Mon espace » says of the label to who applies for it, or holds it."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from directory.models import ListedPage, ProducerPage
from directory.space.notices import Notice
from directory.space.todos import Reply, Todo
from home.navigation import Link
from label import clock
from label.applicant import acts, timeline
from label.enums import ENDED_GRANT, CaseState
from label.models import Case, Grant

DUE, GOING_ON = 10, 50
TO_DO, TO_CONTINUE = 13, 45  # among what « Mon espace » asks: after a correction, and last
_SIGNED = (CaseState.GRANTED, CaseState.GRANTED_WITH_RESERVES)  # their label says what to do


def cases(user, now) -> Iterable[Notice]:
    """Where each application is, those that wait for this person first."""
    today = clock.civil_day(now)
    found = Case.objects.of_operator(user).exclude(state=CaseState.CLOSED).with_context()
    for case in found.distinct():
        standing = timeline.stand(case, today=today)
        is_draft = case.state == CaseState.DRAFT
        is_due = standing.is_yours and not is_draft
        yield Notice(
            rank=DUE if is_due else GOING_ON,
            title=standing.where,
            url=reverse("label:case", args=[case.reference]),
            text=standing.what,
            note=f"{case.operator.title} · {case.reference}",
            tag=_before(standing.before, today) if is_due else "",
        )


def grants(user, now) -> Iterable[Notice]:
    """What a label waits for, and the measure that runs."""
    for grant, act in _told(user, now):
        yield Notice(
            rank=DUE if act.is_due else GOING_ON,
            title=act.title,
            url=act.url,
            text=act.text,
            note=f"{grant.operator.title} · {grant.number}",
            tag=act.tag or (_("à faire") if act.is_due else ""),
        )


def _due(user, now) -> Iterable[tuple[Grant, acts.Act]]:
    return ((grant, act) for grant, act in _told(user, now) if act.is_due)


def _told(user, now) -> Iterable[tuple[Grant, acts.Act]]:
    """Labels of a person with what they wait for, once their decision is told."""
    found = Grant.objects.of_operator(user).exclude(state__in=ENDED_GRANT)
    for grant in found.select_related("case__rules", "operator"):
        if timeline.decision_told(grant.case) is not None:
            for act in acts.of_grant(grant, user, now=now):
                if act.is_due or act.is_told:
                    yield grant, act


def to_do(user, cards, now) -> Iterable[Todo]:
    """The next thing that a case or a label waits for, or a draft to go on with."""
    yield from _of_cases(user, now)
    yield from _of_grants(user, now)


def _of_cases(user, now) -> Iterable[Todo]:
    today = clock.civil_day(now)
    found = Case.objects.of_operator(user).exclude(state=CaseState.CLOSED).with_context()
    for case in found.distinct():
        standing = timeline.stand(case, today=today)
        if not standing.is_yours or case.state in _SIGNED:
            continue
        is_draft = case.state == CaseState.DRAFT
        url = reverse("label:case", args=[case.reference])
        first = None if is_draft else next(iter(acts.of_case(case, user, now=now)), None)
        yield Todo(
            rank=TO_CONTINUE if is_draft else TO_DO,
            about=case.operator.title,
            kick=_("Votre label"),
            question=_("On continue votre demande de label ?") if is_draft else standing.where,
            lines=() if is_draft else (standing.what,),
            yes=Reply(_("Oui, je continue"), url, "edit")
            if first is None
            else Reply(first.title, first.url, "next"),
            no=Reply(_("Voir mon dossier"), url, "list"),
            note=_("Tout est gardé, rien ne presse.")
            if is_draft
            else _before(standing.before, today),
            due=None if is_draft else standing.before,
            is_late=not is_draft and bool(standing.before) and standing.before < today,
        )


def _of_grants(user, now) -> Iterable[Todo]:
    for grant, act in _due(user, now):
        yield Todo(
            rank=TO_DO,
            about=grant.operator.title,
            kick=_("Votre label"),
            question=act.title,
            lines=(act.text,) if act.text else (),
            yes=Reply(_("Oui, je continue"), act.url, "next"),
            no=Reply(
                _("Voir mon label"), reverse("label:case_grant", args=[grant.number]), "label"
            ),
            note=act.tag or _("à faire"),
            due=act.before,
            is_late=act.is_late,
        )


def _before(day, today) -> str:
    return acts.tag_of(day, is_late=bool(day) and day < today) or _("à faire")


def links(user, page: ListedPage) -> Iterable[Link]:
    """Where the label begins, or goes on, on a producer's listing."""
    if page.label_number:
        yield Link(_("Mon label"), reverse("label:case_home"))
    elif isinstance(page, ProducerPage):
        yield Link(_("Demander le label"), reverse("label:case_start", args=[page.pk]))
