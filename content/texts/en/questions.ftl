# The words of the questions. Which questions there are and what they measure is in questions.toml.
#
# Rules: plain text. A question has at most 240 characters, its .title 44, its .why 300, .first and .second 20, and a
# label 32 with the name of the task put in. The .title is a noun phrase, shown beside the answer: "Testing a new
# method: Very much". In a choice the text tells the .first task first, in words that .first, .second and the phrases
# take up again. In the kinds that ask what people would part with, the text and .doing describe the task plainly, and
# the .title says that it is given away. The .why says why this is asked, never which answer counts for what.
#
# The phrases for explanations: .doing, and in a choice .first-doing and .second-doing, at most 70 characters, say what
# one does, as it stands after "you would rather": "find out why a website is slow". The .reason of each label makes a
# sentence of it that says what the person wants, not what they refuse: "you would sooner let somebody else find out why
# a website is slow". It never takes up the words of another label, and names the chosen task first. In a choice avoid a
# phrase that ends with a comparison ("less material"): "than" follows.

## Labels of the kinds: the line under the question and the five answers
## The .scale gives the labels once more, from the first to the last, so that `check` notices when two are swapped.

kind-liking = How much would you enjoy this?
    .scale = Very much, Quite a bit, So-so, Not much, Not at all
liking-very-gladly = Very much
    .reason = you would very much like to { $doing }
liking-gladly = Quite a bit
    .reason = you would enjoy it if you could { $doing }
liking-so-so = So-so
    .reason = it would be fine with you to { $doing }
liking-rather-not = Not much
    .reason = you would sooner let somebody else { $doing }
liking-not-at-all = Not at all
    .reason = you would gladly let somebody else { $doing }

kind-between = Which appeals to you more?
    .scale = Definitely { $first }, Probably { $first }, Both equally, Probably { $second }, Definitely { $second }
between-first-clearly = Definitely { $first }
    .reason = you would much rather { $first } than { $second }
between-first-rather = Probably { $first }
    .reason = you would rather { $first } than { $second }
between-either = Both equally
    .reason = you are drawn to both: you would like to { $first }, and to { $second }
between-second-rather = Probably { $second }
    .reason = you would rather { $second } than { $first }
between-second-clearly = Definitely { $second }
    .reason = you would much rather { $second } than { $first }

kind-giving-up = If time ran short, when would you give this up?
    .scale = First of all, Early on, Somewhere in between, Late, Last of all
giving-up-first-of-all = First of all
    .reason = with little time, you would first of all let somebody else { $doing }
giving-up-early = Early on
    .reason = with little time, you would sooner let somebody else { $doing }
giving-up-in-between = Somewhere in between
    .reason = you would { $doing } as long as there is time for it
giving-up-late = Late
    .reason = even with little time, you would try to { $doing }
giving-up-last-of-all = Last of all
    .reason = however little time there is, you would want to { $doing }

kind-week = How much of that time should it take?
    .scale = Most of it, About half, About a day, A few hours, None of it
week-most = Most of it
    .reason = you would like to { $doing }, or most of it
week-half = About half
    .reason = you would like to { $doing }, about half of it
week-day = About a day
    .reason = you would like to { $doing }, about a day of it
week-hours = A few hours
    .reason = you would like to { $doing }, a few hours of it
week-none = None of it
    .reason = you have other plans than to { $doing }

kind-handing-over = A capable colleague offers to take it on. How much would you hand over?
    .scale = All of it, Most of it, About half, Only a little, None of it
handing-over-all = All of it
    .reason = you would gladly let somebody else { $doing }, all of it
handing-over-most = Most of it
    .reason = you would sooner let somebody else { $doing }, with a little help from you
handing-over-half = About half
    .reason = you would like to { $doing } together with somebody, half and half
handing-over-little = Only a little
    .reason = you would like to { $doing } yourself, with some help
handing-over-none = None of it
    .reason = you would want to { $doing } yourself, from start to finish

## Words by which `check` sees which way round a question is; people never see them. A * stands for any ending.
## Each .doing phrase has more words of its own trait than of the other. What is turned round, and only that, has a word of
## marks-reversed: the line of its kind together with its .title, or else its text, .title and phrases. When a new question
## needs another word, add it.

marks-technical =
    find out, finding out, calculat*, design*, write and test, write small programs, work out, work on, work on the hard questions, search*,
    method*, measur*, tests, hard question*, how it works, how every part, clock, restore, compare, experiment*, study,
    track down, old data, strange, dough, tools, learn, technology, understand, draw, finest points, seawater, animals, old papers
marks-leading =
    who does what, what gets done, by whom, project, teams, talks, budget, money, share out, agreement, plan, planning, crew, goal*, people,
    months, decid*, decision*, on time, win, estimate, watch over, build up, build a team, lead, run, persuade, organise, negotiate,
    prepare, direction, grow, dates, voice
marks-reversed =
    hand over, handing over, give this up, give up, giving up, leav*, let, instead, without having to, keep out, others have set

## The questions

question-bridge-or-dates = You could find out why the computer model of a bridge gives strange results, or get two teams that keep missing the same date back in step.
    .title = A strange model or a missed date
    .first = the bridge model
    .second = the two teams
    .first-doing = find out why the model of a bridge gives strange results
    .second-doing = get two teams back in step
    .why = Both are problems to solve, and both paths solve problems all day. What differs is what has gone wrong: a model that misbehaves, or people and dates that do not fit together.

question-week-making = Think of a working week arranged just as you like. One part of it is making things yourself: designing, calculating, writing, testing.
    .title = Making things yourself
    .doing = spend your week designing, calculating, writing and testing
    .why = Asking directly says the most. In a 2018 survey of people who write software for research, the week they wished for told more about their work than forty indirect questions did in another survey.

question-hand-over-steering = Imagine many of your hours go into watching over a whole project: its money, its risks, and people who want different things.
    .title = Handing over the steering of a project
    .doing = watch over a whole project
    .why = Asking directly says the most, and asking from both ends guards against habit: some of us like to say yes, others like to say no. So this time it is about what you would part with.

question-talks-or-roof = A town is getting a new school. You could lead the talks about what gets built for the money, or design a roof that needs a third less material.
    .title = Talks or a lighter roof
    .first = the talks
    .second = the roof
    .first-doing = lead the talks about what a new school will include
    .second-doing = design a lighter roof
    .why = Both tasks save the town money: one by agreeing what is worth building, one by a cleverer way to build it. Neither is the better deed, so your choice is about the work alone.

question-week-rest = Picture your ideal working week. However much of it you spend making things, some time is left. It could go into deciding what gets done, by whom and when.
    .title = Deciding who does what, in the time left
    .doing = spend the rest of your week deciding who does what by when
    .why = There is only one week, so this is about the hours that making things does not take. The two do not shut each other out: some people want both in it, some neither.

question-hand-over-deep = Imagine many of your hours go into the hard questions of your field: reading, trying things out, finding out why.
    .title = Handing over the hard questions
    .doing = work on the hard questions of your field
    .why = Hard questions tire some people and wake others up. What you would part with shows well which it is for you, and it balances the questions about what you would like.

question-goal-or-wells = An aid organisation plans its year. You could set a goal that everyone gets behind, or find out from old data which wells will run dry.
    .title = A goal for the year or data on wells
    .first = the goal
    .second = the wells
    .first-doing = set a goal for the year that everyone gets behind
    .second-doing = work out from old data which wells will run dry
    .why = Both help the same villages. One task sets out where to go, the other finds out how things stand. In the O*NET database of jobs this pair of interests tells the two paths apart best.

question-booking-or-agreement = A clinic needs a new way to book visits. You could design one where no two visits clash, or bring doctors, nurses and front desk to an agreement.
    .title = A booking design or an agreement
    .first = the design
    .second = the agreement
    .first-doing = design a booking system where no two visits clash
    .second-doing = bring doctors, nurses and front desk to an agreement
    .why = People in both jobs talk with others all day. What differs is what the talking is for: to get something right, or to get several sides to pull in one direction.

question-try-new-method = Imagine a new method in your field is said to be far better. You have a free day to test it on examples of your own.
    .title = Testing a new method
    .doing = test a new method on examples of your own
    .why = Both jobs mean learning for life, so “do you like to learn” would tell us nothing. We ask about one thing to learn, and one way to learn it.

question-money-of-an-orchestra = Imagine you spend part of your week making sure that a youth orchestra gets by on its money.
    .title = Giving up an orchestra's budget
    .doing = see that a youth orchestra gets by on its money
    .why = Money is part of every undertaking, and people feel very differently about looking after it. What we give up last often says more than what we say yes to.

question-grow-newcomer = Imagine a shy newcomer joins your team. Over a year you help her grow until she runs a project of her own.
    .title = Helping a newcomer grow
    .doing = help a newcomer grow until she runs a project
    .why = Somebody has to bring out what others have in them. Some people count such a year among their best, others would rather spend it on something else.

question-restore-old-books = Imagine you spend part of your week bringing damaged old books back to life, page by page, with your own hands.
    .title = Giving up restoring old books
    .doing = restore damaged old books by hand
    .why = Some work is done slowly, by one pair of hands. To some it is rest and joy, to others far too little happens. We ask how long you would hold on to it.

question-falls-at-night = In a nursing home, people fall more often at night than by day. You get two weeks to find out why.
    .title = Finding out why people fall at night
    .doing = find out why so many fall at night in a nursing home
    .why = You need not know anything about nursing: what counts is whether such a search sounds like two good weeks or two long ones.

question-team-or-stumbling = Pupils are falling behind in maths. You could build a team of teachers to tackle it, or find out which tricky step they stumble over.
    .title = A team of teachers or a tricky step
    .first = the team
    .second = the tricky step
    .first-doing = build a team of teachers to tackle weak maths
    .second-doing = find out which step pupils stumble over in maths
    .why = The pupils need both. One task begins with people, the other with a question, and a school has plenty of each.

question-germs-or-habits = A hospital ward wants fewer infections. You could track down the source, or win everyone on the ward over to new habits.
    .title = A source of infection or new habits
    .first = the source
    .second = the new habits
    .first-doing = track down the source of infections on a ward
    .second-doing = win a whole ward over to new habits
    .why = The patients need both: that the source is known, and that people act on it. One is looking for a cause, the other is moving people. Which would you sooner do?

question-healing-wounds = Imagine part of your week goes into comparing how wounds heal under two kinds of dressing.
    .title = Giving up a study of healing wounds
    .doing = compare how wounds heal under two kinds of dressing
    .why = Patient comparing goes on in every field, not only in laboratories. How long you would hold on to it, when time is short, says how much it means to you.

question-what-may-go-wrong = A city festival opens in three months. You make sure there is an answer ready for everything that could go wrong.
    .title = Being ready for what may go wrong
    .doing = prepare for everything that could go wrong at a festival
    .why = Seeing trouble early and having an answer ready is work that somebody has to do in every undertaking. To some it is a worry, to others a pleasure.

question-bread-or-second-shop = A bakery is doing well. You could experiment with the dough until its bread is the best in town, or build up a second shop with new people.
    .title = The best bread or a second shop
    .first = the bread
    .second = the second shop
    .first-doing = experiment with dough until the bread is perfect
    .second-doing = build up a second shop with new people
    .why = A good bakery can get better or bigger, and both are an achievement. Which of the two would you get up at four in the morning for?

question-budget-or-forecast = A region prepares for floods. You could divide the money so that the most urgent things get done, or work out a forecast of where the river will rise.
    .title = Flood money or a flood forecast
    .first = the money
    .second = the forecast
    .first-doing = divide the flood money so that urgent things come first
    .second-doing = work out a forecast of where the river will rise
    .why = Both tasks are work with numbers, and both may save houses. So neither numbers nor kindness decide here, only what you would like to do with the numbers.

question-honest-feedback = Imagine you lead a team, and spend part of your week telling people honestly what goes well and what does not.
    .title = Giving up feedback to your team
    .doing = tell the people in a team how their work is going
    .why = An honest word at the right time is worth a lot, and saying it takes time. When time runs short, some people save this hour first and others drop it first.

question-slow-website = The website of a theatre gets slow every evening and nobody knows why. You get two days to find out.
    .title = Finding out why a website is slow
    .doing = find out why a theatre's website is slow
    .why = You need not know anything about websites: what counts is whether such a hunt sounds like two good days or two long ones.

question-ice-or-team = A research station faces the polar night. You could read the climate of the past in layers of ice, or lead its twelve people through the dark months.
    .title = Layers of ice or twelve people
    .first = the layers of ice
    .second = the twelve people
    .first-doing = find out from layers of ice what the climate once was
    .second-doing = lead twelve people through the polar night
    .why = Without the ice nobody would be there, and without good leadership nobody would stay. Which part would be yours?

question-decide-or-study = A new illness is spreading. You could make the decisions for your town while little is known, or study the illness to learn more.
    .title = Decisions or a study
    .first = the decisions
    .second = the study
    .first-doing = make the decisions for a town while little is known
    .second-doing = study a new illness to find out more
    .why = The town needs both, and both are hard. In one you act without knowing enough, in the other you find out without being able to act.

question-dull-task-by-itself = Imagine you spend part of your week writing small programs that take dull office work off people's hands.
    .title = Giving up writing small programs
    .doing = write small programs that do dull office work
    .why = Imagine you had learned how. Would these be the hours you guard to the end, or the first to go when the week gets full?

question-one-goal-for-three = Architects, builders and readers all want something different from a new library. You bring them round to one goal.
    .title = Bringing three sides to one goal
    .doing = bring three sides round to one goal
    .why = We do not ask whether you like people: nearly everybody does, and it does not tell the two paths apart. We ask whether you would like to take this on with them.

question-tunnel-or-estimate = Imagine you know tunnels well. You could work out how to build the hardest stretch, or estimate how many people and months it will take.
    .title = A hard stretch or an estimate
    .first = the hardest stretch
    .second = the estimate
    .first-doing = work out how to build the hardest stretch of a tunnel
    .second-doing = estimate how many people and months a tunnel takes
    .why = This touches the place where the two paths meet: both tasks need somebody who knows tunnels. What we ask is how you would like to use the same knowledge.

question-choice-or-tests = A city is choosing batteries for its buses. You could hear the experts and make the decision, or run tests to find out why some age faster.
    .title = The battery decision or the tests
    .first = the decision
    .second = the tests
    .first-doing = make the decision on batteries for a city's buses
    .second-doing = find out by tests why some batteries age faster
    .why = This touches the place where the two paths meet: one cannot decide well without understanding, and tests are run so that somebody can decide. Which half would you take?

question-school-in-five-years = Imagine you help to run a school, and spend part of your week working out where it should be in five years.
    .title = Giving up a school's direction
    .doing = set a school's direction for the next five years
    .why = Somebody has to look further than next week. When there is too much to do, some people save just this hour, and others do not miss it.

question-design-of-a-stranger = You are given an ingenious old clock whose maker can no longer be asked. You have a week to understand how it works.
    .title = Understanding an ingenious old clock
    .doing = find out how an ingenious old clock works
    .why = Nothing comes out of this week but understanding. That makes it a clean question: no praise, no money, no use, just you and a riddle.

question-teach-or-coach = Imagine a young colleague joins you. You could teach her the finest points of your craft, or help her grow into somebody who leads others.
    .title = The craft or her growth
    .first = the craft
    .second = her growth
    .first-doing = teach somebody the finest points of your craft
    .second-doing = help somebody grow into a person who leads others
    .why = Both make somebody better, and both take patience. One is about what you know, the other about what she could become.

question-crew-or-seawater = A research ship sails in a month. You could choose the last three people for its crew, or find the most exact way of measuring seawater.
    .title = A ship's crew or the seawater
    .first = the crew
    .second = the seawater
    .first-doing = choose the last three people for a ship's crew
    .second-doing = find the most exact way of measuring seawater
    .why = Both tasks are about finding what fits best: the right people, or the right way to measure. The care is the same, the object is not.

question-one-hard-question = Imagine part of your week belongs to one hard question to which nobody knows the answer yet.
    .title = Giving up one hard question
    .doing = work on one hard question nobody has answered
    .why = Some questions take months, and nobody can promise that an answer comes. Some people cannot put them down, others are glad to.

question-decide-before-the-snow = Snow is forecast, but nobody knows how much. Tonight you decide whether 300 pupils set off on their trip tomorrow.
    .title = Deciding before the snow comes
    .doing = decide about a school trip before the weather is known
    .why = Some decisions cannot wait until everything is known. Some people would rather not be the one who takes them, others would rather nobody else did.

question-old-town-or-show = A museum plans an exhibition. You could work out from old papers how the town once looked, or lead the team that puts the exhibition on.
    .title = The old town or the team
    .first = the old town
    .second = the team
    .first-doing = work out from old papers how a town once looked
    .second-doing = lead the team that puts an exhibition on
    .why = Visitors will see only the result, but there are two ways to have a hand in it. One looks back into the papers, the other forward to the opening.

question-shoot-or-creatures = A film about the deep sea is being made. You could run the whole shoot, or work out how its animals really move so that the pictures are true.
    .title = A film shoot or the animals
    .first = the shoot
    .second = the animals
    .first-doing = run the whole shoot of a film
    .second-doing = work out how animals of the deep sea really move
    .why = One film needs two kinds of care: that it gets made, and that it is true. We ask which of the two you would like to be responsible for.

question-new-people-for-a-ward = Imagine part of your week goes into finding the right new people for a hospital ward.
    .title = Giving up finding new people
    .doing = find the right new people for a hospital ward
    .why = Much of what a group can do is decided on the day its people are chosen. Some would not give that out of their hands, others gladly would.

question-how-the-cold-is-kept = Imagine you organise the transport of vaccines. You keep asking the makers of the cooling box until you could draw how it works.
    .title = Understanding how a box stays cold
    .doing = find out how a vaccine box stays cold
    .why = This touches the place where the two paths meet: nobody needs to know it for the transport, and yet it helps to see difficulties coming. Would you ask?

question-experiments-or-say = Imagine a science show for children. You can keep only one thing: doing the experiments yourself, or sharing out the tasks.
    .title = The experiments or the tasks
    .first = the experiments
    .second = sharing out tasks
    .first-doing = do the experiments of a science show yourself
    .second-doing = share out the tasks of a science show
    .why = What we would give up last often says more about us than what we would like, so this time we ask what you would keep.

question-say-or-details = Imagine you help to build a telescope. You can keep only one thing: a say in dates and money, or knowing how every part works.
    .title = A say in dates or every detail
    .first = the dates and money
    .second = knowing every part
    .first-doing = have a say in the dates and money of a telescope
    .second-doing = know how every part of it works
    .why = No job has everything. Here you choose which of two things you would keep; what we hold on to says as much about us as what we wish for.

question-technology-behind-it = Imagine you run a project, and part of your week goes into understanding the technology behind it.
    .title = Giving up the technology behind it
    .doing = get to understand the technology behind a project
    .why = This touches the place where the two paths meet: whoever runs a project can do it with little technical knowledge, and better with more. Would you keep the time for it?

question-negotiate-the-weeks = Imagine you know a job better than anyone. So it is you who negotiates with the client how many weeks and people it gets.
    .title = Negotiating weeks and people
    .doing = negotiate how many weeks and people a job gets
    .why = This touches the place where the two paths meet: whoever knows the work best can say best what it will take. Not everybody wishes to be the one who says it.

question-depth-or-whole = Imagine you help to map the sea bed. You can keep only one thing: time for its hard questions, or a voice in planning the whole.
    .title = Hard questions or the planning
    .first = the hard questions
    .second = the planning
    .first-doing = work on the hard questions of the sea bed
    .second-doing = have a voice in planning the whole map
    .why = Both are wanted in real jobs every day, and there is seldom time for both. Here you choose which one you would guard.

question-goal-or-methods = Imagine an institute that studies earthquakes. You can keep only one thing: setting its goals, or working with the newest methods.
    .title = Setting goals or the newest methods
    .first = setting the goals
    .second = the newest methods
    .first-doing = set the goals of an institute for earthquakes
    .second-doing = study earthquakes with the newest methods
    .why = In a 2016 survey (Stack Overflow) people who build software and people who manage it differed in wishes like these, and hardly in pay or promotion. So we ask which of the two you would keep.

question-see-the-whole = Imagine you are an expert, and spend part of your week helping to plan the whole project.
    .title = Giving up a part in the planning
    .doing = help to plan the whole project
    .why = This touches the place where the two paths meet: nobody has to plan beyond their own part, and yet it is worth a lot when somebody who knows the work does.

question-sound-to-last-row = A concert hall is being rebuilt. You work out the shape of its walls so that even the last row hears the quietest note.
    .title = Sound that reaches the last row
    .doing = work out a hall in which the last row hears every note
    .why = You need not know how sound is calculated. Imagine you had learned it: would these be hours that fly, or hours that drag?

question-news-of-the-field = Imagine part of your week goes into trying out the newest tools of your field.
    .title = Giving up trying the newest tools
    .doing = try out the newest tools of your field
    .why = New tools keep coming, and nobody can try them all. Some try as many as they can, some wait until others have; both get on well.

question-what-to-cut = Halfway through, a project loses a quarter of its money. You decide what can still be done.
    .title = Making do with less money
    .doing = decide what a project can still do with less money
    .why = Choosing what not to do is hard for everybody. Some find it one of the most interesting things at work, some would go a long way round it.

question-save-the-theatre = Imagine part of your week goes into winning people over to help save an old theatre.
    .title = Giving up winning people over
    .doing = win people over to help save an old theatre
    .why = Every good cause needs somebody who asks others to join. Some people could do that all day, others are glad when it is done.

## Retired questions: shown only beside old answers

question-week-planning = Think of a working week arranged just as you like. One kind of work in it is deciding what gets done, by whom and by when, and seeing to it that it happens.
    .title = Deciding who does what by when
    .doing = decide what gets done, by whom and by when
    .why = This is asked apart from the week of making, because the two are not opposites: somebody may want much of both, or little of either.

question-nine-people-or-survey = A big survey of city traffic is under way. One task: share out the work among nine people by what each does well and when each is free. The other: find out why the counts from one district look so odd.
    .title = Sharing out work or odd counts
    .first = sharing out the work
    .second = the odd counts
    .first-doing = share out work among nine people
    .second-doing = find out why some traffic counts look odd
    .why = The same project holds two puzzles: fitting people to work, and making sense of data. Both need a clear head, so what counts is which one you would pick up first.

question-give-budget-away = Your project has its own money. You let somebody else decide what it is spent on and watch that it lasts, and you never see the figures again.
    .title = Leaving the budget to somebody else
    .doing = leave your project's money to somebody else
    .why = Money is part of every project, and people feel very differently about looking after it. We ask some things by what you would give away, so that a habit of saying yes does not decide.

question-give-insides-away = Your team is making a filter for drinking water. You leave it to the others to understand how it works inside; you only need to know that it works and when it is ready.
    .title = Leaving the inner workings to others
    .doing = leave the inner workings of a water filter to others
    .why = Nobody can understand everything, so all of us leave something to others. What we leave gladly, and what only with regret, says something about us.

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

question-summary-instead = A new tool is coming into your field. You let a colleague try it out and take a one-page summary instead of working with it yourself.
    .title = A summary instead of trying it out
    .doing = make do with a colleague's summary of a new tool
    .why = New tools keep coming, and nobody can try them all. Some try as many as they can, some are glad of a good summary; both get on well.

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
