"""What jurors and visitors read of a case: an allow-list, never suppliers nor prices (3.4, I-27).

What is not named here is not shown: suppliers, prices and costs, how to reach people, related
interests, needs, invoices, and whatever the operator marked as confidential.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from label.application import QUESTIONS
from label.enums import ApplicationPart, EvidenceKind
from label.models import Case, Evidence, Grant, Visit

# Answers that may be read, part by part.
SHOWN = {
    ApplicationPart.IDENTITY: ("legal_form", "legal_name"),
    ApplicationPart.SITES: ("note",),
    ApplicationPart.ACTIVITY: ("activity", "since", "people"),
    ApplicationPart.SCOPE: ("excluded",),
    ApplicationPart.SALES_POINTS: ("places", "hours"),
    ApplicationPart.SIGNS: ("signs",),
    ApplicationPart.LEGAL: ("declarations", "last_check", "no_sanction"),
    ApplicationPart.ASSESSMENT: ("overview",),
    ApplicationPart.COMMITMENTS: ("commitments",),
}
# Invoices name suppliers and prices paid: the secretariat and the visit look at them.
KINDS = (
    EvidenceKind.DOCUMENT,
    EvidenceKind.CERTIFICATE,
    EvidenceKind.LABEL,
    EvidenceKind.PHOTO,
    EvidenceKind.OTHER,
)


@dataclass(frozen=True)
class Answer:
    question: str
    text: str


@dataclass(frozen=True)
class Section:
    title: str
    answers: list[Answer]


@dataclass(frozen=True)
class Piece:
    """A file that may be read, with the number by which a sheet cites it."""

    number: int
    evidence: Evidence

    @property
    def name(self) -> str:
        return _("Pièce %(number)s : %(title)s") % {
            "number": self.number,
            "title": self.evidence.title,
        }


@dataclass(frozen=True)
class Assessed:
    """One criterion as the operator sees it, with the pieces given for it."""

    criterion: object
    answer: str
    explanation: str
    pieces: list[Piece]
    fact: str = ""


@dataclass(frozen=True)
class CaseFile:
    sections: list[Section]
    scope_lines: list
    sites: list
    assessed: list[Assessed]
    pieces: list[Piece]
    kept_back: int  # pieces that only the secretariat reads
    visit: Visit | None
    report: object = None
    photos: list = field(default_factory=list)
    addenda: list = field(default_factory=list)
    deferrals: list = field(default_factory=list)


def readable(case: Case):
    """Pieces that a juror or a visitor may open."""
    return case.evidence.usable().filter(is_confidential=False, kind__in=KINDS)


def of_remedies(grant: Grant):
    """Pieces that a juror asked about a measure may open besides: those of what was corrected."""
    kinds = (*KINDS, EvidenceKind.REMEDY)
    shown = grant.remedies.standing()
    found = grant.case.evidence.usable().filter(remedies__in=shown, kind__in=kinds)
    return found.filter(is_confidential=False).distinct()


def _kept_pieces(case: Case):
    """All but what was shown after the grant, of which this file says nothing."""
    return case.evidence.filter(removed_at=None).exclude(kind=EvidenceKind.REMEDY)


def pieces_of(case: Case) -> list[Piece]:
    """The readable pieces; numbers count all of the case's, so that they never shift."""
    numbers = {pk: number for number, pk in enumerate(_all_pieces(case), 1)}
    return [Piece(numbers[one.pk], one) for one in readable(case).order_by("pk")]


def _all_pieces(case: Case) -> list[int]:
    return list(case.evidence.order_by("pk").values_list("pk", flat=True))


def gather(case: Case) -> CaseFile:
    """The file as it may be read, in a fixed number of queries."""
    pieces = pieces_of(case)
    visit = filed_visit(case)
    report = getattr(visit, "report", None) if visit else None
    scope = list(case.scope_lines.select_related("line__site__commune", "line__family"))
    return CaseFile(
        sections=_sections(case),
        scope_lines=scope,
        sites=list({row.line.site_id: row.line.site for row in scope}.values()),
        assessed=_assessed(case, pieces, report),
        pieces=pieces,
        kept_back=_kept_pieces(case).count() - len(pieces),
        visit=visit,
        report=report,
        photos=list(report.photos.all()) if report else [],
        addenda=list(visit.addenda.all()) if visit else [],
        deferrals=list(case.deferral_rows.prefetch_related("questions__criterion")),
    )


def filed_visit(case: Case) -> Visit | None:
    """The last visit whose report is signed and filed; a report being written is nobody's."""
    found = [*case.visits.filter(filed_at__isnull=False).order_by("-number")[:1]]
    if found:
        return found[0]
    reused = case.reused_visit
    return reused if reused is not None and reused.filed_at else None


def _sections(case: Case) -> list[Section]:
    values = {row.part: row.values for row in case.answers.filter(part__in=SHOWN)}
    sections = []
    for part, names in SHOWN.items():
        questions = {one.name: one for one in QUESTIONS[part] if not one.confidential}
        answers = [
            Answer(str(questions[name].label), _in_words(questions[name], given))
            for name in names
            if name in questions and (given := values.get(part, {}).get(name)) not in (None, "")
        ]
        if answers:
            sections.append(Section(str(ApplicationPart(part).label), answers))
    return sections


def _in_words(question, value) -> str:
    if isinstance(value, bool):
        return _("Oui") if value else _("Non")
    return str(dict(question.choices).get(value, value))


def _assessed(case: Case, pieces: list[Piece], report) -> list[Assessed]:
    by_pk = {piece.evidence.pk: piece for piece in pieces}
    rows = {
        row.criterion_id: row
        for row in case.assessments.prefetch_related("evidence").order_by("pk")
    }
    facts = report.facts if report else {}
    found = []
    for criterion in case.criteria():
        row = rows.get(criterion.pk)
        given = [by_pk[one.pk] for one in row.evidence.all() if one.pk in by_pk] if row else []
        found.append(
            Assessed(
                criterion,
                row.get_answer_display() if row else "",
                row.explanation if row else "",
                sorted(given, key=lambda piece: piece.number),
                str(facts.get(criterion.code, "")),
            )
        )
    return found
