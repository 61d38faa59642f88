"""Papers of a session: convocation, hearing time, minutes, opinion (label.md 3.2)."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from label import presence, quorum
from label.enums import BallotChoice, College, Grade
from label.models import Hearing, Opinion
from label.papers.letter import (
    Letter,
    Section,
    day,
    facts,
    hour,
    items,
    notice,
    signatures,
    signed,
    subtitle,
    table,
    text,
)


def convocation(hearing: Hearing) -> Letter:
    """To each juror of the panel; it names nobody, neither juror nor operator."""
    session, case = hearing.session, hearing.case
    figures = case.procedure
    return Letter(
        title=_("Convocation à une séance du jury"),
        about=[session.reference, case.reference],
        lead=_("Le jury du label se réunit : votre présence est attendue."),
        sections=[
            Section(
                _("Quand et où"),
                [
                    facts(
                        [
                            (_("Date"), hour(session.starts_at)),
                            (_("Votre dossier"), case.reference),
                            (_("Passage prévu"), _planned(hearing)),
                            (_("Lieu"), session.place),
                            (_("À distance"), _remote(session)),
                            (_("Durée"), _("%s minutes au plus") % figures.session_minutes),
                        ]
                    )
                ],
            ),
            Section(
                _("Avant de venir"),
                [
                    items(
                        [
                            _("Lisez le dossier, ouvert à votre nom dans votre espace."),
                            _("Rendez votre feuille de notation, sans en parler à personne."),
                            _("Un lien avec cet opérateur est apparu ? Dites-le aussitôt : "
                              "une autre personne siège, sans rien à expliquer en public."),
                        ]
                    )
                ],
            ),
            Section(
                _("En séance"),
                [
                    items(
                        [
                            _("Présences, quorum, liens d’intérêts confirmés, présidence élue."),
                            _("Les visiteurs disent les faits, %s minutes ; l’opérateur peut être "
                              "entendu. Puis ils sortent.") % figures.report_minutes,
                            _("Les scellés sont levés ; on discute là où les notes s’écartent."),
                            _("Une proposition est mise au consentement. À défaut, on vote."),
                        ]
                    ),
                    notice(_quorum(hearing)),
                ],
            ),
            Section(_("Vous ne pouvez pas venir ?"), [text(_absence())]),
        ],
    )  # fmt: skip


def hearing_time(hearing: Hearing) -> Letter:
    """To the operator: when the panel can hear them, and how."""
    session, case = hearing.session, hearing.case
    minutes = case.procedure.hearing_minutes
    return Letter(
        title=_("Vous pouvez être entendu par le jury"),
        about=[case.reference, session.reference],
        lead=_("Le jury examine la demande de « %s ».") % case.operator.title,
        sections=[
            Section(
                _("Quand et où"),
                [
                    facts(
                        [
                            (_("Votre passage"), hour(hearing.planned_for or session.starts_at)),
                            (_("Durée"), _("%s minutes") % minutes),
                            (_("Lieu"), session.place),
                            (_("À distance"), _remote(session)),
                        ]
                    )
                ],
            ),
            Section(
                _("Comment cela se passe"),
                [
                    items(
                        [
                            _("Venir n’est pas obligatoire : votre absence ne compte pas contre "
                              "vous."),
                            _("Vous pouvez être accompagné de la personne de votre choix."),
                            _("Vous parlez, le jury pose des questions ; il délibère ensuite sans "
                              "vous et sans les visiteurs."),
                        ]
                    )
                ],
            ),
        ],
    )  # fmt: skip


def minutes(opinion: Opinion) -> Letter:
    """What happened in session: counts by college, never a name of a juror (label.md 3.2, 7)."""
    hearing, case = opinion.hearing, opinion.panel.case
    return Letter(
        title=_("Procès-verbal de séance"),
        about=[case.reference, hearing.session.reference if hearing else ""],
        lead=_subject(opinion),
        draft="" if opinion.is_adopted else _("Projet, pas encore adopté en séance"),
        sections=[
            Section(_("La séance"), [facts(_meeting(opinion))]),
            Section(_("Présences et récusations"), [_attendance(opinion)]),
            *_medians(opinion),
            Section(_("Ce que propose la grille"), _computed(opinion)),
            Section(_("Comment le jury a conclu"), [facts(_conclusion(opinion))]),
            *_opinion_sections(opinion),
            Section(_("Signatures"), [_signatures(opinion)]),
        ],
    )


def opinion(opinion: Opinion) -> Letter:
    """The reasoned opinion, as the operator reads it."""
    case = opinion.panel.case
    about = [case.reference]
    if opinion.adopted_at:
        about.append(_("Adopté le %s") % day(opinion.adopted_at))
    return Letter(
        title=_("Avis du jury : %s") % opinion.get_outcome_display(),
        about=about,
        lead=_subject(opinion),
        draft="" if opinion.is_adopted else _("Projet, pas encore adopté en séance"),
        sections=[
            Section("", [notice(_("Cet avis n’est pas la décision. L’autorité la signe ensuite, "
                                  "et dit pourquoi si elle s’en écarte."))]),
            *_opinion_sections(opinion),
            *_medians(opinion),
        ],
    )  # fmt: skip


# Parts ----------------------------------------------------------------------


def _subject(opinion: Opinion) -> str:
    return _("Demande de label de « %s ».") % opinion.panel.case.operator.title


def _planned(hearing: Hearing) -> str:
    return hour(hearing.planned_for) if hearing.planned_for else ""


def _remote(session) -> str:
    return _("possible, le lien est dans votre espace") if session.remote_url else ""


def _quorum(hearing: Hearing) -> str:
    panel = hearing.panel
    needed = quorum.quorum(panel.size, second=hearing.convening > 1, rules=presence.rules_of(panel))
    words = ngettext(
        "Il faut %(needed)s membre présent sur %(seats)s pour délibérer, sans procuration.",
        "Il faut %(needed)s membres présents sur %(seats)s pour délibérer, sans procuration.",
        needed,
    )
    return words % {"needed": needed, "seats": panel.size}


def _absence() -> str:
    return _("Dites-le dès que vous le savez : si c’est assez tôt, une autre personne est appelée.")


def _meeting(opinion: Opinion):
    hearing = opinion.hearing
    if hearing is not None:
        yield _("Séance"), f"{hearing.session.reference}, {hour(hearing.session.starts_at)}"
        yield _("Lieu"), hearing.session.place
        yield _("Convocation"), _first_or_second(hearing.convening)
        yield _("Visiteurs entendus"), _done(hearing.visitors_heard_at)
        yield _("Opérateur entendu"), _done(hearing.operator_heard_at)
    yield _("Durée"), _("%s minutes") % opinion.duration_minutes
    yield _("Référentiel"), opinion.panel.case.referential.code


def _first_or_second(number: int) -> str:
    return _("première") if number == 1 else _("deuxième")


def _done(at) -> str:
    return _("oui") if at else _("non")


def _attendance(opinion: Opinion) -> dict:
    rows = [
        (label, opinion.presence.get(code, 0), opinion.recusals.get(code, 0))
        for code, label in College.choices
        if opinion.panel.quota.get(code)
    ]
    return table([_("Collège"), _("Présents"), _("Récusés")], rows, widths=[3, 1, 1])


def _medians(opinion: Opinion) -> list[Section]:
    if not opinion.medians:
        return []
    rows = [
        (f"{one.code} {one.title}", one.get_level_display(), _grade(opinion.medians[one.code]))
        for one in opinion.panel.case.criteria()
        if one.code in opinion.medians
    ]
    head = [_("Critère"), _("Niveau"), _("Médiane du jury")]
    return [Section(_("Critère par critère"), [table(head, rows, widths=[4, 2, 2])])]


def _grade(value: str) -> str:
    return str(Grade(value).label) if value else _("pas jugé")


def _computed(opinion: Opinion) -> list[dict]:
    if not opinion.computed:
        return [text(_("La table ne propose rien."))]
    found = [text(opinion.get_computed_display().capitalize() + ".")]
    if opinion.explanation:
        found.append(items(opinion.explanation))
    if opinion.departure_reasons:
        found += [subtitle(_("Pourquoi le jury s’en écarte")), text(opinion.departure_reasons)]
    return found


def _conclusion(opinion: Opinion):
    yield _("Avis"), opinion.get_outcome_display()
    yield _("Adopté par"), opinion.get_adopted_by_display()
    for choice in BallotChoice:
        if choice.value in opinion.votes:
            yield choice.label.capitalize(), str(opinion.votes[choice.value])


def _opinion_sections(opinion: Opinion) -> list[Section]:
    found = [Section(_("L’avis et ses motifs"), [text(opinion.text)])]
    if opinion.reasons:
        titles = {one.code: one.title for one in opinion.panel.case.criteria()}
        rows = [(f"{code} {titles.get(code, '')}", why) for code, why in opinion.reasons.items()]
        found[0].pieces.append(table([_("Critère"), _("Pourquoi")], rows, widths=[2, 3]))
    if opinion.reserves:
        lines = [f"{one['criterion']} : {one['action']}" for one in opinion.reserves]
        found.append(Section(_("Réserves proposées"), [items(lines)]))
    if opinion.commitment:
        found.append(Section(_("Engagement de progrès"), [text(opinion.commitment)]))
    if opinion.minority_text:
        found.append(Section(_("Avis minoritaire"), [text(opinion.minority_text)]))
    return found


def _signatures(opinion: Opinion) -> dict:
    pairs = [(_("La présidence de séance"), signed(opinion.chair_signed_at))]
    if opinion.panel.case.procedure.guarantor:
        pairs.append((_("Le garant ou la garante"), signed(opinion.guarantor_signed_at)))
    return signatures(*pairs)
