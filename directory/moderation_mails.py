"""Wagtail's mails to the moderators leave once what they tell is certain, and once.

For one submission Wagtail writes about the task, to its group and to superusers, then about the
workflow, to superusers again: here the first says it all.
"""

from functools import partial

from django.db import transaction
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)


def connect() -> None:
    """Take the place of Wagtail's receivers, by their names, whoever is connected first."""
    from wagtail.admin import signal_handlers as wagtails

    rows = (
        (
            task_submitted,
            TaskState,
            wagtails.task_submission_email_notifier,
            "group_approval_task_submitted_email_notification",
        ),
        (
            workflow_submitted,
            WorkflowState,
            _say_nothing,
            "workflow_state_submitted_email_notification",
        ),
        (
            workflow_rejected,
            WorkflowState,
            wagtails.workflow_rejection_email_notifier,
            "workflow_state_rejected_email_notification",
        ),
        (
            workflow_approved,
            WorkflowState,
            wagtails.workflow_approval_email_notifier,
            "workflow_state_approved_email_notification",
        ),
    )
    for signal, sender, notifier, name in rows:
        signal.disconnect(sender=sender, dispatch_uid=name)
        later = partial(_after_commit, notifier)
        signal.connect(later, sender=sender, dispatch_uid=name, weak=False)


def _say_nothing(**kwargs) -> None:
    """The task has told everybody."""


def _after_commit(notifier, instance=None, **kwargs) -> None:
    transaction.on_commit(lambda: notifier(instance=instance, **kwargs), robust=True)
