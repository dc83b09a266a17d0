"""What the solver found, as sentences: every value, where the target is met, or how near it can come."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from model.analyses.solve import TARGETS, BreakEven, Solution
from model.engine.results import CaseResult
from model.outcomes.quantities import figure_of
from model.readings.amounts import input_figure
from model.readings.names import InputName, listed_values
from model.words.figures import Figure
from model.words.messages import Labelled, Message, message


def target_name(key: str) -> Labelled | Message:
    """What is to be reached: a result, or that two of them are equal."""
    target = TARGETS[key]
    return message(f"target_{key}") if target.is_difference else target.asked


def target_reading(key: str, option_id: str, value: float) -> Message:
    """What is to be reached, with its value; of a difference there is none to say."""
    target = TARGETS[key]
    if target.is_difference:
        return message(f"target_{key}")
    return message("target_value", name=target.asked, value=figure_of(target.asked, option_id, value))


def break_even_readings(answer: BreakEven, result: CaseResult, option_id: str) -> tuple[Message, ...]:
    """The answer of the solver: every value, or how near it comes; then on which side of each the target is met."""
    told = _Told(answer, result, option_id)
    return (told.main(), *told.besides())


def break_even_words(answer: BreakEven, result: CaseResult, option_id: str, language: str) -> str:
    """The same sentences in a row."""
    return " ".join(said.text(language) for said in break_even_readings(answer, result, option_id))


def verified_reading(answer: BreakEven, option_id: str) -> Message:
    """That every value was put in the case and run, and what came out."""
    asked = TARGETS[answer.target_key].asked
    reached = [figure_of(asked, option_id, solution.reached) for solution in answer.solutions]
    return message("solve_verified", reached=listed_values(reached))


def values_reading(answer: BreakEven, result: CaseResult, option_id: str) -> Message:
    """Only the values found, or how near the target can come, for a cell of a table."""
    told = _Told(answer, result, option_id)
    return told.values() if answer.solutions else told.best("solve_no_value", "solve_no_value_anywhere")


def usable_solutions(answer: BreakEven) -> tuple[Solution, ...]:
    """The values that can be put in a case: just below a step is none to work with."""
    return tuple(solution for solution in answer.solutions if solution.from_here_on or not solution.is_step)


@dataclass(frozen=True)
class _Told:
    """An answer of the solver about an option of a case."""

    answer: BreakEven
    result: CaseResult
    option_id: str

    def input(self, value: float) -> Figure:
        return input_figure(self.result, self.option_id, self.answer.key, value)

    def amount(self, value: float | None) -> Figure:
        return figure_of(TARGETS[self.answer.target_key].asked, self.option_id, value)

    @property
    def name(self) -> InputName:
        return InputName(self.result.case, self.option_id, self.answer.key)

    @property
    def target(self) -> Message:
        return target_reading(self.answer.target_key, self.option_id, self.answer.target)

    def main(self) -> Message:
        """The answer itself."""
        solutions = self.answer.solutions
        if not solutions:
            return self.best("solve_none", "solve_nowhere")
        now = self.input(self.answer.base)
        if len(solutions) > 1:
            return message(
                "solve_several",
                input=self.name,
                count=len(solutions),
                values=self.values(),
                now=now,
                target=self.target,
            )
        if solutions[0].is_step:
            return self.step(solutions[0])
        value = self.input(solutions[0].value)
        return message("solve_found", input=self.name, value=value, now=now, target=self.target)

    def besides(self) -> Iterator[Message]:
        """Steps among several values, where the target is met throughout, and what the next whole number gives."""
        if len(self.answer.solutions) > 1:
            yield from (self.step(solution) for solution in self.answer.solutions if solution.is_step)
        for low, high in self.answer.met_between:
            yield message("solve_met_between", low=self.input(low), high=self.input(high))
        for solution in self.answer.solutions:
            if solution.beside is not None and not solution.is_step:
                yield message(
                    "solve_whole",
                    value=self.input(solution.value),
                    reached=self.amount(solution.reached),
                    beside=self.input(solution.beside),
                    missed=self.amount(solution.reached_beside),
                )

    def best(self, somewhere: str, nowhere: str) -> Message:
        """How near the target can come and where, or that the result exists nowhere."""
        return message(
            nowhere if math.isnan(self.answer.best_result) else somewhere,
            input=self.name,
            low=self.input(self.answer.low),
            high=self.input(self.answer.high),
            target=self.target,
            best=self.amount(self.answer.best_result),
            at=self.input(self.answer.best_value),
        )

    def values(self) -> Message:
        """Every value in a row; of a step, from or below which value it holds."""
        return listed_values([self.place(solution) for solution in self.answer.solutions])

    def place(self, solution: Solution) -> Message:
        """A value the solver found."""
        if not solution.is_step:
            return message("solve_value", value=self.input(solution.value))
        return message("solve_from" if solution.from_here_on else "solve_below", value=self.input(solution.edge))

    def step(self, solution: Solution) -> Message:
        """Where the result steps past the target, and what it is on both sides."""
        return message(
            "solve_step_from" if solution.from_here_on else "solve_step_below",
            input=self.name,
            value=self.input(solution.edge),
            target=self.target,
            reached=self.amount(solution.reached),
            missed=self.amount(solution.reached_beside),
        )
