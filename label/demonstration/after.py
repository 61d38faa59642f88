"""What follows the opinion: decision, signatures, measures, appeal."""

from datetime import timedelta

from label import appeals, decisions, grants, remedies, reviews, watch
from label.demonstration.texts import DECISION, MEASURES
from label.enums import Outcome


class After:
    """Methods of a story, from the decision on."""

    def decided(self, day: int):
        """The authority signs what the panel proposed."""
        if self.outcome == Outcome.GRANT_WITH_RESERVES:
            yield self.at(day - 2, 20)
            decisions.accept_plan(self.reread(), by=self.operator, now=self.now)
        yield self.at(day, 16)
        by, now = self.people.autorite, self.now
        if self.outcome == Outcome.REFUSE:
            decisions.refuse(
                self.reread(),
                by=by,
                now=now,
                reasons=self.why,
                road_map="Compléter les pièces demandées, puis redéposer dans trois mois.",
                **DECISION,
            )
        elif self.outcome == Outcome.GRANT_WITH_RESERVES:
            decisions.grant_with_reserves(
                self.reread(), by=by, now=now, reserves=self.plan(), **DECISION
            )
        else:
            decisions.grant(self.reread(), by=by, now=now, **DECISION)

    def plan(self) -> list[dict]:
        due = self.agenda.today + timedelta(days=self.plan_days)
        return [
            {
                "criterion": code,
                "action": "Afficher la saison et la durée de stockage de chaque produit.",
                "proof": "Photo de l’étal et page du cahier.",
                "due_on": due,
            }
            for code in self.worse
        ]

    plan_days = 120

    def notified(self, day: int):
        yield self.at(day, 10, 40)
        decisions.notify(
            self.case.decision,
            by=self.people.secretariat,
            on=self.agenda.today,
            how="lettre recommandée",
            now=self.now,
        )
        self.reread()

    def signed_by_operator(self, day: int):
        yield self.at(day, 19)
        self.grant = self.case.grants.order_by("-pk").first()
        grants.sign_as_operator(
            self.grant,
            by=self.operator,
            with_plan=self.grant.open_reserves.exists(),
            now=self.now,
        )

    def signed(self, day: int):
        yield from self.signed_by_operator(day)
        yield self.at(day + 4, 9)
        self._grant()
        grants.sign_as_authority(self.grant, by=self.people.autorite, now=self.now)

    def granted(self, day: int):
        """Decision, notice and signatures after a session on `day`: the label is in force."""
        yield from self.decided(day + 8)
        yield from self.notified(day + 10)
        yield from self.signed(day + 20)

    def _grant(self):
        self.grant.refresh_from_db()
        return self.grant

    # Life of a grant ----------------------------------------------------------------------

    def reserve_proved(self, day: int, *, reviewed: bool = True):
        yield self.at(day, 21)
        for reserve in self._grant().open_reserves.all():
            grants.prove_reserve(
                reserve, by=self.operator, text="C’est affiché depuis lundi.", now=self.now
            )
        if not reviewed:
            return
        yield self.at(day + 6, 20)
        for call in reviews.call_reviewers(self._grant(), by=self.people.secretariat, now=self.now):
            self._finds_proved(call)
        yield self.at(day + 8, 10)
        grants.lift_reserves(self._grant(), by=self.people.secretariat, now=self.now)

    def first_proof_called(self, day: int):
        """Of two reserves one is proved: three jurors are called, the first has answered."""
        yield self.at(day, 21)
        reserve = self._grant().open_reserves.order_by("pk").first()
        grants.prove_reserve(
            reserve, by=self.operator, text="C’est affiché depuis lundi.", now=self.now
        )
        yield self.at(day + 2, 10)
        calls = reviews.call_reviewers(self._grant(), by=self.people.secretariat, now=self.now)
        yield self.at(day + 3, 20)
        self._finds_proved(calls[0])

    def _finds_proved(self, call):
        who = call.seat.member.person
        reviews.confirm_no_tie(call, by=who, now=self.now)
        reviews.review_reserve(
            call, by=who, is_proved=True, note="L’affiche est en place et lisible.", now=self.now
        )

    def checked(self, day: int, *, finding: str = "", code: str = "ECO-2", until: str = "closed"):
        """A check: decided, announced, carried out, with a finding of some gravity, closed."""
        yield self.at(day, 9, 50)
        self.check = watch.open_check(
            self._grant(),
            by=self.people.secretariat,
            due_on=self.agenda.today + timedelta(days=30),
            now=self.now,
        )
        if until == "targeted":
            return
        yield self.at(day + 2, 9)
        watch.plan_check(
            self.check, by=self.people.controle, on=self.agenda.day(day + 10), now=self.now
        )
        yield self.at(day + 10, 16)
        report = "Étal et atelier vus en une heure ; étiquettes et factures comparées."
        watch.carry_out(self.check, by=self.people.controle, report=report, now=self.now)
        if finding:
            watch.add_finding(
                self.check,
                by=self.people.controle,
                criterion=self.case.referential.criteria.get(code=code),
                severity=finding,
                text="Deux produits achetés sont présentés comme de la ferme.",
                now=self.now,
            )
            watch.conclude_findings(self.check, by=self.people.controle, now=self.now)
        elif until == "closed":
            yield self.at(day + 12, 9)
            watch.close_check(self.check, by=self.people.controle, now=self.now)

    def heard(self, day: int, measure: str, grounds: str, *, observes: bool = False):
        """The operator is told of a measure and has fifteen days."""
        yield self.at(day, 9, 20)
        window = watch.open_window(
            self._grant(), by=self.people.autorite, measure=measure, grounds=grounds, now=self.now
        )
        if observes:
            yield self.at(day + 6, 20)
            decisions.observe(
                window, by=self.operator, observations="L’erreur est corrigée.", now=self.now
            )

    def corrected(self, day: int):
        """The operator shows what they corrected under a notice."""
        yield self.at(day, 21)
        remedies.show(
            self._grant(), by=self.operator, now=self.now,
            text="Les étiquettes sont refaites depuis lundi, et les anciennes détruites.",
        )  # fmt: skip

    def panel_review(self, day: int, measure: str):
        """The panel's favourable opinion on a measure."""
        yield self.at(day - 1, 10)
        review = reviews.open_panel_review(
            self._grant(), by=self.people.secretariat, measure=measure, now=self.now
        )
        yield self.at(day, 18)
        for vote in review.ballots.all():
            self._votes_for(vote)
        reviews.close_panel_review(review, by=self.people.secretariat, now=self.now)

    def panel_asked(self, day: int, measure: str):
        """The panel is asked about a measure; the first juror has answered."""
        yield self.at(day, 10)
        review = reviews.open_panel_review(
            self._grant(), by=self.people.secretariat, measure=measure, now=self.now
        )
        yield self.at(day + 1, 19)
        self._votes_for(review.ballots.first())

    def _votes_for(self, vote):
        who = vote.seat.member.person
        reviews.confirm_no_tie(vote, by=who, now=self.now)
        reviews.answer_panel_review(
            vote, by=who, answer="for", now=self.now,
            note="Les faits sont établis et l’opérateur n’y répond pas.",
        )  # fmt: skip

    def measure(self, day: int, verb, **options):
        """An act of the authority on the grant: `verb` of label.grants, with its reasons."""
        yield self.at(day, 17)
        said = MEASURES.get(verb.__name__)
        reasons = DECISION | ({"text": said} if said else {})
        verb(self._grant(), by=self.people.autorite, now=self.now, **reasons | options)
        yield self.at(day, 18)
        decisions.notify(
            self._grant().measures.get(notice=None),
            by=self.people.secretariat,
            on=self.agenda.today,
            how="lettre recommandée",
            now=self.now,
        )

    def renounced(self, day: int):
        yield self.at(day, 22)
        grants.renounce(
            self._grant(), by=self.operator, text="Je prends ma retraite.", now=self.now
        )

    # Appeal ----------------------------------------------------------------------

    def appealed(self, day: int):
        """Lodged, admitted: another panel forms."""
        yield self.at(day, 21)
        appeals.lodge(
            self.reread(),
            by=self.operator,
            grounds="Le contrôle dont l’avis dit qu’il manque est joint au dossier, page 4, et "
            "personne ne m’a posé la question en séance.",
            contests_procedure=True,
            now=self.now,
        )
        yield self.at(day + 4, 10)
        appeals.admit(self.reread().appeal, by=self.people.secretariat, now=self.now)
