"""Measures how well the advice engine tells apart real people whose side is known.

Method:
- Everybody's answers go through the engine the chat uses, question by question, in the order the engine asks. The form
  with n questions is the first n of them.
- There are two rules for stopping. The chat's own looks for one of four roles. The labels know two sides only, so the
  other asks, as the chat does, whether all questions would very probably say the same, but of the side alone.
- The score is one axis, the leading trait less the technical one, in standard deviations of people.
- The area under the ROC curve has a bootstrap interval (people of each group drawn again, 500 times). Within bands only
  people of the same band are compared, since what somebody does depends on experience more than on interests.
- The ceiling is a logistic regression on all answers of the same people, cross-validated: weights made for this group.
- `learn_and_validate` learns the weights from one half of the people and everything is measured on the other half.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict, train_test_split

from bot.core.assessment.advice import advise
from bot.core.conversation.state import Answer
from bot.evaluation.findings import Area, Band, Findings, ShortForm
from bot.evaluation.fitting import FittedQuestions, Matrix, Sides, fit, score_table, sides_of
from bot.evaluation.sittings import answer_questions
from bot.evaluation.survey import FEWEST_PEOPLE, SurveyPerson, require_people, with_questions
from content.model import Catalog, Question, Trait

LENGTHS = (3, 5, 8, 12)  # of the short forms
DRAWS = 500  # of the bootstrap
AXIS = {Trait.LEADING: 1.0, Trait.TECHNICAL: -1.0}
SETTLED = 0.9  # least probability that all questions would lean to the same side
NORMAL = NormalDist()
TAILS = (2.5, 97.5)  # percentiles: the ends of an interval that holds 95 %

Scores = npt.NDArray[np.float64]
Progress = Callable[[], object]  # called once for each person


@dataclass(frozen=True, slots=True)
class EngineResult:
    """What the engine says after some answers: the score, and the role it names."""

    score: float
    outcome: str


@dataclass(frozen=True, slots=True)
class AnswerPath:
    """One person's way through the questions: what is said after each length, and at each rule's stop."""

    by_length: tuple[EngineResult, ...]
    stopped: EngineResult
    asked: int
    settled: EngineResult
    asked_to_settle: int


@dataclass(frozen=True, slots=True)
class MeasuredPeople:
    """The people with their courses and the ceiling's score of each."""

    people: tuple[SurveyPerson, ...]
    courses: tuple[AnswerPath, ...]
    ceiling: Scores


def split_people(
    people: Sequence[SurveyPerson], seed: int
) -> tuple[tuple[SurveyPerson, ...], tuple[SurveyPerson, ...]]:
    """Return the people to learn from and those to measure, with the same share of either group."""
    require_people(people, 2 * FEWEST_PEOPLE)
    one, other = train_test_split(
        people, test_size=0.5, random_state=seed, stratify=sides_of(people)
    )
    return tuple(one), tuple(other)


def validate(
    catalog: Catalog,
    people: Sequence[SurveyPerson],
    folds: int,
    seed: int,
    progress: Progress = lambda: None,
) -> Findings:
    """Return how well the catalog's questions, with the weights they have, tell the groups apart."""
    questions = catalog.asked()
    ceiling = _cross_validate(score_table(questions, people), sides_of(people), folds, seed)
    return _build_findings(catalog, people, ceiling, seed, progress)


def learn_and_validate(
    catalog: Catalog,
    questions: Sequence[Question],
    people: Sequence[SurveyPerson],
    folds: int,
    seed: int,
    progress: Progress = lambda: None,
) -> tuple[FittedQuestions, Findings]:
    """Return the questions with weights learned from one half of the people, and what the other half shows.

    The ceiling uses all questions, those that were left out too.
    """
    learning, measured = split_people(people, seed)
    fitted = fit(questions, learning)
    scored = fitted.scored
    ceiling = _cross_validate(score_table(scored, measured), sides_of(measured), folds, seed)
    found = _build_findings(
        with_questions(catalog, fitted.questions), measured, ceiling, seed, progress
    )
    return fitted, replace(found, learned_from=len(learning), dropped=fitted.dropped)


def _cross_validate(scores: Matrix, sides: Sides, folds: int, seed: int) -> Scores:
    model = LogisticRegression(max_iter=1000)
    parts = StratifiedKFold(folds, shuffle=True, random_state=seed)
    found: Scores = cross_val_predict(model, scores, sides, cv=parts, method="decision_function")
    return found


def _build_findings(
    catalog: Catalog, people: Sequence[SurveyPerson], ceiling: Scores, seed: int, progress: Progress
) -> Findings:
    count = len(catalog.asked())
    lengths = (*(length for length in LENGTHS if length < count), count)
    courses = tuple(_paths_with_progress(catalog, people, lengths, progress))
    measured = MeasuredPeople(tuple(people), courses, ceiling)
    forms = tuple(
        _short_form(measured, length, [course.by_length[place] for course in courses], seed)
        for place, length in enumerate(lengths)
    )
    asked = float(np.mean([course.asked for course in courses]))
    to_settle = float(np.mean([course.asked_to_settle for course in courses]))
    sides = sides_of(people)
    return Findings(
        positive=int(sides.sum()),
        negative=int((~sides).sum()),
        learned_from=0,
        dropped=(),
        ceiling=area_of(ceiling, sides, seed),
        ceiling_within=_auc_within_bands(measured, ceiling),
        forms=forms,
        stopped=_short_form(measured, asked, [course.stopped for course in courses], seed),
        settled=_short_form(measured, to_settle, [course.settled for course in courses], seed),
        bands=_bands(measured),
    )


def _paths_with_progress(
    catalog: Catalog, people: Iterable[SurveyPerson], lengths: tuple[int, ...], progress: Progress
) -> Iterable[AnswerPath]:
    for person in people:
        yield _answer_path(catalog, person, lengths)
        progress()


def _answer_path(catalog: Catalog, person: SurveyPerson, lengths: tuple[int, ...]) -> AnswerPath:
    def choice(question: Question) -> str | None:
        return person.options.get(question.id)

    whole = answer_questions(catalog, choice, whole=True)
    stopped = answer_questions(catalog, choice)
    settled = _settling_point(catalog, whole.answers)
    return AnswerPath(
        tuple(_engine_result(catalog, whole.answers[:length]) for length in lengths),
        _engine_result(catalog, stopped.answers),
        len(stopped.answers),
        _engine_result(catalog, whole.answers[:settled]),
        settled,
    )


def _settling_point(catalog: Catalog, answers: tuple[Answer, ...]) -> int:
    """Return after how many answers all of them would very probably lean to the same side.

    What is still to come moves the score by a normal amount: its variance is what the answers to come take off the
    score's own (the law of total variance).
    """
    last = _variance(catalog, answers)
    for count in range(1, len(answers)):
        moves = sqrt(max(0.0, _variance(catalog, answers[:count]) - last))
        score = _engine_result(catalog, answers[:count]).score
        if moves == 0 or NORMAL.cdf(abs(score) / moves) >= SETTLED:
            return count
    return len(answers)


def _variance(catalog: Catalog, answers: tuple[Answer, ...]) -> float:
    """Return the variance of the score after these answers, by the engine's model."""
    precision = np.eye(2)
    for answer in answers:
        if answer.option is not None:
            loadings = catalog.questions[answer.question].loadings
            both = np.array([loadings.get(trait, 0.0) for trait in AXIS])
            precision += np.outer(both, both) / (1 - both @ both)
    contrast = np.array(list(AXIS.values()))
    return float(contrast @ np.linalg.inv(precision) @ contrast)


def _engine_result(catalog: Catalog, answers: tuple[Answer, ...]) -> EngineResult:
    advice = advise(catalog, answers)
    score = sum(sign * advice.estimates[trait].mean for trait, sign in AXIS.items())
    return EngineResult(score, advice.outcome)


def _short_form(
    measured: MeasuredPeople, questions: float, told: Sequence[EngineResult], seed: int
) -> ShortForm:
    full = [course.by_length[-1] for course in measured.courses]
    scores = np.array([each.score for each in told])
    pairs = list(zip(told, full, strict=True))
    return ShortForm(
        questions=questions,
        area=area_of(scores, sides_of(measured.people), seed),
        within=_auc_within_bands(measured, scores),
        same_side=float(np.mean([(one.score > 0) == (all_.score > 0) for one, all_ in pairs])),
        same_outcome=float(np.mean([one.outcome == all_.outcome for one, all_ in pairs])),
    )


# --- areas under the curve


def area_of(scores: Scores, sides: Sides, seed: int) -> Area:
    """Return the area under the ROC curve and its bootstrap interval."""
    positive, negative = scores[sides], scores[~sides]
    source = np.random.default_rng(seed)
    drawn = [
        _auc(
            source.choice(positive, len(positive)), np.sort(source.choice(negative, len(negative)))
        )
        for _ in range(DRAWS)
    ]
    low, high = np.percentile(drawn, TAILS)
    return Area(_auc(positive, np.sort(negative)), float(low), float(high))


def _auc(positive: Scores, negative: Scores) -> float:
    """Return the share of pairs in which the positive one is higher, ties counting half; `negative` is sorted."""
    below = np.searchsorted(negative, positive, "left")
    not_above = np.searchsorted(negative, positive, "right")
    return float((below + not_above).mean() / 2 / len(negative))


def _people_by_band(measured: MeasuredPeople) -> dict[str, Sides]:
    """Return the people of each band; none when they are not told apart."""
    bands = np.array([person.band for person in measured.people])
    names = sorted(set(bands.tolist()))
    return {} if names == [""] else {name: bands == name for name in names}


def _auc_of_band(scores: Scores, sides: Sides) -> float | None:
    """Return the area of one band, None when a group has nobody in it."""
    if sides.all() or not sides.any():
        return None
    return _auc(scores[sides], np.sort(scores[~sides]))


def _auc_within_bands(measured: MeasuredPeople, scores: Scores) -> float | None:
    """Return the share of pairs in the right order among all pairs of the same band; None without bands."""
    sides = sides_of(measured.people)
    right = pairs = 0.0
    for part in _people_by_band(measured).values():
        area = _auc_of_band(scores[part], sides[part])
        count = float(sides[part].sum()) * float((~sides[part]).sum())
        right, pairs = right + (area or 0.0) * count, pairs + count
    return right / pairs if pairs else None


def _bands(measured: MeasuredPeople) -> tuple[Band, ...]:
    sides = sides_of(measured.people)
    full = np.array([course.by_length[-1].score for course in measured.courses])
    return tuple(
        Band(
            name,
            int(sides[part].sum()),
            int((~sides[part]).sum()),
            _auc_of_band(full[part], sides[part]),
            _auc_of_band(measured.ceiling[part], sides[part]),
        )
        for name, part in _people_by_band(measured).items()
    )
