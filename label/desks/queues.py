"""« Ce qui m'attend »: for each role of the team, what it may do now, one query a queue."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from label import archives, charters, clock, letters, pool, signed_papers, visit_draws
from label import models as m
from label.desks.acts import reviews as review_acts
from label.desks.acts import sessions as session_acts
from label.enums import TO_CORRECT, CaseState, GrantState, LegalRegime, PanelState, Role, SeatState
from label.mails.kinds import KINDS

S, G, P = CaseState, GrantState, PanelState
BEFORE_SCORING = (S.INVESTIGATION, S.UNDER_APPEAL)
MOST = 60  # shown of one line; the lists show all


@dataclass(frozen=True)
class Today:
    now: object
    day: date


@dataclass(frozen=True)
class Queue:
    """`rows` are the objects that wait; `due` their deadline; `act` opens its form directly."""

    who: tuple[str, ...]
    title: str
    rows: Callable[[Today], QuerySet]
    due: Callable[[object], date | None] = lambda obj: None
    act: str = ""
    said: Callable[[object], str] = str
    keep: Callable[[object], bool] = lambda obj: True
    together: bool = False  # one line for all, which leads to their list


def _case(obj):
    return f"{obj.reference} – {obj.operator.title}"


def _of_case(obj):
    return _case(obj.case)


def _cases(**only) -> QuerySet:
    return m.Case.objects.filter(**only).select_related("operator", "rules")


def _with_case(model, **only) -> QuerySet:
    return model.objects.filter(**only).select_related("case__operator", "case__rules")


def _forming(today) -> QuerySet:
    return _with_case(m.Panel, state=P.FORMING, case__state__in=BEFORE_SCORING)


def _may_be_constituted(panel) -> bool:
    """No challenge can come any more, even by post."""
    last = signed_papers.awaited_until(panel.case, panel.challenge_until)
    return clock.civil_day(timezone.now()) > last


def _standing_draw():
    return Exists(m.Draw.objects.filter(panel=OuterRef("pk")).exclude(state="voided"))


def _seat(*states):
    return Exists(m.Seat.objects.filter(panel=OuterRef("pk"), state__in=states))


def _moving_seat():
    return _seat(SeatState.DRAWN, SeatState.INVITED, SeatState.ACCEPTED)


def _open_hearing():
    return Exists(m.Hearing.objects.filter(panel=OuterRef("pk"), closed_at=None))


def _ready_panel():
    return Exists(
        m.Panel.objects.filter(
            case=OuterRef("pk"), kind="first", state__in=[P.CONSTITUTED, P.IN_SESSION]
        )
    )


def _grants(**only) -> QuerySet:
    return m.Grant.objects.filter(**only).select_related("operator", "case__rules")


def _shown_as_corrected() -> QuerySet:
    return _grants(state__in=TO_CORRECT, pk__in=m.Remedy.objects.waiting().values("grant"))


def _grant(obj):
    return f"{obj.number} – {obj.operator.title}"


def _checks(*states) -> QuerySet:
    return m.Check.objects.filter(state__in=states).select_related("grant__operator", "grant__case")


def _alerts() -> QuerySet:
    return m.Alert.objects.select_related("grant__case__rules", "operator")


def _check(obj):
    return f"{obj.grant.number} – {obj.grant.operator.title}"


def _due(obj):
    return obj.due_on


def _day_of(name):
    def due(obj):
        moment = getattr(obj, name)
        return clock.civil_day(moment) if moment else None

    return due


SEC, GAR, AUT = (Role.SECRETARIAT,), (Role.GUARANTOR,), (Role.AUTHORITY,)
CTL, FAC = (Role.CONTROLLER,), (Role.FACILITATOR,)
DRAWERS = (*SEC, *GAR, *FAC)

QUEUES = (
    # The secretariat -------------------------------------------------------------------------
    Queue(SEC, _("Examiner les pièces"), lambda t: _cases(state=S.SUBMITTED), _due, said=_case),
    Queue(
        SEC,
        _("Finir la saisie d’une demande sur papier"),
        lambda t: _cases(state=S.DRAFT, channel="paper"),
        said=_case,
    ),
    Queue(
        SEC,
        _("Organiser la visite"),
        lambda t: _with_case(
            m.Visit, state__in=["planned", "postponed"], case__state=S.INVESTIGATION
        ),
        _due,
        said=_of_case,
    ),
    Queue(
        SEC,
        _("Annoncer le tirage de l’équipe de visite"),
        lambda t: visit_draws.to_announce().select_related("case__operator", "case__rules"),
        _due,
        "annoncer-le-tirage-de-l-equipe",
        _of_case,
        keep=lambda visit: visit.procedure.visitors_drawn,
    ),
    Queue(
        SEC,
        _("Une place à pourvoir pour la visite"),
        lambda t: (
            _with_case(
                m.Visit,
                state__in=["planned", "scheduled", "postponed"],
                case__state=S.INVESTIGATION,
            )
            .annotate(team=Count("visitors"))
            .filter(Q(team__gt=0) | Q(state="scheduled"))
        ),
        _due,
        said=_of_case,
        keep=lambda visit: (
            not visit.procedure.visitors_drawn and visit.team < visit.procedure.visitors
        ),
    ),
    Queue(
        SEC,
        _("Noter que la visite a eu lieu"),
        lambda t: _with_case(
            m.Visit,
            state="scheduled",
            scheduled_for__lt=t.now,
            case__state=S.INVESTIGATION,
        ),
        _day_of("scheduled_for"),
        "visite-faite",
        _of_case,
    ),
    Queue(
        SEC,
        _("Annoncer le tirage du jury"),
        lambda t: _forming(t).filter(~_standing_draw(), formation="drawn"),
        lambda panel: panel.case.due_on,
        "annoncer-un-tirage",
        _of_case,
    ),
    Queue(
        SEC,
        _("Compléter le jury par un nouveau tirage"),
        lambda t: _with_case(m.Panel, state=P.SHORT, case__state__in=BEFORE_SCORING),
        lambda panel: panel.case.due_on,
        said=_of_case,
    ),
    Queue(
        (*SEC, *AUT),
        _("Nommer le jury"),
        lambda t: _forming(t).filter(formation="named", seats=None),
        lambda panel: panel.case.due_on,
        "nommer-le-jury",
        _of_case,
    ),
    Queue(
        DRAWERS,
        _("Saisir et confirmer l’aléa d’un tirage"),
        lambda t: m.Draw.objects.filter(state="committed", randomness_at__lte=t.now).select_related(
            "case__rules", "panel"
        ),
        _day_of("randomness_at"),
        said=lambda draw: f"{draw} – {draw.get_purpose_display()}",
    ),
    Queue(
        SEC,
        _("Donner les noms du jury à l’opérateur"),
        lambda t: _forming(t).filter(_seat(SeatState.SEATED), ~_moving_seat(), notified_on=None),
        lambda panel: panel.case.due_on,
        "informer-operateur",
        _of_case,
    ),
    Queue(
        SEC,
        _("Constituer le jury"),
        lambda t: _forming(t).filter(challenge_until__lt=t.day),
        lambda panel: panel.case.due_on,
        "constituer",
        _of_case,
        keep=_may_be_constituted,
    ),
    Queue(
        SEC,
        _("Ouvrir le dossier au jury"),
        lambda t: _cases(state=S.INVESTIGATION, file_opened_on=None).filter(_ready_panel()),
        _due,
        "ouvrir-au-jury",
        _case,
    ),
    Queue(
        SEC,
        _("Mettre à l’ordre du jour d’une séance"),
        lambda t: session_acts.ready_panels().select_related("case__operator"),
        lambda panel: panel.case.due_on,
        said=_of_case,
    ),
    Queue(
        SEC,
        _("Notation close : prolonger ou reprendre"),
        lambda t: _cases(state=S.SCORING, scoring_closes_on__lt=t.day),
        lambda case: case.scoring_closes_on,
        said=_case,
    ),
    Queue(
        SEC,
        _("Reprendre après la réponse à l’ajournement"),
        lambda t: (
            _cases(state=S.DEFERRED)
            .filter(deferral_rows__number=F("deferrals"))
            .exclude(deferral_rows__answered_at=None)
        ),
        lambda case: case.answer_due_on,
        said=_case,
    ),
    Queue(
        SEC,
        _("Noter la notification d’une décision"),
        lambda t: _with_case(m.Decision, notice=None),
        lambda decision: decision.case.due_on if decision.grant_id is None else None,
        "notifier",
        lambda decision: f"{decision.number} – {decision.case.operator.title}",
    ),
    Queue(
        SEC,
        _("Envoyer par la poste"),
        lambda t: letters.waiting(),
        letters.due_on,
        said=lambda mail: f"{KINDS[mail.kind].label} – {letters.place_of(mail).title}",
    ),
    Queue(
        SEC,
        _("Dire si le recours est recevable"),
        lambda t: _with_case(m.Appeal, state="lodged"),
        _due,
        said=_of_case,
    ),
    Queue(
        SEC,
        _("Noter que le jury de recours est constitué"),
        lambda t: _with_case(
            m.Appeal,
            state="admitted",
            case__panels__kind="appeal",
            case__panels__state__in=[P.CONSTITUTED, P.IN_SESSION],
        ),
        _due,
        "noter-jury-de-recours",
        _of_case,
    ),
    Queue(
        SEC,
        _("Lever les réserves prouvées"),
        lambda t: review_acts.with_proofs(_grants(state=G.ACTIVE_WITH_RESERVES)).exclude(
            pk__in=m.Reserve.objects.filter(lifted_on=None, proved_at=None).values("grant")
        ),
        said=_grant,
        keep=review_acts.is_satisfied,
    ),
    Queue(
        SEC,
        _("Appeler des jurés pour regarder une preuve"),
        lambda t: review_acts.with_proofs(
            _grants(state__in=[G.ACTIVE_WITH_RESERVES, G.FORMAL_NOTICE])
        ),
        act="appeler-des-jures",
        said=_grant,
        keep=review_acts.lacks_jurors,
    ),
    Queue(
        SEC,
        _("Interroger le jury sur une mesure"),
        lambda t: _grants().filter(review_acts.panel_to_ask(t.day)),
        lambda grant: grant.confirm_by or grant.notice_until,
        said=_grant,
        keep=review_acts.was_heard,
    ),
    Queue(
        SEC,
        _("Compléter le jury interrogé sur une mesure"),
        lambda t: _grants(pk__in=m.PanelReview.objects.filter(given_at=None).values("grant")),
        lambda grant: grant.confirm_by or grant.notice_until,
        said=_grant,
        keep=review_acts.lacks_voices,
    ),
    Queue(
        SEC,
        _("Clore l’avis du jury sur une mesure"),
        lambda t: _grants(pk__in=review_acts.reviews_to_close(t.day).order_by().values("grant")),
        said=_grant,
    ),
    Queue(
        SEC,
        _("Vérifier une remise en ordre"),
        lambda t: _grants(state=G.FORMAL_NOTICE).exclude(
            pk__in=m.Remedy.objects.waiting().values("grant")
        ),
        lambda grant: grant.notice_until,
        said=_grant,
    ),
    Queue(
        SEC,
        _("Regarder ce qu’un opérateur a corrigé"),
        lambda t: _shown_as_corrected(),
        lambda grant: grant.notice_until or grant.confirm_by,
        said=_grant,
    ),
    Queue(
        (*SEC, *CTL),
        _("Fixer la date d’un contrôle"),
        lambda t: _checks("drawn", "targeted"),
        _due,
        "fixer-la-date",
        _check,
    ),
    Queue(
        SEC,
        _("Examiner un signalement"),
        lambda t: _alerts().filter(state="received"),
    ),
    Queue(
        SEC,
        _("Suivre un signalement"),
        lambda t: (
            _alerts()
            .filter(
                Q(state="qualified")
                | Q(state__in=["rejected", "forwarded", "founded", "unfounded"])
                | Q(state="adversarial", windows__closes_on__lt=t.day)
            )
            .distinct()
        ),
    ),
    Queue(
        SEC,
        _("Publier une charte signée ou corrigée"),
        lambda t: m.CharterSignature.objects.to_read().select_related("page"),
    ),
    Queue(
        SEC,
        _("Charte rappelée, restée sans réponse"),
        lambda t: m.CharterSignature.objects.filter(
            state="reminded", reminded_on__lt=t.day - timedelta(days=charters.ANSWER_DAYS)
        ).select_related("page"),
        lambda charter: charter.reminded_on + timedelta(days=charters.ANSWER_DAYS),
    ),
    Queue(
        SEC,
        _("Examiner une candidature au vivier"),
        lambda t: (
            m.PoolMember.objects.filter(state="volunteer")
            .exclude(pk__in=pool.waiting_for_a_draw().values("member"))
            .select_related("person")
        ),
    ),
    # The guarantor ---------------------------------------------------------------------------
    Queue(
        (*GAR, *AUT),
        _("Trancher une récusation"),
        lambda t: m.Challenge.objects.filter(state="open").select_related(
            "seat__panel__case__operator", "seat__panel__case__rules"
        ),
        _due,
        said=lambda challenge: _case(challenge.seat.panel.case),
    ),
    Queue(
        GAR,
        _("Signer un procès-verbal"),
        lambda t: m.Opinion.objects.filter(
            adopted_at=None, chair_signed_at__isnull=False, guarantor_signed_at=None
        ).select_related("panel__case__operator", "panel__case__rules"),
        lambda opinion: opinion.panel.case.due_on,
        said=lambda opinion: _case(opinion.panel.case),
        keep=lambda opinion: opinion.panel.case.procedure.guarantor,
    ),
    Queue(
        GAR,
        _("Dire si vous êtes d’accord : dossier à clore ou à reprendre"),
        lambda t: _cases().filter(
            Q(state=S.INVESTIGATION, visit_notice_on__isnull=False)
            | Q(state=S.SCORING, is_scoring_extended=True, scoring_closes_on__lt=t.day)
        ),
        _due,
        said=_case,
        keep=lambda case: case.procedure.guarantor,
    ),
    Queue(
        GAR,
        _("Dire si vous êtes d’accord : remise en ordre"),
        lambda t: _grants(state=G.FORMAL_NOTICE),
        lambda grant: grant.notice_until,
        said=_grant,
        keep=lambda grant: grant.case.procedure.guarantor,
    ),
    Queue(
        (*GAR, *SEC),
        _("Donner suite à un incident"),
        lambda t: m.Incident.objects.filter(resolved_at=None),
        together=True,
    ),
    # The authority ---------------------------------------------------------------------------
    Queue(AUT, _("Décider"), lambda t: _cases(state=S.OPINION_ISSUED), _due, said=_case),
    Queue(
        AUT,
        _("Signer ou non une irrecevabilité"),
        lambda t: _cases(
            state=S.SUBMITTED,
            pk__in=m.Endorsement.objects.filter(
                machine="case", event="declare_inadmissible", is_used=False
            ).values("object_id"),
        ),
        _due,
        said=_case,
    ),
    Queue(
        AUT,
        _("Refuser en l’état : ajournement sans réponse"),
        lambda t: _cases(
            state=S.DEFERRED,
            answer_due_on__lt=t.day,
            legal_regime=LegalRegime.SILENCE_ACCEPTS,
        ),
        lambda case: case.implicit_decision_on,
        said=_case,
    ),
    Queue(
        AUT,
        _("Reconnaître ou retirer une décision implicite"),
        lambda t: _cases(state=S.IMPLICIT_DECISION),
        _due,
        said=_case,
    ),
    Queue(
        AUT,
        _("Répondre à un recours"),
        lambda t: _with_case(m.Appeal, state__in=["opinion", "inadmissible"]).filter(
            case__state=S.UNDER_APPEAL
        ),
        _due,
        said=_of_case,
    ),
    Queue(
        AUT,
        _("Signer la convention"),
        lambda t: _grants(state=G.PENDING_SIGNATURE, operator_signed_at__isnull=False),
        lambda grant: grant.sign_before,
        said=_grant,
    ),
    Queue(
        AUT,
        _("Mise en demeure échue : décider"),
        lambda t: _grants(state=G.FORMAL_NOTICE, notice_until__lt=t.day),
        lambda grant: grant.notice_until,
        said=_grant,
    ),
    Queue(
        AUT,
        _("Suspension : regarder ce que l’opérateur a corrigé"),
        lambda t: _shown_as_corrected().filter(state=G.SUSPENDED),
        lambda grant: grant.confirm_by,
        said=_grant,
    ),
    Queue(
        AUT,
        _("Confirmer ou non une suspension d’urgence"),
        lambda t: _grants(
            state=G.SUSPENDED, confirm_by__isnull=False, is_emergency_confirmed=False
        ),
        lambda grant: grant.confirm_by,
        said=_grant,
    ),
    Queue(
        AUT,
        _("Adopter un référentiel"),
        lambda t: m.ReferentialVersion.objects.filter(
            state="consultation", consultation_closes_on__lt=t.day
        ),
    ),
    Queue(
        AUT,
        _("Adopter un règlement d’usage"),
        lambda t: m.RulesVersion.objects.filter(
            state="consultation", consultation_closes_on__lt=t.day
        ),
    ),
    # Archives --------------------------------------------------------------------------------
    Queue(
        (Role.ARCHIVIST,),
        _("Éliminer un dossier arrivé à son terme, avec le visa des archives"),
        lambda t: archives.to_eliminate(now=t.now).select_related("operator", "rules"),
        said=_case,
    ),
    # Control, facilitation -------------------------------------------------------------------
    Queue(
        CTL,
        _("Faire un contrôle"),
        lambda t: _checks("announced", "unannounced"),
        lambda check: check.planned_for,
        said=_check,
    ),
    Queue(
        CTL,
        _("Conclure un contrôle"),
        lambda t: _checks("done", "findings").annotate(
            awaited_on=Min("findings__action_due_on", filter=Q(findings__corrected_on=None))
        ),
        lambda check: check.awaited_on,
        said=_check,
    ),
    Queue(
        FAC,
        _("Animer une séance"),
        lambda t: m.Session.objects.filter(state__in=["planned", "open"]),
        _day_of("starts_at"),
    ),
)
