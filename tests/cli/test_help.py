"""The help and the README name every command, and what they print works."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import ROOT, Call


class TestHelp:
    COMMANDS = (
        *("new", "schema", "run", "export", "check", "explain", "sensitivity", "solve", "risk"),
        *("paper", "verify", "inquiry", "batch", "atlas", "cases"),
    )

    @pytest.mark.parametrize("language", ["nl", "en"])
    @pytest.mark.parametrize("command", ["", *COMMANDS])
    def test_every_argument_is_explained_in_the_language_asked_for(
        self, command: str, language: str, call: Call
    ) -> None:
        ran = call(*([command] if command else []), "--help", "--language", language)
        assert (ran.status, ran.err) == (0, "")
        assert ran.out.startswith({"nl": "gebruik: python -m model", "en": "usage: python -m model"}[language])
        assert {"nl": "toon deze uitleg", "en": "show this explanation"}[language] in ran.out
        other = {"nl": "language of messages", "en": "taal van berichten"}[language]
        assert other not in ran.out

    def test_it_names_every_command(self, call: Call) -> None:
        shown = call("--help").out
        assert all(f"\n    {command}" in shown for command in self.COMMANDS)


class TestTheReadme:
    def test_the_commands_it_names_run_as_printed(
        self, tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """All but those that take minutes, that need a file the reader makes himself, or that another test runs."""
        text = (ROOT / "README.md").read_text(encoding="utf-8")
        named = [
            line.partition("#")[0].split()[3:] for line in text.splitlines() if line.startswith("python -m model ")
        ]
        assert {words[0] for words in named} == set(TestHelp.COMMANDS)
        monkeypatch.chdir(tmp_path)
        for words in named:
            if words[0] not in {"atlas", "batch", "cases", "check", "export"}:
                ran = call(*words)
                assert (ran.status, ran.err) == (0, ""), words
                assert ran.out
