"""Learns the scores and loadings of questions from people whose group is known.

Method:
- The options' scores are the normal scores of their shares: the mean of a standard normal variable between the
  quantiles of the option (Lord and Novick, Statistical Theories of Mental Test Scores, 1968, chapter 10).
- A logistic regression of the group on the scores gives each question a side. Positive coefficients measure the leading
  trait, negative ones the technical trait. Cross-validation among these people chooses the penalty, which prevents
  overfitting when a group is small.
- A trait is the sum of its questions' scores times their coefficients. A loading is the coefficient when that sum has a
  standard deviation of 1. It is what the question adds, so overlapping questions do not count twice.
- Questions that add little are left out; the strongest comes first.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import sqrt
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV

from bot.evaluation.survey import SurveyPerson, UnusableAnswers
from content.model import Option, Question, Trait

WEAKEST = 0.05  # loading; weaker questions are left out
STRONGEST = 0.9  # loading; above it one answer would decide everything
PENALTIES = tuple(10.0**power for power in (-4, -3.5, -3, -2.5, -2, -1.5, -1, 0))
END, STEP = 2.0, 0.01  # greatest score, and the least distance between two scores
NORMAL = NormalDist()

Matrix = npt.NDArray[np.float64]
Sides = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class FittedQuestions:
    """The questions with loadings, the strongest first; all questions with scores; the ids of those left out."""

    questions: tuple[Question, ...]
    scored: tuple[Question, ...]
    dropped: tuple[str, ...]


def fit(questions: Sequence[Question], people: Sequence[SurveyPerson]) -> FittedQuestions:
    """Return the questions with scores and loadings learned from these people."""
    scored = tuple(_with_normal_scores(question, people) for question in questions)
    scores = score_table(scored, people)
    weights = _regress(scores, sides_of(people))
    loadings = _compute_loadings(scores, weights)
    order = np.argsort(-np.abs(weights), kind="stable")
    kept = tuple(
        replace(
            scored[place],
            loadings={_trait_of(weights[place]): round(float(loadings[place]), 4)},
        )
        for place in order
        if loadings[place] >= WEAKEST
    )
    for trait in Trait:
        if not any(trait in question.loadings for question in kept):
            raise UnusableAnswers(f"No question measures the {trait} side; nothing can be learned")
    left = {question.id for question in kept}
    return FittedQuestions(kept, scored, tuple(each.id for each in scored if each.id not in left))


def score_table(questions: Sequence[Question], people: Sequence[SurveyPerson]) -> Matrix:
    """Return the scores by person (row) and question (column), 0 for an empty answer."""
    by_option = [{option.id: option.score for option in each.options} for each in questions]
    return np.array(
        [
            [
                scores.get(person.options.get(question.id, ""), 0.0)
                for question, scores in zip(questions, by_option, strict=True)
            ]
            for person in people
        ]
    )


def sides_of(people: Sequence[SurveyPerson]) -> Sides:
    """Return for each person whether they are in the positive group."""
    return np.array([person.positive for person in people])


def _with_normal_scores(question: Question, people: Sequence[SurveyPerson]) -> Question:
    """Return the question with the options' normal scores, in standard deviations of these people."""
    given = Counter(person.options.get(question.id) for person in people)
    # Half an answer is added to each option, so options that nobody chose get a score too.
    counts = [given[option.id] + 0.5 for option in reversed(question.options)]
    shares = [count / sum(counts) for count in counts]
    edges = [0.0, *accumulate(shares)]
    densities = [0.0, *(_density_at(edge) for edge in edges[1:-1]), 0.0]
    means = [
        (lower - upper) / share
        for lower, upper, share in zip(densities, densities[1:], shares, strict=False)
    ]
    spread = sqrt(sum(share * mean**2 for share, mean in zip(shares, means, strict=True)))
    options = tuple(
        Option(option.id, _keep_apart(mean / spread, place, len(means)))
        for place, (option, mean) in enumerate(zip(question.options, reversed(means), strict=True))
    )
    return replace(question, options=options)


def _density_at(edge: float) -> float:
    return NORMAL.pdf(NORMAL.inv_cdf(edge))


def _keep_apart(score: float, place: int, count: int) -> float:
    """Return the score within the ends of the scale, below that of the option before."""
    lowest, highest = STEP * (count - 1 - place) - END, END - STEP * place
    return round(min(highest, max(lowest, score)), 4)


def _regress(scores: Matrix, sides: Sides) -> Matrix:
    search = GridSearchCV(
        LogisticRegression(max_iter=1000), {"C": PENALTIES}, scoring="neg_log_loss"
    )
    weights: Matrix = search.fit(scores, sides).best_estimator_.coef_[0]
    return weights


def _trait_of(weight: float) -> Trait:
    return Trait.LEADING if weight > 0 else Trait.TECHNICAL


def _compute_loadings(scores: Matrix, weights: Matrix) -> Matrix:
    """Return the absolute coefficients in standard deviations of each side's sum."""
    loadings = np.zeros(len(weights))
    for side in (weights > 0, weights < 0):
        spread = (scores[:, side] @ weights[side]).std()
        if spread > 0:
            loadings[side] = np.abs(weights[side]) / spread
    return np.minimum(loadings, STRONGEST)
