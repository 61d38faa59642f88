"""Official papers of the label: tagged PDF/UA in French, made by typst from plain values.

`receipt(case)`, `convocation(hearing)`, `hearing_time(hearing)`, `visit_kit(visit)`,
`minutes(opinion)`, `opinion(opinion)`, `decision(decision)`, `agreement(grant)`,
`posted(mail)`: each gives the bytes of its PDF. `kept.keep(decision)` stores the one that was
notified.
"""

from django.utils.translation import override

from label.papers import application, decisions, letter, post, sessions, visits


def _paper(compose):
    def paper(obj) -> bytes:
        with override("fr"):
            return letter.make(compose(obj))

    return paper


receipt = _paper(application.receipt)
convocation = _paper(sessions.convocation)
hearing_time = _paper(sessions.hearing_time)
visit_kit = _paper(visits.visit_kit)
minutes = _paper(sessions.minutes)
opinion = _paper(sessions.opinion)
decision = _paper(decisions.decision)
agreement = _paper(decisions.agreement)
posted = _paper(post.letter)
