"""The command line: `python -m model new|run|export|explain|check ...` (design: the command line, a contract)."""

from __future__ import annotations

import argparse
import errno
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from market_data import UnknownRegion
from model.cli.analyses import add_analyses, add_batch
from model.cli.arguments import BAD, Parser, language_of
from model.cli.atlas import add_atlas
from model.cli.cases import add_cases
from model.cli.files import write_case_file, write_whole
from model.cli.inquiry import add_inquiry
from model.cli.named_case import add_changes, add_settings, market_of, result_of
from model.cli.papers import add_paper, add_verify
from model.cli.printing import print_json
from model.problems import BadInput, cause_of, problem
from model.words.texts import LANGUAGES, text

OK, OUR_FAULT, STOPPED = 0, 1, 130
LARGEST_DEPTH = 100


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit status: 0 done, 2 bad input, 1 our fault."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    _prepare_streams()
    options = _parser(language_of(given)).parse_args(given)
    try:
        command: Callable[[argparse.Namespace], None] = options.command
        command(options)
        sys.stdout.flush()  # a reader that has left is noticed here, not after the exit status is given
    except BadInput as error:
        for sentence in error.texts(options.language):
            sys.stderr.write(f"{sentence}\n")
        return BAD
    except BrokenPipeError:
        _leave_standard_output()
        return OK
    except KeyboardInterrupt:
        sys.stderr.write(text("stopped", options.language) + "\n")
        return STOPPED
    except Exception as error:  # the last resort of a command line: one clear sentence
        if isinstance(error, OSError) and error.errno == errno.ENOSPC and error.filename is None:
            sys.stderr.write(problem("cannot_write", "stdout", value=cause_of(error)).text(options.language) + "\n")
            _leave_standard_output()
            return BAD
        sys.stderr.write(text("our_fault", options.language, error=f"{type(error).__name__}: {error}") + "\n")
        return OUR_FAULT
    return OK


def _prepare_streams() -> None:
    """Write UTF-8 whatever the terminal says; a stream the caller has closed takes what is written and loses it.

    JSON is UTF-8, and a pipe's own encoding may lack the euro sign; a file name may hold what is no text at all.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - stays open
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _leave_standard_output() -> None:
    """Nobody reads it any more, or it is full: what is still in it must not raise again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser(language: str) -> Parser:
    parser = Parser(language=language, prog="python -m model", description=text("cli_description", language))
    commands = parser.add_subparsers(
        dest="name",
        required=True,
        parser_class=Parser,
        metavar=text("cli_command", language),
        title=text("cli_commands", language),
    )

    def add(name: str, command: Callable[[argparse.Namespace], None], *, reads_case: bool = True) -> Parser:
        about = text(f"cli_{name}", language)
        sub = commands.add_parser(name, help=about, description=about, language=language)
        sub.set_defaults(command=command)
        sub.add_argument("case", type=Path, metavar="CASE.json")
        add_settings(sub)
        if reads_case:
            add_changes(sub)
        return sub

    new = add("new", _new, reads_case=False)
    new.add_argument("--municipality", required=True, metavar="GM1783")
    run = add("run", _run)
    run.add_argument("--json", action="store_true")
    run.add_argument("--what-ifs", action="store_true")
    export = add("export", _export)
    export.add_argument("out", type=Path, metavar="OUT.xlsx")
    check = add("check", _check)
    check.add_argument("--json", action="store_true")
    explain = add("explain", _explain)
    explain.add_argument("option", metavar="OPTION")
    explain.add_argument("key", metavar="KEY")
    explain.add_argument("--period", type=int, metavar="N")
    explain.add_argument("--depth", type=int, default=4, metavar="N")
    explain.add_argument("--json", action="store_true")
    about = text("cli_schema", language)
    schema = commands.add_parser("schema", help=about, description=about, language=language)
    schema.set_defaults(command=_schema)
    schema.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0])
    add_analyses(add)
    add_paper(add)
    add_verify(commands, language)
    add_inquiry(commands, language)
    add_batch(commands, language)
    add_atlas(commands, language)
    add_cases(commands, language)
    return parser


def _new(options: argparse.Namespace) -> None:
    from model.case.example import example_case

    try:
        case = example_case(options.municipality, market_of(options))
    except UnknownRegion as error:
        allowed = ", ".join(error.suggestions) or "GM0014 ... GM1992"
        raise BadInput(
            (problem("unknown_municipality", "--municipality", value=error.code, allowed=allowed),)
        ) from None
    write_case_file(options.case, case)
    print(text("written", options.language, name=options.case))


def _schema(_: argparse.Namespace) -> None:
    from model.case.schema import case_schema

    print_json(case_schema(), indent=1)


def _run(options: argparse.Namespace) -> None:
    from model.cli.report import result_data, result_table
    from model.cli.what_ifs import what_ifs_data, what_ifs_text

    result = result_of(options)
    if options.json:
        asked = {"what_ifs": what_ifs_data(result, options.language)} if options.what_ifs else {}
        print_json({**result_data(result, options.language), **asked})
    else:
        print(result_table(result, options.language))
        if options.what_ifs:
            print(f"\n{what_ifs_text(result, options.language)}")


def _export(options: argparse.Namespace) -> None:
    from model.export.workbook.workbook import export_with_analyses

    if options.out.suffix.lower() != ".xlsx":  # another program would not open it; and a case file is not overwritten
        raise BadInput((problem("not_a_choice", "OUT", value=options.out.name, allowed=f"{options.out.stem}.xlsx"),))
    result = result_of(options)
    shown = sys.stderr.isatty()

    def progress(share: float, _stage: str) -> None:
        if shown:
            sys.stderr.write(f"\r{share:4.0%}")
            sys.stderr.flush()

    write_whole(options.out, export_with_analyses(result, options.language, progress))
    print(text("written", options.language, name=options.out))


def _explain(options: argparse.Namespace) -> None:
    from model.analyses.explain import Explanation, explain

    if not 0 <= options.depth <= LARGEST_DEPTH:
        raise BadInput((problem("out_of_bounds", "--depth", value=options.depth, lowest=0, highest=LARGEST_DEPTH),))
    result = result_of(options)
    explanation = explain(result, options.option, options.key, options.language, options.period, options.depth)
    if options.json:
        print_json(explanation.as_data())
        return

    def show(part: Explanation, indent: int) -> None:
        period = f" ({part.period})" if part.period else ""
        print(f"{'  ' * indent}{part.label} [{part.key}]{period} = {part.shown(options.language)}")
        for note in (part.formula and f"= {part.formula}", part.source and f"({part.source})"):
            if note:
                print(f"{'  ' * indent}    {note}")
        for inner in part.parts:
            show(inner, indent + 1)

    show(explanation, 0)


def _check(options: argparse.Namespace) -> None:
    from model import checks as quality
    from model.checks import FAILED, PASSED

    result = result_of(options)
    checks, tests = quality.run_checks(result), quality.run_back_tests()
    rise = quality.newest_vat_rise(result.case.municipality)
    counts = quality.counted(checks)
    reasons = [check.why() for check in checks]
    whys = ["" if reason is None else reason.text(options.language) for reason in reasons]
    if options.json:
        shown = [
            {
                "rule": check.rule,
                "subject": check.subject,
                "status": check.status,
                "difference": check.difference,
                "detail": why,
            }
            for check, why in zip(checks, whys, strict=True)
        ]
        print_json(
            {
                "counts": counts,
                "checks": shown,
                "back_tests": [quality.back_test_as_data(test, options.language) for test in tests],
                "back_test_circular": quality.circular_reading().text(options.language),
                "vat_rise": quality.vat_rise_as_data(rise),
            }
        )
    else:
        for check, why in zip(checks, whys, strict=True):
            if check.status != PASSED:
                status = text(f"quality_status_{check.status}", options.language)
                rule, about = check.said().text(options.language), check.about().text(options.language)
                print(f"{status}: {rule} ({about}) {why}".rstrip())
        told = [quality.outcome_reading(test) for test in tests]
        for reading in (*told, *quality.band_readings(), quality.circular_reading(), quality.vat_rise_reading(rise)):
            print(reading.text(options.language))
        print(quality.summary(checks).text(options.language))
    if counts[FAILED]:
        raise SystemExit(OUR_FAULT)


if __name__ == "__main__":
    raise SystemExit(main())
