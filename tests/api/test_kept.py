"""What a server keeps of its answers, and that it never gives another one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from api.app import create_app
from api.kept import LASTING_SECONDS, Kept
from api.settings import Settings
from tests.api.conftest import Client


def test_a_body_is_given_again_until_it_is_too_old() -> None:
    now = [0.0]
    kept = Kept(1_000, lambda: now[0])
    kept.put("a", b"x" * 100)
    now[0] = LASTING_SECONDS
    assert kept.get("a") == b"x" * 100
    now[0] += 1
    assert kept.get("a") is None
    assert kept.get("b") is None


def test_a_body_that_takes_too_much_room_is_not_kept() -> None:
    kept = Kept(1_000)
    kept.put("a", b"x" * 126)
    assert kept.get("a") is None


@given(st.lists(st.tuples(st.sampled_from("abcdefghijklmnop"), st.integers(0, 125)), max_size=60))
def test_no_more_is_kept_than_there_is_room_for_and_what_was_asked_last_stays(
    given_bodies: list[tuple[str, int]],
) -> None:
    kept = Kept(1_000)
    for validator, size in given_bodies:
        kept.put(validator, b"x" * size)
        assert kept.get(validator) == b"x" * size
    held = [kept.get(validator) for validator in "abcdefghijklmnop"]
    assert sum(len(body) for body in held if body is not None) <= 1_000
    kept.clear()
    assert all(kept.get(validator) is None for validator in "abcdefghijklmnop")


def test_the_second_answer_is_the_first_one_byte_for_byte(settings: Settings) -> None:
    app = create_app(settings)
    client = Client(app)
    paths = ("/policy/soumu/e-municipality", "/policies.csv", "/api/v1/questions/missing-reports", "/about")
    for path in paths:
        first, second = client.ask(path), client.ask(path)
        assert (first.status_code, first.content, dict(first.headers)) == (
            second.status_code,
            second.content,
            dict(second.headers),
        )
        assert client.ask(path, headers={"accept-language": "en"}).headers["etag"] != first.headers["etag"]
    app.state.site.close()
