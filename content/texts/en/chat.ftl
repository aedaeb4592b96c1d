# Everything the advisor says beside the questions and the roles.
# <b> and <i> are allowed except in buttons, commands and descriptions.

language-name = English
letters = abcdefghijklmnopqrstuvwxyz

## Beginning and coming back

greeting =
    <b>Stay a technical expert, become a project manager, or both?</b>

    I am a career advisor. I ask you 6 to 16 short questions about real tasks, about four minutes in all. Then you see which way your answers point, why, and how sure that is.

    Stop whenever you like: every answer is kept, and you pick up where you left off, even a year later.

    🔒 I keep the number of this chat, your language, your answers and when you gave them. No name, no phone number. You can see or erase everything at any time: /mydata, /delete.
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
        [0] all questions answered
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
button-sureness = How sure?
button-otherwise = What would change it?
button-liked = The roles and you
button-settings = Settings
button-change = Change an answer
button-more = More questions
button-compare = Compare the roles
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
    .alone = I do not know that command; /help lists those I know.
too-long = That is more than I can take in. The number of a button or its words is enough.
not-understood = I did not catch that. Tap a button, or type its number or its words.
too-fast = Three answers came faster than a question can be read. Take your time with the next four, and I can go by what you say.
result-later =
    { $count ->
        [one] Your result comes after one more question.
       *[other] Your result comes after at most { $count } more questions.
    }

## The result

between-two = Your answers lie between these two, with the first one ahead.
between-two-even = Your answers lie between these two; neither is ahead.
leaning = Your answers lean this way, though not clearly yet.
title-sure = How sure is that?
title-for = What spoke for it most
title-for-first = What spoke most for “{ $role }”
title-against = What spoke against it
title-week = What a week looks like
title-next = What you can do next
title-why = Why this result
sure-clear = Clear enough to name it: by my own estimate it fits about { $share } in ten people who answer like you.
sure-close = Not clear-cut: by my own estimate one of the two fits about { $share } in ten people who answer like you.
sure-leaning = Not settled: by my own estimate it fits about { $share } in ten people who answer like you, and a few more answers could still change it.
# Shares of ten people, as they stand in the three lines above.
share-6 = six
share-7 = seven
share-8 = eight
share-9 = nine
how-far = This is about what you like, not what you can do. “How sure?” says how far such advice goes.
too-little = Too little to tell
in-the-middle = Right in the middle
too-little-few = You left most questions open, and that is fine. From so few answers I would only be guessing.
too-little-few-more =
    { $count ->
        [one] I need one more answer. “More questions” asks for it.
       *[other] I need { $count } more answers. “More questions” asks for them.
    }
too-little-few-end =
    There are no new questions left. “Change an answer” lists the ones you left open: { $count ->
        [one] I need an answer to one of them.
       *[other] I need answers to { $count } of them.
    }
too-little-alike = Nearly all your answers stand in the same place on the list, while the questions point both ways. From that I cannot tell what draws you.
too-little-alike-more = Look through them with “Change an answer”: as soon as two of them say something else, I can go on. “More questions” helps as well.
too-little-alike-end = Look through them with “Change an answer”: as soon as two of them say something else, I can go on.
too-little-fast = Several answers came faster than a question can be read. I would only be weighing where your finger landed.
too-little-fast-more = “More questions” brings four new ones. Take your time with them, and I can go by what you say.
too-little-fast-end = There are no new questions left. Go through four of them again with “Change an answer”, without hurry, and I can go by what you say.
too-little-contradictory = Some of your answers pull against the others, more than they usually do in one person. This is where it shows most:
too-little-contradictory-more = If that was a slip, tap it below and change it. If you meant it, answer a few more questions: they may settle it.
too-little-contradictory-end = If that was a slip, tap it below and change it. If you meant it, leave it: then these questions cannot tell you more today.
too-little-even = Your answers balance out: neither kind of work stands out, one way or the other. That is a result too, only not one that names a role.
too-little-even-more = If you like, answer a few more: something that really draws you would show there.
too-little-even-end = There are no new questions left. Try something small from both sides, and come back.
title-meanwhile = What helps in the meantime
map-place = On the map: understanding and building { $technical }, leading { $leading }.
map-technical = understanding and building
map-leading = leading people and plans
map-you = you
map-ring = you are in here, { $tenths } chances in 10
map-landmarks = occupations, rated by O*NET
trait-technical = interest in understanding how things work and building them
trait-leading = interest in steering people, time, money and risk

## Why this result, and what would change it

title-speaks-for = Speaks for it
title-speaks-against = Speaks against it
title-says-little = Says little either way
title-answers = Your answers
why-ranked = What each of your answers says about “{ $role }”; those that count most stand first.
why-unranked = It is too little to name a role, so nothing is weighed here.
why-more =
    { $count ->
        [one] and one more; “Change an answer” shows them all
       *[other] and { $count } more; “Change an answer” shows them all
    }
why-unsure =
    { $count ->
        [one] You left one question open; it counts neither way.
       *[other] You left { $count } questions open; they count neither way.
    }
why-end = Nothing else counted: no name, no age, no job title. Every answer can be changed.

title-otherwise = What would change it
otherwise =
    { $count ->
        [one] One answer would be enough. If you had answered like this:
       *[other] It would take { $count } answers. If you had answered like this:
    }
otherwise-line = { $title }: “{ $other }” instead of “{ $answer }”
otherwise-clear = Then your answers would point to “{ $role }”.
otherwise-close = Then your answers would lie between “{ $first }” and “{ $second }”, with the first one ahead.
otherwise-close-even = Then your answers would lie between “{ $first }” and “{ $second }”, with neither ahead.
otherwise-further =
    { $count ->
        [one] I would ask one more question before I name that.
       *[other] I would ask at most { $count } more questions before I name that.
    }
otherwise-honest =
    No smaller change does it. { $count ->
        [one] Look at the question again,
       *[other] Look at each question again,
    } and leave your answer if it says what you mean: a result you have steered tells you nothing.
firm =
    This result is firm: changing { $count ->
        [one] any one of your answers
        [2] any one or two of your answers
       *[other] any { $count } of your answers, or fewer,
    } would not lead to another one. It might become clearer or less clear, no more. It rests on many of your answers together.

## How sure it is

sureness-clear = It is { $chance } that “{ $role }” describes your interests. By my own estimate it is true of about { $tenths } in 10 people who answer like you.
sureness-close = It is { $chance } that “{ $first }” or “{ $second }” describes your interests. By my own estimate one of the two is true of about { $tenths } in 10 people who answer like you; which one, I leave open.
sureness-all = Of 10 people who answer like you I would expect:
sureness-line =
    { $tenths ->
        [0] fewer than 1
        [one] about { $tenths }
       *[other] about { $tenths }
    } ({ $chance })
chance-very-likely = very likely
chance-likely = likely
chance-even = about as likely as not
chance-unlikely = unlikely
chance-very-unlikely = very unlikely
title-interests = The two interests behind it
interests = On my scale, from weak on the left to strong on the right. ◆ is my best guess; by my own estimate the truth lies within ▰ in 8 cases out of 10.
interest = { $strength }
interest-or = { $strength }, perhaps { $other }
interest-band = { $strength }, perhaps anywhere from { $low } to { $high }
strength-weak = weak
strength-rather-weak = rather weak
strength-middling = middling
strength-rather-strong = rather strong
strength-strong = strong
title-predicts = How well such advice predicts
predicts = Modestly. Shown one person who leads and one who does technical work, a test like this picks the right one about 7 times in 10; a coin manages 5. People whose work suits their interests do better at it, but interests explain only about a tenth of the difference. Asked again the same day, about 6 in 10 simulated people get the same likeliest role, and about 9 in 10 of those who get a clear result both times. None of this says what you are able to do.
surer = A few more questions would narrow this down.

## The roles beside each other, as the answers see them

title-liked = The roles and you
liked = What each role answers for, and what your own answers say to it.
shared-manager = Knowing the technical side while leading
shared-expert = Planning along while staying technical
draws-yes =
    { $count ->
        [one] draws you (1 answer)
       *[other] draws you ({ $count } answers)
    }
draws-rather-yes =
    { $count ->
        [one] rather draws you (1 answer)
       *[other] rather draws you ({ $count } answers)
    }
draws-rather-no =
    { $count ->
        [one] rather does not draw you (1 answer)
       *[other] rather does not draw you ({ $count } answers)
    }
draws-no =
    { $count ->
        [one] does not draw you (1 answer)
       *[other] does not draw you ({ $count } answers)
    }
draws-mixed =
    { $count ->
        [one] sometimes yes, sometimes no (1 answer)
       *[other] sometimes yes, sometimes no ({ $count } answers)
    }
draws-even =
    { $count ->
        [one] neither draws you nor puts you off (1 answer)
       *[other] neither draws you nor puts you off ({ $count } answers)
    }
draws-unasked = not asked about yet

## The list of answers

review = <b>Change an answer</b>
    Tap its number to see the question again. What you change counts at once; now and then it brings one more question.

## Pages

page-roles = <b>The roles</b>
title-responsibilities = What the work is
title-paths = Ways to do both, by name
title-gives-up = What you give up
title-pendulum = There and back
pendulum = Going into management is a change of profession, not a promotion: other tools, other days, and you begin again as a beginner. Nor is it one-way. Many people swing between building and leading every few years, and each side makes them better at the other.
title-compare = Side by side
page-overlap = <b>What the two roles share</b>
    A project goes well when both sides know something of the other's work.
page-privacy =
    <b>Privacy</b>
    <b>Kept:</b> the number of this chat, your language, your answers and when you gave them, your result, when you first came and when you agreed, whether you blocked me, which card is open and when it last changed. No name, no username, no phone number.
    <b>Before you press “Begin”:</b> only the chat, the language, the card and when you came, for a day at most.
    <b>A message I could not process</b> is kept for seven days at most so that nothing is lost; one that came too fast, until its turn comes. “Erase all” removes both.
    <b>Who sees it:</b> admins see totals only, and results only as blurred numbers of large groups. Whoever runs the machine could read its files, as with every bot.
    <b>Yours:</b> “My data” sends you everything as a file. “Erase all” deletes it and overwrites it in my files, usually at once, within a minute if another program is reading them. Only the totals of groups stay, where nobody can be picked out.
    <b>Out of my reach:</b> backups, until they are thrown away, and the disk below my files: an SSD or a snapshot of the machine may hold on to old data for a while.
page-privacy-always = <b>How long:</b> until you erase it.
page-privacy-retention =
    <b>How long:</b> until you erase it. If I hear nothing from you for { $months ->
        [one] { $months } month
       *[other] { $months } months
    }, I erase it myself. I write to you 30 days before that and keep the date; any reply keeps everything. If you have blocked me, I erase it without writing.
page-help =
    <b>How this works</b>
    I ask, you tap a button. You can also type: the number of a button counted from the top, its letter (“a” for the first), or its words; a typing mistake does no harm. Every answer is saved at once, and you can leave and come back whenever you like.
page-settings = <b>Settings</b>
page-languages = <b>Language</b>
    Your answers stay as they are.

confirm-restart = <b>Start over?</b>
    The questions begin anew. A result you already have is no longer shown; note it down if you want to compare. Your earlier answers stay in “My data” until you erase them.
confirm-delete = <b>Erase everything?</b>
    Your answers and all else I keep about you will be gone for good. It cannot be undone.
farewell = Everything about you has been erased. If you ever want to begin anew: /start
farewell-soon = I am erasing everything about you. Within a minute nothing will be left in my files. If you ever want to begin anew: /start
erasure-notice =
    You have not been here for a long time. { $count ->
        [one] Tomorrow
       *[other] In { $count } days
    } I will erase your answers and everything else I keep about you.

    Would you like to keep them? Any message is enough, for example /result. If not, there is nothing to do; /delete erases everything now.

## Around the conversation

terminal-hint = Type the number of a button, or its words, and press Enter. Every answer is saved at once; Ctrl+D leaves.
data-caption = Everything I keep about you. The file is for you alone.
group = I talk about careers in private only: { $link }
trouble = I cannot save anything right now. Your last message is not lost: I will go on by myself as soon as I can.
unread =
    { $count ->
        [one] So much came at once that I could not keep up: I did not read your last message or tap. Everything before it counts. If it mattered, please send it again.
       *[other] So much came at once that I could not keep up: I did not read your last { $count } messages and taps. Everything before them counts. If something in them mattered, please send it again.
    }
tap-early = That was quick, so it did not count. Tap once more.
tap-later = I cannot save right now. Your answer counts as soon as I can.
description =
    Stay a technical expert, become a project manager, or combine both? Answer 6 to 16 short questions about real tasks and see which way they point, why, and how sure that is. Stop and come back whenever you like. No name is kept.
short-description = Technical expert, project manager, or both? A short, honest career advisor.

command-start = begin, or pick up where you left off
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
report-outcomes =
    Results of { $people } people in { $groups ->
        [one] one group
       *[other] { $groups } groups
    }
report-outcome = { $role }: { $people }
report-none = too little to tell
report-earlier =
    Results of { $groups ->
        [one] one earlier group
       *[other] { $groups } earlier groups
    }
report-clipped = An earlier version of this bot released these groups and raised every number below 0 to 0, so rare results look more common here than they are.
report-few =
    Results come in whole groups of { $block } people who finished. Each number in a group is shifted a little at random, once and for all, so that nobody can be picked out. { $missing ->
        [0] The next group is complete; you will see it in a moment.
        [one] One more person is needed for the next group.
       *[other] { $missing } more people are needed for the next group.
    }
