"""The publisher's figures for Prometheus, on a loopback port of its own; nothing of them is public."""

from prometheus_client import CollectorRegistry, Gauge, start_http_server

LOOPBACK = "127.0.0.1"


class Metrics:
    """What a monitoring system asks for; times are seconds since 1970, counts are of campaigns or releases."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._release = self._gauge("release", "Number of the newest release.", "campaign")
        self._age = self._gauge("release_age_seconds", "Election time since the newest release.", "campaign")
        self._blocked = self._gauge("blocked_checks", "Problems for which a release is refused.", "campaign")
        self._waiting = self._gauge("waiting_signatures", "1 while a release waits for signatures.", "campaign")
        self._due = self._gauge(
            "next_due_seconds", "Election time until the schedule shows more; -1: never.", "campaign"
        )
        self._queue = self._gauge("queue", "Campaigns that a change or a time concerns and no pass looked at yet.")
        self._alive = self._gauge("alive_time_seconds", "When the publisher last looked around.")

    def _gauge(self, name: str, help_text: str, *labels: str) -> Gauge:
        return Gauge(f"natyija_publisher_{name}", help_text, labels, registry=self.registry)

    def serve(self, port: int) -> None:
        """Answer at http://127.0.0.1:<port>/metrics from now on. Raises OSError when the port is taken."""
        start_http_server(port, addr=LOOPBACK, registry=self.registry)

    def campaign(
        self, campaign: str, *, release: int | None, age: float | None, blocked: int, waiting: bool, due: float | None
    ) -> None:
        """How one campaign stands; `age` and `due` in seconds of election time."""
        self._release.labels(campaign).set(release or 0)
        self._age.labels(campaign).set(age if age is not None else -1)
        self._blocked.labels(campaign).set(blocked)
        self._waiting.labels(campaign).set(int(waiting))
        self._due.labels(campaign).set(due if due is not None else -1)

    def alive(self, at: float, queue: int) -> None:
        """The publisher looked around at that time."""
        self._alive.set(at)
        self._queue.set(queue)
