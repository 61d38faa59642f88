"""A score sheet as its juror fills it: one criterion a screen, its words, its sources."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from label import case_file, compass, scoring
from label.case_file import CaseFile
from label.enums import Dimension, Grade, Level
from label.medians import REASON_NEEDED
from label.models import GivenGrade, Seat

LONGEST_REASON = 2000
# What each grade means, in words a juror can hold against a file (label.md 3.2).
MEANINGS = {
    Grade.MET: gettext_lazy("Le critère est rempli, et le dossier le montre."),
    Grade.PARTIAL: gettext_lazy("Rempli en partie, ou pas toujours."),
    Grade.UNMET: gettext_lazy("Le dossier montre que ce n’est pas rempli."),
    Grade.ABSENT: gettext_lazy("Rien de visible, ou contraire au critère."),
    Grade.STARTED: gettext_lazy("Un début : une action récente ou isolée."),
    Grade.HELD: gettext_lazy("Des pratiques régulières, constatées sur place."),
    Grade.EXEMPLARY: gettext_lazy("Va nettement plus loin, pourrait servir de modèle."),
    Grade.CANNOT: gettext_lazy("Le dossier ne me suffit pas."),
}


@dataclass(frozen=True)
class Choice:
    value: str
    word: str
    meaning: str
    needs_reason: bool


@dataclass(frozen=True)
class Source:
    """Something of the file that a juror may cite; `url` opens it."""

    words: str
    url: str
    is_cited: bool


@dataclass(frozen=True)
class Row:
    """One criterion in the summary of a sheet."""

    criterion: object
    url: str
    grade: str  # the word; empty: none yet
    fault: str


@dataclass(frozen=True)
class Group:
    """The criteria of one dimension, and how many are graded."""

    name: str
    ink: str
    rows: list[Row]
    is_current: bool = False

    @property
    def graded(self) -> int:
        return sum(bool(row.grade) for row in self.rows)


@dataclass(frozen=True)
class Place:
    """Where one criterion stands in its sheet."""

    criterion: object
    number: int
    total: int
    before: str
    after: str


def address(seat: Seat, round: int, code: str = "") -> str:
    """The summary of a sheet, or one criterion of it."""
    name = {1: "jury_sheet", 2: "jury_second"}[round]
    if not code:
        return reverse(f"label:{name}", args=[seat.pk])
    return reverse(f"label:{name}_criterion", args=[seat.pk, code]) + "#critere"


def groups(seat: Seat, criteria: list, grades: dict, round: int, *, current=None) -> list[Group]:
    faults = scoring.faults_of(criteria, grades)
    found = []
    for dimension in Dimension:
        rows = [
            Row(
                one,
                address(seat, round, one.code),
                word_of(grades.get(one.code, {}).get("grade")),
                faults.get(one.code, ""),
            )
            for one in criteria
            if one.dimension == dimension
        ]
        if rows:
            found.append(
                Group(
                    str(compass.SHORT_NAMES[dimension]),
                    compass.INKS[dimension],
                    rows,
                    current is not None and current.dimension == dimension,
                )
            )
    return found


def place(seat: Seat, criteria: list, code: str, round: int) -> Place | None:
    """None when that code is not of this sheet."""
    codes = [one.code for one in criteria]
    if code not in codes:
        return None
    at = codes.index(code)
    return Place(
        criteria[at],
        at + 1,
        len(codes),
        address(seat, round, codes[at - 1]) if at else address(seat, round),
        address(seat, round, codes[at + 1]) if at + 1 < len(codes) else address(seat, round),
    )


def choices(level: str) -> list[Choice]:
    """In the order of label.md 3.2: « conforme » first, « absent » first, doubt always last."""
    *scale, doubt = scoring.grades_of(level)
    if level == Level.PROGRESS:
        scale.reverse()
    return [
        Choice(value, word.capitalize(), str(MEANINGS[Grade(value)]), value in REASON_NEEDED)
        for value, word in (*scale, doubt)
    ]


def looks(seat: Seat, criterion) -> list[str]:
    """What is looked at for the natures of product of this case."""
    natures = sorted({nature for nature, _families in seat.case.scope})
    return [text for nature in natures if (text := criterion.variant(nature))]


def word_of(grade: str | None) -> str:
    return str(Grade(grade).label) if grade in Grade.values else ""


def sources(seat: Seat, file: CaseFile, code: str, cited: list[str]) -> list[Source]:
    """What this criterion may rest on: the pieces given for it first, then the others."""
    whole = reverse("label:jury_file", args=[seat.pk])
    [row] = [one for one in file.assessed if one.criterion.code == code]
    found = [(_("Auto-évaluation de l’opérateur"), f"{whole}#c-{code}")]
    if file.visit:
        found.append((_("Compte rendu de visite"), f"{whole}#visite"))
        if file.photos:
            found.append((_("Photos de la visite"), f"{whole}#visite"))
        if file.visit.reply:
            found.append((_("Réponse de l’opérateur"), f"{whole}#visite"))
    given = [*row.pieces, *[piece for piece in file.pieces if piece not in row.pieces]]
    for piece in given:
        url = reverse("label:jury_evidence", args=[seat.pk, piece.evidence.pk])
        found.append((piece.name, url))
    return [Source(words, url, words in cited) for words, url in found]


def assessed(file: CaseFile, code: str) -> case_file.Assessed:
    return next(one for one in file.assessed if one.criterion.code == code)


def first_grade(seat: Seat, code: str) -> GivenGrade | None:
    """What this juror gave in the first round, once it is opened."""
    return GivenGrade.objects.filter(
        sheet__seat=seat, sheet__round=1, sheet__phase=seat.case.phase, criterion__code=code
    ).first()
