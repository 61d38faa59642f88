"""An operator without an account: the secretariat keyed the application in, nobody tends it."""

from label.models import Case


def put(case):
    """The same case, had it come on paper from somebody who has no account."""
    case.operator.memberships.all().delete()
    Case.objects.filter(pk=case.pk).update(
        applicant=None, channel="paper", paper_mandate="Classeur 3, feuille 12"
    )
    case.refresh_from_db()
    return case
