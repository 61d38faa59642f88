"""Security headers that Django does not set itself."""

from functools import lru_cache

from csp.constants import HEADER
from csp.middleware import CSPMiddleware, PolicyParts
from csp.utils import build_policy
from django.conf import settings

# What views say to have another policy, and pages to have a nonce in theirs.
_OF_ONE_ANSWER = ("_csp_config", "_csp_update", "_csp_replace", "_csp_exempt")


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy on public pages, a wider one for Wagtail's editor and its previews."""

    def process_response(self, request, response):
        """Nearly all answers have one of two policies: these are not built again each time."""
        is_own = any(name in response.__dict__ for name in _OF_ONE_ANSWER)
        if is_own or hasattr(request, "_csp_nonce") or settings.DEBUG:
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, _policy(in_admin=_is_in_admin(request)))
        return response

    def get_policy_parts(self, request, response, report_only=False) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if _is_in_admin(request) and not report_only and parts.config is None:
            parts.config = settings.ADMIN_CONTENT_SECURITY_POLICY
        return parts


def _is_in_admin(request) -> bool:
    return request.path_info.startswith(settings.ADMIN_PATH)


@lru_cache
def _policy(*, in_admin: bool) -> str:
    return build_policy(settings.ADMIN_CONTENT_SECURITY_POLICY if in_admin else None)


class PermissionsPolicyMiddleware:
    """Send the browser features that pages may use (settings.PERMISSIONS_POLICY)."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.header = ", ".join(
            f"{feature}=({' '.join(origins)})"
            for feature, origins in settings.PERMISSIONS_POLICY.items()
        )

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", self.header)
        return response
