"""Published things of the label for tests of its public pages: versions, draws, sessions."""

from datetime import UTC, date, datetime

from label import draw_file
from label.enums import DrawPurpose, DrawState, VersionState
from label.models import (
    Case,
    Criterion,
    Decision,
    Draw,
    Grant,
    ReferentialVersion,
    RulesVersion,
)
from label.procedure import DEFAULTS
from label.randomness import from_numbers
from tests.factories import UserFactory, add_producer
from tests.label.test_draw import GOLDEN_RANDOM, GOLDEN_SPEC, golden_pool

COMMITTED_AT = datetime(2026, 9, 1, 8, tzinfo=UTC)
RANDOMNESS_AT = datetime(2026, 9, 3, 19, tzinfo=UTC)


def add_version(code="1.0", *, state=VersionState.IN_FORCE, criteria=(), **changes):
    values = {
        "title": f"Référentiel {code}",
        "state": state,
        "deliberation_ref": "" if state in ("draft", "consultation") else "2026-031",
        "in_force_on": date(2026, 3, 1) if state in ("in_force", "retired") else None,
    } | changes
    version = ReferentialVersion.objects.create(code=code, **values)
    for position, given in enumerate(criteria or [{}], 1):
        add_criterion(version, position=position, **given)
    return version


def add_criterion(version, **changes):
    values = {
        "code": "ENV-1",
        "position": 1,
        "dimension": "env",
        "title": "Respecte les saisons",
        "explanation": "On vend ce qui pousse en ce moment.",
        "level": "O",
        "verification": ["D", "V"],
    } | changes
    return Criterion.objects.create(version=version, **values)


def add_draw(reference="T-2026-001", *, state=DrawState.DRAWN, spec=None, hidden=False, **changes):
    """The golden draw, announced and drawn, or only announced."""
    spec = spec or GOLDEN_SPEC
    announced = draw_file.commitment(
        golden_pool(), spec, committed_at=COMMITTED_AT.isoformat(), hide_pool=hidden
    )
    pool = draw_file.pool_text(golden_pool())
    values = {
        "purpose": DrawPurpose.PANEL,
        "key": reference,
        "state": state,
        "spec": spec,
        "spec_hash": announced["spec_hash"],
        "pool": pool,
        "pool_hash": announced["pool_hash"],
        "is_pool_hidden": hidden,
        "counts": announced["counts"],
        "source": spec["source"],
        "committed_at": COMMITTED_AT,
        "randomness_at": RANDOMNESS_AT,
    }
    if state != DrawState.COMMITTED:
        typed = changes.pop("randomness", GOLDEN_RANDOM)
        random_hex = typed if spec["source"] == "test-only" else from_numbers(typed)
        done = draw_file.result(
            announced, random_hex, randomness_at=RANDOMNESS_AT.isoformat(), pool=pool
        )
        values |= {
            "randomness": typed,
            "seed": done["seed"],
            "result": done["result"],
            "entered_by": UserFactory(),
            "confirmed_by": UserFactory(),
            "drawn_at": RANDOMNESS_AT,
        }
    return Draw.objects.create(reference=reference, **values | changes)


def add_draft(**changes):
    """A case that nobody has submitted yet."""
    values = {
        "reference": "2026-0001",
        "operator": add_producer(title="Ferme du Test"),
        "applicant": UserFactory(),
        "created_at": COMMITTED_AT,
        "changed_at": COMMITTED_AT,
        "state_since": COMMITTED_AT,
    } | changes
    return Case.objects.create(**values)


def add_grant(number="MIG-2026-0001", *, page=None, **changes):
    """A label in force as the register has it, without the case having been played."""
    version = ReferentialVersion.objects.first() or add_version()
    rules = RulesVersion.objects.first() or RulesVersion.objects.create(
        code="R1", title="Règlement", deliberation_ref="2026-030", figures=DEFAULTS.values()
    )
    page = page or add_producer(title="Mas des Figuiers")
    case = add_draft(
        reference=f"DOS-{number}",
        operator=page,
        state="granted",
        referential=version,
        rules=rules,
        submitted_at=COMMITTED_AT,
    )
    decision = Decision.objects.create(
        number=f"DEC-{number}",
        case=case,
        kind="granted",
        text="Motifs.",
        competence_ref="2026-12",
        signatory=UserFactory(),
        referential=version,
        rules=rules,
        appeal_routes="Recours.",
        algorithm_mention="Mention.",
        signed_at=COMMITTED_AT,
    )
    values = {
        "state": "active",
        "operator_signed_at": COMMITTED_AT,
        "authority_signed_at": COMMITTED_AT,
        "valid_from": COMMITTED_AT.date(),
        "valid_to": date(2029, 9, 1),
    } | changes
    return Grant.objects.create(
        number=number,
        case=case,
        decision=decision,
        operator=page,
        created_at=COMMITTED_AT,
        sign_before=date(2026, 11, 1),
        **values,
    )
