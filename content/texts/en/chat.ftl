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
        [one] One question is behind you;
       *[other] { $asked } questions are behind you;
    } { $left ->
        [one] at most one more is left.
       *[other] at most { $left } more are left.
    }
welcome-last = <b>Your last answers</b>
paused =
    <b>Everything is kept</b>
    There is nothing to do, and I will not remind you. Come back whenever you like with /start, and you go on exactly here.

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

between-two = Your answers lie between these two, with the first one ahead.
title-sure = How sure is that?
title-for = What spoke for it most
title-against = What spoke against it
title-week = What a week looks like
title-next = What you can do next
title-why = Why this result
sure-clear = Clear enough to name it. By my own reckoning the chance is about { $tenths } in 10 that this describes your interests.
sure-close = Not clear-cut. By my own reckoning the chance is about { $together } in 10 that one of the two describes your interests.
how-far = Interests say something about which work suits you, not everything, and nothing about how good you are at it. Take this as the start of a conversation.
too-little = Too little to tell
too-little-few = You left most questions open. That is fine, but I would have to guess, and a guess is no advice.
too-little-alike = Nearly all your answers stand in the same place on the list. From that I cannot tell what draws you.
too-little-contradictory = Your answers pull in opposite directions, more than they usually do in one person. Whatever I named now would be a guess.
too-little-even = Your answers lie in the middle: neither kind of work stands out, in either direction.
too-little-next = What helps: change an answer that was given in a hurry, or answer a few more questions. Looking at the roles first may help too.
too-little-end = What helps: change an answer that was given in a hurry, or look at the roles and come back in a few weeks. Your answers will be here.
trait-technical = interest in understanding and building the thing itself
trait-leading = interest in steering people, time, money and risk
why-ranked = The two rows show how strong each interest is by these answers, from weak on the left to strong on the right. Below stand your answers: ▲ speaks for “{ $role }”, ▽ against it; the more arrows, the more it counted.
why-unranked = It is too little to name a role, so nothing is weighed here. These are the answers there are:
why-end = Nothing else counted: no name, no age, no job title. Every answer can be changed.
review = <b>Change an answer</b>
    Tap its number to see the question again. What you change counts at once; now and then it brings one more question.

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
    <b>Kept:</b> the number of this chat, your language, your answers and when you gave them, your result, when you first came and whether you blocked me, and which card is open. No name, no username, no phone number.
    <b>Before you press “Begin”:</b> only the chat, the language and the card, for a day at most.
    <b>A message that breaks something in me</b> is kept for seven days so that the fault can be mended; “Erase all” removes it too.
    <b>Who sees it:</b> admins see totals only, and results only as blurred numbers of large groups. Whoever runs the machine could read its files, as with every bot.
    <b>Yours:</b> “My data” sends you everything as a file. “Erase all” removes it at once; it stays only in the totals of groups, where nobody can be picked out, and in backups until they are thrown away.
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
tap-early = That was quick, so it did not count. Tap once more.
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
report-questions = How many got through each question
report-question = { $title }: { $people }
report-outcomes = Results in groups of { $block } who finished: { $groups } so far
report-outcome = { $role }: { $people }
report-none = too little to tell
report-few = Results are shown in whole groups of { $block } people, each number blurred by a few once and for all, so that nobody can be picked out. The later questions count only people in those groups. { $missing } more are needed for the next group.
