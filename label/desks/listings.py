"""The lists of the desks: what each shows, how it is searched and filtered."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import BigIntegerField, Case, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models import Membership
from label import archives, enums, letters, roles
from label import models as m
from label.desks.acts.declaration import SECRETARIAT
from label.desks.due import due
from label.desks.sections import day, moment
from label.enums import CaseState, Channel
from label.mails.kinds import KINDS

FILTERS = {
    "mine": _("Que je suis"),
    "late": _("En retard"),
    "open": _("À traiter"),
    "term": _("Arrivés à leur terme de conservation"),
}
# Where the case of a row is: somebody of the team does not read there those of their own.
CASE_OF = {
    "dossier": "pk",
    "tirage": "case",
    "label": "case",
    "controle": "grant__case",
    "signalement": "grant__case",
    "lettre": "case",
    "incident": "case",
}
LAST = F("due_on").asc(nulls_last=True)


@dataclass(frozen=True)
class Listing:
    """`columns` are (heading, value of a row); a `Due` shows as one. The first is the link."""

    key: str
    title: str
    icon: str
    rows: Callable[[], QuerySet]
    columns: tuple
    search: tuple[str, ...] = ()
    states: tuple = ()
    start: tuple[str, ...] = ()  # acts that make a new one
    due: Callable | None = None
    filters: tuple[str, ...] = ()  # names of FILTERS
    links: tuple = ()  # (words, name of an address, roles) of screens of other rooms
    kept: tuple = ()  # columns for those alone who read declarations of interest


def cases() -> QuerySet:
    """Drafts are their authors', but those keyed in from paper."""
    return (
        m.Case.objects.exclude(Q(state=CaseState.DRAFT) & ~Q(channel=Channel.PAPER))
        .select_related("operator", "secretary")
        .annotate(is_over=Case(When(state__in=m.cases.RUNNING, then=0), default=1))
        .order_by("is_over", LAST, "-pk")
    )


def posted() -> QuerySet:
    """Letters to people without an account, those that wait first."""
    return (
        m.OutboxMail.objects.filter(is_letter=True)
        .select_related("case__operator", "posted_by")
        .annotate(
            is_over=Case(When(state="ready", then=0), default=1),
            charter=Cast(KT("context__charter"), BigIntegerField()),
            place=Subquery(
                m.CharterSignature.objects.filter(pk=OuterRef("charter")).values("page__title")
            ),
        )
        .order_by("is_over", "-created_at", "-pk")
    )


def _choices(*lists):
    return tuple(one for choices in lists for one in choices.choices)


LISTINGS = {
    one.key: one
    for one in (
        Listing(
            "dossier",
            _("Dossiers"),
            "folder-open-inverse",
            cases,
            (
                (_("Dossier"), lambda one, t: one.reference),
                (_("Opérateur"), lambda one, t: one.operator.title),
                (_("État"), lambda one, t: one.get_state_display()),
                (
                    _("À faire avant le"),
                    lambda one, t: due(one.due_on, t) if one.is_running else "",
                ),
                (
                    _("Date légale"),
                    lambda one, t: due(one.implicit_decision_on, t) if one.is_running else "",
                ),
                (_("Suivi par"), lambda one, t: one.secretary or ""),
            ),
            ("reference", "operator__title", "applicant__email", "grants__number"),
            _choices(enums.CaseState),
            filters=("mine", "late", "term"),
            links=((_("Saisir une demande sur papier"), "label:case_paper_entry", SECRETARIAT),),
        ),
        Listing(
            "seance",
            _("Séances"),
            "calendar",
            lambda: m.Session.objects.select_related("facilitator").order_by("-starts_at"),
            (
                (_("Séance"), lambda one, t: one.reference),
                (_("Le"), lambda one, t: moment(one.starts_at)),
                (_("Lieu"), lambda one, t: one.place),
                (_("Animation"), lambda one, t: one.facilitator or ""),
                (_("État"), lambda one, t: one.get_state_display()),
            ),
            ("reference", "place"),
            _choices(enums.SessionState),
            ("fixer-une-seance",),
        ),
        Listing(
            "tirage",
            _("Tirages au sort"),
            "rotate",
            lambda: m.Draw.objects.select_related("case").order_by("-committed_at"),
            (
                (_("Tirage"), lambda one, t: one.reference),
                (_("Objet"), lambda one, t: one.get_purpose_display()),
                (_("Dossier"), lambda one, t: one.case or ""),
                (_("Aléa attendu le"), lambda one, t: moment(one.randomness_at)),
                (_("État"), lambda one, t: one.get_state_display()),
            ),
            ("reference", "case__reference"),
            _choices(enums.DrawState),
            ("annoncer-le-tirage-du-vivier", "annoncer-le-tirage-des-controles"),
        ),
        Listing(
            "label",
            _("Labels accordés"),
            "tick-inverse",
            lambda: m.Grant.objects.select_related("operator").order_by("-created_at"),
            (
                (_("Label"), lambda one, t: one.number),
                (_("Opérateur"), lambda one, t: one.operator.title),
                (_("État"), lambda one, t: one.get_state_display()),
                (_("Du"), lambda one, t: day(one.valid_from)),
                (_("Au"), lambda one, t: day(one.valid_to)),
            ),
            ("number", "code", "operator__title", "case__reference"),
            _choices(enums.GrantState),
        ),
        Listing(
            "controle",
            _("Contrôles"),
            "view",
            lambda: m.Check.objects.select_related("grant__operator", "controller").order_by(
                LAST, "-pk"
            ),
            (
                (_("Contrôle"), lambda one, t: one.grant.operator.title),
                (_("Label"), lambda one, t: one.grant.number),
                (_("Origine"), lambda one, t: one.get_origin_display()),
                (_("État"), lambda one, t: one.get_state_display()),
                (
                    _("Échéance"),
                    lambda one, t: (
                        due(one.planned_for or one.due_on, t) if one.state != "closed" else ""
                    ),
                ),
                (_("Fait par"), lambda one, t: one.controller or ""),
            ),
            ("grant__number", "grant__operator__title"),
            _choices(enums.CheckState),
        ),
        Listing(
            "signalement",
            _("Signalements"),
            "warning",
            lambda: m.Alert.objects.select_related("operator", "grant").order_by("-received_at"),
            (
                (_("Signalement"), lambda one, t: one.reference),
                (_("Au sujet de"), lambda one, t: one.operator or ""),
                (_("Sujet"), lambda one, t: one.get_matter_display()),
                (_("État"), lambda one, t: one.get_state_display()),
                (_("Reçu le"), lambda one, t: moment(one.received_at)),
            ),
            ("reference", "operator__title", "grant__number"),
            _choices(enums.AlertState),
        ),
        Listing(
            "charte",
            _("Chartes"),
            "doc-full-inverse",
            lambda: m.CharterSignature.objects.select_related("page").order_by("page__title"),
            (
                (_("Lieu"), lambda one, t: one.page.title),
                (_("État"), lambda one, t: one.get_state_display()),
                (_("Signée le"), lambda one, t: moment(one.signed_at)),
                (_("Vérifiée le"), lambda one, t: day(one.checked_on)),
            ),
            ("page__title",),
            _choices(enums.CharterState),
            ("ouvrir-une-charte",),
        ),
        Listing(
            "lettre",
            _("À envoyer par la poste"),
            "mail",
            posted,
            (
                (_("Lettre"), lambda one, t: str(KINDS[one.kind].label).capitalize()),
                (
                    _("À"),
                    lambda one, t: one.case.operator.title if one.case_id else one.place or "",
                ),
                (_("Dossier"), lambda one, t: one.case or ""),
                (_("État"), lambda one, t: one.get_state_display()),
                (
                    _("À poster avant le"),
                    lambda one, t: due(letters.due_on(one), t) if one.state == "ready" else "",
                ),
                (_("Partie le"), lambda one, t: day(one.posted_on)),
                (_("Par"), lambda one, t: one.posted_by or ""),
            ),
            ("case__reference", "case__operator__title"),
            _choices(enums.MailState),
        ),
        Listing(
            "vivier",
            _("Vivier"),
            "group",
            lambda: m.PoolMember.objects.select_related("person", "commune").order_by(
                "college", "pk"
            ),
            (
                (_("Personne"), lambda one, t: one.person),
                (_("Collège"), lambda one, t: one.get_college_display()),
                (_("Commune"), lambda one, t: one.commune or ""),
                (_("État"), lambda one, t: one.get_state_display()),
                (_("Formation"), lambda one, t: day(one.trained_on)),
            ),
            ("person__email", "person__first_name", "person__last_name", "commune__name"),
            _choices(enums.PoolState),
            ("annoncer-le-tirage-du-vivier",),
        ),
        Listing(
            "lien",
            _("Conflits d’intérêts"),
            "link",
            lambda: (
                m.InterestDeclaration.objects.filter(is_nil=False)
                .select_related("case__operator", "person")
                .order_by("-declared_at")
            ),
            (
                (_("Dossier"), lambda one, t: f"{one.case} – {one.case.operator.title}"),
                (_("Personne"), lambda one, t: one.person),
                (_("En qualité de"), lambda one, t: one.get_role_display()),
                (_("Liens"), lambda one, t: " ; ".join(one.ties)),
                (_("Précisions"), lambda one, t: one.text),
                (_("Déclaré le"), lambda one, t: moment(one.declared_at)),
            ),
            ("case__reference", "person__email", "person__last_name"),
        ),
        Listing(
            "recusation",
            _("Récusations"),
            "no-view",
            lambda: m.Challenge.objects.select_related(
                "seat__panel__case", "seat__member__person"
            ).order_by("-lodged_at"),
            (
                (_("Dossier"), lambda one, t: one.seat.panel.case.reference),
                (_("Personne"), lambda one, t: one.seat.member.person),
                (_("État"), lambda one, t: one.get_state_display()),
                (
                    _("À trancher avant le"),
                    lambda one, t: due(one.due_on, t) if one.state == "open" else "",
                ),
                (_("Décision"), lambda one, t: one.decision),
            ),
            ("seat__panel__case__reference", "seat__member__person__email"),
            _choices(enums.ChallengeState),
            kept=((_("Motifs"), lambda one, t: one.grounds),),
        ),
        Listing(
            "referentiel",
            _("Référentiels"),
            "list-ul",
            lambda: m.ReferentialVersion.objects.order_by("-pk"),
            (
                (_("Version"), lambda one, t: str(one)),
                (_("État"), lambda one, t: one.get_state_display()),
                (_("En vigueur le"), lambda one, t: day(one.in_force_on)),
            ),
            ("code", "title"),
            _choices(enums.VersionState),
            ("nouveau-referentiel",),
        ),
        Listing(
            "reglement",
            _("Règlements d’usage"),
            "cogs",
            lambda: m.RulesVersion.objects.order_by("-pk"),
            (
                (_("Version"), lambda one, t: str(one)),
                (_("État"), lambda one, t: one.get_state_display()),
                (_("En vigueur le"), lambda one, t: day(one.in_force_on)),
            ),
            ("code", "title"),
            _choices(enums.VersionState),
            ("nouveau-reglement",),
        ),
        Listing(
            "incident",
            _("Incidents"),
            "warning",
            lambda: m.Incident.objects.select_related("case", "grant").order_by(
                F("resolved_at").asc(nulls_first=True), "-raised_at"
            ),
            (
                (_("Incident"), lambda one, t: one.text),
                (_("Nature"), lambda one, t: one.get_kind_display()),
                (_("Dossier"), lambda one, t: one.case or one.grant or ""),
                (_("Relevé le"), lambda one, t: moment(one.raised_at)),
                (_("Traité le"), lambda one, t: moment(one.resolved_at)),
            ),
            ("text", "case__reference", "grant__number"),
            filters=("open",),
        ),
    )
}


def found(listing: Listing, params, user, today) -> QuerySet:
    """The rows that the words and filters of an address keep."""
    rows = listing.rows()
    if listing.key in CASE_OF:
        rows = rows.exclude(**{f"{CASE_OF[listing.key]}__in": roles.own_cases(user)})
    if listing.key == "signalement":  # of a farm of theirs that has no label
        tended = Membership.objects.of(user).values("page")
        rows = rows.exclude(operator__in=tended)
    if words := params.get("q", "").replace("\x00", "").strip():
        wanted = Q()
        for name in listing.search:
            wanted |= Q(**{f"{name}__icontains": words})
        rows = rows.filter(wanted)
        if any("grants__" in name for name in listing.search):
            rows = rows.distinct()
    if params.get("state") in dict(listing.states):
        rows = rows.filter(state=params["state"])
    if "mine" in listing.filters and params.get("mine"):
        rows = rows.filter(secretary=user)
    if "term" in listing.filters and params.get("term"):
        rows = rows.filter(pk__in=archives.to_eliminate(now=timezone.now()).values("pk"))
    if "open" in listing.filters and params.get("open"):
        rows = rows.filter(resolved_at=None)
    if "late" in listing.filters and params.get("late"):
        rows = rows.filter(due_on__lt=today, state__in=m.cases.RUNNING)
    return rows
