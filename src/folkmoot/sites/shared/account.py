"""Sign-in by django-allauth: the addresses in use, and no others. There is no self-registration and no mail."""

from __future__ import annotations

from allauth.account import views as account
from allauth.core.internal.httpkit import authenticated_user
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe


@require_safe
@never_cache
@login_required
def setup_picture(request: HttpRequest) -> HttpResponse:
    """The square code that an authenticator app scans: a picture of its own, since pages allow no data: URL."""
    secret = request.session.get(SECRET_SESSION_KEY)
    if not secret:
        raise Http404
    adapter = get_adapter()
    picture = adapter.build_totp_svg(adapter.build_totp_url(authenticated_user(request), secret))
    return HttpResponse(picture, content_type="image/svg+xml")


taken = require_http_methods(["GET", "HEAD", "POST"])  # a PUT would count as a POST otherwise
urlpatterns = [
    path("sign-in/", taken(account.login), name="account_login"),
    path("sign-out/", taken(account.logout), name="account_logout"),
    path("closed/", taken(account.account_inactive), name="account_inactive"),
    path("password/", taken(account.password_change), name="account_change_password"),
    path("confirm/", taken(account.reauthenticate), name="account_reauthenticate"),
    path("two-step/", taken(second_step.index), name="mfa_index"),
    path("two-step/sign-in/", taken(second_step.authenticate), name="mfa_authenticate"),
    path("two-step/confirm/", taken(second_step.reauthenticate), name="mfa_reauthenticate"),
    path("two-step/app/", taken(totp.activate_totp), name="mfa_activate_totp"),
    path("two-step/app/picture.svg", setup_picture, name="account_setup_picture"),
    path("two-step/app/remove/", taken(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("two-step/codes/", taken(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("two-step/codes/new/", taken(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("two-step/codes/download/", taken(codes.download_recovery_codes), name="mfa_download_recovery_codes"),
]
