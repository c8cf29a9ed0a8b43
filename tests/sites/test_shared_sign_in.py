"""Sign-in through the pages themselves: password, second step, recovery codes, and what each leaves in the trail."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.urls import NoReverseMatch, get_resolver, reverse

from folkmoot.apps.accounts import operations
from folkmoot.apps.accounts.models import AuditEntry, User
from folkmoot.apps.accounts.terms import Event, Role

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
PASSWORD = "three invented words"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_has_tried_yet():
    cache.clear()


@pytest.fixture
def clerk() -> User:
    user = operations.create_user(username="clerk", password=PASSWORD, first_name="I", last_name="N", by=None, at=NOON)
    operations.give_role(user=user, role=Role.CLERK, by=None, at=NOON)
    return user


def sign_in(client, password: str = PASSWORD, username: str = "clerk", follow: bool = False):
    return client.post(reverse("account_login"), {"login": username, "password": password}, follow=follow)


def trail() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("did", flat=True))[2:]  # after the account's own making


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def confirm(client) -> None:
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def set_up(client) -> str:
    """Turn the second step on through its pages; the secret that the page showed."""
    confirm(client)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'id="key">([A-Z2-7]+)<', page)[1]
    done = client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    assert done.status_code == 302, done.content.decode()
    cache.clear()  # the same half minute serves the next step of the test
    return secret


def test_a_stranger_is_sent_to_the_sign_in_page_and_comes_back_after_it(client, clerk):
    sent = client.get("/office/")
    assert sent.url == "/account/sign-in/?next=/office/"
    back = client.post(sent.url, {"login": "clerk", "password": PASSWORD})
    assert back.url == "/office/"
    assert client.get("/office/").status_code == 200
    assert trail() == [Event.SIGNED_IN]


def test_a_wrong_password_is_refused_in_words_and_noted_without_the_name(client, clerk):
    answer = sign_in(client, "wrong")
    assert "The username and/or password you specified are not correct." in answer.content.decode()
    assert "<title>" in answer.content.decode()
    assert "Error: Sign in" in answer.content.decode()
    entry = AuditEntry.objects.latest("pk")
    assert (entry.did, entry.by, entry.key) == (Event.SIGN_IN_FAILED, None, str(clerk.pk))


def test_an_account_that_does_not_exist_is_told_from_no_other(client, clerk):
    known, unknown = sign_in(client, "wrong"), sign_in(client, "wrong", username="nobody")
    message = "The username and/or password you specified are not correct."
    assert message in known.content.decode()
    assert message in unknown.content.decode()
    assert AuditEntry.objects.latest("pk").key == ""


def test_after_five_wrong_passwords_the_right_one_has_to_wait(client, clerk):
    for _ in range(5):
        sign_in(client, "wrong")
    answer = sign_in(client)
    assert "Too many failed login attempts. Try again later." in answer.content.decode()
    assert client.get("/office/").status_code == 302


def test_a_flood_of_attempts_gets_a_page_of_ours_that_says_how_long_to_wait(client):
    for number in range(31):
        answer = sign_in(client, "wrong", username=f"nobody{number}")
    assert answer.status_code == 429
    assert "Wait five minutes" in answer.content.decode()


def test_a_closed_account_cannot_sign_in(client, clerk):
    User.objects.update(is_active=False)
    answer = sign_in(client, follow=True)
    assert "This account is closed" in answer.content.decode()
    assert client.get("/office/").status_code == 302


def test_the_second_step_is_set_up_asked_for_and_noted(client, clerk, django_capture_on_commit_callbacks):
    sign_in(client)
    with django_capture_on_commit_callbacks(execute=True):
        secret = set_up(client)
    client.logout()

    halfway = sign_in(client)
    assert halfway.url == reverse("mfa_authenticate")
    assert client.get("/office/").status_code == 302
    assert "Incorrect code" in client.post(halfway.url, {"code": "000000"}).content.decode()
    done = client.post(halfway.url, {"code": code_for(secret)})

    assert done.url == "/office/"
    assert trail() == [
        Event.SIGNED_IN, Event.SECOND_STEP_ADDED, Event.SECOND_STEP_ADDED, Event.SIGN_IN_FAILED, Event.SIGNED_IN,
    ]  # fmt: skip


def test_a_code_works_once_whatever_worker_it_reaches(client, clerk, django_user_model):
    sign_in(client)
    secret = set_up(client)
    client.logout()
    code = code_for(secret)
    client.post(sign_in(client).url, {"code": code})
    client.logout()
    again = client.post(sign_in(client).url, {"code": code})
    assert again.status_code == 200
    assert "Incorrect code" in again.content.decode()


def test_the_picture_for_the_app_is_served_by_us_and_only_while_setting_up(client, clerk):
    picture = reverse("account_setup_picture")
    assert client.get(picture).status_code == 302
    sign_in(client)
    assert client.get(picture).status_code == 404
    confirm(client)
    page = client.get(reverse("mfa_activate_totp"))
    assert f'src="{picture}"' in page.content.decode()
    assert "data:" not in page["Content-Security-Policy"]
    answer = client.get(picture)
    assert (answer["Content-Type"], answer.content[:5]) == ("image/svg+xml", b"<?xml")
    assert "no-store" in answer["Cache-Control"]


def test_recovery_codes_sign_in_once_and_can_be_downloaded_and_made_anew(client, clerk):
    sign_in(client)
    set_up(client)
    codes = client.get(reverse("mfa_download_recovery_codes")).content.decode().split()
    assert len(codes) == 10
    assert codes[0] in client.get(reverse("mfa_view_recovery_codes")).content.decode()
    client.logout()

    assert client.post(sign_in(client).url, {"code": codes[0]}).url == "/office/"

    assert "9 left" in client.get(reverse("mfa_index")).content.decode()
    confirm(client)
    assert client.get(reverse("mfa_generate_recovery_codes")).status_code == 200
    client.post(reverse("mfa_generate_recovery_codes"))
    fresh = client.get(reverse("mfa_download_recovery_codes")).content.decode().split()
    assert not set(fresh) & set(codes)


def test_the_second_step_is_removed_after_a_warning_and_noted(client, clerk):
    sign_in(client)
    set_up(client)
    assert "you cannot publish" in client.get(reverse("mfa_deactivate_totp")).content.decode()
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.exists()
    assert Event.SECOND_STEP_REMOVED in trail()


def test_what_protects_the_account_asks_for_the_password_again_after_a_while(client, clerk, settings):
    sign_in(client)
    confirm(client)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert "Enter your password once more" in client.get(asked.url).content.decode()


def test_a_password_is_changed_and_noted(client, clerk):
    sign_in(client)
    new = "three other words"
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert User.objects.get().check_password(new)
    assert trail()[-1] == Event.PASSWORD_CHANGED


def test_signing_out_asks_first_and_then_leads_home(client, clerk):
    sign_in(client)
    assert client.get(reverse("account_logout")).status_code == 200
    assert client.post(reverse("account_logout")).url == "/"
    assert client.get("/office/").status_code == 302


@pytest.mark.parametrize(
    "name",
    ["account_signup", "account_email", "account_reset_password", "account_confirm_email", "mfa_list_webauthn"],
)
def test_what_is_not_in_use_has_no_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_the_addresses_of_sign_in_are_these():
    names = {
        name for name in get_resolver().reverse_dict if isinstance(name, str) and name.startswith(("account_", "mfa_"))
    }
    assert len(names) == 14


def test_no_page_goes_to_another_site_after_sign_in(client, clerk):
    answer = client.post(
        reverse("account_login") + "?next=https://elsewhere.example/", {"login": "clerk", "password": PASSWORD}
    )
    assert answer.url == "/office/"
