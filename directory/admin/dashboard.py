"""The home of the admin: the next things to do, with their number."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component
from wagtail.models import TaskState
from wagtail.permissions import page_permission_policy

from directory.admin import reports
from directory.editing import review
from directory.models import (
    Claim,
    DuplicatePair,
    ErrorReport,
    ImportRun,
    Listing,
    Mandate,
    Proposal,
)

SHORT_HORIZON = timedelta(days=7)
MOST_MANDATES = 5


@dataclass(frozen=True)
class Todo:
    """One thing to do; `url` may be empty."""

    text: str
    url: str = ""


def tends_pages(user) -> bool:
    """Whether this person writes or publishes pages: nothing here awaits the others."""
    return page_permission_policy.user_has_any_permission(user, reports.PERMISSIONS)


def todos(user, *, now: datetime) -> list[Todo]:
    """What awaits this person, the most pressing first."""
    found = []
    if count := TaskState.objects.reviewable_by(user).count():
        text = ngettext("%d page à relire", "%d pages à relire", count) % count
        found.append(Todo(text, reverse("wagtailadmin_reports:workflow_tasks")))
    if tends_pages(user):
        found += _listings_to_mend()
    if page_permission_policy.user_has_permission(user, "publish"):
        found += _edits(user, now)
        found += [*_claims(), *_mandates()]
        found += _proposals()
        found += [*_places_proposed(), *_error_reports()]
        found += [*_duplicates(), *_last_import(), *_horizon(now)]
    return found


def _edits(user, now: datetime) -> list[Todo]:
    count = review.to_review(user, now=now).count()
    if not count:
        return []
    text = ngettext("%d changement à relire", "%d changements à relire", count) % count
    return [Todo(text, reverse("directory_admin:edits"))]


def _listings_to_mend() -> list[Todo]:
    counts = [
        (
            reports.stale_pages().count(),
            lambda n: ngettext("%d fiche à rafraîchir", "%d fiches à rafraîchir", n) % n,
            "directory_admin:stale",
        ),
        (
            reports.incomplete_pages().count(),
            lambda n: (
                ngettext(
                    "%d fiche sans position ou sans horaires",
                    "%d fiches sans position ou sans horaires",
                    n,
                )
                % n
            ),
            "directory_admin:incomplete",
        ),
    ]
    return [Todo(text(count), reverse(url)) for count, text, url in counts if count]


def _claims() -> list[Todo]:
    """People who ask for their listing."""
    count = Claim.objects.waiting().count()
    text = ngettext("%d personne demande sa fiche", "%d personnes demandent leur fiche", count)
    url = reverse("claims:index") + f"?state={Claim.State.WAITING}"
    return [Todo(text % count, url)] if count else []


def _mandates() -> list[Todo]:
    """What was written for people who have not got it yet."""
    owing = Mandate.objects.owing().select_related("page")
    return [
        Todo(
            _("Remettre à %(person)s ce qui a été écrit pour « %(title)s »")
            % {"person": mandate.person, "title": mandate.page.title},
            reverse("mandates:edit", args=[mandate.pk]),
        )
        for mandate in owing.order_by("recorded_at")[:MOST_MANDATES]
    ]


def _proposals() -> list[Todo]:
    """Recipes of residents: somebody waits for an answer."""
    waiting = Proposal.objects.waiting().order_by("confirmed_at")
    count, first = waiting.count(), waiting.first()
    if first is None:
        return []
    text = ngettext(
        "%d recette proposée attend une réponse",
        "%d recettes proposées attendent une réponse",
        count,
    )
    return [Todo(text % count, reverse("wagtailadmin_pages:edit", args=[first.page_id]))]


def _places_proposed() -> list[Todo]:
    """Places that residents miss: each has its draft to complete."""
    count = ErrorReport.objects.places_waiting().count()
    text = ngettext(
        "%d lieu proposé attend une réponse", "%d lieux proposés attendent une réponse", count
    )
    url = f"{reverse('error_reports:index')}?subject={ErrorReport.Subject.MISSING}"
    return [Todo(text % count, url)] if count else []


def _error_reports() -> list[Todo]:
    """Errors that visitors have reported and that nobody has answered."""
    count = ErrorReport.objects.open().count()
    text = ngettext("%d erreur signalée", "%d erreurs signalées", count) % count
    return [Todo(text, reverse("error_reports:index"))] if count else []


def _duplicates() -> list[Todo]:
    count = DuplicatePair.objects.filter(state=DuplicatePair.State.OPEN).count()
    text = ngettext("%d doublon possible", "%d doublons possibles", count) % count
    return [Todo(text, reverse("directory_duplicates"))] if count else []


def _last_import() -> list[Todo]:
    run = ImportRun.objects.select_related("source").first()
    if run is None:
        return []
    words = {"source": run.source, "count": run.skipped}
    url = reverse("directory_import", args=[run.pk])
    if run.state == ImportRun.State.FAILED:
        return [Todo(_("Dernier import interrompu : %(source)s") % words, url)]
    if run.skipped:
        text = ngettext(
            "Dernier import (%(source)s) : %(count)d ligne écartée",
            "Dernier import (%(source)s) : %(count)d lignes écartées",
            run.skipped,
        )
        return [Todo(text % words, url)]
    return []


def _horizon(now: datetime) -> list[Todo]:
    """Say when « open now » is about to lack the hours of the coming days."""
    until = Listing.objects.exclude(intervals_until=None).aggregate(first=Min("intervals_until"))
    if until["first"] is None or until["first"] > now + SHORT_HORIZON:
        return []
    day = date_format(timezone.localtime(until["first"]), "j F")
    return [Todo(_("Les ouvertures ne sont calculées que jusqu’au %(day)s") % {"day": day})]


class TodoPanel(Component):
    """The panel of the admin's home."""

    name = "directory_todo"
    template_name = "directory/admin/todo_panel.html"
    order = 50

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        return {"todos": todos(user, now=timezone.now())}
