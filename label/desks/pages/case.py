"""Everything of a case, and every act that it or what belongs to it allows."""

from django.utils.translation import gettext as _

from label.desks import pages, sections
from label.desks.due import due
from label.desks.pages import case_course, case_file, journal
from label.enums import ReadObject
from label.papers import shelf


def page(case, user, *, today) -> pages.Page:
    visits = list(
        case.visits.select_related("report").prefetch_related(
            "visitors__member__person", "visitors__candidate", "draws", "proposals", "addenda"
        )
    )
    panels = list(
        case.panels.prefetch_related(
            "seats__member__person", "seats__candidate", "seats__challenges", "draws"
        )
    )
    decisions = list(
        case.decisions.filter(grant=None).select_related("signatory", "supersedes", "notice")
    )
    hearings = [
        hearing
        for panel in panels
        for hearing in panel.hearings.select_related("session", "chair__member__person")
    ]
    opinions = [one for panel in panels for one in panel.opinions.all()]
    windows = list(case.windows.filter(grant=None))
    appeal = getattr(case, "appeal", None)
    challenges = _shared([one for p in panels for s in p.seats.all() for one in _of_seat(s)])
    for obj in (*visits, *panels, *decisions, *windows, *([appeal] if appeal else [])):
        obj.case = case  # one case, read once
    for panel in panels:
        for seat in panel.seats.all():
            seat.panel = panel
    for opinion in opinions:
        opinion.panel = next(one for one in panels if one.pk == opinion.panel_id)
    first = next((one for one in reversed(panels) if one.kind == "first"), None)
    return pages.Page(
        title=f"{case.reference} – {case.operator.title}",
        state=case.get_state_display(),
        reads=ReadObject.FILE,
        due=due(case.due_on, today) if case.is_running or not case.notified_on else None,
        sections=[
            case_file.summary(case, today),
            *case_file.application_sections(case, user),
            *case_course.visit_sections(case, visits, user),
            *case_course.panel_sections(case, panels, user),
            case_course.scoring_section(case, first, user),
            *case_course.hearing_sections(hearings),
            *case_course.opinion_sections(case, opinions, user),
            *case_course.decision_sections(decisions),
            case_course.appeal_section(appeal),
            case_course.window_section(windows),
            case_course.grant_section(case.grants.all()),
            case_course.incident_section(case.incidents.all()),
            sections.papers(shelf.of_case(case, user)),
            journal.of_case(case, user),
        ],
        parts=[
            pages.Part("", case),
            *(pages.Part(_("Visite %d") % one.number, one) for one in visits),
            *(pages.Part(f"{_('Visite')} – {row.member.person}", row)
              for one in visits for row in _of_visit(one, one.visitors.all())),
            *(pages.Part(_("Date proposée"), row)
              for one in visits for row in _of_visit(one, one.proposals.all())),
            *(pages.Part(one.get_kind_display().capitalize(), one) for one in panels),
            *(pages.Part(_("Récusation de %s") % one.seat.member.person, one)
              for one in challenges),
            *(pages.Part(str(seat.member.person), seat, _members_of(one))
              for one in panels for seat in one.seats.all()),
            *(pages.Part(_("Avis"), one) for one in opinions),
            *(pages.Part(one.number, one) for one in decisions),
            *(pages.Part(_("Recours"), one) for one in [appeal] if one),
            *(pages.Part(_("Procédure contradictoire"), one) for one in windows),
        ],
    )  # fmt: skip


def _members_of(panel) -> str:
    kind = panel.get_kind_display().capitalize()
    return _("%(kind)s : ses membres") % {"kind": kind}


def _of_seat(seat):
    for challenge in seat.challenges.all():
        challenge.seat = seat
        yield challenge


def _of_visit(visit, rows):
    for row in rows:
        row.visit = visit
        yield row


def _shared(challenges):
    return [one for one in challenges if one.state == "open"]
