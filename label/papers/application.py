"""The receipt of an application: dates, silence, contact (CRPA L112-3, L112-11, R112-5)."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from label.enums import CaseState
from label.models import Case
from label.papers.letter import Letter, Section, day, facts, items, notice, text


def receipt(case: Case) -> Letter:
    return Letter(
        title=_("Accusé de réception de votre demande"),
        about=[case.reference, _("Reçue le %s") % day(case.submitted_at)],
        lead=_("Nous avons bien reçu la demande de label de « %s ».") % case.operator.title,
        sections=[
            Section(_("Quand aurez-vous une réponse ?"), _silence(case)),
            *_missing(case),
            Section(_("Ce que vous avez demandé"), [_scope(case)]),
            Section(_("Qui suit votre dossier"), [text(_contact(case))]),
            Section(_("Si vous n’êtes pas d’accord"), [text(_routes(case))]),
        ],
    )


def _silence(case: Case) -> list[dict]:
    is_waiting = case.state == CaseState.INCOMPLETE
    starts = _("jour où la dernière pièce nous parvient") if is_waiting else day(case.complete_on)
    rows = [
        (_("Demande reçue le"), day(case.submitted_at)),
        (_("Le délai part du"), starts),
    ]
    if not case.has_silence_clock:
        return [facts(rows), text(_("Le silence de l’autorité ne vaut pas décision."))]
    months = case.procedure.silence_months
    if is_waiting:
        words = _(
            "Il manque des pièces. Le jour où nous recevons la dernière, un nouvel accusé de "
            "réception vous dit la date de la décision implicite : %s mois plus tard, sans "
            "réponse de notre part, votre demande est réputée acceptée."
        )
        return [facts(rows), notice(words % months)]
    return [
        facts([*rows, (_("Décision implicite le"), day(case.implicit_decision_on))]),
        notice(
            _(
                "Si aucune décision ne vous est notifiée avant le %(day)s, votre demande est "
                "réputée acceptée : %(months)s mois après la réception de la dernière pièce, le "
                "silence vaut accord. S’il manque une pièce, nous vous l’écrivons, et le délai "
                "part alors du jour où nous la recevons."
            )
            % {"day": day(case.implicit_decision_on), "months": months}
        ),
    ]


def _missing(case: Case) -> list[Section]:
    request = case.document_requests.filter(answered_on=None).last()
    if request is None:
        return []
    labels = list(request.items.values_list("label", flat=True))
    words = ngettext(
        "Il manque %(number)s pièce, à envoyer avant le %(day)s :",
        "Il manque %(number)s pièces, à envoyer avant le %(day)s :",
        len(labels),
    ) % {"number": len(labels), "day": day(request.due_on)}
    return [Section(_("Pièces manquantes"), [text(words), items(labels)])]


def _scope(case: Case) -> dict:
    rows = case.scope_lines.select_related("line__site__commune")
    return items(f"{row.line.name}, {row.line.site.name} ({row.line.site.commune})" for row in rows)


def _contact(case: Case) -> str:
    words = _("Le secrétariat du label instruit votre demande, au numéro %s.") % case.reference
    frozen = _(
        "Elle sera jugée d’après le référentiel %(referential)s et le règlement d’usage %(rules)s, "
        "en vigueur le jour de son dépôt, même s’ils changent ensuite."
    ) % {"referential": case.referential.code, "rules": case.rules.code}
    return f"{words}\n\n{frozen}"


def _routes(case: Case) -> str:
    return _(
        "Chaque décision porte ses motifs et vous dit comment la contester. Vous pouvez demander "
        "à tout moment votre dossier complet, et retirer votre demande avant la décision."
    )
