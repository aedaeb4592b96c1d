# The words of the questions. Which questions there are and what they measure stands in questions.toml.
#
# Rules: plain text. A question has at most 240 characters, its .title 44, its .why 300, .first and .second 20, and a
# label 30 with the name of the task put in. The .title is a noun phrase, shown with the answer: "Checking a new
# method: very much". In a choice between two tasks the text tells the .first task first, in words that .first,
# .second and the phrases take up again; where each job has its catch, .first and .second name the catch one takes.
# The .why says why this is asked, and never which answer counts for what.
#
# The phrases for explanations: .doing, and in a choice .first-doing and .second-doing, at most 70 characters, say what
# one does there, as it stands after "you would rather": "find out why a website is slow". The .reason of each label
# makes the sentence of it: "you would very much like to find out why a website is slow". It never takes up the words of
# another label, and names the chosen task first. In a choice avoid a phrase that ends with a comparison ("less material"): "than" follows.

## Labels of the kinds: the line under the question and the five answers
## The .scale says the labels once more, from the first to the last, so that `check` notices when two are swapped.

kind-liking = How much would you like doing this?
    .scale = Very much, Quite a bit, So-so, Not much, Not at all
liking-very-gladly = Very much
    .reason = you would very much like to { $doing }
liking-gladly = Quite a bit
    .reason = you would quite like to { $doing }
liking-so-so = So-so
    .reason = you would not mind either way if you had to { $doing }
liking-rather-not = Not much
    .reason = you would not much like to { $doing }
liking-not-at-all = Not at all
    .reason = you would not at all like to { $doing }

kind-between = Which of the two draws you more?
    .scale = Clearly { $first }, Rather { $first }, Both equally, Rather { $second }, Clearly { $second }
between-first-clearly = Clearly { $first }
    .reason = you would much rather { $first } than { $second }
between-first-rather = Rather { $first }
    .reason = you would rather { $first } than { $second }
between-either = Both equally
    .reason = you do not mind whether you { $first } or { $second }
between-second-rather = Rather { $second }
    .reason = you would rather { $second } than { $first }
between-second-clearly = Clearly { $second }
    .reason = you would much rather { $second } than { $first }

kind-week = How much of the week should it take?
    .scale = Most of the week, About half, About a day, A few hours, None of it
week-most = Most of the week
    .reason = you would keep most of the week free to { $doing }
week-half = About half
    .reason = you would keep about half of the week free to { $doing }
week-day = About a day
    .reason = you would keep about a day of the week free to { $doing }
week-hours = A few hours
    .reason = you would keep only a few hours of the week free to { $doing }
week-none = None of it
    .reason = you would keep none of the week free to { $doing }

kind-handing-over = How much of it would you hand over?
    .scale = All of it, Most of it, About half, Only a little, None of it
handing-over-all = All of it
    .reason = you would { $doing }, all of it
handing-over-most = Most of it
    .reason = you would { $doing }, most of it
handing-over-half = About half
    .reason = you would { $doing }, but only about half of it
handing-over-little = Only a little
    .reason = you would { $doing }, but only a little of it
handing-over-none = None of it
    .reason = you would not { $doing } at all

## Words by which `check` sees which way round a question is; people never see them. A * stands for any ending.
## Each .doing phrase has more words of its own trait than of the other. What is turned round, and only that, has a word of
## marks-reversed. When a new question needs another word, add it.

marks-technical =
    find out, finding out, calculat*, design*, write and test, building, work out, searching, search for, solv*, method*, measur*, tests,
    questions, inner workings, website, strange, odd, telescope, summary, system, roof, seawater, sound, hall, umbrella, discovery,
    egg, cold, noise, new tool
marks-leading =
    who does what, what gets done, by whom, project, teams, talks, budget, money, share out, agreement, agree, plan, dispute, crew, goal, delay*, upset*,
    dates, people, months, decide what, choose, cost, on time, win, influence, risks, estimate, figures, steer*, settle, prepare
marks-reversed =
    leav*, let, hand over, handing over, hand it over, give up, do without, make do, instead, keep out, keeping out, no say, no influence,
    from the outside, others have set

## The questions

question-bridge-or-dates = Two things wait on your desk, and you may take one. The computer model of a bridge gives strange results and nobody sees why. And two teams keep missing the same date; somebody has to get them back in step.
    .title = A strange model or a missed date
    .first = the bridge model
    .second = the two teams
    .first-doing = find out why the model of a bridge gives strange results
    .second-doing = get two teams back in step
    .why = Both are problems to solve, and both paths solve problems all day. What differs is the object: a thing that does not behave, or people and dates that do not fit. So we name it.

question-week-making = Think of a working week arranged just as you like. One kind of work in it is making the thing itself: designing, calculating, writing, testing.
    .title = Making the thing itself
    .doing = design, calculate, write and test the thing itself
    .why = Asking directly says the most. In a 2018 survey of people who write software for research, the week they wished for told more about their work than forty indirect questions did in another survey.

question-hand-over-steering = In your working week many hours go into watching over a whole project: its money, its risks, and people who want different things from it. A capable colleague offers to take this on, and you could hand it over.
    .title = Handing over the steering of a project
    .doing = hand over the steering of a project
    .why = Asking directly says the most, and asking from both ends guards against habit: some of us like to say yes, others like to say no. So this time it is about what you would part with.

question-talks-or-roof = A town is getting a new school. One task: hold the talks about what will be built for the money and what will not. The other: work out a roof that needs a third less material.
    .title = Talks or a lighter roof
    .first = the talks
    .second = the lighter roof
    .first-doing = hold talks about what a new school will include
    .second-doing = work out a lighter roof
    .why = Both tasks save the town money: one by agreeing what is worth building, one by a cleverer way to build it. Neither is the better deed, so the choice shows what kind of work draws you.

question-week-planning = Think of a working week arranged just as you like. One kind of work in it is deciding what gets done, by whom and by when, and seeing to it that it happens.
    .title = Deciding who does what by when
    .doing = decide what gets done, by whom and by when
    .why = This is asked apart from the week of making, because the two are not opposites: somebody may want much of both, or little of either.

question-hand-over-deep = In your working week many hours go into the hard questions of your field: reading, trying things out, finding out why. A capable colleague offers to take this on, and you could hand it over.
    .title = Handing over the hard questions
    .doing = hand over the work on the hard questions of your field
    .why = Hard questions tire some people and wake others up. Asking what you would part with is the surest way to see which it is, and it balances the questions that ask what you would like.

question-nine-people-or-survey = A big survey of city traffic is under way. One task: share out the work among nine people by what each does well and when each is free. The other: find out why the counts from one district look so odd.
    .title = Sharing out work or odd counts
    .first = sharing out the work
    .second = the odd counts
    .first-doing = share out work among nine people
    .second-doing = find out why some traffic counts look odd
    .why = The same project holds two puzzles: fitting people to work, and making sense of data. Both need a clear head, so what counts is which one you would pick up first.

question-booking-or-agreement = A clinic is getting a new way to book visits. One task: design it so that two patients can never get the same hour. The other: bring doctors, front desk and supplier to an agreement on what comes first.
    .title = A booking design or an agreement
    .first = the design
    .second = the agreement
    .first-doing = design a booking system where no two visits clash
    .second-doing = bring doctors, front desk and supplier to an agreement
    .why = People in both jobs talk with others all day. What differs is what the talking is for: to get a thing right, or to get several sides to pull in one direction.

question-try-new-method = A new method has appeared in your field; it is said to give far more exact results. You have a free day to try it on your own examples and find out whether that is true.
    .title = Checking a new method
    .doing = find out for yourself whether a new method is any good
    .why = Both jobs mean learning for life, so “do you like to learn” would tell us nothing. We ask about one thing to learn, and one way to learn it.

question-give-budget-away = Your project has its own money. You let somebody else decide what it is spent on and watch that it lasts, and you never see the figures again.
    .title = Leaving the budget to somebody else
    .doing = leave your project's money to somebody else
    .why = Money is part of every project, and people feel very differently about looking after it. We ask some things by what you would give away, so that a habit of saying yes does not decide.

question-what-may-go-wrong = A city festival opens in three months. You write down what could upset it: a late permit, a missing delivery, a key person falling ill. For each you settle what will be done and who will do it.
    .title = Preparing for what may go wrong
    .doing = prepare for everything that could upset a city festival
    .why = Seeing trouble early and having an answer ready is work that somebody has to do in every undertaking. To some it is a worry, to others a pleasure.

question-give-insides-away = Your team is making a filter for drinking water. You leave it to the others to understand how it works inside; you only need to know that it works and when it is ready.
    .title = Leaving the inner workings to others
    .doing = leave the inner workings of a water filter to others
    .why = Nobody can understand everything, so all of us leave something to others. What we leave gladly, and what only with regret, says something about us.

question-slow-website = The website of a theatre becomes slow every evening and nobody knows why. You get two days to find out.
    .title = Finding out why a website is slow
    .doing = find out why a theatre's website is slow
    .why = You need not know anything about websites: what counts is whether such a hunt sounds like two good days or two long ones.

question-budget-or-forecast = A region prepares for floods. One task: divide the budget anew so that the most urgent things get done this year. The other: build a forecast, a calculation that shows a day earlier where the river will rise.
    .title = A flood budget or a flood forecast
    .first = the budget
    .second = the forecast
    .first-doing = divide a flood budget so that the urgent things come first
    .second-doing = make a forecast and calculate where a river will rise
    .why = Both tasks are work with numbers, and both may save houses. So neither numbers nor kindness decide here, only what you would like to do with the numbers.

question-lifts-from-a-table = How many lifts does a tall building need so that nobody waits longer than a minute? You take the number from a ready-made table instead of working it out, and go on to the next thing.
    .title = A ready number instead of working it out
    .doing = take a number from a table instead of calculating it
    .why = Ready answers save time, and there is nothing wrong with using them. Whether you would miss the way to the answer is another matter, and that is what we ask.

question-noise-or-dispute = A new train is louder than the calculations promised. One task: find out where the noise comes from. The other: settle the dispute between the maker and the railway about who does what by when.
    .title = A train's noise or a dispute
    .first = the noise hunt
    .second = the dispute
    .first-doing = find out where a train's noise comes from
    .second-doing = settle a dispute between a train maker and a railway
    .why = One trouble, two ends to take hold of it. Both have to be dealt with before anybody can travel in peace; the question is at which end you would stand.

question-wish-into-plan = A town wants a covered market by spring. You turn the wish into a plan: what belongs to it and what does not, in which steps, and how long each step takes.
    .title = Turning a wish into a plan
    .doing = turn a town's wish for a covered market into a plan
    .why = Every undertaking begins as a wish that is too big and too vague. Cutting it to size is a kind of work of its own, and tastes differ about it.

question-crew-or-seawater = A research ship sails in a month. One task: fill the last three places in the crew so that every job on board is covered. The other: compare two new ways of measuring seawater and find the more exact one.
    .title = A ship's crew or the measuring
    .first = the crew
    .second = the measuring
    .first-doing = find the last three people for a ship's crew
    .second-doing = compare two ways of measuring seawater
    .why = Both tasks are about finding what fits best: the right people, or the right way to measure. The care is the same; only the object differs.

question-give-dates-away = You work on a big project. You leave it to somebody else to set the order of the work and remind people of the dates, and simply keep to the plan you are given.
    .title = Leaving the plan and dates to others
    .doing = leave the plan and its dates to somebody else
    .why = A plan that somebody else looks after can be a relief or a bother. There is no right answer; both kinds of people are needed.

question-discovery-or-risks = You have two free afternoons. One offer: follow a fresh discovery in your field step by step until you see why it holds. The other: go through the risks of a big project with its people and find what could make it late.
    .title = A discovery or the risks of a project
    .first = the discovery
    .second = the risks
    .first-doing = follow a new discovery until you see why it holds
    .second-doing = look for the risks that could delay a big project
    .why = Both afternoons go into a search, and at the end of both you know something you did not know before. We would like to see what you would search for when nobody makes you.

question-design-of-a-stranger = You are given the plans of a clever system made by somebody you cannot ask. You have a week to understand how it works and why it was done that way.
    .title = Understanding somebody's clever design
    .doing = understand a clever system designed by a stranger
    .why = Nothing comes out of this week but understanding. That makes it a clean question: no praise, no money, no use, just the thing and you.

question-choice-or-tests = A city chooses batteries for its buses. One task: hear the specialists, take the decision and answer for cost and date. The other: run tests on the batteries and find out why one kind ages faster.
    .title = The battery decision or the tests
    .first = the decision
    .second = the tests
    .first-doing = decide on batteries for the buses and answer for the cost
    .second-doing = find out by tests why some batteries age fast
    .why = This touches the place where the two paths meet: one cannot decide well without understanding, and tests are run so that somebody can decide. Which half of it would you take?

question-summary-instead = A new tool is coming into your field. You let a colleague try it out and take a one-page summary instead of working with it yourself.
    .title = A summary instead of trying it out
    .doing = make do with a colleague's summary of a new tool
    .why = New tools keep coming, and nobody can try them all. Some try as many as they can, some are glad of a good summary; both get on well.

question-tunnel-or-estimate = A tunnel is being planned and your knowledge is wanted. One task: work out how its hardest stretch can be built safely. The other: estimate how many people and months every stretch will need.
    .title = A hard tunnel stretch or the estimate
    .first = the hardest stretch
    .second = the estimate
    .first-doing = work out how to build the hardest stretch of a tunnel
    .second-doing = estimate how many people and months a tunnel will take
    .why = This touches the place where the two paths meet: both tasks need somebody who knows tunnels. What we ask is how you would like to use the same knowledge.

question-one-goal-for-three = Designers, builders and the client of a new library each understand the goal differently. You bring them to one table and lead the talk until all three agree on the same next step.
    .title = Bringing three sides to one goal
    .doing = lead three sides with different ideas to one common goal
    .why = We do not ask whether you like people: nearly everybody does, and it does not tell the two paths apart. We ask whether you would like to take on this task with them.

question-goal-or-wells = An aid organisation plans its year. One task: choose the goal for the year and win everyone over to it. The other: go through ten years of data and find out which wells will run dry.
    .title = A goal for the year or data on wells
    .first = the goal
    .second = the data on wells
    .first-doing = choose a goal for the year and win everyone over to it
    .second-doing = find out from old data which wells will run dry
    .why = Both help the same villages. One task sets out where to go, the other finds out how things stand. In the O*NET database of jobs this pair of interests tells the two paths apart best.

question-studio-hours-given = Two film crews need the only big studio in the same week. Somebody else decides who gets it when and sees to it that nobody stands idle. You leave it to them and work in the hours you are given.
    .title = Leaving the sharing of the studio to others
    .doing = leave it to others to share out the only studio
    .why = Rooms, tools and time are never enough for everybody, so somebody has to share them out. We ask how you would feel if that were not you.

question-lamp-or-delivery = A school lamp is to use half the power. One task: design and test the first lamp. The other: organise that four hundred lamps are made and delivered to forty schools by September, on time.
    .title = The first lamp or the delivery
    .first = the first lamp
    .second = the delivery
    .first-doing = design and test the first school lamp
    .second-doing = see that forty schools get their delivery on time
    .why = It takes both to bring light into the schools, and both are full of small surprises. The difference is whether one lamp or many hands lie in front of you.

question-sound-to-last-row = A concert hall is being rebuilt. You calculate how the sound travels from the stage to the last row, and change the shape of the walls until the quietest note can be heard there.
    .title = Sound that reaches the last row
    .doing = shape a concert hall so that the last row hears every sound
    .why = You need not know how sound is calculated. Imagine you had learned it: would these be hours that fly, or hours that drag?

question-no-building-no-deciding = A science show for children is being prepared. There are two jobs, each with its catch. In one, building the experiments is always left to others. In the other, deciding who does what is always left to others.
    .title = Never building or never deciding
    .first = without building
    .second = without deciding
    .first-doing = give up building anything yourself
    .second-doing = give up deciding who does what
    .why = Every job lacks something. What we could live without often says more about us than what we would like, so this time we ask about that.

question-give-search-away = A weather station shows a wrong temperature every morning. You let a colleague take over the search for the cause; all you hear later is that the figures are right again.
    .title = Leaving the search to a colleague
    .doing = let a colleague search for the fault in a weather station
    .why = A colleague who takes a search off our hands does us a favour, or takes away the best part. Which of the two it would be for you is worth knowing.

question-heat-or-budget = A greenhouse for rare plants uses twice as much heat as it should. One task: find out where the heat is lost. The other: rework the year's budget so that the money lasts all the same.
    .title = The lost heat or the budget
    .first = the lost heat
    .second = the budget
    .first-doing = find out where a greenhouse loses its heat
    .second-doing = rework a budget so that the money lasts
    .why = The plants need both: less heat lost and enough money. One asks why a thing does not do what it should, the other how to manage all the same.

question-what-to-cut = Half-way through a project a quarter of its money is taken away. Together with the client you decide what is dropped and what waits, and see to it that the rest is enough.
    .title = Making do with less money
    .doing = decide what a project drops when its money shrinks
    .why = Choosing what not to do is hard for everybody. Some find it one of the most interesting things at work, some would go a long way round it.

question-one-date-or-new-search = Twelve libraries are changing to a new catalogue. One task: win them all over, even those who are against it, to change on the same day. The other: learn the new way of searching inside out and test what it finds.
    .title = The same day or the new search
    .first = the same day
    .second = the new search
    .first-doing = win twelve libraries over to change on the same day
    .second-doing = learn a new way of searching inside out
    .why = Talking and learning belong to both jobs, so we say exactly what about. Which of the two would you have to be asked twice to do?

question-give-risks-away = A museum is moving into a new building. You leave it to somebody else to think through what could go wrong on the way and to keep watch over it; you simply do your own part.
    .title = Leaving the risks to somebody else
    .doing = leave the risks of a museum's move to somebody else
    .why = To do one's own part well and not to worry about the rest can be a blessing, or feel like looking away. We would like to know which it is for you.

question-no-say-or-no-details = A telescope is being built. There are two jobs, each with its catch. In one, you have no say in dates and money. In the other, you know only from the outside how the telescope works; the details are for others.
    .title = No say in dates or no details
    .first = no say in dates
    .second = no details
    .first-doing = have no say in dates and money
    .second-doing = know a telescope from the outside, without the details
    .why = No job has everything. Here you choose which of two gaps you could live with; what we mind least says as much about us as what we like most.

question-how-the-cold-is-kept = Vaccines travel in a box that stays cold for a week. You only need to know when it sets off and arrives. Still you ask its makers how the cold is kept, until you could draw it yourself.
    .title = Understanding how a box stays cold
    .doing = ask how a vaccine box stays cold until you could draw it
    .why = This touches the place where the two paths meet: nobody needs to know it for the dates, and yet it helps to see difficulties coming. Would you ask?

question-delays-or-egg = An artificial hand for children is to be ready by autumn. One task: go through the possible delays with doctors and makers, and settle who acts then. The other: work out how its fingers can grip an egg so gently that it does not break.
    .title = The delays or the gentle grip
    .first = the delays
    .second = the gentle grip
    .first-doing = prepare for the delays an artificial hand may meet
    .second-doing = work out how artificial fingers can grip an egg
    .why = The children wait for both: that the hand comes in time, and that it does what a hand should. One undertaking, two kinds of care.

question-leave-the-making = You have an idea for an umbrella that warns of rain before you leave home. You say what it should be able to do; how to make it do that, you leave to others.
    .title = Leaving the making to others
    .doing = leave it to others to make the umbrella you thought up
    .why = An idea is one thing, making it work another. People differ in which of the two they count as the real work, and in which they would share.

question-goals-or-new-methods = An institute studies earthquakes. There are two jobs, each with its catch. In one, others set the goal and you only hear of it. In the other, there is no time for the newest methods, and others know them better than you.
    .title = No goal-setting or no new methods
    .first = no goal-setting
    .second = no new methods
    .first-doing = work for a goal that others have set
    .second-doing = do without the newest methods of your field
    .why = In a 2016 survey (Stack Overflow) people who build software and people who manage it differed in wishes like these, and hardly in pay or promotion. So we ask which of the two you would miss less.

question-stand-by-estimate = A planetarium wants a new star show and you know the work best. You work out how many weeks, people and how much money each part will take, and defend your figures when the date is being settled.
    .title = Defending your estimate
    .doing = estimate what a star show will take and defend the figures
    .why = This touches the place where the two paths meet: whoever knows the work best can say best what it will take. Not everybody wishes to say it aloud.

question-depth-or-influence = A map of the sea bed is being made. There are two jobs, each with its catch. In one, you leave your questions half answered, so often are you called away. In the other, you have one small part and no influence on the rest.
    .title = No full answers or no influence
    .first = half answers
    .second = no influence
    .first-doing = leave hard questions half answered
    .second-doing = stay in one small part with no influence on the rest
    .why = Both prices are paid in real jobs every day, and people complain about both. Here you choose which one you would sooner pay.

question-keep-out-of-talks = Parents, the town and the builders want different things from a new playground. You keep out of it: somebody else brings them to agree, and you begin once it is settled what will be built.
    .title = Keeping out of the talks
    .doing = keep out of the talks about a new playground
    .why = Talks in which everybody wants something else wear some people out and cheer others up. Neither is a merit; it is good to know it of oneself.

question-lava-or-film-plan = A school film is to show a volcano from the inside. One task: calculate how the lava flows so that the pictures are true. The other: make the plan: what belongs in the film, in which steps it is made and how long each takes.
    .title = The lava or the plan of the film
    .first = the lava
    .second = the plan
    .first-doing = calculate how lava flows inside a volcano
    .second-doing = plan what belongs in a film and how it is made
    .why = One film, two beginnings. It needs a true volcano and it needs an order of work; we ask which of the two you would like to be responsible for.
