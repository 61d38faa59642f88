"""Reviews of our own under the site's: where a refusal says why."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask

from directory.models import ReasonedApprovalTask


@transaction.atomic
def ensure(indexes: Iterable[Page], *, workflow: str, task: str) -> None:
    """Review what stands under some pages by a workflow, made once from that of the site.

    Then it is the team's own, to change or to remove. Nothing is made without a moderation to
    follow, nor where the team has chosen another.
    """
    if ReasonedApprovalTask.objects.filter(name=task).exists():
        return
    made = None
    for index in indexes:
        inherited = index.get_workflow()
        if inherited is None or WorkflowPage.objects.filter(page=index).exists():
            continue
        groups = _groups(inherited)
        if made is None and groups:
            made = _make(workflow, task, groups)
        if made is not None:
            WorkflowPage.objects.create(workflow=made, page=index)


def _groups(inherited: Workflow) -> list[Group]:
    """Those who approve in the workflow of the site."""
    tasks = GroupApprovalTask.objects.filter(workflow_tasks__workflow=inherited, active=True)
    return list(Group.objects.filter(groupapprovaltask__in=tasks).distinct().order_by("pk"))


def _make(workflow: str, task: str, groups: list[Group]) -> Workflow:
    approval = ReasonedApprovalTask.objects.create(name=task)
    approval.groups.set(groups)
    made = Workflow.objects.create(name=workflow)
    WorkflowTask.objects.create(workflow=made, task=approval)
    return made
