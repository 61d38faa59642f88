"""The page of a grant."""

from django.db.models import Count, Prefetch, Q
from django.template.defaultfilters import linebreaksbr
from django.utils.translation import gettext as _

from label import review_places, reviews
from label.desks.due import due
from label.desks.files import pieces_of
from label.desks.pages import Page, Part, journal
from label.desks.sections import Section, day, moment, papers, said, to
from label.enums import GrantState
from label.models import ReserveReview
from label.papers import shelf


def grant_page(grant, user, *, today) -> Page:
    pending = grant.state == GrantState.PENDING_SIGNATURE
    deadline = grant.sign_before if pending else grant.confirm_by or grant.notice_until
    windows = list(grant.windows.all())
    measures = list(grant.measures.select_related("notice"))
    for one in (*windows, *measures):
        one.case, one.grant = grant.case, grant
    reserves = grant.reserves.select_related("criterion").prefetch_related(
        Prefetch("reviews", ReserveReview.objects.select_related("seat__candidate"))
    )
    return Page(
        f"{grant.number} – {grant.operator.title}",
        grant.get_state_display(),
        due(deadline, today),
        [
            Section(
                _("Label"),
                said(
                    [
                        (_("Dossier"), to(grant.case, user=user)),
                        (_("Décision"), grant.decision.number),
                        (_("Décision implicite"), _("oui") if grant.is_implicit else ""),
                        (_("À signer avant le"), day(grant.sign_before) if pending else ""),
                        (_("Signé par l’opérateur le"), moment(grant.operator_signed_at)),
                        (_("Signé par l’autorité le"), moment(grant.authority_signed_at)),
                        (_("Plan signé le"), moment(grant.plan_signed_at)),
                        (_("Valable du"), day(grant.valid_from)),
                        (_("Jusqu’au"), day(grant.valid_to)),
                        (_("Prolongé"), _("oui") if grant.was_extended else ""),
                        (_("Engagement de progrès"), grant.commitment),
                        (_("Mise en demeure jusqu’au"), day(grant.notice_until)),
                        (_("Suspendu depuis"), day(grant.suspended_on)),
                        (_("Urgence à confirmer avant le"), day(grant.confirm_by)),
                        (_("Terminé le"), day(grant.ended_on)),
                        (_("Raison publique"), grant.end_reason),
                        (_("Fin d’usage du logo le"), day(grant.logo_stops_on)),
                        (_("Adresse courte"), f"/l/{grant.code}"),
                    ]
                ),
            ),
            Section(
                _("Gammes"),
                head=(_("Gamme"), _("Origine publiée")),
                rows=[
                    (str(one.line), one.origin)
                    for one in grant.lines.select_related("line__site")
                ],
            ),
            Section(
                _("Réserves"),
                head=(_("Critère"), _("Action"), _("Preuve"), _("Avant le"), _("État")),
                rows=[
                    (one.criterion.code, one.action, one.proof_text or one.proof, day(one.due_on),
                     _reserve_state(one))
                    for one in reserves
                ],
            ),
            _reviews(grant, reserves),
            _remedies(grant, user),
            _asked(grant),
            papers(shelf.of_grant(grant, user)),
            Section(
                _("Mesures"),
                head=(_("Décision"), _("Sens"), _("Signée le"), _("Motifs")),
                rows=[
                    (one.number, one.get_kind_display(), moment(one.signed_at), one.text)
                    for one in measures
                ],
            ),
            Section(
                _("Procédures contradictoires"),
                head=(_("Mesure"), _("Motifs"), _("Jusqu’au"), _("Observations")),
                rows=[
                    (one.get_measure_display(), one.grounds, day(one.closes_on),
                     one.observations or _("aucune"))
                    for one in windows
                ],
            ),
            Section(
                _("Avis du jury sur une mesure"),
                head=(_("Mesure"), _("Avis"), _("Voix"), _("Motifs"), _("Rendu le")),
                rows=[
                    (one.get_measure_display(), _("favorable") if one.is_favourable
                     else _("défavorable"), _votes(one), one.text, moment(one.given_at))
                    for one in grant.panel_reviews.filter(given_at__isnull=False)
                ],
            ),
            Section(
                _("Contrôles"),
                head=(_("Contrôle"), _("Origine"), _("Prévu le"), _("Fait le")),
                rows=[
                    (to(one, one.get_state_display()), one.get_origin_display(),
                     day(one.planned_for), moment(one.done_at))
                    for one in grant.checks.all()
                ],
            ),
            Section(
                _("Signalements"),
                head=(_("Signalement"), _("Sujet"), _("État")),
                rows=[
                    (to(one), one.get_matter_display(), one.get_state_display())
                    for one in grant.alerts.all()
                ],
            ),
            Section(
                _("Déclarations annuelles"),
                head=(_("Attendue le"), _("Reçue le"), _("Changements")),
                rows=[
                    (day(one.due_on), moment(one.filed_at) or _("pas encore"), one.changes)
                    for one in grant.declarations.all()
                ],
            ),
            journal.of_object(grant, user),
        ],
        [
            Part("", grant),
            *(Part(one.number, one) for one in measures),
            *(Part(_("Procédure contradictoire"), one) for one in windows),
            *_places(grant, today),
        ],
    )  # fmt: skip


def _places(grant, today) -> list[Part]:
    """Where the jury asked about a measure falls short: places to name, or the panel to draw."""
    panel = grant.case.panel
    asked = review_places.open_reviews(panel) if panel else []
    asked = [one for one in asked if one.grant_id == grant.pk]
    if not asked or panel.procedure.is_drawn:
        return [Part(_("Jury"), panel) for _one in asked[:1]]
    places = {seat.pk: seat for one in asked for seat in review_places.vacant(one, on=today)}
    return [Part(_("Place de %s") % one.member.person, one) for one in places.values()]


def _reserve_state(reserve) -> str:
    if reserve.lifted_on:
        return _("levée le %s") % day(reserve.lifted_on)
    if not reserve.proved_at:
        return _("preuve attendue")
    if not reviews.reviewed(reserve):
        return _("preuve reçue, à regarder avant le %s") % day(reserve.review_due_on)
    enough = sum(bool(one.is_proved) for one in reserve.reviews.all())
    return _("preuve reçue, jugée suffisante par %d jurés") % enough


def _reviews(grant, reserves) -> Section:
    """Who was called for each proof; what they say only once everybody has said it."""
    return Section(
        _("Preuves regardées par le jury"),
        head=(_("Critère"), _("Juré"), _("Appelé le"), _("Réponse"), _("Motifs")),
        rows=[
            (reserve.criterion.code, f"{one.seat.pseudonym} ({one.seat.get_college_display()})",
             moment(one.called_at), *_said_of(one, is_shown))
            for reserve in reserves
            for is_shown in [reviews.reviewed(reserve)]
            for one in reserve.reviews.all()
        ],
    )  # fmt: skip


def _said_of(review, is_shown) -> tuple[str, str]:
    if review.withdrew_at:
        return _("remplacé ou retiré"), ""
    if not review.given_at:
        return _("attendue"), ""
    if not is_shown:
        return _("donnée le %s") % day(review.given_at), ""
    return (_("prouvée") if review.is_proved else _("pas prouvée")), review.note


def _remedies(grant, user) -> Section:
    """What the operator shows as corrected, with the files that this reader may open."""
    return Section(
        _("Corrections montrées par l’opérateur"),
        head=(_("Reçue le"), _("Ce qui est corrigé"), _("Pièces"), _("Suite")),
        rows=[
            (moment(one.sent_at), linebreaksbr(one.text),
             pieces_of(one.evidence.all(), grant.case, user), _follow_up(one))
            for one in grant.remedies.prefetch_related("evidence")
        ],
    )  # fmt: skip


def _follow_up(remedy) -> str:
    if remedy.answer:
        return _("insuffisante, répondu le %(day)s : %(words)s") % {
            "day": day(remedy.answered_at), "words": remedy.answer,
        }  # fmt: skip
    if remedy.closed_at:
        return _("mesure levée le %s") % day(remedy.closed_at)
    return _("à regarder")


def _asked(grant) -> Section:
    """How many jurors have answered on a measure; never what, before the opinion is closed."""
    return Section(
        _("Jury interrogé sur une mesure"),
        head=(_("Mesure"), _("Réponses"), _("Jusqu’au"), _("Appelés depuis")),
        rows=[
            (
                one.get_measure_display(),
                f"{one.heard} / {one.called}",
                day(one.closes_on),
                ", ".join(
                    f"{seat.pseudonym} ({seat.get_state_display()})"
                    for seat in one.called_seats.order_by("pk").select_related("candidate")
                ),
            )
            for one in grant.panel_reviews.filter(given_at=None).annotate(
                called=Count("ballots", filter=Q(ballots__withdrew_at=None)),
                heard=Count("ballots", filter=Q(ballots__given_at__isnull=False)),
            )
        ],
    )


def _votes(review) -> str:
    return _("%(for)s pour, %(against)s contre, %(abstain)s abstentions") % {
        "for": review.votes.get("for", 0),
        "against": review.votes.get("against", 0),
        "abstain": review.votes.get("abstain", 0),
    }
