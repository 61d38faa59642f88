"""What a person types in an application, part by part."""

from label.application import QUESTIONS

TYPED = {
    "siret": "732 829 320 00074",
    "email": "odile@exemple.fr",
    "phone": "0466223344",
    "agree": "on",
    "yes_no": "yes",
}


def typed_in(part: str) -> dict:
    """An answer to each question of a part, as a browser sends it."""
    return {one.name: _typed(one) for one in QUESTIONS[part]}


def _typed(question) -> str:
    if question.kind == "choice":
        return question.choices[0][0]
    return TYPED.get(question.kind, "Ce que je réponds.")
