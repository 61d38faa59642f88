"""The review that recipes go through: that of the site, where a refusal says why."""

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask

from directory.models import ReasonedApprovalTask


@transaction.atomic
def ensure(index: Page) -> Workflow | None:
    """The workflow of the recipes, made once from that of the site; the team may change it.

    None if the site has no moderation at all.
    """
    inherited = index.get_workflow()
    if inherited is None or ReasonedApprovalTask.objects.exists():
        return inherited
    groups = Group.objects.filter(groupapprovaltask__in=_approvals(inherited)).distinct()
    if not groups or WorkflowPage.objects.filter(page=index).exists():
        return inherited
    task = ReasonedApprovalTask.objects.create(name=_("Relecture des recettes"))
    task.groups.set(groups)
    workflow = Workflow.objects.create(name=_("Modération des recettes"))
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.create(workflow=workflow, page=index)
    return workflow


def _approvals(workflow: Workflow):
    return GroupApprovalTask.objects.filter(workflow_tasks__workflow=workflow, active=True)
