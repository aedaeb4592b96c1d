"""Kinds of simulated people, who do not all behave as the model assumes: each is a row of figures.

The engine knows nothing of these figures, and none of its numbers is tuned to them: they stand for what real people are
known to do (METHOD.md). Whatever a kind does not say is as for `plain` people, who are those of `people.py`.
"""

from bisect import bisect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from random import Random
from statistics import fmean, median

from bot.core.assessment.advice import Advice, Doubt, Standing, advise
from bot.evaluation.people import CUTS, Interests, Loadings, loadings_of
from bot.evaluation.simulation import advise_on_all, share
from bot.evaluation.sittings import OnPerson, answer_questions
from content.model import Catalog, Question

Choose = Callable[[Question], str]  # returns the id of an option

TIRED_AFTER = 16  # questions; from then on nobody gets more tired


@dataclass(frozen=True, slots=True)
class Kind:
    """How people of a kind differ from the model.

    `spread` is how much of the scale they use. `agreeing` is added to what they feel about the first option, in standard
    deviations. `tiring` is the share of random answers from the 16th question on, growing evenly until then. `slips` is
    the share of taps beside the option that was meant. `correlation` is that of the two traits. `tails` are the degrees
    of freedom of Student's t (0: normal). `popularity` is the standard deviation of how much more or less an item is
    liked than the middle, in steps of the scale. `strength` is by what the loadings are multiplied.
    """

    spread: float = 1.0
    agreeing: float = 0.0
    tiring: float = 0.0
    slips: float = 0.0
    correlation: float = 0.0
    tails: int = 0
    popularity: float = 0.0
    strength: float = 1.0


KINDS: Mapping[str, tuple[Kind, ...]] = {
    "plain": (Kind(),),
    "ends": (Kind(spread=1.8),),
    "middle": (Kind(spread=0.6),),
    "yes": (Kind(agreeing=0.5),),
    "tired": (Kind(tiring=0.5),),
    "slips": (Kind(slips=0.1),),
    "correlated": (Kind(correlation=0.4), Kind(correlation=-0.4)),
    "heavy": (Kind(tails=4),),
    "popular": (Kind(popularity=0.3),),
    "weak": (Kind(strength=0.6),),
    "mix": (
        Kind(),
        Kind(spread=1.8, popularity=0.3),
        Kind(spread=0.6, slips=0.1),
        Kind(agreeing=0.5, popularity=0.25),
        Kind(tiring=0.5, spread=1.4),
        Kind(slips=0.1, correlation=0.4),
        Kind(correlation=-0.4, strength=0.8),
        Kind(tails=4, popularity=0.3),
        Kind(popularity=0.5, spread=1.4),
        Kind(strength=0.6, popularity=0.25),
    ),
}


@dataclass(frozen=True, slots=True)
class KindFigures:
    """What people of a kind are told; shares from 0 to 1.

    `stated` is the mean probability stated to those told clear and `true` how often it was right; `same_as_bank` is the
    share of them for whom the whole bank says the same.
    """

    questions_median: float
    clear: float
    close: float
    too_little: float
    contradictory: float
    stated: float
    true: float
    same_as_bank: float


def figures_of(
    catalog: Catalog,
    kinds: Sequence[Kind],
    people: int,
    seed: int,
    on_person: OnPerson = lambda: None,
) -> KindFigures:
    """Return the figures of so many people drawn from these kinds in turn."""
    random, loadings = Random(seed), loadings_of(catalog)
    popularity = {question.id: random.gauss() for question in catalog.asked()}
    told, right, same = [], [], []
    for number in range(people):
        kind = kinds[number % len(kinds)]
        interests = draw_interests_of(kind, random)
        choose = respondent(kind, interests, loadings, popularity, random)
        advice = advise(catalog, answer_questions(catalog, choose).answers)
        told.append(advice)
        if advice.standing is Standing.CLEAR:
            right.append(advice.outcome == catalog.role_for(interests.high).id)
            whole = {question.id: choose(question) for question in catalog.asked()}
            same.append(advice.outcome == advise_on_all(catalog, whole).outcome)
        on_person()
    return _figures(told, right, same)


def draw_interests_of(kind: Kind, random: Random) -> Interests:
    """Draw the two traits of a person of this kind."""
    technical, rest = _draw(kind, random), _draw(kind, random)
    leading = kind.correlation * technical + sqrt(1 - kind.correlation**2) * rest
    return Interests(technical, leading)


def respondent(
    kind: Kind,
    interests: Interests,
    loadings: Loadings,
    popularity: Mapping[str, float],
    random: Random,
) -> Choose:
    """Return what a person of this kind answers to each question: the same as before to one asked again."""
    chosen: dict[str, str] = {}

    def choose(question: Question) -> str:
        if question.id not in chosen:
            place = _place(kind, interests, loadings[question.id], popularity[question.id], random)
            tired = kind.tiring * min(len(chosen), TIRED_AFTER) / TIRED_AFTER
            if random.random() < tired:
                place = random.randrange(len(question.options))
            elif random.random() < kind.slips:
                place = min(max(0, place + random.choice((-1, 1))), len(question.options) - 1)
            chosen[question.id] = question.options[place].id
        return chosen[question.id]

    return choose


def _place(
    kind: Kind,
    interests: Interests,
    loadings: tuple[float, float],
    popularity: float,
    random: Random,
) -> int:
    """Return the place of the option that fits what is felt; options stand from the highest score down."""
    technical, leading = (kind.strength * each for each in loadings)
    noise = sqrt(1 - technical**2 - leading**2) * _draw(kind, random)
    felt = technical * interests.technical + leading * interests.leading + noise
    pressed = kind.spread * (felt + kind.agreeing + kind.popularity * popularity)
    return len(CUTS) - bisect(CUTS, pressed)


def _draw(kind: Kind, random: Random) -> float:
    """Draw from a distribution of variance 1: normal, or Student's t."""
    normal = random.gauss()
    if not kind.tails:
        return normal
    spread = random.gammavariate(kind.tails / 2, 2) / (kind.tails - 2)
    return normal / sqrt(spread)


def _figures(told: Sequence[Advice], right: Sequence[bool], same: Sequence[bool]) -> KindFigures:
    clear = [each for each in told if each.standing is Standing.CLEAR]
    return KindFigures(
        questions_median=median(len(each.contributions) for each in told),
        clear=len(clear) / len(told),
        close=share(each.standing is Standing.CLOSE for each in told),
        too_little=share(each.standing is Standing.LITTLE for each in told),
        contradictory=share(each.doubt is Doubt.CONTRADICTORY for each in told),
        stated=fmean(each.chance for each in clear) if clear else 0.0,
        true=share(right),
        same_as_bank=share(same),
    )
