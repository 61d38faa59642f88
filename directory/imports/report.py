"""What an import did, for a person to read: counts, and every row that needs an eye."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Field of a page → its name in a report.
FIELD_NAMES = {
    "title": gettext_lazy("nom"),
    "kind": gettext_lazy("type"),
    "commune": gettext_lazy("commune"),
    "address": gettext_lazy("adresse"),
    "postcode": gettext_lazy("code postal"),
    "latitude": gettext_lazy("position"),
    "opening_hours": gettext_lazy("horaires"),
    "phone": gettext_lazy("téléphone"),
    "phone_is_public": gettext_lazy("téléphone public"),
    "email": gettext_lazy("adresse e-mail"),
    "email_is_public": gettext_lazy("adresse e-mail publique"),
    "website": gettext_lazy("site web"),
    "step_free": gettext_lazy("accès en fauteuil"),
    "summary": gettext_lazy("phrase"),
}
COUNTS = ("created", "updated", "unchanged", "skipped", "vanished", "corrections", "duplicates")


@dataclass
class Report:
    """Lists of plain dicts, kept as JSON in ImportRun.report.

    skipped: line, id, name, reason · notes: line, name, note · updated: page, name, fields ·
    corrections: page, name, field, source, kept · waiting: page, name ·
    vanished: page, name, id · duplicates: first, second, names, distance, similarity.
    """

    total: int = 0
    outside: int = 0  # of the skipped, those of communes that are not loaded
    created: int = 0
    unchanged: int = 0
    updated: list[dict] = field(default_factory=list)
    skipped: list[dict] = field(default_factory=list)
    notes: list[dict] = field(default_factory=list)
    corrections: list[dict] = field(default_factory=list)
    waiting: list[dict] = field(default_factory=list)
    vanished: list[dict] = field(default_factory=list)
    duplicates: list[dict] = field(default_factory=list)

    def skip(self, line: int, reason: str, *, id: str = "", name: str = "") -> None:
        self.skipped.append({"line": line, "id": id, "name": name[:120], "reason": reason})

    def note(self, line: int, name: str, note: str) -> None:
        self.notes.append({"line": line, "name": name, "note": note})

    def absorb(self, other: "Report") -> None:
        """Add what another report says, once what it tells is done for good."""
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)

    def counts(self) -> dict[str, int]:
        values = {name: getattr(self, name) for name in COUNTS}
        return {
            name: value if isinstance(value, int) else len(value) for name, value in values.items()
        }

    def as_json(self) -> dict:
        return asdict(self)

    def reasons(self) -> list[tuple[str, int]]:
        """Reasons of the skipped rows, the most frequent first."""
        return reasons_of(self.skipped)

    def lines(self, *, is_dry_run: bool = False) -> Iterator[str]:
        """A short summary, for a terminal."""
        counts = self.counts()
        if is_dry_run:
            yield _("Essai à blanc : rien n’est écrit.")
        labels = (
            ("created", _("créées")),
            ("updated", _("mises à jour")),
            ("unchanged", _("inchangées")),
            ("skipped", _("écartées")),
            ("vanished", _("absentes de la source")),
            ("corrections", _("corrections gardées")),
            ("duplicates", _("doublons possibles")),
        )
        yield _("%d lignes lues.") % self.total
        for name, label in labels:
            yield f"  {counts[name]:>6}  {label}"
        if self.waiting:
            yield f"  {len(self.waiting):>6}  " + _("en attente d’une modification en cours")
        if self.outside * 2 > self.total:
            yield _(
                "La plupart de ces lieux sont hors des communes chargées. Chargez les leurs "
                "(load_reference --communes FICHIER), ou gardez-les ainsi (--allow-outside)."
            )
        for title, items in (
            (_("Écartées :"), self.reasons()),
            (_("À savoir :"), reasons_of(self.notes, "note")),
        ):
            if items:
                yield title
                yield from (f"  {number:>6}  {reason}" for reason, number in items[:12])


def reasons_of(rows: list[dict], name: str = "reason") -> list[tuple[str, int]]:
    """Reasons without what they quote, counted: « type de lieu non retenu »."""
    return Counter(_without_example(row[name]) for row in rows).most_common()


def _without_example(reason: str) -> str:
    for mark in (" : « ", " (", " « "):
        reason = reason.split(mark)[0]
    return reason
