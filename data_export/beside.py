"""Work in a second process beside this one: two cores halve the time of a large part."""

from collections.abc import Callable
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

from data_export.errors import ExportError

T = TypeVar("T")


class Beside(Generic[T]):
    """A function that runs in a child of this process, no thread of which may hold a lock then; Unix only."""

    def __init__(self, function: Callable[..., T], *arguments: Any, **named: Any) -> None:
        context = get_context("fork")
        self._answer, sender = context.Pipe(duplex=False)
        self._process = context.Process(target=_run, args=(sender, partial(function, *arguments, **named)))
        self._process.start()
        sender.close()

    def result(self) -> T:
        """Wait for what it returns; raises its ExportError or OSError, ExportError when it died otherwise."""
        try:
            value, error = self._answer.recv()
        except EOFError:
            self._process.join()
            raise ExportError(f"the second process died with exit code {self._process.exitcode}") from None
        self._process.join()
        if error is not None:
            raise error
        found: T = value
        return found

    def stop(self) -> None:
        """End it if it still runs, and wait until it is gone; a second call does nothing."""
        self._process.terminate()
        self._process.join()


def _run(sender: "Connection[Any, Any]", function: Callable[[], Any]) -> None:
    try:
        sender.send((function(), None))
    except (ExportError, OSError) as error:
        sender.send((None, error))
