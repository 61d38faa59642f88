"""The procedure's switches and figures, held by each version of the rules of use.

Defaults are those of label.md. A version stores every value, so that a default changed here never
changes rules already adopted. Days are calendar days, Europe/Paris.
"""

from dataclasses import asdict, dataclass, field, fields
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from label.enums import College, LegalRegime, PanelFormation
from label.outcome import OutcomeRules
from label.quorum import QuorumRules


def _switch(default: bool, label, **more):
    """`before`: what rules written before the switch existed go by."""
    return field(default=default, metadata={"label": label} | more)


def _choice(default, label, choices):
    return field(default=default.value, metadata={"label": label, "choices": choices})


def _figure(default: int, label, *, low: int = 0, high: int = 400):
    return field(default=default, metadata={"label": label, "low": low, "high": high})


def _figures(default: tuple[int, ...], label):
    """Several numbers of days, the farthest first."""
    return field(default=default, metadata={"label": label, "low": 1, "high": 400})


@dataclass(frozen=True)
class Procedure:
    """Everything of label.md that is a figure or a switch."""

    # What the procedure has
    visit_required: bool = _switch(True, _("visite obligatoire"))
    panel_formation: str = _choice(PanelFormation.DRAWN, _("jury"), PanelFormation)
    second_round: bool = _switch(True, _("second tour scellé sur les écarts"))
    guarantor: bool = _switch(True, _("garant ou garante"))
    legal_regime: str = _choice(LegalRegime.SILENCE_ACCEPTS, _("régime du silence"), LegalRegime)
    silence_months: int = _figure(4, _("silence : mois"), low=1, high=12)

    consultation_days: int = _figure(30, _("consultation publique : jours"), high=365)

    # Panel
    seats_citizen: int = _figure(5, _("places : habitants"), low=1, high=12)
    seats_peer: int = _figure(2, _("places : pairs"), low=1, high=12)
    seats_trade: int = _figure(1, _("places : commerce et restauration"), high=12)
    seats_qualified: int = _figure(1, _("places : personnes qualifiées"), high=12)
    alternates_citizen: int = _figure(3, _("suppléants : habitants"), high=12)
    alternates_peer: int = _figure(1, _("suppléants : pairs"), high=12)
    alternates_trade: int = _figure(1, _("suppléants : commerce et restauration"), high=12)
    alternates_qualified: int = _figure(1, _("suppléants : personnes qualifiées"), high=12)
    college_cap_part: int = _figure(5, _("part d’un collège : tant"), low=1, high=12)
    college_cap_whole: int = _figure(9, _("part d’un collège : sur"), low=1, high=12)
    quorum_part: int = _figure(2, _("quorum : tant"), low=1, high=12)
    quorum_whole: int = _figure(3, _("quorum : sur"), low=1, high=12)
    second_convening_minimum: int = _figure(5, _("seconde convocation : au moins"), low=1, high=12)
    minimum_non_residents: int = _figure(2, _("présents non habitants, au moins"), high=12)
    minimum_peers: int = _figure(1, _("pairs présents, au moins"), high=12)
    seat_reply_days: int = _figure(7, _("réponse à l’invitation : jours"), low=1)
    challenge_days: int = _figure(5, _("récusation par l’opérateur : jours"))
    challenge_decision_days: int = _figure(3, _("décision sur une récusation : jours"), low=1)
    draw_delay_hours: int = _figure(24, _("entre l’annonce et le tirage : heures"), low=1)
    # 2.5 wants 2 of each sex among five residents; 0 asks nothing: strata are voluntary, and
    # parity publishes the sex that candidates said beside their pseudonyms.
    parity_citizen: int = _figure(0, _("parité : habitants de chaque sexe, au moins"), high=6)
    small_cell: int = _figure(5, _("fichier du tirage publié à partir de : personnes"), high=50)

    # Appeal panel
    appeal_seats_citizen: int = _figure(4, _("recours, places : habitants"), low=1, high=12)
    appeal_seats_peer: int = _figure(2, _("recours, places : pairs"), low=1, high=12)
    appeal_seats_trade: int = _figure(0, _("recours, places : commerce"), high=12)
    appeal_seats_qualified: int = _figure(1, _("recours, places : qualifiées"), high=12)
    appeal_cap_part: int = _figure(4, _("recours, part d’un collège : tant"), low=1, high=12)
    appeal_cap_whole: int = _figure(7, _("recours, part d’un collège : sur"), low=1, high=12)

    # Pool
    pool_term_months: int = _figure(12, _("mandat au vivier : mois"), low=1, high=60)
    pool_terms: int = _figure(2, _("mandats de suite"), low=1, high=5)
    pool_sessions_per_year: int = _figure(4, _("séances par personne et par an"), low=1, high=50)
    pool_rest_months: int = _figure(12, _("repos après les mandats : mois"), high=60)
    pool_reply_days: int = _figure(7, _("mandat tiré au sort, pour y renoncer : jours"), low=1)
    training_required: bool = _switch(True, _("formation et séance d’observation d’abord"))

    # Visit
    visitors: int = _figure(2, _("personnes par visite"), low=1, high=5)
    visitors_drawn: bool = _switch(True, _("visite : pair et habitant tirés au sort"), before=False)
    visit_alternates: int = _figure(2, _("visite : suppléants par place"), high=12)
    visit_days: int = _figure(30, _("visite, depuis T0 : jours"), low=1)
    report_days: int = _figure(10, _("compte rendu : jours"), low=1)
    reply_days: int = _figure(10, _("réponse de l’opérateur : jours"), low=1)
    visit_proposals: int = _figure(2, _("propositions écrites avant caducité"), low=1, high=5)
    visit_notice_days: int = _figure(15, _("préavis de caducité : jours"), low=1)
    visits_in_a_row: int = _figure(2, _("visites de suite par la même personne"), low=1, high=10)
    visit_reciprocity_months: int = _figure(24, _("pas de visite réciproque : mois"), high=60)
    visit_reuse_months: int = _figure(6, _("visite réutilisable : mois"), high=24)
    competitor_kilometres: int = _figure(15, _("concurrent direct, même famille : km"), high=200)

    # Case
    draft_months: int = _figure(12, _("brouillon oublié : mois"), low=1, high=60)
    draft_reminder_days: int = _figure(30, _("rappel du brouillon : jours"), low=1)
    completeness_days: int = _figure(15, _("examen des pièces : jours"), low=1)
    documents_days: int = _figure(30, _("pièces manquantes : jours"), low=1)
    documents_reminder_days: int = _figure(15, _("rappel des pièces : jours"), low=1)
    hearing_days: int = _figure(10, _("observations avant irrecevabilité : jours"), low=1)
    file_open_days: int = _figure(10, _("dossier ouvert avant la séance : jours"), low=1)
    convocation_days: int = _figure(10, _("convocation des jurés : jours"), low=5)
    scoring_days: int = _figure(7, _("notation : jours"), low=1)
    scoring_extension_days: int = _figure(5, _("prolongation de la notation : jours"), low=1)
    adjournment_days: int = _figure(15, _("nouvelle séance : jours"), low=1)
    opinion_days: int = _figure(5, _("avis après la séance : jours"), low=1)
    decision_days: int = _figure(15, _("décision après l’avis : jours"), low=1)
    notification_days: int = _figure(3, _("notification : jours"), low=1)
    deferrals: int = _figure(1, _("ajournements"), high=5)
    deferrals_with_guarantor: int = _figure(2, _("ajournements avec le garant"), high=5)
    deferral_days: int = _figure(60, _("réponse à un ajournement : jours"), low=1)
    deferral_margin_days: int = _figure(35, _("ajournement : jours gardés avant la date légale"))
    deferral_legal_days: int = _figure(40, _("ajournement : jours légaux restants, au moins"))
    deferral_reminder_days: int = _figure(15, _("rappel d’un ajournement : jours"), low=1)
    second_reading_legal_days: int = _figure(25, _("seconde lecture : jours légaux restants"))
    second_reading_days: int = _figure(10, _("seconde lecture : jours"), low=1)
    legal_alarm_days: tuple = _figures((30, 15, 5), _("alarmes avant la date légale : jours"))
    retract_months: int = _figure(4, _("retrait d’une décision illégale : mois"), low=1, high=12)
    appeal_months: int = _figure(2, _("recours : mois"), low=1, high=12)
    appeal_days: int = _figure(60, _("décision sur recours : jours"), low=1)
    ended_months: int = _figure(1, _("clôture d’un dossier caduc ou retiré : mois"), low=1)
    refiling_months: int = _figure(3, _("nouvelle demande après refus : mois"), high=36)
    reserves: int = _figure(2, _("réserves, au plus"), low=1, high=10)
    reserve_months: int = _figure(6, _("levée d’une réserve : mois"), low=1, high=24)

    # Deliberation
    spread: int = _figure(2, _("écart de notes à discuter"), low=1, high=3)
    amendments: int = _figure(2, _("amendements"), high=10)
    minority_jurors: int = _figure(2, _("avis minoritaire : jurés"), low=1, high=12)
    hearing_minutes: int = _figure(10, _("audition de l’opérateur : minutes"), low=1, high=120)
    report_minutes: int = _figure(15, _("exposé des visiteurs : minutes"), low=1, high=120)
    session_minutes: int = _figure(90, _("durée par dossier : minutes"), low=10, high=480)

    # Grant
    validity_months: int = _figure(36, _("validité : mois"), low=1, high=120)
    signature_days: int = _figure(60, _("signature de la convention : jours"), low=1)
    signature_reminder_days: int = _figure(30, _("rappel de signature : jours"), low=1)
    plan_reminder_days: int = _figure(15, _("relance d’un plan échu : jours"), low=1)
    plan_alert_days: tuple = _figures((30, 7), _("avant une date du plan : jours"))
    reserve_review_days: int = _figure(30, _("examen d’une levée : jours"), low=1)
    reserve_review_jurors: int = _figure(3, _("jurés pour lever une réserve"), high=12)
    panel_review_days: int = _figure(10, _("avis du jury sur une mesure : jours"), low=1, high=30)
    notice_days: int = _figure(30, _("mise en demeure : jours"), low=1)
    adversarial_days: int = _figure(15, _("procédure contradictoire : jours"), low=15)
    suspension_months: int = _figure(12, _("suspension : mois, au plus"), low=1, high=36)
    suspension_logo_days: int = _figure(8, _("arrêt du logo après suspension : jours"))
    end_logo_days: int = _figure(30, _("arrêt du logo après la fin : jours"), high=30)
    emergency_adversarial_days: int = _figure(3, _("urgence, contradictoire ouvert : jours"))
    emergency_review_days: int = _figure(30, _("urgence, confirmation : jours"), low=1, high=30)
    reapplication_months: int = _figure(12, _("nouvelle demande après retrait : mois"), high=60)
    extension_months: int = _figure(6, _("prolongation en attente : mois"), low=1, high=12)
    renewal_complete_days: int = _figure(60, _("renouvellement complet avant la fin : jours"))
    renewal_reminder_days: tuple = _figures((180, 90, 30), _("rappels avant la fin : jours"))
    self_declaration_months: int = _figure(12, _("déclaration annuelle : mois"), low=1, high=36)
    sales_point_months: int = _figure(6, _("lieux d’achat confirmés tous les : mois"), low=1)
    random_checks_percent: int = _figure(10, _("contrôles tirés au sort : % par an"), high=100)
    checks_per_cycle: int = _figure(1, _("contrôles par cycle, au moins"), high=10)
    minor_finding_months: int = _figure(3, _("correction d’un écart mineur : mois"), low=1)
    former_months: int = _figure(12, _("fin affichée au registre : mois"), high=60)

    @classmethod
    def of(cls, values: dict) -> "Procedure":
        """The procedure that these values describe, or a ValidationError in French."""
        if errors := errors_in(values):
            raise ValidationError(errors)
        known = {item.name for item in fields(cls)}
        return cls(
            **{
                name: tuple(value) if isinstance(value, list) else value
                for name, value in values.items()
                if name in known
            }
        )

    @classmethod
    def kept(cls, values: dict) -> "Procedure":
        """The procedure of a version as it was written, whatever settings were added since."""
        before = {
            item.name: item.metadata["before"]
            for item in fields(cls)
            if "before" in item.metadata and item.name not in values
        }
        return cls.of(before | values)

    def values(self) -> dict:
        """Every value, as JSON keeps it."""
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
        }

    @cached_property
    def seats(self) -> dict[str, int]:
        return {college: getattr(self, f"seats_{college}") for college in College.values}

    @cached_property
    def alternates(self) -> dict[str, int]:
        return {college: getattr(self, f"alternates_{college}") for college in College.values}

    @cached_property
    def appeal_seats(self) -> dict[str, int]:
        return {college: getattr(self, f"appeal_seats_{college}") for college in College.values}

    def quorum_rules(self, *, appeal: bool = False) -> QuorumRules:
        cap = "appeal_cap" if appeal else "college_cap"
        return QuorumRules(
            quorum=(self.quorum_part, self.quorum_whole),
            second_least=self.second_convening_minimum,
            least_others=self.minimum_non_residents,
            least_peers=self.minimum_peers,
            college_cap=(getattr(self, f"{cap}_part"), getattr(self, f"{cap}_whole")),
        )

    @property
    def outcome_rules(self) -> OutcomeRules:
        return OutcomeRules(most_reserves=self.reserves)

    @property
    def silence_accepts(self) -> bool:
        return self.legal_regime == LegalRegime.SILENCE_ACCEPTS

    @property
    def is_drawn(self) -> bool:
        return self.panel_formation == PanelFormation.DRAWN


def errors_in(values: dict) -> list[str]:
    """What is wrong with these values, in French; empty: nothing."""
    known = {item.name: item for item in fields(Procedure)}
    errors = [
        gettext("réglage inconnu : %(name)s") % {"name": name}
        for name in values
        if name not in known
    ]
    for name, item in known.items():
        if name in values and (error := _error(values[name], item)):
            errors.append(f"{item.metadata['label']} : {error}")
    return errors or _incoherent(values)


def _error(value, item) -> str:
    rule = item.metadata
    if "choices" in rule:
        return "" if value in rule["choices"].values else gettext("choix inconnu")
    if item.type is bool:
        return "" if isinstance(value, bool) else gettext("oui ou non")
    numbers = value if item.type is tuple and isinstance(value, (list, tuple)) else [value]
    if not numbers or any(isinstance(n, bool) or not isinstance(n, int) for n in numbers):
        return gettext("un nombre entier")
    if any(not rule["low"] <= n <= rule["high"] for n in numbers):
        return gettext("entre %(low)s et %(high)s") % rule
    if list(numbers) != sorted(set(numbers), reverse=True):
        return gettext("du plus grand au plus petit, sans répétition")
    return ""


def _incoherent(values: dict) -> list[str]:
    """Figures that are right alone and impossible together."""
    get = {item.name: item.default for item in fields(Procedure)} | values
    errors = []
    for prefix, cap, name in (
        ("seats_", "college_cap", gettext("Le jury")),
        ("appeal_seats_", "appeal_cap", gettext("Le jury de recours")),
    ):
        seats = {college: get[prefix + college] for college in College.values}
        total = sum(seats.values())
        if not 5 <= total <= 12:
            errors.append(gettext("%(panel)s compte de 5 à 12 places.") % {"panel": name})
        if any(n * get[f"{cap}_whole"] > get[f"{cap}_part"] * total for n in seats.values()):
            errors.append(
                gettext("%(panel)s : un collège dépasse sa part des places.") % {"panel": name}
            )
        others = total - seats[College.CITIZEN]
        if others < get["minimum_non_residents"] or seats[College.PEER] < get["minimum_peers"]:
            errors.append(
                gettext("%(panel)s ne pourrait jamais voter : trop peu de non-habitants.")
                % {"panel": name}
            )
        if seats[College.CITIZEN] * 2 < total:
            errors.append(
                gettext("%(panel)s au complet ne pourrait pas voter : trop peu d’habitants.")
                % {"panel": name}
            )
    if get["quorum_part"] > get["quorum_whole"]:
        errors.append(gettext("Le quorum ne dépasse pas le nombre de places."))
    return errors


DEFAULTS = Procedure()


def default_figures() -> dict:
    """The full procedure, as a new version of the rules starts."""
    return DEFAULTS.values()
