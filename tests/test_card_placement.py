"""Which message is the card, and which others lose their buttons."""

import pytest

from bot.telegram.send.card_placement import (
    EditRefusal,
    KnownCard,
    Placement,
    find_edit_refusal,
    find_possible_duplicates,
    place_card,
)

TEXT_5, PHOTO_5 = KnownCard(5, is_photo=False), KnownCard(5, is_photo=True)
TEXT_8, PHOTO_8 = KnownCard(8, is_photo=False), KnownCard(8, is_photo=True)


# sent here, stored, what the screen is (adopted, fresh, photo) -> edited, closed
@pytest.mark.parametrize(
    ("sent", "stored", "screen", "edited", "closed"),
    [
        # the first card, and the next screen on it
        (None, None, "", None, set()),
        (None, TEXT_5, "", TEXT_5, set()),
        (TEXT_5, None, "", TEXT_5, set()),
        (TEXT_5, TEXT_5, "", TEXT_5, set()),
        # the newest card that this process knows counts, unless the person tapped another one
        (TEXT_8, TEXT_5, "", TEXT_8, {5}),
        (TEXT_8, TEXT_5, "adopted", TEXT_5, {8}),
        (TEXT_8, None, "adopted", None, {8}),
        # a screen that has to come as a new message closes every other
        (None, TEXT_5, "fresh", None, {5}),
        (TEXT_8, TEXT_5, "fresh", None, {5, 8}),
        (TEXT_8, TEXT_5, "fresh adopted", None, {5, 8}),
        # a text becomes a photo and a photo another photo; a photo never becomes a text
        (None, TEXT_5, "photo", TEXT_5, set()),
        (None, PHOTO_5, "photo", PHOTO_5, set()),
        (None, PHOTO_5, "", None, {5}),
        (PHOTO_8, TEXT_5, "", None, {5, 8}),
        (PHOTO_8, TEXT_5, "adopted", TEXT_5, {8}),
        # it became a photo, or a text, and the database does not know yet
        (PHOTO_5, TEXT_5, "", None, {5}),
        (PHOTO_5, TEXT_5, "adopted", None, {5}),
        (TEXT_5, PHOTO_5, "", TEXT_5, set()),
    ],
)
def test_one_message_is_the_card_and_the_others_lose_their_buttons(
    sent: KnownCard | None,
    stored: KnownCard | None,
    screen: str,
    edited: KnownCard | None,
    closed: set[int],
) -> None:
    kinds = screen.split()
    flags = {kind: kind in kinds for kind in ("adopted", "fresh", "photo")}

    assert place_card(sent, stored, **flags) == Placement(edited, frozenset(closed))


@pytest.mark.parametrize(
    ("description", "refusal"),
    [
        ("Message is not modified: specified new message content ...", EditRefusal.UNCHANGED),
        ("There is no text in the message to edit", EditRefusal.PHOTO),
        ("Message to edit not found", EditRefusal.GONE),
        ("Message can't be edited", EditRefusal.GONE),
        ("MESSAGE_ID_INVALID", EditRefusal.GONE),
        ("Message identifier is not specified", EditRefusal.GONE),
        ("Message is too long", None),
        ("Can't parse entities: unsupported start tag", None),
    ],
)
def test_a_refusal_tells_what_became_of_the_card(
    description: str, refusal: EditRefusal | None
) -> None:
    assert find_edit_refusal(description) == refusal


@pytest.mark.parametrize(("card", "duplicates"), [(50, [*range(40, 50)]), (4, [1, 2, 3]), (1, [])])
def test_copies_of_a_card_may_lie_just_below_it(card: int, duplicates: list[int]) -> None:
    assert [*find_possible_duplicates(card)] == duplicates
