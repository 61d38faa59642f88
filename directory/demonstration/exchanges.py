"""What people and the team said to each other in the demonstration: every state once.

The verbs themselves are used: their mails leave as they would.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from madeingard.users.models import User

from directory import editing, error_reports
from directory.demonstration import seeded
from directory.demonstration.accounts import DOMAIN, Team
from directory.demonstration.requests import ASSISTED
from directory.editing import review
from directory.models import Claim, Edit, ErrorReport, ListedPage, Membership, VisitCount
from directory.people import claims, mandates, members

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
REFUSED = "Oliveraie Font-Bouisse"
PUT_BACK = "Chèvrerie du Fesc perdu"
WAITING = "Rizières du Petit Flamant"
TO_REVIEW = "Le Mourre, pêche du jour"
REPORTED, ANSWERED = "Le banc du Micocoulier", "La fenêtre du Fesc"
CLAIM_REFUSED = "Le distributeur du Col"
SHARED = "Le banc du Micocoulier"


@dataclass
class _Stage:
    pages: dict[str, ListedPage]
    people: dict[str, User]
    team: Team
    now: datetime

    def save(self, name: str, part: str, *, by: User, at: datetime, **fields) -> Edit | None:
        """Change fields of a listing that nobody has changed yet; the edit, or None."""
        page = self.pages.get(name)
        if page is None or page.edits.exists():
            return None
        editing.save(page, part, _setting(fields), by=by, base=None, now=at)
        return page.edits.first()


def ensure(team: Team, *, now: datetime) -> None:
    """Make what is missing; a listing or a person that is not there is left out."""
    pages = {page.title: page for page in ListedPage.objects.filter(source__slug="demonstration")}
    people = {
        user.email.split(".")[0]: user
        for user in User.objects.filter(email__endswith=f"@{DOMAIN}", memberships__isnull=False)
    }
    stage = _Stage(pages, people, team, now)
    for tell, names in _STORIES:
        if all(name in people for name in names):
            tell(stage, *(people[name] for name in names))


def _a_name_to_correct(stage: _Stage, josette: User) -> None:
    edit = stage.save(
        REFUSED, "identity", by=josette, at=stage.now - 2 * DAY, title="Le Moulin de la Fontaine"
    )
    if edit:
        state = edit.page.current_workflow_state.current_task_state
        state.task.specific.on_action(
            state,
            stage.team.moderator,
            "reject",
            comment="Un lieu de Nîmes porte déjà ce nom, on vous confondrait. "
            "Ajoutez Font-Bouisse au nouveau nom, et renvoyez : nous le publions.",
        )


def _a_change_put_back(stage: _Stage, nadia: User) -> None:
    edit = stage.save(
        PUT_BACK,
        "contacts",
        by=nadia,
        at=stage.now - 30 * HOUR,
        website="https://www.fesc-perdu.example",
    )
    if edit:
        reason = "Ce site ne répond pas. Vérifiez son adresse, puis écrivez-la de nouveau."
        review.revert(edit, reason=reason, by=stage.team.moderator, now=stage.now - 20 * HOUR)


def _a_name_that_waits(stage: _Stage, mathilde: User) -> None:
    stage.save(
        WAITING,
        "identity",
        by=mathilde,
        at=stage.now - 3 * HOUR,
        title="Rizières du Flamant d’Anglas",
    )


def _a_change_to_look_at(stage: _Stage, sandrine: User) -> None:
    stage.save(
        TO_REVIEW,
        "professionals",
        by=sandrine,
        at=stage.now - 5 * HOUR,
        sells_to_professionals=True,
        professional_terms="Restaurants : commande la veille avant 18 h, livraison à Nîmes.",
    )


def _errors_reported(stage: _Stage, nadia: User) -> None:
    page, answered = stage.pages.get(REPORTED), stage.pages.get(ANSWERED)
    if page is None or answered is None or ErrorReport.objects.exists():
        return
    error_reports.report(
        page,
        subject=ErrorReport.Subject.HOURS,
        text="Je suis passé mardi à 18 h 30 : le banc était déjà fermé.",
        email="",
        sender="demonstration",
        now=stage.now - 6 * HOUR,
    )
    earlier = error_reports.report(
        answered,
        subject=ErrorReport.Subject.PLACE,
        text="Le point est de l’autre côté de la route.",
        email="",
        sender="demonstration",
        now=stage.now - 9 * DAY,
    )
    error_reports.answer(
        earlier,
        state=ErrorReport.State.CORRECTED,
        text="Merci, le point est à sa place.",
        by=nadia,
        now=stage.now - 8 * DAY,
    )


def _a_claim_refused(stage: _Stage, sandrine: User) -> None:
    page = stage.pages.get(CLAIM_REFUSED)
    if page is None or Claim.objects.filter(page=page).exists():
        return
    text = "C’est moi qui remplis le distributeur le mercredi."
    claim = claims.show_proof(page, sandrine, text=text, now=stage.now - 4 * DAY)
    claims.refuse(
        claim,
        "Le distributeur appartient à une association. Demandez-lui de vous inviter : "
        "vous pourrez alors tenir sa fiche avec elle.",
        by=stage.team.moderator,
        now=stage.now - 3 * DAY,
    )


def _two_people_on_a_listing(stage: _Stage, mathilde: User) -> None:
    page = stage.pages.get(SHARED)
    if page is not None and not page.memberships.of(mathilde).exists():
        members.join(page, mathilde, role=Membership.Role.EDITOR, by=stage.team.moderator)


def _what_the_team_wrote_is_handed_over(stage: _Stage) -> None:
    edit = stage.save(
        ASSISTED,
        "practices",
        by=stage.team.moderator,
        at=stage.now,
        practices="Vingt-cinq porcs en plein air, nourris d’orge, de pois et de châtaignes. "
        "Deux enclos se reposent chaque année.",
    )
    if edit:
        mandate = edit.page.mandates.get()
        mandates.hand_over(mandate, by_mail=False, by=stage.team.moderator, now=stage.now)


def _weeks_of_visits(stage: _Stage) -> None:
    """Twelve weeks of numbers for the listings that somebody tends."""
    if VisitCount.objects.exists():
        return
    today = stage.now.date()
    monday = today - timedelta(days=today.weekday())
    usual = {VisitCount.Way.VIEW: 40, VisitCount.Way.SHOWN: 160, VisitCount.Way.SCAN: 6}
    tended = [page for page in stage.pages.values() if page.live and page.memberships.exists()]
    VisitCount.objects.bulk_create(
        VisitCount(
            page_id=page.pk,
            week=monday - week * 7 * DAY,
            way=way,
            number=seeded.draw(page.title, f"{way} {week}").randint(most // 4, most),
        )
        for page in tended
        for week in range(12)
        for way, most in usual.items()
    )


_STORIES: list[tuple[Callable, tuple[str, ...]]] = [
    (_a_name_to_correct, ("josette",)),
    (_a_change_put_back, ("nadia",)),
    (_a_name_that_waits, ("mathilde",)),
    (_a_change_to_look_at, ("sandrine",)),
    (_errors_reported, ("nadia",)),
    (_a_claim_refused, ("sandrine",)),
    (_two_people_on_a_listing, ("mathilde",)),
    (_what_the_team_wrote_is_handed_over, ()),
    (_weeks_of_visits, ()),
]


def _setting(fields: dict) -> Callable:
    def change(page) -> None:
        for name, value in fields.items():
            setattr(page, name, value)

    return change
