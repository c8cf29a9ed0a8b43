import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.adapters.store.files import Damaged, Missing, Store


@pytest.fixture
def store(tmp_path) -> Store:
    return Store(tmp_path / "store")


def never() -> bytes:
    raise AssertionError("made although it was kept")


def test_content_is_read_back_under_its_hash(store):
    sha256 = store.put(b"the minutes")

    assert sha256 == hashlib.sha256(b"the minutes").hexdigest()
    assert store.read(sha256) == b"the minutes"
    assert store.path(sha256).read_bytes() == b"the minutes"
    assert store.verify() == []


def test_another_process_opens_the_same_store(store):
    sha256 = store.put(b"the minutes")
    assert Store(store.root).read(sha256) == b"the minutes"


def test_what_is_not_kept_is_missing(store):
    with pytest.raises(Missing, match="restore it from a backup"):
        store.read("0" * 64)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 65])
def test_only_a_hash_names_content(store, name):
    with pytest.raises(ValueError, match="not a sha256"):
        store.read(name)
    with pytest.raises(ValueError, match="not a sha256"):
        store.made(name, never)


@pytest.mark.parametrize("damage", [b"", b"the min", b"the minuteS", b"the minutes and more"])
def test_damage_is_seen_on_reading_and_on_verifying_and_mended_by_putting_again(store, damage):
    sha256 = store.put(b"the minutes")
    store.path(sha256).write_bytes(damage)

    with pytest.raises(Damaged, match="damaged or cut short"):
        store.read(sha256)
    assert [str(store.path(sha256)) in fault for fault in store.verify()] == [True]

    store.put(b"the minutes")
    assert store.read(sha256) == b"the minutes"
    assert store.verify() == []


def test_a_thing_is_made_once_for_one_key(store):
    key = store.key_of("report", b"inputs")
    assert store.made(key, lambda: b"pdf") == b"pdf"
    assert store.made(key, never) == b"pdf"
    assert store.verify() == []


def test_two_keys_may_lead_to_one_content(store):
    store.made(store.key_of("a"), lambda: b"same")
    store.made(store.key_of("b"), lambda: b"same")
    assert [path.name for path in (store.root / "content").glob("*/*")] == [store.put(b"same")]


def test_a_failure_to_make_keeps_nothing(store):
    key = store.key_of("a")
    with pytest.raises(ZeroDivisionError):
        store.made(key, lambda: bytes(1 // 0))
    assert store.made(key, lambda: b"now") == b"now"


@pytest.mark.parametrize("damaged_key", [b"", b"nonsense\n", b"\xff", b"0" * 64, b"0" * 30])
def test_a_damaged_key_is_reported_and_made_again(store, damaged_key):
    key = store.key_of("a")
    store.made(key, lambda: b"first")
    (store.root / "keys" / key[:2] / key).write_bytes(damaged_key)

    assert len(store.verify()) == 1
    assert store.made(key, lambda: b"again") == b"again"
    assert store.verify() == []


def test_damaged_content_behind_a_key_is_made_again(store):
    key = store.key_of("a")
    store.made(key, lambda: b"pdf")
    store.path(store.put(b"pdf")).write_bytes(b"p")
    assert store.made(key, lambda: b"pdf") == b"pdf"
    assert store.verify() == []


def test_verify_names_strays_and_unfinished_files_and_sweep_removes_the_unfinished(store):
    store.put(b"kept")
    strays = [store.root / "content" / "note.txt", store.root / "keys" / "00" / ("f" * 64)]
    for stray in strays:
        stray.parent.mkdir(exist_ok=True)
        stray.write_text("?")
    unfinished = [store.root / "content" / "00" / "x.part", store.root / "keys" / "00" / "y.part"]
    for path in unfinished:
        path.parent.mkdir(exist_ok=True)
        path.write_text("half")

    assert len(store.verify()) == 4
    assert store.sweep() == 2
    assert [fault.partition(" ")[0] for fault in store.verify()] == [str(stray) for stray in strays]
    assert store.sweep() == 0


def test_a_write_that_fails_leaves_nothing_behind(store, monkeypatch):
    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(OSError, match="No space left"):
        store.put(b"content")
    monkeypatch.undo()

    assert store.verify() == []
    assert store.put(b"content")


def test_many_writers_of_the_same_and_of_different_content_do_not_disturb_each_other(store):
    contents = [bytes([n % 7]) * 5000 for n in range(200)]
    with ThreadPoolExecutor(8) as pool:
        writers = [pool.submit(Store(store.root).put, content) for content in contents]
        sweepers = [pool.submit(Store(store.root).sweep) for _ in range(5)]
        found = [writer.result() for writer in writers]
    assert [sweeper.result() for sweeper in sweepers] == [0] * 5
    assert [store.read(sha256) for sha256 in found] == contents
    assert store.verify() == []


parts = st.lists(st.text() | st.binary(), max_size=4)


@given(parts, parts)
def test_keys_are_equal_exactly_where_their_parts_are(one, other):
    assert (Store.key_of(*one) == Store.key_of(*other)) == (one == other)


@given(st.binary(max_size=500))
def test_any_content_comes_back(tmp_path_factory, content):
    store = Store(Path(tmp_path_factory.getbasetemp()) / "any")
    assert store.read(store.put(content)) == content
