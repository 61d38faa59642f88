"""What the page of the label tells: who judges, how, with which figures, and when they meet."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory.enums import Nature
from home.models import SiteSettings
from home.navigation import Link
from home.seo import Meta
from label import clock, compass, differences, governance
from label.enums import College, Grade, Level
from label.models import Criterion, LabelPage, ReferentialVersion, RulesVersion
from label.procedure import DEFAULTS, Procedure
from label.public import referential, register, sessions

# The steps of the critical path (label.clock) and the figure that gives each its days.
PATH = {
    "completeness": "completeness_days",
    "visit": "visit_days",
    "report": "report_days",
    "reply": "reply_days",
    "file_open": "file_open_days",
    "opinion": "opinion_days",
    "decision": "decision_days",
    "notification": "notification_days",
}
VISIT_STEPS = {"visit", "report", "reply"}


@dataclass(frozen=True)
class DimensionCard:
    """A petal in words: its criteria, and how many of them."""

    petal: compass.Petal
    titles: list[str]
    count: int


@dataclass(frozen=True)
class CriterionCard:
    """A criterion and what is looked at, by nature of product."""

    criterion: Criterion
    variants: list[tuple[str, str]]
    exceptions: list[str]
    equivalences: list[str]


@dataclass(frozen=True)
class Section:
    """A petal and all that its criteria say."""

    petal: compass.Petal
    criteria: list[CriterionCard]


@dataclass(frozen=True)
class Step:
    title: str
    text: str


@dataclass(frozen=True)
class RoleCard:
    """Who has a hand in it, what they do, and what they never do."""

    name: str
    does: str
    never: str


def gather(page: LabelPage, request, *, now: datetime) -> dict:
    """The context of `label/label_page.html`."""
    procedure = current_procedure()
    version = referential.current()
    criteria = referential.criteria_of(version) if version else []
    site = SiteSettings.for_request(request)
    return {
        "version": version,
        "criteria_count": len(criteria),
        "petals": petals_of(criteria),
        "dimensions": dimension_cards(criteria),
        "procedure": procedure,
        "panel": panel_words(procedure),
        "days": path_days(procedure),
        "steps": steps(procedure, site.territory),
        "roles": roles(procedure, site.territory),
        "sessions": sessions.upcoming(now),
        "governance": governance.gather(clock.civil_day(now)),
        "validity_years": procedure.validity_months // 12,
        "meta": Meta(
            page.seo_title or _("Le label, comment ça marche"),
            page.search_description
            or page.introduction
            or _("Qui juge, sur quels critères, en combien de temps, et comment le vérifier."),
        ),
    }


def current_procedure() -> Procedure:
    """The procedure of the rules of use in force; before any, the one they start from."""
    rules = RulesVersion.objects.in_force().first()
    return rules.procedure if rules else DEFAULTS


def path_days(procedure: Procedure) -> int:
    """Days from the last missing piece to the notice, when everybody takes all their time."""
    return clock.path_length(
        {
            step: getattr(procedure, figure)
            for step, figure in PATH.items()
            if procedure.visit_required or step not in VISIT_STEPS
        }
    )


def petals_of(criteria: list[Criterion]) -> list[compass.Petal]:
    """The compass of a referential: one plain seed for each progress criterion."""
    seeds = defaultdict(list)
    for criterion in criteria:
        if criterion.level == Level.PROGRESS:
            seeds[criterion.dimension].append(Grade.HELD)
    return compass.petals(seeds)


def dimension_cards(criteria: list[Criterion]) -> list[DimensionCard]:
    titles = defaultdict(list)
    for criterion in criteria:
        titles[criterion.dimension].append(criterion.title)
    return [
        DimensionCard(petal, titles[petal.dimension], len(titles[petal.dimension]))
        for petal in petals_of(criteria)
        if titles[petal.dimension]
    ]


def sections(criteria: list[Criterion]) -> list[Section]:
    """Each dimension with its criteria in full; those without any are left out."""
    cards = defaultdict(list)
    for criterion in criteria:
        cards[criterion.dimension].append(
            CriterionCard(
                criterion,
                [
                    (str(nature.label), text)
                    for nature in Nature
                    if (text := criterion.variant(nature.value))
                ],
                [differences.exempted(row) for row in criterion.exceptions.all()],
                [differences.recognised(row) for row in criterion.equivalences.all()],
            )
        )
    return [
        Section(petal, cards[petal.dimension])
        for petal in petals_of(criteria)
        if cards[petal.dimension]
    ]


def panel_words(procedure: Procedure) -> str:
    """The jury in words: « 9 personnes : 5 habitantes ou habitants… »."""
    seats = procedure.seats
    people = [
        ngettext("%(n)s habitante ou habitant", "%(n)s habitantes et habitants", n) % {"n": n}
        for n in [seats[College.CITIZEN]]
    ]
    people += [
        ngettext("%(n)s producteur, productrice ou artisan", "%(n)s producteurs ou artisans", n)
        % {"n": n}
        for n in [seats[College.PEER]]
        if n
    ]
    people += [
        ngettext("%(n)s métier de bouche ou commerce", "%(n)s métiers de bouche ou commerces", n)
        % {"n": n}
        for n in [seats[College.TRADE]]
        if n
    ]
    people += [
        ngettext("%(n)s personne qualifiée", "%(n)s personnes qualifiées", n) % {"n": n}
        for n in [seats[College.QUALIFIED]]
        if n
    ]
    return _("%(total)s personnes : %(people)s") % {
        "total": sum(seats.values()),
        "people": ", ".join(people),
    }


def _visited(procedure: Procedure) -> str:
    if procedure.visitors_drawn:
        return _(
            "Un pair et un habitant, tirés au sort, viennent voir. Ils écrivent des faits, pas des "
            "notes. Vous avez %(days)s jours pour répondre."
        )
    return _(
        "Un pair et un habitant viennent voir. Ils écrivent des faits, pas des notes. "
        "Vous avez %(days)s jours pour répondre."
    )


def steps(procedure: Procedure, territory: str) -> list[Step]:
    """From the application to what follows the decision, as these rules make it."""
    found = [
        Step(
            _("On dépose."),
            _(
                "En ligne, par téléphone ou sur papier. Le reçu donne la date limite de réponse : "
                "sans réponse à cette date, le silence vaut accord."
            )
            if procedure.silence_accepts
            else _("En ligne, par téléphone ou sur papier. Le reçu donne la date de la réponse."),
        )
    ]
    if procedure.visit_required:
        found.append(
            Step(
                _("On visite."),
                _visited(procedure) % {"days": procedure.reply_days},
            )
        )
    found.append(
        Step(
            _("On note, chacun pour soi."),
            _("Les feuilles restent scellées jusqu’à ce que tout le monde ait fini."),
        )
    )
    found.append(
        Step(
            _("On se parle."),
            _(
                "Le jury vous écoute, discute là où les avis s’écartent, puis note une seconde "
                "fois, encore chacun pour soi."
            )
            if procedure.second_round
            else _("Le jury vous écoute, puis discute là où les avis s’écartent."),
        )
    )
    found.append(
        Step(
            _("On décide."),
            _(
                "%(territory)s signe. Les raisons sont publiques si le label est accordé, à vous "
                "seul sinon."
            )
            % {"territory": territory},
        )
    )
    found.append(
        Step(
            _("On suit."),
            _(
                "Le label vaut %(years)s ans, avec une déclaration par an et des contrôles. On "
                "peut faire un recours, devant un jury neuf."
            )
            % {"years": procedure.validity_months // 12},
        )
    )
    return found


def roles(procedure: Procedure, territory: str) -> list[RoleCard]:
    """Who does what, and what each never does."""
    found = [
        RoleCard(
            _("Le jury"),
            _("Lit le dossier, note seul, discute, rend un avis motivé."),
            _("Ne visite pas, ne connaît ni les notes des autres avant l’heure, ni les candidats."),
        ),
        RoleCard(
            territory,
            _(
                "Signe la décision. Peut s’écarter de l’avis en publiant pourquoi, ou demander une "
                "fois de le relire."
            ),
            _("Ne siège pas au jury, ne choisit pas qui y siège."),
        ),
        RoleCard(
            _("Le secrétariat"),
            _("Reçoit les demandes, tient les délais, convoque, répond."),
            _("Ne vote jamais, ne lit aucune feuille avant la levée des scellés."),
        ),
    ]
    if procedure.visit_required:
        found.insert(
            1,
            RoleCard(
                _("L’équipe de visite"),
                _("Va voir sur place à deux, un pair et un habitant, et rapporte des faits."),
                _("Ne note pas, ne vote pas, ne va pas chez un client, un proche, un concurrent."),
            ),
        )
    if procedure.guarantor:
        found.append(
            RoleCard(
                _("Le garant ou la garante"),
                _("Veille à la règle : tirages, liens d’intérêt, récusations, séances."),
                _("Ne donne pas d’avis sur les produits, ne vote pas."),
            )
        )
    found.append(
        RoleCard(
            _("Le jury de recours"),
            _("Reprend un dossier contesté, avec un nouveau tirage."),
            _("Ne compte personne du premier jury. Un recours ne peut pas aggraver la décision."),
        )
    )
    return found


def foot_links() -> list[Link]:
    """What the foot of every page says of the label."""
    return [
        Link(_("Registre du label"), reverse("label:register")),
        Link(_("Algorithmes et transparence"), reverse("label:algorithms")),
    ]


def addresses() -> list[str]:
    """The public addresses of the label that are no page of the tree."""
    found = [
        reverse(f"label:{name}")
        for name in (
            *("draws", "algorithms", "register", "register_volunteer"),
            *("register_statistics", "register_charter"),
        )
    ]
    found += [
        reverse("label:register_entry", args=[number])
        for number in register.in_force().values_list("number", flat=True)
    ]
    if referential.current():
        found.append(reverse("label:criteria"))
    found += [
        reverse("label:criteria_version", args=[code])
        for code in ReferentialVersion.objects.published().values_list("code", flat=True)
    ]
    return found
