from pathlib import Path

from bench.bare import load, save


def test_the_bare_callable_gives_the_same_bytes_and_headers_back(tmp_path: Path) -> None:
    headers = [("Content-Type", "text/html"), ("Server", "gunicorn"), ("Content-Length", "4"), ("Date", "today")]
    save(tmp_path / "answer", headers, b"page")
    sent: list[object] = []
    body = load(tmp_path / "answer")({}, lambda status, found: sent.extend((status, found)))
    assert b"".join(body) == b"page"
    assert sent == ["200 OK", [("Content-Type", "text/html"), ("Content-Length", "4")]]
