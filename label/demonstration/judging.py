"""The judging of a case: draw, panel, sheets, session, opinion (label.md 2 and 3)."""

from datetime import timedelta

from label import cases, deliberation, drawing, eligibility, panels, planning, scoring
from label.demonstration import lots, texts
from label.enums import Outcome
from label.mails import batches
from label.models import Hearing

PROGRESS = ("held", "held", "started", "held", "exemplary")
OPINIONS = {
    Outcome.GRANT: "Le jury propose d’accorder le label : tout ce qui est attendu est tenu.",
    Outcome.GRANT_WITH_RESERVES: "Le jury propose d’accorder le label, avec une réserve datée.",
    Outcome.REFUSE: "Le jury propose de refuser, et dit ce qui permettrait de revenir.",
}
FULL = {"draw": -34, "notify": -24, "constitute": -18, "file": -14}
LIGHT = {"named": -31, "notify": -25, "constitute": -18, "file": -13}


class Judging:
    """Methods of a story, from the draw of the panel to its opinion."""

    worse: dict[str, str] = {}
    split: str = ""
    outcome = Outcome.GRANT

    # Panel ----------------------------------------------------------------------

    def draw(self, day: int, panel=None, *, until: str = "drawn"):
        """Commit, wait for the public randomness, type it twice; `until`: « committed »."""
        yield self.at(day, 9, 10)
        draw = drawing.commit_panel_draw(
            panel or self.reread().panel,
            by=self.people.secretariat,
            now=self.now,
            **lots.beacon(self.now),
        )
        if until == "committed":
            return
        yield self.at(day + 2, 9, 5)
        lots.type_twice(draw, self.people, self.now)
        self.drawn = draw

    def void_draw(self, day: int, reason: str):
        yield self.at(day, 16)
        drawing.void(self.drawn, by=self.people.garante, reason=reason, now=self.now)

    def name_jury(self, day: int, panel=None):
        yield self.at(day, 10, 10)
        panel = panel or self.reread().panel
        chosen, today = [], self.agenda.today
        known = eligibility.Known.of(self.case, today)
        for college, places in panel.quota.items():
            members = self.people.pool[college]
            turn = self.play.turn(f"jury-{college}", places)
            wanted = [members[(turn + rank) % len(members)] for rank in range(len(members))]
            free = (
                one
                for one in wanted
                if not eligibility.faults(self.case, one, on=today, known=known)
            )
            chosen += [next(free) for _place in range(places)]
        panels.name_jury(panel, chosen, by=self.people.secretariat, now=self.now)

    def answers(self, day: int, panel=None, *, declines: int = 0, ties: int = 0, silent: int = 0):
        """Those invited accept and declare their interests; some decline, or have a tie."""
        yield self.at(day, 19)
        panel = panel or self.reread().panel
        self._answer(panel, declines=declines, ties=ties, silent=silent)
        while declines or ties:
            yield self.at(day + 2, 19)
            declines = ties = 0
            self._answer(panel, silent=silent)

    def _answer(self, panel, *, declines=0, ties=0, silent=0):
        invited = panel.seats.filter(state="invited").select_related("member__person")
        seats = list(invited.order_by("college", "pk"))
        for rank, seat in enumerate(seats[: len(seats) - silent]):
            person = seat.member.person
            if rank < declines:
                panels.decline(seat, by=person, now=self.now)
                continue
            panels.accept(seat, by=person, now=self.now)
            tied = declines <= rank < declines + ties
            panels.declare_interests(
                self.case,
                by=person,
                role=panel.juror_role,
                answers={"association": True} if tied else {},
                text="Nous siégeons au même bureau d’association." if tied else "",
                now=self.now,
            )

    def notify_panel(self, day: int, panel=None):
        yield self.at(day, 11)
        panels.notify_operator(
            panel or self.reread().panel, by=self.people.secretariat, now=self.now
        )

    def challenged(self, day: int, grounds: str):
        """The operator asks that a juror leave; the guarantor has not decided yet."""
        yield self.at(day, 18)
        seat = self.reread().panel.seats.filter(state="seated").order_by("pk").first()
        panels.challenge(seat, by=self.operator, grounds=grounds, now=self.now)

    def constitute(self, day: int, panel=None):
        yield self.at(day, 8, 30)
        panel = panel or self.reread().panel
        panel.refresh_from_db()
        if panel.state == "forming":  # the calendar may have done it
            panels.constitute(panel, by=self.people.secretariat, now=self.now)

    def open_file(self, day: int, session: str, panel=None):
        """Open the file to the panel and put the case on the agenda of a session."""
        yield self.at(day, 15)
        panel = panel or self.reread().panel
        panel.refresh_from_db()
        panels.open_file(self.case, by=self.people.secretariat, now=self.now)
        meeting = self.play.sessions[session]
        place = meeting.hearings.count()
        self.hearing = planning.put_on_agenda(
            meeting,
            panel,
            by=self.people.secretariat,
            planned_for=meeting.starts_at + timedelta(minutes=50 * place),
            now=self.now,
        )
        batches.convene(meeting, by=self.people.secretariat, now=self.now)

    def judged(self, session: str, **options):
        """From the panel to the last sheet, in the session of that name."""
        yield from self.paneled(session, **options)
        yield from self.sheets(self.play.days[session])

    def paneled(self, session: str, **options):
        """A panel, by the rules of the case, constituted and convened to a session."""
        day = self.play.days[session]
        if self.reread().procedure.is_drawn:
            days = FULL
            yield from self.draw(day + days["draw"])
        else:
            days = LIGHT
            yield from self.name_jury(day + days["named"])
        yield from self.answers(day - 29, **options)
        yield from self.notify_panel(day + days["notify"])
        yield from self.constitute(day + days["constitute"])
        yield from self.open_file(day + days["file"], session)

    # Sheets ----------------------------------------------------------------------

    def sheets(self, day: int, *, missing: int = 0):
        """The sheets open a week before; everybody hands theirs in, a few a day."""
        yield self.at(day - 7, 7)
        if self.reread().state == "investigation":
            cases.open_scoring(self.case, now=self.now)
        seats = list(self.case.panel.effective_seats().order_by("pk"))
        for rank, seat in enumerate(seats[: len(seats) - missing]):
            yield self.at(day - 5 + rank // 3, 20, rank)
            scoring.submit_sheet(seat, self.grades(seat, rank), by=seat.member.person, now=self.now)

    def grades(self, seat, rank: int, *, round: int = 1) -> dict:
        """What this juror thinks; `worse` for all, opinions apart on `split` in the first round."""
        given = {}
        for place, one in enumerate(scoring.criteria_to_score(self.case, round=round)):
            grade = "met"
            if one.level == "P":
                grade = PROGRESS[(rank + place) % len(PROGRESS)]
            if one.code == self.split and round == 1:
                grade = "absent" if rank % 3 == 0 else "exemplary" if rank % 3 == 1 else "held"
            elif one.code == self.split:
                grade = "held"
            grade = self.worse.get(one.code, grade)
            given[one.code] = {"grade": grade, "reason": texts.REASONS.get(grade, "")}
        return given

    # Session ----------------------------------------------------------------------

    def gather(self, hearing: Hearing | None = None):
        """Everybody is there and confirms having no interest; a chair is elected; both heard."""
        hearing = hearing or self.hearing
        hearing.refresh_from_db()
        for rank, seat in enumerate(hearing.panel.effective_seats().order_by("pk")):
            remote = rank == 1
            row = deliberation.arrive(
                hearing,
                seat,
                by=self.people.animation,
                mode="remote" if remote else "on_site",
                identity_checked=remote,
                now=self.now,
            )
            deliberation.reaffirm(row, by=seat.member.person, now=self.now)
        chair = hearing.panel.effective_seats().order_by("pk").first()
        deliberation.open_hearing(hearing, by=self.people.animation, chair=chair, now=self.now)
        deliberation.note_heard(
            hearing, by=self.people.animation, visitors=True, operator=True, now=self.now
        )
        hearing.refresh_from_db()
        self.chair = hearing.chair.member.person

    def opened(self, session: str):
        """The hearing opens at its hour in the session; the seals are lifted."""
        yield self._hour(session)
        self.gather()
        if self.reread().state == "scoring":
            scoring.reveal_in_session(self.case, by=self.chair, now=self.now)

    def _hour(self, session: str):
        start = self.play.sessions[session].starts_at
        return start + timedelta(minutes=5 + 50 * (self.hearing.position - 1))

    def second_round(self):
        if not (self.split and self.reread().procedure.second_round):
            return
        yield self.now + timedelta(minutes=15)
        scoring.open_second_round(self.hearing, by=self.chair, now=self.now)
        for rank, seat in enumerate(self.case.panel.effective_seats().order_by("pk")):
            grades = self.grades(seat, rank, round=2)
            scoring.submit_sheet(seat, grades, by=seat.member.person, round=2, now=self.now)
        scoring.reveal_second_round(self.hearing, by=self.chair, now=self.now)

    def consent(self, outcome: str, text: str):
        round = deliberation.put_to_consent(
            self.hearing, by=self.chair, outcome=outcome, text=text, now=self.now
        )
        for seat in self.hearing.panel.effective_seats():
            deliberation.reply_to_consent(
                round, seat, by=seat.member.person, answer="consent", now=self.now
            )
        deliberation.close_consent(round, by=self.chair, now=self.now)

    def opinion(self, session: str):
        """The whole session for this case, to its adopted opinion."""
        yield from self.opened(session)
        yield from self.second_round()
        yield self.now + timedelta(minutes=25)
        yield from self.conclude()

    def conclude(self):
        self.consent(self.outcome, OPINIONS[self.outcome])
        written = deliberation.draft_opinion(
            self.hearing,
            by=self.chair,
            text=OPINIONS[self.outcome],
            reasons=self.why,
            now=self.now,
        )
        deliberation.sign_minutes(written, by=self.chair, now=self.now)
        if self.case.procedure.guarantor:
            deliberation.sign_minutes(written, by=self.people.garante, now=self.now)
        yield self.now + timedelta(minutes=4)
        deliberation.adopt_opinion(self.reread(), by=self.chair, now=self.now)

    def deferral(self, question: str, code: str):
        """The panel agrees to ask the operator something before it concludes."""
        yield self.now + timedelta(minutes=20)
        self.consent(Outcome.DEFER, "Demander d’abord une précision.")
        questions = [{"text": question, "criterion": code}]
        deliberation.defer(self.reread(), by=self.chair, questions=questions, now=self.now)

    @property
    def why(self) -> dict[str, str]:
        """Reasons of each unmet criterion."""
        return {code: texts.REASONS[grade] for code, grade in self.worse.items()}
