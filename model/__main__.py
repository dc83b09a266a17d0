"""The command line: `python -m model new|run|export|explain|check ...` (design: the command line, a contract)."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from market_data import MarketData, UnknownRegion, load
from model.analysis_commands import add_analyses, add_batch
from model.case import Case, InputValue, allowed_inputs, load_case, read_case, write_case
from model.evaluation import CaseResult
from model.problems import BadInput, Problem, problem
from model.texts import LANGUAGES, text

OK, OUR_FAULT, BAD = 0, 1, 2


class _Parser(argparse.ArgumentParser):
    """An argument parser whose mistakes are bad input (exit status 2), said on standard error."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        sys.stderr.write(f"{message}\n")
        raise SystemExit(BAD)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit status: 0 done, 2 bad input, 1 our fault."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # JSON is UTF-8, and a pipe's own encoding may lack the euro sign
    options = _parser().parse_args(arguments)
    try:
        command: Callable[[argparse.Namespace], None] = options.command
        command(options)
        sys.stdout.flush()  # a reader that has left is noticed here, not after the exit status is given
    except BadInput as error:
        for sentence in error.texts(options.language):
            sys.stderr.write(f"{sentence}\n")
        return BAD
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except Exception as error:  # the last resort of a command line: one clear sentence, status 1
        sys.stderr.write(text("our_fault", options.language, error=f"{type(error).__name__}: {error}") + "\n")
        return OUR_FAULT
    return OK


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m model", description=text("cli_description", "nl"))
    commands = parser.add_subparsers(dest="name", required=True, parser_class=_Parser)

    def add(
        name: str, command: Callable[[argparse.Namespace], None], *, reads_case: bool = True
    ) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text(f"cli_{name}", "nl"))
        sub.set_defaults(command=command)
        sub.add_argument("case", type=Path, metavar="CASE.json")
        sub.add_argument("--language", choices=LANGUAGES, default="nl")
        sub.add_argument("--market-data", type=Path, metavar="LOCAL.csv")
        if reads_case:
            sub.add_argument("--set", action="append", default=[], metavar="OPTION.KEY=VALUE")
        return sub

    new = add("new", _new, reads_case=False)
    new.add_argument("--municipality", required=True, metavar="GM1783")
    run = add("run", _run)
    run.add_argument("--json", action="store_true")
    export = add("export", _export)
    export.add_argument("out", type=Path, metavar="OUT.xlsx")
    check = add("check", _check)
    check.add_argument("--json", action="store_true")
    explain = add("explain", _explain)
    explain.add_argument("option", metavar="OPTION")
    explain.add_argument("key", metavar="KEY")
    explain.add_argument("--period", type=int)
    explain.add_argument("--depth", type=int, default=4)
    explain.add_argument("--json", action="store_true")
    add_analyses(add, _result)
    add_batch(commands)
    return parser


def _result(options: argparse.Namespace) -> CaseResult:
    """The outcome of the case a command names."""
    from model.evaluation import run_case

    market = _market(options)
    return run_case(_case(options, market), market)


def _market(options: argparse.Namespace) -> MarketData:
    path: Path | None = options.market_data
    try:
        if path is not None and not path.is_file():
            raise BadInput((problem("file_missing", path.name),))
        market = load(path)
    except OSError as error:
        if path is None:
            raise
        raise BadInput((problem("cannot_read", path.name, value=error.strerror or str(error)),)) from None
    for refused in market.problems:
        sys.stderr.write(f"{refused.text(options.language)}\n")
    return market


def _case(options: argparse.Namespace, market: MarketData) -> Case:
    case = load_case(options.case, market)
    if not options.set:
        return case
    data = write_case(case)
    problems: list[Problem] = []
    for assignment in options.set:
        _assign(data, case, assignment, problems)
    if problems:
        raise BadInput(tuple(problems))
    return read_case(data, market)


def _assign(data: dict[str, Any], case: Case, assignment: str, problems: list[Problem]) -> None:
    """Put one OPTION.KEY=VALUE (or case.KEY=VALUE) into the data; it is validated with the rest afterwards."""
    place, equals, value = assignment.partition("=")
    scope, dot, key = place.partition(".")
    if not equals or not dot:
        problems.append(problem("bad_assignment", "--set", value=assignment))
        return
    if scope == "case":
        data[key] = _value(value)
        return
    for option in data["options"]:
        if option["id"] == scope:
            option.setdefault("inputs", {})[key] = _typed(case.option(scope).type, key, value)
            return
    problems.append(problem("not_a_choice", "--set", value=scope, allowed=", ".join(each.id for each in case.options)))


def _typed(option_type: str, key: str, value: str) -> InputValue:
    parameter = allowed_inputs(option_type).get(key)
    return value if parameter is not None and parameter.kind == "choice" else _value(value)


def _value(value: str) -> Any:
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


def _new(options: argparse.Namespace) -> None:
    from model.example import example_case

    try:
        case = example_case(options.municipality, _market(options))
    except UnknownRegion as error:
        allowed = ", ".join(error.suggestions) or "GM0014 ... GM1992"
        raise BadInput(
            (problem("unknown_municipality", "--municipality", value=error.code, allowed=allowed),)
        ) from None
    _write(options.case, (json.dumps(write_case(case), indent=1, ensure_ascii=False) + "\n").encode())
    print(text("written", options.language, name=options.case))


def _run(options: argparse.Namespace) -> None:
    from model.report import result_data, result_table

    result = _result(options)
    if options.json:
        json.dump(result_data(result, options.language), sys.stdout, ensure_ascii=False, allow_nan=False)
        print()
    else:
        print(result_table(result, options.language))


def _export(options: argparse.Namespace) -> None:
    from model.export.analyses import analyse
    from model.export.workbook import export_case

    result = _result(options)
    shown = sys.stderr.isatty()

    def progress(share: float) -> None:
        if shown:
            sys.stderr.write(f"\r{share:4.0%}")

    _write(options.out, export_case(result, options.language, progress, analyse(result)))
    print(text("written", options.language, name=options.out))


def _explain(options: argparse.Namespace) -> None:
    from model.explain import Explanation, explain

    result = _result(options)
    found = explain(result, options.option, options.key, options.language, options.period, max(0, options.depth))
    if options.json:
        json.dump(found.as_data(), sys.stdout, ensure_ascii=False, allow_nan=False)
        print()
        return

    def show(part: Explanation, indent: int) -> None:
        period = f" ({part.period})" if part.period else ""
        print(f"{'  ' * indent}{part.label} [{part.key}]{period} = {part.shown(options.language)}")
        for note in (part.formula and f"= {part.formula}", part.source and f"({part.source})"):
            if note:
                print(f"{'  ' * indent}    {note}")
        for inner in part.parts:
            show(inner, indent + 1)

    show(found, 0)


def _check(options: argparse.Namespace) -> None:
    from model.quality import FAILED, PASSED, UNKNOWN, run_checks

    checks = run_checks(_result(options))
    counts = {status: sum(check.status == status for check in checks) for status in (PASSED, FAILED, UNKNOWN)}
    if options.json:
        shown = [
            {"rule": check.rule, "subject": check.subject, "status": check.status, "detail": check.detail}
            for check in checks
        ]
        json.dump({"counts": counts, "checks": shown}, sys.stdout, ensure_ascii=False, allow_nan=False)
        print()
    else:
        for check in checks:
            if check.status != PASSED:
                status = text(f"quality_status_{check.status}", options.language)
                print(
                    f"{status}: {check.text(options.language)} ({check.about(options.language)}) {check.detail}".rstrip()
                )
        print(text("quality_summary", options.language, **counts))
    if counts[FAILED]:
        raise SystemExit(OUR_FAULT)


def _write(path: Path, content: bytes) -> None:
    """Write all or nothing: a file beside it first, then in its place. Raises BadInput when the folder cannot be written."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent or Path("."), prefix=".writing-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.chmod(name, 0o644)
            os.replace(name, path)
        except OSError:
            os.unlink(name)
            raise
    except OSError as error:
        raise BadInput((problem("cannot_write", str(path), value=error.strerror or str(error)),)) from None


if __name__ == "__main__":
    raise SystemExit(main())
