"""Readers who look again and again, in one process: `python -m bench.readers PORT READERS EVERY SECONDS FILE`.

Each holds one connection and asks every EVERY seconds for an address of FILE (in the order of a Zipf draw), naming the
version that it has, as a browser does. Prints what happened as JSON.
"""

import asyncio
import json
import random
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from bench.pages import ENCODINGS
from deploy.local.places import LOOPBACK

PATIENCE = 10.0
GOOD = (b"200", b"304")


@dataclass
class Seen:
    """Seconds of every answer, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


async def read(port: int, every: float, ends: float, paths: list[str], weights: list[float], seen: Seen) -> None:
    """One reader until `ends`."""
    chance, known = random.Random(), dict[str, str]()
    await asyncio.sleep(chance.random() * every)
    streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    while time.monotonic() < ends:
        path = chance.choices(paths, cum_weights=weights)[0]
        began = time.monotonic()
        try:
            if streams is None:
                streams = await asyncio.wait_for(asyncio.open_connection(LOOPBACK, port), PATIENCE)
            status, tag = await asyncio.wait_for(_ask(*streams, path, known.get(path, "")), PATIENCE)
            known[path] = tag
            seen.seconds.append(time.monotonic() - began)
            if status not in GOOD:
                seen.wrong.append(f"{path}: {status.decode()}")
        except (OSError, TimeoutError, asyncio.IncompleteReadError, ValueError) as error:
            seen.wrong.append(f"{path}: {type(error).__name__}")
            streams = None
        await asyncio.sleep(max(0.0, began + every - time.monotonic()))
    if streams:
        streams[1].close()


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str, tag: str) -> tuple[bytes, str]:
    """Status and ETag of an answer, read to its end."""
    known = f"If-None-Match: {tag}\r\n" if tag else ""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: bench\r\nAccept-Encoding: {ENCODINGS}\r\n{known}\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(b":") for line in lines[1:])}
    status = lines[0].split()[1]
    if status != b"304":
        await reader.readexactly(int(headers[b"content-length"]))
    return status, headers.get(b"etag", b"").decode()


async def main(port: int, readers: int, every: float, seconds: float, file: Path) -> Seen:
    """All readers, until the time is over."""
    paths = file.read_text(encoding="utf-8").splitlines()
    total, weights = 0.0, []
    for rank in range(1, len(paths) + 1):
        total += 1 / rank
        weights.append(total)
    seen, ends = Seen(), time.monotonic() + seconds
    await asyncio.gather(*(read(port, every, ends, paths, weights, seen) for _ in range(readers)))
    return seen


if __name__ == "__main__":
    seen = asyncio.run(
        main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4]), Path(sys.argv[5]))
    )
    seconds = sorted(seen.seconds) or [0.0]
    p99 = seconds[int(len(seconds) * 0.99)]
    print(json.dumps({"asked": len(seen.seconds), "p99": p99, "wrong": len(seen.wrong), "first": seen.wrong[:5]}))
