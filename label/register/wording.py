"""What the page of a label says, in words: its state today, its jury, its grades."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.templatetags.site import civil
from label.enums import College, GrantState
from label.medians import PROGRESS_SCALE
from label.public.entry import Entry, Jury, Summary


@dataclass(frozen=True)
class SummaryLine:
    name: str
    ink: str
    duties: str
    progress: str


def state(entry: Entry) -> str:
    """The state of today, as the head of the page says it."""
    day = civil(entry.since)
    match entry.state:
        case GrantState.ACTIVE:
            return _("Label en cours")
        case GrantState.ACTIVE_WITH_RESERVES:
            return _("Label en cours, avec réserves")
        case GrantState.SUSPENDED:
            return _("Label suspendu depuis le %(day)s") % {"day": day}
        case GrantState.WITHDRAWN:
            return _("Label retiré le %(day)s") % {"day": day} if day else _("Label retiré")
        case GrantState.RENOUNCED:
            return _("Label rendu par son titulaire le %(day)s") % {"day": day}
        case GrantState.EXPIRED:
            return _("Label expiré le %(day)s") % {"day": day}
        case GrantState.SUPERSEDED:
            return _("Label remplacé le %(day)s") % {"day": day}
        case GrantState.ANNULLED:
            return _("Label annulé le %(day)s") % {"day": day}
    return _("Label terminé")


def summary_lines(entry: Entry) -> list[SummaryLine]:
    return [_line(one) for one in entry.summaries]


def colleges(jury: Jury) -> str:
    """« 5 habitantes et habitants, 2 pairs, 1 personne qualifiée »."""
    return ", ".join(_people(college, count) for college, count in jury.colleges)


def _line(one: Summary) -> SummaryLine:
    duties = ""
    if one.duties:
        duties = ngettext(
            "%(met)s obligation sur %(duties)s respectée",
            "%(met)s obligations sur %(duties)s respectées",
            one.met,
        ) % {"met": one.met, "duties": one.duties}
    parts = [_graded(grade, count) for grade, count in one.progress]
    return SummaryLine(one.petal.name, one.petal.ink, duties, ", ".join(parts))


def _graded(grade: str, count: int) -> str:
    absent, started, held, exemplary = PROGRESS_SCALE
    words = {
        absent: ngettext("%(n)s absent", "%(n)s absents", count),
        started: ngettext("%(n)s amorcé", "%(n)s amorcés", count),
        held: ngettext("%(n)s tenu", "%(n)s tenus", count),
        exemplary: ngettext("%(n)s exemplaire", "%(n)s exemplaires", count),
    }
    return words[grade] % {"n": count}


def _people(college: str, count: int) -> str:
    words = {
        College.CITIZEN: ngettext(
            "%(n)s habitante ou habitant", "%(n)s habitantes et habitants", count
        ),
        College.PEER: ngettext(
            "%(n)s producteur, productrice ou artisan", "%(n)s producteurs ou artisans", count
        ),
        College.TRADE: ngettext(
            "%(n)s métier de bouche ou commerce", "%(n)s métiers de bouche ou commerces", count
        ),
        College.QUALIFIED: ngettext(
            "%(n)s personne qualifiée", "%(n)s personnes qualifiées", count
        ),
    }
    return words[college] % {"n": count}
