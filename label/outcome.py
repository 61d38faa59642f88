"""What the rule table proposes from final medians (label.md 7.3). Standard library only.

No total is ever computed. The table gives a proposal that the panel talks about and adopts or
not: nothing here decides (I-15). Explanations are `Reason`s, said by `label.wording`.

Two things that the table leaves open are settled here, and said to the panel:

- A case that no line of the table grants (two dimensions below, or reserves and a dimension below)
  is proposed for refusal, with the reason `beyond_table`; the panel may depart on P criteria.
- CUL-3 (`decisive=False`) is left out of its dimension's threshold. With and without it are both
  shown. « The more favourable of the two » is the one without, except where taste alone would make
  the difference, which I-14 forbids.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from label.medians import MET, PROGRESS_SCALE, Median
from label.reasons import Reason

GRANT = "grant"
GRANT_WITH_COMMITMENT = "grant_with_commitment"
GRANT_WITH_RESERVES = "grant_with_reserves"
DEFER = "defer"
REFUSE = "refuse"

UNKNOWN = Median(None, judged=0, cannot=0, diverges=False)


@dataclass(frozen=True)
class Criterion:
    """A criterion that applies to the case; those that do not apply are simply not given."""

    code: str
    level: str  # E, O or P
    dimension: str
    remediable: bool = False
    decisive: bool = True


@dataclass(frozen=True)
class OutcomeRules:
    """Figures held by the version of the rules of use."""

    most_reserves: int = 2
    held_share: tuple[int, int] = (1, 2)
    least_progress: str = "started"


DEFAULTS = OutcomeRules()


@dataclass(frozen=True)
class Held:
    """How many P criteria are held, of how many that somebody could judge, and how many needed."""

    held: int
    judged: int
    needed: int

    @property
    def enough(self) -> bool:
        return self.held >= self.needed


@dataclass(frozen=True)
class DimensionResult:
    """The threshold of one dimension; `with_taste` is shown, never used, where taste is graded."""

    dimension: str
    counted: Held
    with_taste: Held | None = None

    @property
    def passes(self) -> bool:
        return self.counted.enough


@dataclass(frozen=True)
class Proposal:
    """What the table proposes, why, and what the panel may choose all the same, with reasons."""

    outcome: str
    reasons: tuple[Reason, ...]
    allowed: tuple[str, ...]
    dimensions: tuple[DimensionResult, ...]
    unmet: tuple[str, ...] = ()
    reserves: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    commitment: str = ""  # the dimension of the progress commitment


def propose(
    criteria: Iterable[Criterion],
    medians: Mapping[str, Median],
    *,
    missing_proof: Collection[str] = (),
    rules: OutcomeRules = DEFAULTS,
) -> Proposal:
    """Apply the rule table. `missing_proof`: the E criteria unmet only for want of a document.

    A criterion without median counts as one that nobody could judge.
    """
    criteria = tuple(criteria)
    ruled = [one for one in criteria if one.level != "P"]
    found = {one.code: medians.get(one.code, UNKNOWN) for one in criteria}
    undecided = [one.code for one in ruled if found[one.code].undecided]
    unmet = [one for one in ruled if one.code not in undecided and found[one.code].grade != MET]
    dimensions = tuple(dimension_results(criteria, found, rules=rules))
    below = [one for one in dimensions if not one.passes]
    facts = {"dimensions": dimensions, "unmet": tuple(one.code for one in unmet)}

    if refusing := _refusing(unmet, missing_proof, rules):
        return Proposal(REFUSE, refusing, (REFUSE, DEFER), **facts)
    if deferring := _deferring(unmet, undecided):
        questions = tuple(code for reason in deferring for code in reason.values["codes"])
        return Proposal(DEFER, deferring, (DEFER, REFUSE), questions=questions, **facts)

    below_reasons = tuple(_below(one) for one in below)
    if unmet:
        reserves = facts["unmet"]
        reasons = (Reason("reserves", {"codes": reserves}), *below_reasons)
        allowed = (GRANT_WITH_RESERVES, REFUSE, DEFER)
        if below:
            reasons = (*reasons, Reason("beyond_table"))
            return Proposal(REFUSE, reasons, allowed, reserves=reserves, **facts)
        return Proposal(GRANT_WITH_RESERVES, reasons, allowed, reserves=reserves, **facts)

    reasons = (Reason("all_met"), *below_reasons)
    allowed = (GRANT, GRANT_WITH_COMMITMENT, REFUSE, DEFER)
    if not below:
        return Proposal(GRANT, (*reasons, Reason("dimensions_hold")), allowed, **facts)
    if len(below) == 1:
        return Proposal(
            GRANT_WITH_COMMITMENT, reasons, allowed, commitment=below[0].dimension, **facts
        )
    return Proposal(REFUSE, (*reasons, Reason("beyond_table")), allowed, **facts)


def dimension_results(
    criteria: Iterable[Criterion],
    medians: Mapping[str, Median],
    *,
    rules: OutcomeRules = DEFAULTS,
) -> list[DimensionResult]:
    """Each dimension's threshold, in the order dimensions come in `criteria`."""
    criteria = tuple(criteria)
    results = []
    for dimension in dict.fromkeys(one.dimension for one in criteria):
        progress = [one for one in criteria if one.dimension == dimension and one.level == "P"]
        counted = [one.code for one in progress if one.decisive]
        everything = [one.code for one in progress]
        results.append(
            DimensionResult(
                dimension,
                _held(counted, medians, rules),
                None if everything == counted else _held(everything, medians, rules),
            )
        )
    return results


def may_choose(proposal: Proposal, outcome: str, *, reasons: str) -> list[Reason]:
    """Why a panel cannot adopt `outcome`: E and O do not bend, a departure has its reasons."""
    if outcome not in proposal.allowed:
        return [Reason("outcome_not_allowed", {"outcome": outcome, "codes": proposal.unmet})]
    if outcome != proposal.outcome and not reasons.strip():
        return [Reason("departure_without_reasons")]
    return []


def _held(codes: list[str], medians: Mapping[str, Median], rules: OutcomeRules) -> Held:
    least = PROGRESS_SCALE.index(rules.least_progress)
    grades = [medians.get(code, UNKNOWN).grade for code in codes]
    judged = [PROGRESS_SCALE.index(grade) for grade in grades if grade is not None]
    part, whole = rules.held_share
    return Held(
        held=sum(rank >= least for rank in judged),
        judged=len(judged),
        needed=-(-len(judged) * part // whole),
    )


def _below(result: DimensionResult) -> Reason:
    counted = result.counted
    return Reason(
        "dimension_below",
        {
            "dimension": result.dimension,
            "held": counted.held,
            "judged": counted.judged,
            "needed": counted.needed,
        },
    )


def _refusing(
    unmet: list[Criterion], missing_proof: Collection[str], rules: OutcomeRules
) -> tuple[Reason, ...]:
    eliminatory = tuple(
        one.code for one in unmet if one.level == "E" and one.code not in missing_proof
    )
    mandatory = [one for one in unmet if one.level == "O"]
    lasting = tuple(one.code for one in mandatory if not one.remediable)
    reasons = []
    if eliminatory:
        reasons.append(Reason("eliminatory_unmet", {"codes": eliminatory}))
    if lasting:
        reasons.append(Reason("not_remediable", {"codes": lasting}))
    if len(mandatory) > rules.most_reserves:
        codes = tuple(one.code for one in mandatory)
        reasons.append(Reason("too_many_unmet", {"codes": codes, "most": rules.most_reserves}))
    return tuple(reasons)


def _deferring(unmet: list[Criterion], undecided: list[str]) -> tuple[Reason, ...]:
    """Called when nothing refuses: an E criterion still unmet lacks its proof only."""
    missing = tuple(one.code for one in unmet if one.level == "E")
    reasons = []
    if missing:
        reasons.append(Reason("proof_missing", {"codes": missing}))
    if undecided:
        reasons.append(Reason("undecided", {"codes": tuple(undecided)}))
    return tuple(reasons)
