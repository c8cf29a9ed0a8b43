import pytest
from django.test import RequestFactory

from folkmoot.sites.shared.files import send

CONTENT = bytes(range(256)) * 600
DIGEST = "a" * 64
pytestmark = pytest.mark.django_db  # the end of an answer is when Django looks after its connections


@pytest.fixture
def get(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(CONTENT)

    def ask(**headers: str):
        request = RequestFactory().get("/", headers=headers)
        return send(request, path, name="Agenda pack.pdf", media_type="application/pdf", sha256=DIGEST)

    return ask


def body(response) -> bytes:
    found = b"".join(response.streaming_content) if response.streaming else response.content
    response.close()
    return found


def test_a_file_is_sent_whole_and_may_be_kept_for_good(get):
    response = get()
    assert (response.status_code, body(response)) == (200, CONTENT)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="Agenda pack.pdf"'
    assert response["Content-Length"] == str(len(CONTENT))
    assert "immutable" in response["Cache-Control"]


def test_a_file_that_is_held_already_is_not_sent_again(get):
    response = get(if_none_match=f'"{DIGEST}"')
    assert (response.status_code, body(response)) == (304, b"")


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=10-70000", 10, 70000),
        ("bytes=153599-", 153599, 153599),
        ("bytes=-100", 153500, 153599),
        ("bytes=-999999", 0, 153599),
        ("bytes=100-999999", 100, 153599),
    ],
)
def test_one_range_is_sent_alone(get, asked, first, last):
    response = get(range=asked)
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{last}/153600"
    assert body(response) == CONTENT[first : last + 1]
    assert response["Content-Length"] == str(last - first + 1)


@pytest.mark.parametrize("asked", ["bytes=153600-", "bytes=7-3", "bytes=-0"])
def test_a_range_beyond_the_file_is_refused(get, asked):
    response = get(range=asked)
    assert response.status_code == 416
    assert response["Content-Range"] == "bytes */153600"


@pytest.mark.parametrize("asked", ["bytes=0-1,3-4", "bytes=-", "pages=1-2", "bytes=a-b"])
def test_what_is_not_one_range_of_bytes_gets_the_whole(get, asked):
    response = get(range=asked)
    assert (response.status_code, body(response)) == (200, CONTENT)


def test_a_range_of_another_content_gets_the_whole(get):
    assert body(get(range="bytes=0-1", if_range='"other"')) == CONTENT
    assert body(get(range="bytes=0-1", if_range=f'"{DIGEST}"')) == CONTENT[:2]
