"""The fifteen parts of an application: what each asks, and what a submission cannot do without.

Sites, product lines, evidence, self-assessment and ties have tables of their own; everything else
is kept in `Answers.values` under the names below. `cases.save_part` writes them as typed.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from label.enums import ApplicationPart, Level
from label.models import Case


@dataclass(frozen=True)
class Question:
    """One field of a part; `kind` tells the form which widget and check it needs."""

    name: str
    label: str
    kind: str = "text"  # text, long, choice, yes_no, agree, email, phone, siret, date
    required: bool = False
    confidential: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    help: str = ""


LEGAL_FORMS = (
    ("sole_trader", _("entreprise individuelle")),
    ("company", _("société")),
    ("association", _("association ou coopérative")),
    ("public", _("personne publique")),
)
SUPPORT = (
    ("none", _("aucune aide")),
    ("phone", _("un appel pour remplir la demande")),
    ("visit", _("quelqu’un sur place")),
    ("paper", _("des documents sur papier")),
)

QUESTIONS: dict[str, tuple[Question, ...]] = {
    ApplicationPart.IDENTITY: (
        Question("legal_form", _("Forme"), "choice", True, choices=LEGAL_FORMS),
        Question("legal_name", _("Nom ou raison sociale"), required=True),
        Question("siret", _("SIRET"), "siret", True, help=_("14 chiffres, sur votre Kbis.")),
        Question("contact_name", _("Personne à joindre"), required=True),
        Question("contact_email", _("Adresse e-mail"), "email"),
        Question("contact_phone", _("Téléphone"), "phone", True),
        Question("postal_address", _("Adresse postale"), "long"),
    ),
    ApplicationPart.SITES: (Question("note", _("Autre chose à dire de vos lieux"), "long"),),
    ApplicationPart.ACTIVITY: (
        Question("activity", _("Ce que vous faites, en quelques phrases"), "long", True),
        Question("since", _("Depuis quelle année")),
        Question("people", _("Combien de personnes y travaillent")),
    ),
    ApplicationPart.SCOPE: (Question("excluded", _("Ce que vous vendez hors du label"), "long"),),
    ApplicationPart.SALES_POINTS: (
        Question("places", _("Où l’on vous achète dans le territoire"), "long", True),
        Question("hours", _("Jours et heures"), "long"),
    ),
    ApplicationPart.SIGNS: (Question("signs", _("Vos signes, numéros et dates"), "long"),),
    ApplicationPart.LEGAL: (
        Question("declarations", _("Déclarations et agréments sanitaires"), "long", True),
        Question("last_check", _("Dernier contrôle officiel"), "long"),
        Question(
            "no_sanction",
            _("Aucune sanction définitive pour tromperie depuis trois ans"),
            "agree",
            True,
        ),
    ),
    ApplicationPart.ASSESSMENT: (Question("overview", _("Ce dont vous êtes fiers"), "long"),),
    ApplicationPart.SUPPLIERS: (
        Question("suppliers", _("Vos fournisseurs principaux"), "long", confidential=True),
    ),
    ApplicationPart.PRICES: (
        Question("prices", _("Comment vous fixez vos prix"), "long", True),
        Question("costs", _("Coûts et rémunération"), "long", confidential=True),
    ),
    ApplicationPart.INTERESTS: (
        Question("has_no_tie", _("Je n’ai de lien avec personne du label"), "yes_no"),
    ),
    ApplicationPart.COMMITMENTS: (
        Question("commitments", _("Ce que vous voulez améliorer"), "long"),
    ),
    ApplicationPart.PUBLICATION: (
        Question("name_in_agenda", _("Mon nom peut figurer à l’ordre du jour"), "yes_no"),
        Question("visit_summary", _("Un résumé de la visite peut être publié"), "yes_no"),
        Question("photos", _("Des photos du lieu peuvent être publiées"), "yes_no"),
    ),
    ApplicationPart.ASSISTANCE: (
        Question("support", _("Une aide pour la procédure"), "choice", choices=SUPPORT),
        Question("needs", _("Ce dont vous avez besoin"), "long", confidential=True),
    ),
    ApplicationPart.SIGNATURE: (
        Question("charter", _("J’accepte la charte"), "agree", True),
        Question("rules", _("J’accepte le règlement d’usage"), "agree", True),
        Question("true", _("Ce que je déclare est exact"), "agree", True),
        Question("signed_name", _("Nom et prénom"), required=True),
    ),
}


def missing(case: Case, *, on: date) -> dict[str, list[str]]:
    """What a submission still lacks, part by part, in words; empty: it can be submitted."""
    answers = {row.part: row.values for row in case.answers.all()}
    found: dict[str, list[str]] = {}
    for part, questions in QUESTIONS.items():
        values = answers.get(part, {})
        for question in questions:
            if question.required and not _is_given(values.get(question.name)):
                found.setdefault(part, []).append(str(question.label))
    for part, words in _missing_rows(case).items():
        found.setdefault(part, []).extend(words)
    return found


def _is_given(value) -> bool:
    return value is True or bool(str(value or "").strip())


def _missing_rows(case: Case) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    if not case.scope_lines.exists():
        found[ApplicationPart.SCOPE] = [gettext("Au moins une gamme de produits")]
        return found
    answered = set(case.assessments.exclude(answer="").values_list("criterion__code", flat=True))
    if unanswered := [one.code for one in criteria(case) if one.code not in answered]:
        found[ApplicationPart.ASSESSMENT] = [
            gettext("Une réponse pour chaque critère : %(codes)s")
            % {"codes": ", ".join(unanswered)}
        ]
    return found


def criteria(case: Case) -> list:
    """The criteria that a case is, or would be, judged by: those frozen, or those in force."""
    from label.models import ReferentialVersion

    version = case.referential or ReferentialVersion.objects.in_force().first()
    return version.applying_to(case.scope) if version else []


def without_evidence(case: Case) -> list[str]:
    """Codes of E and O criteria with neither evidence nor an explicit « none » (C09)."""
    ruled = {one.code for one in criteria(case) if one.level != Level.PROGRESS}
    settled = set()
    for row in case.assessments.select_related("criterion").prefetch_related("evidence"):
        usable = [piece for piece in row.evidence.all() if piece.removed_at is None]
        if usable or row.has_no_evidence:
            settled.add(row.criterion.code)
    return sorted(ruled - settled)


def progress(case: Case, *, on: date) -> list[tuple[str, str, list[str]]]:
    """Each part with « todo », « started » or « done », and what it still lacks."""
    lacking = missing(case, on=on)
    rows = {row.part: row for row in case.answers.all()}
    parts = []
    for part in ApplicationPart:
        lack = lacking.get(part, [])
        row = rows.get(part)
        done = not lack and (row is not None and row.is_done)
        started = row is not None and bool(row.values)
        parts.append((part.value, "done" if done else "started" if started else "todo", lack))
    return parts
