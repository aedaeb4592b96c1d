# Everything the advisor says beside the questions and the roles.
# <b> and <i> are allowed except in buttons, commands and descriptions.

language-name = English
letters = abcdefghijklmnopqrstuvwxyz

## Beginning and coming back

greeting =
    <b>Stay a technical expert, become a project manager, or both?</b>

    I am a career advisor. I ask you 8 to 12 short questions about real tasks, about four minutes in all. Then you see which way your answers point, why, and how sure that is.

    Stop whenever you like: every answer is kept, and you go on where you were, even a year later.

    🔒 I keep your answers and your language, no name and no phone number. You can see or erase everything at any time: /mydata, /delete.
    With “Begin” you agree to that.
welcome =
    <b>Good to see you again</b>
    { $asked ->
        [one] You have answered one question;
       *[other] You have answered { $asked } questions;
    } { $left ->
        [one] at most one more is left.
       *[other] at most { $left } more are left.
    }
welcome-last = <b>Your last answers</b>
paused =
    <b>Everything is kept</b>
    Nothing runs and nothing will remind you. Come back whenever you like with /start, and you go on exactly here.

## Questions

at-most =
    { $count ->
        [0] no more questions
        [one] the last one
       *[other] at most { $count } more
    }
meant = Which of these did you mean?
unsure = Not sure
answer-line = { $title }: { $answer }

## Buttons

button-begin = Begin
button-roles = The roles
button-language = 🌐 Language
button-privacy = Privacy
button-continue = Continue
button-restart = Start over
button-restart-yes = Yes, start over
button-restart-no = No, go on
button-back = ← Back
button-unsure = Not sure
button-why = Why this?
button-keep = Keep my answer
button-result = To the result
button-reasons = Why
button-change = Change an answer
button-more = A few more questions
button-compare = Side by side
button-overlap = What they share
button-path = Finding your path
button-myths = Common myths
button-about = About
button-mydata = My data
button-delete = Erase all
button-delete-yes = Yes, erase everything
button-delete-no = No, keep it

## Lines above the card

only-words = I can only read words and taps. Here is where we were.
unknown-command = I do not know that command; /help lists those I know. Here is where we were.
too-long = That is more than I can take in. The number of a button or its words is enough.
not-understood = I did not catch that. Tap a button, or type its number or its words.
result-later =
    { $count ->
        [one] Your result comes after one more question.
       *[other] Your result comes after at most { $count } more questions.
    }

## The result

title-sure = How sure is that?
title-for = What spoke for it most
title-against = What spoke against it
title-week = What a week looks like
title-next = What you can do next
title-why = Why this result
sure-clear = Quite clear. By my own reckoning the chance is about { $tenths } in 10 that your interests lie this way.
sure-close = Close: “{ $other }” fits almost as well. The chance is about { $together } in 10 that your interests lie one of these two ways.
how-far = Interests say something about which work suits you, not everything, and nothing about how good you are at it. Take this as the start of a conversation.
too-little = Too little to tell
too-little-few = You left most questions open. That is fine, but I would have to guess, and a guess is no advice.
too-little-alike = All your answers stand in the same place on the list. From that I cannot tell what draws you.
too-little-contradictory = Your answers pull in opposite directions, more than chance explains. Whatever I named now would be a guess.
too-little-even = Your answers lie in the middle: neither kind of work stands out, in either direction.
too-little-next = What helps: change an answer that was given in a hurry, or answer a few more questions. Looking at the roles first may help too.
too-little-end = What helps: change an answer that was given in a hurry, or look at the roles and come back in a few weeks. Your answers will be here.
trait-technical = interest in understanding and building the thing itself
trait-leading = interest in steering people, time, money and risk
why-ranked = The two rows show where your answers place you among people, from the least interest to the most. Below stand your answers: ▲ speaks for “{ $role }”, ▽ against it; the more arrows, the more it counted.
why-unranked = The two rows show where your answers place you so far, from the least interest to the most. It is too little to name a role. Below stand your answers: ▲ and ▽ pull in opposite directions.
why-end = Nothing else counted: no name, no age, no job title. Every answer can be changed.
review = <b>Change an answer</b>
    Tap one to see its question again. Your result follows right after.

## Pages

page-roles = <b>The roles</b>
title-responsibilities = What the work is
title-paths = The ways to do both, by name
title-gives-up = What you give up
title-compare = Side by side
page-overlap = <b>What the two roles share</b>
    A project goes well when both sides know something of the other's work.
page-privacy =
    <b>Privacy</b>
    <b>Kept:</b> the number of this chat, your language, your answers with the time, and what this card shows. No name, no username, no phone number.
    <b>Before you press “Begin”:</b> only the chat, the language and the card, for a day at most.
    <b>A message that breaks something in me</b> is kept for seven days so that the fault can be mended; “Erase all” removes it too.
    <b>Who sees it:</b> whoever runs this bot sees totals only, and results only for groups large enough that nobody can be picked out.
    <b>Yours:</b> “My data” sends you everything as a file. “Erase all” removes it at once, for good.
page-help =
    <b>How this works</b>
    I ask, you tap a button. You can also type: the number of a button counted from the top, its letter (“a” for the first), or its words; a typing mistake does no harm. Every answer is saved at once, and you can leave and come back whenever you like.
page-settings = <b>Settings</b>
page-languages = <b>Language</b>
    Your answers stay as they are.

confirm-restart = <b>Start over?</b>
    The questions begin anew. Your earlier answers stay in “My data” until you erase them.
confirm-delete = <b>Erase everything?</b>
    Your answers and all else I keep about you will be gone at once. It cannot be undone.
farewell = Everything about you has been erased. If you ever want to begin anew: /start

## Around the conversation

terminal-hint = Type the number of a button, or its words, and press Enter. Every answer is saved at once; Ctrl+D leaves.
data-caption = Everything I keep about you. The file is for you alone.
group = I talk about careers in private only: { $link }
trouble = I cannot save anything right now. Your last message is not lost: I will go on by myself as soon as I can.
tap-later = I cannot save right now. Your answer counts as soon as I can.
description =
    Stay a technical expert, become a project manager, or combine both? Answer 8 to 12 short questions about real tasks and see which way they point, why, and how sure that is. Stop and come back whenever you like. No name is kept.
short-description = Technical expert, project manager, or both? A short, honest career advisor.

command-start = begin, or go on where you were
command-roles = the roles and how they differ
command-result = your result
command-restart = start the questions over
command-language = switch the language
command-settings = settings
command-privacy = what is kept and who sees it
command-mydata = everything kept about you, as a file
command-delete = erase everything about you
command-cancel = stop for now; everything is kept
command-help = how this works
command-stats = how the group is doing

## The admins' report

report-title = How the group is doing
report-people =
    Began: { $began }
    Finished: { $finished }
    Mid-way: { $midway }
report-languages = By language
report-language = { $name }: { $people }
report-questions = How many reached each question
report-question = { $title }: { $people }
report-outcomes = Results of the first { $people } who finished, in groups of { $block }
report-outcome = { $role }: { $people }
report-none = too little to tell
report-few = Results are shown in whole groups of { $block } people who finished, so that nobody can be picked out. { $missing } more are needed for the next group.
