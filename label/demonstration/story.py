"""One case, step by step, by the verbs; each method is a script that waits for its days.

Days are counted from the day of loading (0). Methods of the judging are in `judging.py`, those of
the decision and of what follows in `after.py`.
"""

from functools import cached_property

from django.core.files.base import ContentFile

from directory.models import ProducerPage, Product
from label import application, cases, panels, visit_draws, visits
from label.demonstration import lots, pieces, texts
from label.demonstration.after import After
from label.demonstration.judging import Judging
from label.demonstration.people import applicant
from label.enums import Role
from label.models import Case


class Story(Judging, After):
    """What happens to the application of one producer."""

    case: Case

    def __init__(self, play, title: str, name: str):
        self.play, self.agenda, self.people = play, play.agenda, play.people
        self.page = ProducerPage.objects.get(title=title)
        self.name = name

    @cached_property
    def operator(self):
        """Who applies; never asked for where somebody without an account does, on paper."""
        return applicant(self.page, self.name)

    def at(self, day: int, hour: int = 9, minute: int = 0):
        return self.agenda.at(day, hour, minute)

    @property
    def now(self):
        return self.agenda.now

    def reread(self) -> Case:
        self.case.refresh_from_db()
        return self.case

    # Application ----------------------------------------------------------------------

    def draft(self, day: int, *, paper: str = "", renews=None, whole: bool = True):
        """A draft; `whole`: every part, line and criterion answered."""
        yield self.at(day, 18)
        by = self.people.secretariat if paper else self.operator
        self.case = cases.create(
            self.page,
            by=by,
            channel="paper" if paper else "web",
            paper_mandate=paper,
            renews=renews,
            now=self.now,
        )
        given = texts.answers(self.page, self.name)
        parts = list(given) if whole else ["identity", "activity", "sales_points"]
        for part in parts:
            cases.save_part(self.case, part, given[part], by=by, done=True, now=self.now)
        if whole:
            self._scope(by)
            self._assessment(by)

    def _scope(self, by):
        site = cases.add_site(
            self.case,
            by=by,
            now=self.now,
            name=self.page.title,
            commune=self.page.commune,
            latitude=self.page.latitude,
            longitude=self.page.longitude,
            activity="Production et vente",
        )
        families: dict = {}
        for offer in self.page.offers.select_related("product__family"):
            families.setdefault(offer.product.family, []).append(offer.product)
        for family, products in list(families.items())[:2]:
            cases.add_line(
                self.case,
                by=by,
                now=self.now,
                site=site,
                name=str(family.name),
                nature=products[0].nature,
                family=family,
                products=Product.objects.filter(pk__in=[one.pk for one in products]),
                origin="Tout vient du lieu de production, sauf mention contraire à l’étal.",
            )

    def _assessment(self, by):
        proof = cases.add_evidence(
            self.case,
            _file("cahier-de-l-annee.pdf", pieces.pdf("Cahier de l’année", self.page.title)),
            by=by,
            now=self.now,
            kind="document",
            title="Cahier de l’année",
        )
        for rank, criterion in enumerate(application.criteria(self.case)):
            has_proof = rank % 3 == 0
            cases.assess(
                self.case,
                criterion,
                by=by,
                answer="partly" if rank % 7 == 5 else "yes",
                explanation=texts.EXPLANATIONS[rank % len(texts.EXPLANATIONS)],
                evidence=[proof] if has_proof else [],
                has_no_evidence=not has_proof,
                now=self.now,
            )

    def application(self, day: int, **options):
        """A draft some days before, handed in on `day`."""
        yield from self.draft(day - 3, **options)
        yield self.at(day, 10)
        by = self.people.secretariat if options.get("paper") else self.operator
        cases.submit(self.case, by=by, now=self.now)

    def complete(self, day: int):
        yield self.at(day, 11)
        cases.assign(
            self.case, by=self.people.secretariat, to=self.people.secretariat, now=self.now
        )
        cases.declare_complete(self.reread(), by=self.people.secretariat, now=self.now)

    def ask_documents(self, day: int, *items: str):
        yield self.at(day, 14)
        cases.request_documents(
            self.case, by=self.people.secretariat, items=list(items), now=self.now
        )

    def provide_documents(self, day: int):
        yield self.at(day, 20)
        for item in self.case.document_requests.get().items.all():
            cases.answer_item(item, by=self.operator, explanation="Envoyé par courrier le 3.")
        cases.provide_documents(self.reread(), by=self.operator, now=self.now)

    # Visit ----------------------------------------------------------------------

    def team(self, day: int, *, until: str = "drawn", ties: int = 0):
        """A peer and a resident, drawn by lot some days before, who declare no tie.

        `ties`: how many of those drawn have one, and leave their place to the next rank.
        """
        yield self.at(day - 3, 9, 30)
        draw = visit_draws.commit(
            self.reread().visit, by=self.people.secretariat, now=self.now, **lots.beacon(self.now)
        )
        if until == "committed":
            return
        yield max(self.at(day - 1, 9, 30), draw.randomness_at)
        lots.type_twice(draw, self.people, self.now)
        yield self.at(day, 9, 30)
        for rank in range(ties):
            self._declares(self._visitors()[rank], tied=True)
        for person in self._visitors():
            self._declares(person)

    def _declares(self, person, *, tied: bool = False):
        panels.declare_interests(
            self.case,
            by=person,
            role=Role.VISITOR,
            answers={"trade": True} if tied else {},
            text="Je lui vends mon foin." if tied else "",
            now=self.now,
        )

    def propose(self, day: int, *, on: int, accepted: bool | None = True):
        yield self.at(day, 10)
        proposal = visits.propose_date(
            self.case.visit,
            by=self.people.secretariat,
            proposed_for=self.at(on, 14),
            now=self.now,
        )
        if accepted is not None:
            yield self.at(day + 1, 19)
            visits.answer_proposal(proposal, by=self.operator, accepted=accepted, now=self.now)

    def schedule(self, day: int, *, on: int):
        yield self.at(day, 11)
        visits.schedule(
            self.case.visit, by=self.people.secretariat, at=self.at(on, 14), now=self.now
        )

    def visit(self, day: int):
        yield self.at(day, 17)
        visits.mark_done(self.case.visit, by=self._visitors()[0], now=self.now)

    def report(self, day: int):
        yield self.at(day, 21)
        codes = [one.code for one in self.case.criteria() if "V" in one.verification]
        visit, people = self.case.visit, self._visitors()
        visits.save_report(visit, texts.report(codes), by=people[0], now=self.now)
        for person in people:
            visits.sign_report(visit, by=person, now=self.now)

    def reply(self, day: int):
        yield self.at(day, 20, 30)
        text = "Merci de votre visite. Le panneau d’accès est commandé."
        visits.reply(self.case.visit, by=self.operator, text=text, now=self.now)

    def whole_visit(self, day: int):
        """From the team to the reply, the visit itself being on `day`."""
        yield from self.team(day - 9)
        yield from self.propose(day - 8, on=day)
        yield from self.schedule(day - 6, on=day)
        yield from self.visit(day)
        yield from self.report(day + 4)
        yield from self.reply(day + 7)

    def _visitors(self):
        rows = self.case.visit.visitors.select_related("member__person").order_by("pk")
        return [one.member.person for one in rows]


def _file(name: str, content: bytes) -> ContentFile:
    file = ContentFile(content, name)
    file.content_type = "application/pdf"
    return file
