"""The command line: one module per verb, found by listing this package (a trailing _ is not part of the verb).

A verb's module has `add_arguments(parser)` and `run(arguments, settings) -> int`; the first line of its docstring is
its help. Exit codes: 0 all went well, 2 bad input, 3 a check or the disk refused, 130 interrupted.
"""

import argparse
import importlib
import pkgutil
import sys
from collections.abc import Sequence
from types import ModuleType

from portal.errors import CheckFailed, InputError, NatyijaError, StorageError
from portal.logs import configure_logs
from portal.settings import load_settings

PRINTED_PROBLEMS = 100
"""So many problems are printed; all are counted."""


def verbs() -> dict[str, str]:
    """Module name of every verb; modules that begin with _ are helpers."""
    return {
        info.name.rstrip("_").replace("_", "-"): f"{__name__}.{info.name}"
        for info in pkgutil.iter_modules(__path__)
        if not info.name.startswith("_")
    }


def main(argv: Sequence[str]) -> int:
    """Run one verb; the exit code."""
    try:
        arguments, module = _parse(argv)
        settings = load_settings()
        configure_logs(settings.log_level)
        return int(module.run(arguments, settings))
    except (InputError, CheckFailed) as error:
        print_problems(error.problems)
        return error.exit_code
    except NatyijaError as error:
        print_problems([str(error)])
        return error.exit_code
    except OSError as error:
        print_problems([f"{error.filename or 'disk'}: {error.strerror or error}"])
        return StorageError.exit_code
    except KeyboardInterrupt:
        return 130


def print_problems(problems: Sequence[str]) -> None:
    """Print problems on stderr, one line each, as many as are useful, and how many there are."""
    for problem in problems[:PRINTED_PROBLEMS]:
        print(problem, file=sys.stderr)
    if len(problems) > PRINTED_PROBLEMS:
        print(f"… and {len(problems) - PRINTED_PROBLEMS} more, {len(problems)} in all", file=sys.stderr)


def _parse(argv: Sequence[str]) -> tuple[argparse.Namespace, ModuleType]:
    """The arguments and the module of the verb; only that module is loaded, the others only to print the help."""
    known = verbs()
    if argv and argv[0] in known:
        module = importlib.import_module(known[argv[0]])
        parser = argparse.ArgumentParser(prog=f"python -m portal {argv[0]}", description=module.__doc__)
        module.add_arguments(parser)
        return parser.parse_args(argv[1:]), module
    parser = argparse.ArgumentParser(prog="python -m portal", description="Natyija, the results portal.")
    actions = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    for verb, name in known.items():
        doc = importlib.import_module(name).__doc__ or ""
        actions.add_parser(verb, help=doc.strip().partition("\n")[0])
    parser.parse_args(argv)
    raise AssertionError("argparse ends the program for an unknown verb")
