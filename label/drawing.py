"""Verbs of a draw by lot: publish before, type the randomness, draw, void (label.md 2.5)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from label import (
    chain,
    check_draws,
    clock,
    draw_calls,
    draw_commitment,
    eligibility,
    journal,
    machine,
    panels,
    pool_draws,
    randomness,
    review_places,
    roles,
    visit_draws,
)
from label import draw as lot
from label.enums import (
    College,
    DrawPurpose,
    DrawState,
    PanelKind,
    PanelState,
    ReplacementReason,
    Role,
    SeatState,
)
from label.machine import Refused
from label.models import Draw, DrawCandidate, Involvement, Panel, Seat


def commit_panel_draw(
    panel: Panel, *, by, source: str, randomness_at: datetime, now: datetime | None = None
) -> Draw:
    """Freeze the candidates of a panel and publish the commitment (steps 1 to 3).

    `source`: as `label.randomness` writes it; `randomness_at`: when it will exist, a day later or
    more. Raises Refused, with the reasons, if a college has too few people.
    """
    now = now or timezone.now()
    with transaction.atomic():
        machine.lock(panel)
        case = panel.case
        figures = case.procedure
        if not roles.holds(by, Role.SECRETARIAT, case):
            raise Refused(_("C’est au secrétariat d’annoncer un tirage."))
        forms = panel.state in {PanelState.FORMING, PanelState.SHORT}
        lacking = {} if forms else review_places.wanted(panel, on=clock.civil_day(now))
        if not (forms or lacking) or not figures.is_drawn:
            raise Refused(_("Ce jury ne se tire pas au sort maintenant."))
        draw_commitment.check(source, randomness_at, now=now, hours=figures.draw_delay_hours)
        machine.involve(case, by, Role.SECRETARIAT, now=now)
        turn = _next_turn(panel)
        wanted = lacking or _wanted(panel, turn)
        members, excluded = _pool_of(panel, wanted, now)
        purpose = DrawPurpose.PANEL if panel.kind == PanelKind.FIRST else DrawPurpose.APPEAL_PANEL
        people = draw_commitment.pseudonyms(members)
        parity = _parity(figures.parity_citizen, wanted)
        spec = lot.make_spec(
            case.reference,
            quota=wanted,
            alternates=_alternates(panel, members, wanted),
            source=source,
            purpose=f"{purpose}-{panel.number}-{turn}",
            parity=parity,
        )
        lines = [
            lot.Candidate(name, member.college, member.sex if member.college in parity else "")
            for name, member in people
        ]
        return draw_commitment.publish(
            spec,
            lines,
            people=people,
            excluded=excluded,
            key=f"panel:{panel.pk}:{turn}",
            purpose=purpose,
            case=case,
            panel=panel,
            turn=turn,
            is_pool_hidden=bool(lot.small_colleges(lines, least=figures.small_cell)),
            randomness_at=randomness_at,
            by=by,
            now=now,
        )


def enter_randomness(draw: Draw, value: str, *, by, now: datetime | None = None) -> Draw:
    """Type the randomness once it exists; a second person confirms it."""
    now = now or timezone.now()
    with transaction.atomic():
        _lock(draw)
        role = _team_role(draw, by)
        if draw.state != DrawState.COMMITTED:
            raise Refused(_("Ce tirage n’attend pas d’aléa."))
        if now < draw.randomness_at:
            raise Refused(_("L’aléa annoncé n’existe pas encore."))
        draw.randomness, draw.entered_by = _normal(draw, value), by
        draw.save(update_fields=["randomness", "entered_by"])
        _record(draw, "enter_randomness", by, role, now)
        return draw


def confirm_randomness(draw: Draw, value: str, *, by, now: datetime | None = None) -> Draw:
    """Type it a second time, by somebody else: if both agree, the draw is done (step 4)."""
    now = now or timezone.now()
    with transaction.atomic():
        _lock(draw)
        role = _team_role(draw, by)
        if draw.state != DrawState.COMMITTED or not draw.randomness:
            raise Refused(_("Ce tirage n’attend pas de confirmation."))
        if by.pk == draw.entered_by_id:
            raise Refused(_("Une autre personne confirme l’aléa."))
        if _normal(draw, value) != draw.randomness:
            raise Refused(_("Les deux saisies diffèrent : vérifiez la source."))
        draw.confirmed_by = by
        _carry_out(draw, now)
        _record(draw, "draw", by, role, now)
        _AFTER[draw.purpose](draw, now=now)
        return draw


def void(draw: Draw, *, by, reason: str, now: datetime | None = None) -> Draw:
    """Cancel a draw with a public reason; it stays in the list, and nobody of it keeps a seat."""
    now = now or timezone.now()
    with transaction.atomic():
        _lock(draw)
        if Role.GUARANTOR not in roles.held_for(by, draw):
            raise Refused(_("Seul le garant ou la garante annule un tirage."))
        if draw.state == DrawState.VOIDED or not reason.strip():
            raise Refused(_("Donnez la raison publique de l’annulation."))
        if reason_not := too_late_to_void(draw, now=now):
            raise Refused(reason_not)
        draw.state, draw.voided_at, draw.void_reason = DrawState.VOIDED, now, reason
        draw.save(update_fields=["state", "voided_at", "void_reason"])
        if undo := _UNDO.get(draw.purpose):
            undo(draw, now=now)
        _record(draw, "void_draw", by, Role.GUARANTOR, now, {"reason": reason})
        return draw


def too_late_to_void(draw: Draw, *, now: datetime) -> str:
    """Why what the draw led to cannot be undone any more, in words; empty when it can."""
    if draw.panel_id and draw.panel.state not in {PanelState.FORMING, PanelState.SHORT}:
        return _("Le jury est constitué : son tirage ne s’annule plus.")
    if draw.visit_id and draw.visit.done_at:
        return _("La visite est faite : son tirage ne s’annule plus.")
    if draw.purpose == DrawPurpose.POOL and pool_draws.is_settled(draw, now=now):
        return _("Les mandats de ce tirage courent : il ne s’annule plus.")
    return ""


def replacements(draws: Iterable[Draw]) -> dict[int, list[dict]]:
    """Each call of an alternate, in order, by draw; a rank that could not be called says so (I-05).

    Two queries, however many draws.
    """
    draws = list(draws)
    called = (
        Seat.objects.filter(candidate__draw__in=draws, candidate__is_alternate=True)
        .select_related("candidate", "replaces__candidate__draw")
        .order_by("pk")
    )
    seats: dict[int, list[Seat]] = {draw.pk: [] for draw in draws}
    for seat in called:
        seats[seat.candidate.draw_id].append(seat)
    others = draw_calls.told(draws)
    return {draw.pk: _replacements_of(draw, seats[draw.pk]) + others[draw.pk] for draw in draws}


def _replacements_of(draw: Draw, called: list[Seat]) -> list[dict]:
    found = []
    waiting = {college: list(one["alternates"]) for college, one in draw.result.items()}
    for seat in called:
        college, fallen = seat.college, seat.replaces.candidate
        line = {"college": college, "at": chain.utc_text(seat.invited_at)}
        leaves = {"out": fallen.pseudonym, "reason": seat.reason_code}
        if fallen.draw_id != draw.pk:  # a panel that ran short had another draw
            leaves["out_draw"] = fallen.draw.reference
        while waiting[college]:
            name = waiting[college].pop(0)
            found.append(line | leaves | {"in": name})
            if name == seat.pseudonym:
                break
            leaves = {"out": name, "reason": ReplacementReason.NOT_ELIGIBLE.value}
    return found


def _free_the_drawn(draw: Draw, *, now: datetime) -> None:
    for candidate in draw.candidates.filter(seat__isnull=False).select_related("seat"):
        if candidate.seat.state in {"drawn", "invited", "accepted", "seated"}:
            machine.move(candidate.seat, "discharge", now=now, caused_by="void")
            _forget_role(candidate)


def _forget_role(candidate: DrawCandidate) -> None:
    """Whoever accepted a seat of a void draw never sat: they read nothing, count nowhere, and the
    next draw may call them again."""
    seat = candidate.seat
    Seat.objects.filter(pk=seat.pk).update(seated_at=None)
    Involvement.objects.filter(
        case=seat.case, person=seat.member.person_id, role=seat.panel.juror_role
    ).delete()


def _carry_out(draw: Draw, now: datetime) -> None:
    draw.seed = lot.make_seed(draw.spec_hash, draw.pool_hash, draw.randomness)
    pool = lot.read_pool(draw.pool, with_sex="parity" in draw.spec)
    drawn = lot.draw(pool, draw.spec, seed=draw.seed)
    draw.result = {
        college: {"seats": list(one.seats), "alternates": list(one.alternates)}
        for college, one in drawn.items()
    }
    draw.state, draw.drawn_at = DrawState.DRAWN, now
    draw.save()
    rows = {row.pseudonym: row for row in draw.candidates.all()}
    ranked = []
    for one in drawn.values():
        for rank, name in enumerate((*one.seats, *one.alternates), 1):
            if row := rows.get(name):  # the candidates of a draw of checks are labels
                row.rank, row.is_alternate = rank, name in one.alternates
                ranked.append(row)
    DrawCandidate.objects.bulk_update(ranked, ["rank", "is_alternate"])


def _pool_of(panel: Panel, wanted: dict[str, int], now: datetime):
    day = clock.civil_day(now)
    members, excluded = [], []
    seats = panel.seats.exclude(state=SeatState.DISCHARGED)
    called = set(seats.values_list("member", flat=True))
    known = eligibility.Known.of(panel.case, day)
    for college in wanted:
        eligible, others = eligibility.split_pool(panel.case, college=college, on=day, known=known)
        members += [member for member in eligible if member.pk not in called]
        excluded += others
    return members, excluded


def _wanted(panel: Panel, turn: int) -> dict[str, int]:
    """Places to draw: the whole panel first, then only those that ran short."""
    if turn == 1:
        return {college: places for college, places in panel.quota.items() if places}
    held: dict[str, int] = {}
    for college in panel.seats.holding().values_list("college", flat=True):
        held[college] = held.get(college, 0) + 1
    return {
        college: places - held.get(college, 0)
        for college, places in panel.quota.items()
        if places > held.get(college, 0)
    }


def _parity(least: int, wanted: dict[str, int]) -> dict[str, int]:
    """How many residents of each sex the rules keep, where there are places enough (2.5)."""
    college = College.CITIZEN.value
    return {college: least} if 0 < 2 * least <= wanted.get(college, 0) else {}


def _alternates(panel: Panel, members, wanted: dict[str, int]) -> dict[str, int]:
    """The alternates of the rules, or as many as the college can give."""
    counts: dict[str, int] = {}
    for member in members:
        counts[member.college] = counts.get(member.college, 0) + 1
    figures = panel.case.procedure
    return {
        college: max(0, min(figures.alternates[college], counts.get(college, 0) - places))
        for college, places in wanted.items()
    }


def _next_turn(panel: Panel) -> int:
    """1, or one more than the draws that are done; a voided turn is drawn again."""
    return panel.draws.filter(state=DrawState.DRAWN).count() + 1


def _team_role(draw: Draw, by) -> str:
    held = roles.held_for(by, draw)
    for role in (Role.SECRETARIAT, Role.GUARANTOR, Role.FACILITATOR):
        if role in held:
            return role
    raise Refused(_("Deux personnes de l’équipe saisissent l’aléa."))


def _normal(draw: Draw, value: str) -> str:
    try:
        source = randomness.read_source(draw.source)
        if source.kind == "lottery":
            return randomness.from_numbers(value)
        return randomness.normal_hex(value)
    except ValueError as error:
        raise Refused(str(error)) from error


def _lock(draw: Draw) -> None:
    draw.refresh_from_db(from_queryset=Draw.objects.select_for_update(of=("self",)))


def _record(draw: Draw, type: str, by, role, now, payload: dict | None = None) -> None:
    journal.record(
        draw, type, by=by, role=role, now=now, source="", target=draw.state, payload=payload
    )


# What a draw leads to, and what undoes it when it is voided.
_AFTER = {
    DrawPurpose.PANEL: panels.seat_the_drawn,
    DrawPurpose.APPEAL_PANEL: panels.seat_the_drawn,
    DrawPurpose.CHECKS: check_draws.open_checks,
    DrawPurpose.VISIT: visit_draws.send_the_drawn,
    DrawPurpose.POOL: pool_draws.offer_terms,
}
_UNDO = {
    DrawPurpose.PANEL: _free_the_drawn,
    DrawPurpose.APPEAL_PANEL: _free_the_drawn,
    DrawPurpose.VISIT: visit_draws.free_the_drawn,
    DrawPurpose.POOL: pool_draws.take_back_terms,
}
