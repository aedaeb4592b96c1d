"""Measures how well the advice engine separates people whose group is known.

Method:
- All answers go through the engine of the chat, in the order the engine asks. A short form is the first n questions.
- There are two stopping rules. The chat's rule looks for one of four roles. The labels distinguish only two sides, so the
  second rule stops when all questions would very probably lean to the same side.
- The score is the leading trait minus the technical trait, in standard deviations of people.
- The area under the ROC curve (AUC) has a bootstrap interval (resampling people of each group 500 times). Within bands,
  only people of the same band are compared, because occupations depend on experience more than on interests.
- The ceiling is a cross-validated logistic regression on all answers of the same people.
- `learn_and_validate` learns the weights from one half of the people and measures on the other half.
"""

from collections.abc import Sequence
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
from bot.evaluation.sittings import OnPerson, answer_questions
from bot.evaluation.survey import FEWEST_PEOPLE, SurveyPerson, require_people, with_questions
from content.model import Catalog, Question, Trait

LENGTHS = (3, 5, 8, 12)  # of the short forms, in questions
RESAMPLES = 500  # of the bootstrap
SETTLED = 0.9  # least probability that all questions would lean to the same side
NORMAL = NormalDist()
TAILS = (2.5, 97.5)  # percentiles of a 95 % interval

Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class EngineResult:
    """The score after some answers, its error variance, and the likeliest outcome."""

    score: float
    variance: float
    outcome: str


@dataclass(frozen=True, slots=True)
class AnswerPath:
    """One person's results: after each length, and where each rule stops."""

    by_length: tuple[EngineResult, ...]
    stopped: EngineResult
    asked: int
    settled: EngineResult
    asked_to_settle: int


@dataclass(frozen=True, slots=True)
class MeasuredPeople:
    """The people, with the path and the ceiling's score of each."""

    people: tuple[SurveyPerson, ...]
    paths: tuple[AnswerPath, ...]
    ceiling: Scores


def split_people(
    people: Sequence[SurveyPerson], seed: int
) -> tuple[tuple[SurveyPerson, ...], tuple[SurveyPerson, ...]]:
    """Return the people to learn from and those to measure, with equal shares of each group."""
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
    on_person: OnPerson = lambda: None,
) -> Findings:
    """Return how well the catalog's questions, with their own weights, separate the groups."""
    questions = catalog.asked()
    ceiling = _cross_validate(score_table(questions, people), sides_of(people), folds, seed)
    return _build_findings(catalog, people, ceiling, seed, on_person)


def learn_and_validate(
    catalog: Catalog,
    questions: Sequence[Question],
    people: Sequence[SurveyPerson],
    folds: int,
    seed: int,
    on_person: OnPerson = lambda: None,
) -> tuple[FittedQuestions, Findings]:
    """Return the questions with weights learned from one half of the people, and the findings on the other half.

    The ceiling uses all questions, including those left out.
    """
    learning, measured = split_people(people, seed)
    fitted = fit(questions, learning)
    scored = fitted.scored
    ceiling = _cross_validate(score_table(scored, measured), sides_of(measured), folds, seed)
    learned = with_questions(catalog, fitted.questions)
    found = _build_findings(learned, measured, ceiling, seed, on_person)
    return fitted, replace(found, learned_from=len(learning), dropped=fitted.dropped)


def _cross_validate(scores: Matrix, sides: Sides, folds: int, seed: int) -> Scores:
    model = LogisticRegression(max_iter=1000)
    parts = StratifiedKFold(folds, shuffle=True, random_state=seed)
    found: Scores = cross_val_predict(model, scores, sides, cv=parts, method="decision_function")
    return found


def _build_findings(
    catalog: Catalog,
    people: Sequence[SurveyPerson],
    ceiling: Scores,
    seed: int,
    on_person: OnPerson,
) -> Findings:
    count = len(catalog.asked())
    lengths = (*(length for length in LENGTHS if length < count), count)
    paths = []
    for person in people:
        paths.append(_answer_path(catalog, person, lengths))
        on_person()
    measured = MeasuredPeople(tuple(people), tuple(paths), ceiling)
    forms = tuple(
        _short_form(measured, length, [path.by_length[place] for path in paths], seed)
        for place, length in enumerate(lengths)
    )
    asked = float(np.mean([path.asked for path in paths]))
    to_settle = float(np.mean([path.asked_to_settle for path in paths]))
    sides = sides_of(people)
    return Findings(
        positive=int(sides.sum()),
        negative=int((~sides).sum()),
        learned_from=0,
        dropped=(),
        ceiling=area_of(ceiling, sides, seed),
        ceiling_within=_auc_within_bands(measured, ceiling),
        forms=forms,
        stopped=_short_form(measured, asked, [path.stopped for path in paths], seed),
        settled=_short_form(measured, to_settle, [path.settled for path in paths], seed),
        bands=_bands(measured),
    )


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
    """Return the number of answers after which the side would very probably not change.

    The remaining answers move the score by a normal amount. Its variance is the reduction in the score's own variance
    (law of total variance).
    """
    last = _engine_result(catalog, answers).variance
    for count in range(1, len(answers)):
        result = _engine_result(catalog, answers[:count])
        moves = sqrt(max(0.0, result.variance - last))
        if moves == 0 or NORMAL.cdf(abs(result.score) / moves) >= SETTLED:
            return count
    return len(answers)


def _engine_result(catalog: Catalog, answers: tuple[Answer, ...]) -> EngineResult:
    advice = advise(catalog, answers)
    leading, technical = advice.estimates[Trait.LEADING], advice.estimates[Trait.TECHNICAL]
    covariance = advice.correlation * leading.error * technical.error
    variance = leading.error**2 + technical.error**2 - 2 * covariance
    return EngineResult(leading.mean - technical.mean, variance, advice.outcome)


def _short_form(
    measured: MeasuredPeople, questions: float, results: Sequence[EngineResult], seed: int
) -> ShortForm:
    full = [path.by_length[-1] for path in measured.paths]
    scores = np.array([each.score for each in results])
    pairs = list(zip(results, full, strict=True))
    return ShortForm(
        questions=questions,
        area=area_of(scores, sides_of(measured.people), seed),
        within=_auc_within_bands(measured, scores),
        same_side=float(np.mean([(one.score > 0) == (all_.score > 0) for one, all_ in pairs])),
        same_outcome=float(np.mean([one.outcome == all_.outcome for one, all_ in pairs])),
    )


def area_of(scores: Scores, sides: Sides, seed: int) -> Area:
    """Return the area under the ROC curve and its bootstrap interval."""
    positive, negative = scores[sides], scores[~sides]
    random = np.random.default_rng(seed)
    resampled = [
        _auc(
            random.choice(positive, len(positive)), np.sort(random.choice(negative, len(negative)))
        )
        for _ in range(RESAMPLES)
    ]
    low, high = np.percentile(resampled, TAILS)
    return Area(_auc(positive, np.sort(negative)), float(low), float(high))


def _auc(positive: Scores, negative: Scores) -> float:
    """Return the share of pairs with the higher score in the positive group; ties count half. `negative` is sorted."""
    below = np.searchsorted(negative, positive, "left")
    not_above = np.searchsorted(negative, positive, "right")
    return float((below + not_above).mean() / 2 / len(negative))


def _people_by_band(measured: MeasuredPeople) -> dict[str, Sides]:
    """Return a mask of the people of each band, or an empty mapping without bands."""
    bands = np.array([person.band for person in measured.people])
    names = sorted(set(bands.tolist()))
    return {} if names == [""] else {name: bands == name for name in names}


def _auc_of_band(scores: Scores, sides: Sides) -> float | None:
    """Return the AUC of one band, None when a group is missing."""
    if sides.all() or not sides.any():
        return None
    return _auc(scores[sides], np.sort(scores[~sides]))


def _auc_within_bands(measured: MeasuredPeople, scores: Scores) -> float | None:
    """Return the AUC over all pairs of people of the same band, None without bands."""
    sides = sides_of(measured.people)
    right = pairs = 0.0
    for part in _people_by_band(measured).values():
        area = _auc_of_band(scores[part], sides[part])
        count = float(sides[part].sum()) * float((~sides[part]).sum())
        right, pairs = right + (area or 0.0) * count, pairs + count
    return right / pairs if pairs else None


def _bands(measured: MeasuredPeople) -> tuple[Band, ...]:
    sides = sides_of(measured.people)
    full = np.array([path.by_length[-1].score for path in measured.paths])
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
