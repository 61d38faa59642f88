"""The case page: the visit, the panel, the scoring, the session, the opinion, the decisions.

Before the reveal, of the sheets only « rendue » or « pas encore » is said (label.md I-08).
"""

import rules as permissions
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from label import judgement, panels, scoring_facts
from label import visits as visits_of
from label.desks.sections import Section, day, moment, said, to
from label.enums import CaseState, College, Grade, Outcome, Role
from label.models import Criterion
from label.roles import held_for


def visit_sections(case, visits, user) -> list[Section]:
    reads = permissions.has_perm("label.read_declarations", user, case)
    made = []
    for visit in visits:
        report = getattr(visit, "report", None)
        made.append(
            Section(
                _("Visite %(number)s : %(state)s")
                % {"number": visit.number, "state": visit.get_state_display()},
                said(
                    [
                        (_("À faire avant le"), day(visit.due_on)),
                        *((_("Tirage"), _draw(draw)) for draw in visit.draws.all()),
                        (_("Fixée au"), moment(visit.scheduled_for)),
                        (_("Faite le"), moment(visit.done_at)),
                        (_("Compte rendu avant le"), day(visit.report_due_on)),
                        (_("Compte rendu déposé le"), moment(visit.filed_at)),
                        (_("Réponse possible jusqu’au"), day(visit.reply_until)),
                        (_("Réponse de l’opérateur"), visit.reply),
                        *_report(report),
                    ]
                ),
                (_("Équipe et dates proposées"), _("Précision"), _("État")),
                [*map(_visitor, visit.visitors.all()), *map(_proposal, visit.proposals.all())],
                [
                    *(
                        _("Désistement : « %(note)s »") % {"note": note}
                        for note in _notes(visit, reads)
                    ),
                    *(one.text for one in visit.addenda.all()),
                ],
            )
        )
    return made


def _notes(visit, reads) -> list[str]:
    return visits_of.notes_of(visit) if reads and visit.draws.all() else []


def _report(report) -> list:
    if report is None:
        return []
    facts = [(code, text) for code, text in sorted(report.facts.items()) if text]
    return [
        (_("Déroulement"), report.circumstances),
        (_("Points forts"), report.strong_points),
        (_("Points à améliorer"), report.weak_points),
        (_("Exercice de traçabilité"), report.lot_exercise),
        (_("Résumé public"), report.public_summary),
        *((_("Constaté, %(code)s") % {"code": code}, text) for code, text in facts),
    ]


def _visitor(row):
    signed = _("compte rendu signé") if row.signed_at else _("signature attendue")
    kind = row.get_kind_display()
    if row.candidate:
        words = {"kind": kind, "rank": row.candidate.rank}
        kind = _("%(kind)s, rang %(rank)s du tirage") % words
    return (str(row.member.person), kind, signed)


def _proposal(row):
    if row.was_missed:
        answer = _("acceptée, personne sur place")
    elif row.was_put_off:
        answer = _("acceptée, puis reportée")
    elif row.answered_at:
        answer = _("acceptée") if row.is_accepted else _("refusée")
    else:
        answer = _("sans réponse")
    words = _("proposée le %(day)s") % {"day": moment(row.sent_at)}
    return (moment(row.proposed_for), words, answer)


# Panel ----------------------------------------------------------------------


def panel_sections(case, panels, user) -> list[Section]:
    reads = permissions.has_perm("label.read_declarations", user, case)
    declared = {(one.person_id, one.role): one for one in case.declarations.all()}
    return [_panel(panel, declared, reads) for panel in panels]


def _panel(panel, declared, reads) -> Section:
    notes = panels.notes_of(panel) if reads else {}
    quota = ", ".join(
        f"{College(college).label} : {places}" for college, places in panel.quota.items() if places
    )
    return Section(
        _("%(kind)s : %(state)s")
        % {
            "kind": panel.get_kind_display().capitalize(),
            "state": panel.get_state_display(),
        },
        said(
            [
                (_("Formation"), panel.get_formation_display()),
                (_("Places"), quota),
                (_("Noms donnés à l’opérateur le"), day(panel.notified_on)),
                (_("Récusation possible jusqu’au"), day(panel.challenge_until)),
                (_("Constitué le"), moment(panel.constituted_at)),
                *((_("Tirage"), _draw(draw)) for draw in panel.draws.all()),
            ]
        ),
        (_("Siège"), _("Personne"), _("Collège"), _("État"), _("Liens"), _("Récusation")),
        [
            (
                seat.pseudonym,
                str(seat.member.person),
                seat.get_college_display(),
                _seat_state(seat),
                _ties(
                    declared.get((seat.member.person_id, panel.juror_role)),
                    reads,
                    notes.get(seat.pk, ""),
                ),
                ", ".join(one.get_state_display() for one in seat.challenges.all()),
            )
            for seat in panel.seats.all()
        ],
    )


def _draw(draw):
    return to(draw, f"{draw.reference} ({draw.get_state_display()})")


def _seat_state(seat) -> str:
    words = seat.get_state_display()
    if seat.state == "invited" and seat.reply_until:
        words = _("%(state)s, réponse avant le %(day)s") % {
            "state": words,
            "day": day(seat.reply_until),
        }
    if seat.replaces_id:
        words = _("%(state)s ; remplace (%(why)s)") % {
            "state": words,
            "why": seat.get_reason_code_display(),
        }
    return words


def _ties(declaration, reads, note: str = "") -> str:
    """What was declared and, for those who may read it, the words of who declined or left."""
    if declaration is None:
        words = _("pas encore déclarés")
    elif declaration.is_nil:
        words = _("aucun lien")
    elif reads:
        words = " ; ".join([*declaration.ties, declaration.text])
    else:
        words = _("un lien déclaré")
    return f"{words}\n« {note} »" if note else words


# Scoring ----------------------------------------------------------------------


def scoring_section(case, panel, user) -> Section:
    section = Section(_("Notation"))
    if panel is None or case.scoring_closes_on is None:
        return section
    done, total = scoring_facts.progress(panel, case.phase)
    words = ngettext(
        "%(done)d feuille rendue sur %(total)d", "%(done)d feuilles rendues sur %(total)d", done
    ) % {"done": done, "total": total}
    section.facts = said(
        [
            (_("Jusqu’au"), day(case.scoring_closes_on)),
            (_("Feuilles"), words),
            (_("Scellés"), _("levés le %s") % moment(case.revealed_at) if case.revealed_at
             else _("fermés : personne ne lit les notes")),
        ]
    )  # fmt: skip
    if permissions.has_perm("label.read_medians", user, case) and panel.results.exists():
        found = judgement.final_medians(panel)
        titles = {one.code: one for one in Criterion.objects.filter(version=case.referential_id)}
        section.head = (_("Critère"), _("Niveau"), _("Médiane"), _("Ont jugé"), _("Ne savaient"))
        section.rows = [
            (
                str(titles[code]),
                titles[code].get_level_display(),
                Grade(one.grade).label if one.grade else _("aucune"),
                one.judged,
                one.cannot,
            )
            for code, one in found.items()
        ]
    return section


# Session, opinion ----------------------------------------------------------------------


def hearing_sections(hearings) -> list[Section]:
    return [
        Section(
            _("Séance %(reference)s") % {"reference": hearing.session.reference},
            said(
                [
                    (_("Le"), to(hearing.session, moment(hearing.session.starts_at))),
                    (_("Lieu"), hearing.session.place),
                    (_("État"), hearing.session.get_state_display()),
                    (_("Convocation"), hearing.convening),
                    (_("Présidence"), hearing.chair.member.person if hearing.chair else ""),
                    (_("Examen ouvert le"), moment(hearing.opened_at)),
                    (_("Visiteurs entendus le"), moment(hearing.visitors_heard_at)),
                    (_("Opérateur entendu le"), moment(hearing.operator_heard_at)),
                    (_("Second tour ouvert le"), moment(hearing.second_round_at)),
                    (_("Vote clos le"), moment(hearing.ballot_closed_at)),
                    (_("Examen clos le"), moment(hearing.closed_at)),
                ]
            ),
        )
        for hearing in hearings
    ]


def opinion_sections(case, opinions, user) -> list[Section]:
    """The opinions adopted; the one in hand for the guarantor, who signs its minutes."""
    reads = permissions.has_perm("label.read_opinion", user, case)
    signs = Role.GUARANTOR in held_for(user, case) and case.revealed_at is not None
    return [
        _opinion(one, case)
        for one in opinions
        if (reads and one.is_adopted) or (signs and case.state == CaseState.DELIBERATION)
    ]


def _opinion(one, case) -> Section:
    adopted = moment(one.adopted_at) if one.is_adopted else _("pas encore")
    presence = ", ".join(f"{College(c).label} : {n}" for c, n in one.presence.items())
    recusals = ", ".join(f"{College(c).label} : {n}" for c, n in one.recusals.items())
    votes = ", ".join(f"{word} : {one.votes.get(key, 0)}" for key, word in _votes().items())
    return Section(
        _("Avis : %(outcome)s") % {"outcome": one.get_outcome_display()},
        said(
            [
                (_("Adopté le"), adopted),
                (_("Adopté par"), one.get_adopted_by_display()),
                (_("Vote"), votes if one.votes else ""),
                (_("La grille proposait"), Outcome(one.computed).label if one.computed else ""),
                (_("Explication de la grille"), " ".join(one.explanation)),
                (_("Pourquoi le jury s’en écarte"), one.departure_reasons),
                (_("Présents"), presence),
                (_("Récusations"), recusals),
                (_("Avis minoritaire"), one.minority_text),
                (_("Engagement de progrès"), one.commitment),
                (_("Signé par la présidence le"), moment(one.chair_signed_at)),
                (_("Signé par le garant le"), moment(one.guarantor_signed_at)),
            ]
        ),
        (_("Critère"), _("Motif")),
        sorted(one.reasons.items()),
        [one.text],
    )


def _votes():
    return {"for": _("pour"), "against": _("contre"), "abstain": _("abstentions")}


# Decisions and what follows ----------------------------------------------------------------------


def decision_sections(decisions) -> list[Section]:
    return [
        Section(
            f"{one.number} : {one.get_kind_display()}",
            said(
                [
                    (_("Signée le"), moment(one.signed_at)),
                    (_("Par"), one.signatory),
                    (_("Compétence"), one.competence_ref),
                    (_("Remplace"), one.supersedes.number if one.supersedes else ""),
                    (_("Pourquoi s’écarter de l’avis"), one.departure_reasons),
                    (_("Motifs de la seconde lecture"), one.second_reading_reasons),
                    (_("Engagement de progrès"), one.commitment),
                    (_("Pour une nouvelle demande"), one.road_map),
                    (_("Notifiée le"), _notice(one)),
                ]
            ),
            (_("Critère"), _("Motif ou réserve")),
            [
                *sorted(one.reasons.items()),
                *((row["criterion"], _reserve(row)) for row in one.reserves),
            ],
            [one.text],
        )
        for one in decisions
    ]


def _notice(decision) -> str:
    notice = getattr(decision, "notice", None)
    return f"{day(notice.notified_on)}, {notice.how}" if notice else _("pas encore")


def _reserve(row) -> str:
    return _("%(action)s ; preuve : %(proof)s ; avant le %(day)s") % {
        "action": row["action"],
        "proof": row["proof"],
        "day": row["due_on"],
    }


def window_section(windows) -> Section:
    return Section(
        _("Procédures contradictoires"),
        head=(_("Mesure envisagée"), _("Motifs"), _("Jusqu’au"), _("Observations"), _("Entendu")),
        rows=[
            (
                one.get_measure_display(),
                one.grounds,
                day(one.closes_on),
                one.observations or _("aucune"),
                day(one.heard_on) or (_("demandé") if one.wants_hearing else ""),
            )
            for one in windows
        ],
    )


def appeal_section(appeal) -> Section:
    if appeal is None:
        return Section(_("Recours"))
    return Section(
        _("Recours : %(state)s") % {"state": appeal.get_state_display()},
        said(
            [
                (_("Déposé le"), moment(appeal.lodged_at)),
                (_("À décider avant le"), day(appeal.due_on)),
                (_("Conteste la procédure"), _("oui") if appeal.contests_procedure else ""),
                (_("Motifs"), appeal.grounds),
                (_("Pourquoi irrecevable"), appeal.inadmissible_reasons),
                (_("Avis du jury de recours"), appeal.get_advice_display()),
                (_("Motifs de l’avis"), appeal.advice_reasons),
            ]
        ),
        (_("Critère revu"), _("Pourquoi")),
        sorted(appeal.findings.items()),
    )


def grant_section(grants) -> Section:
    return Section(
        _("Label"),
        head=(_("Numéro"), _("État"), _("Du"), _("Au")),
        rows=[
            (to(one), one.get_state_display(), day(one.valid_from), day(one.valid_to))
            for one in grants
        ],
    )


def incident_section(incidents) -> Section:
    return Section(
        _("Incidents"),
        head=(_("Incident"), _("Relevé le"), _("Suite")),
        rows=[
            (to(one, one.text), moment(one.raised_at), one.resolution or _("sans suite encore"))
            for one in incidents
        ],
    )
