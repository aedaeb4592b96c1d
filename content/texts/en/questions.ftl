# The words of the questions. Which questions there are and what they measure stands in questions.toml.
#
# Rules: plain text. A question has at most 240 characters, its .title 44, its .why 300, .first and .second 20, and a
# label 30 with the name of the task put in. The .title is a noun phrase, shown with the answer: "Checking a new
# method: very gladly". In a choice between two tasks the text tells the .first task first.

## Labels of the kinds: the line under the question and the five answers

kind-liking = How gladly would you do this?
liking-very-gladly = Very gladly
liking-gladly = Gladly
liking-so-so = So-so
liking-rather-not = Rather not
liking-not-at-all = Not at all

kind-between = Which of the two draws you more?
between-first-clearly = Clearly { $first }
between-first-rather = Rather { $first }
between-either = Both equally
between-second-rather = Rather { $second }
between-second-clearly = Clearly { $second }

kind-week = How much of the week should it take?
week-most = Most of it
week-half = About half
week-day = About a day
week-hours = A few hours
week-none = None of it

## Questions everybody is asked

question-bridge-or-dates = Two things wait on your desk, and you may take one. The computer model of a bridge gives strange results and nobody sees why. And two teams keep missing the same date; somebody has to get them back in step.
    .title = A strange model or a missed date
    .first = the bridge model
    .second = the missed date
    .why = Both are problems to solve, and both paths solve problems all day. What differs is the object: a thing that does not behave, or people and dates that do not fit. In the O*NET job database fault-finding belongs more to technical jobs, coordinating to project managers.

question-week-making = Think of a working week arranged just as you like. One kind of work in it is making the thing itself: designing, calculating, writing, testing.
    .title = Making the thing itself
    .why = Asking directly says the most. In a 2018 survey of people who write software for research, the week they wished for told more about their work than forty indirect questions did in another survey. This is the heart of the technical path.

question-week-planning = Think of a working week arranged just as you like. One kind of work in it is deciding what gets done, by whom and by when, and seeing to it that it happens.
    .title = Deciding who does what by when
    .why = A direct question about the heart of leading a project: the plan and the people in it. It is asked apart from the technical week because somebody may want much of both, or little of either.

question-talks-or-roof = A town is getting a new school. One task: hold the talks about what will be built for the money and what will not. The other: work out a roof that needs a third less material.
    .title = Talks or a lighter roof
    .first = the talks
    .second = the lighter roof
    .why = Both tasks save the town money. One does it by agreeing what belongs to the project, the other by a better design. Negotiating is much more important in project managers' jobs, designing in technical ones (O*NET).

question-try-new-method = A new method has appeared in your field; it is said to give far more exact results. You have a free day to try it on your own examples and find out whether that is true.
    .title = Checking a new method
    .why = People in both jobs keep learning, so we ask what about. Curiosity about how things work is stronger in technical jobs (O*NET), and learning new technology drew people towards the technical side in the Stack Overflow survey of 2016.

question-what-may-go-wrong = A city festival opens in three months. You write down what could upset it: a late permit, a missing delivery, a key person falling ill. For each you settle what will be done and who will do it.
    .title = Preparing for what may go wrong
    .why = This is risk management, one of the five duties of a project manager: seeing trouble early and having an answer ready. It tells whether steering a whole undertaking attracts you.

question-give-budget-away = Your project has its own money. You let somebody else decide what it is spent on and watch that it lasts, and you never see the figures again.
    .title = Leaving the budget to somebody else
    .why = This question is turned round: whoever gladly gives the budget away is less drawn to leading. Watching over money and means is among the largest differences between project managers and technical people in O*NET.

question-give-insides-away = Your team is making a filter for drinking water. You leave it to the others to understand how it works inside; you only need to know that it works and when it is ready.
    .title = Leaving the inner workings to others
    .why = This question is turned round: whoever gladly does without knowing how a thing works inside is less drawn to the technical path, which lives on deep knowledge of one field.

## Questions for whoever is not clear yet

question-week-steering = Think of a working week arranged just as you like. One kind of work in it is watching over a whole project: its money, its risks, and people who want different things from it.
    .title = Watching over a whole project
    .why = The second direct question about leading, from another side: not the plan, but money, risk and agreement. Two direct questions per side make the answer steadier than one.

question-week-deep = Think of a working week arranged just as you like. One kind of work in it is the hard questions of your own field: reading, trying things out, finding out why.
    .title = The hard questions of your own field
    .why = The second direct question about the technical side: not making, but understanding and keeping up with your field. Two direct questions per side make the answer steadier than one.

question-nine-people-or-survey = A big survey of city traffic is under way. One task: share out the work among nine people by what each does well and when each is free. The other: find out why the counts from one district look so odd.
    .title = Sharing out work or odd counts
    .first = sharing out the work
    .second = the odd counts
    .why = The same project, two kinds of puzzle: matching people with work, or making sense of data. Directing people at work is one of the skills that set project managers apart most in O*NET.

question-booking-or-agreement = A clinic is getting a new way to book visits. One task: design it so that two patients can never get the same hour. The other: bring doctors, front desk and supplier to agree what comes first.
    .title = A booking design or an agreement
    .first = the design
    .second = the agreement
    .why = Communicating matters in both jobs, so we name what about. One task is to build something right, the other to get several sides to pull in one direction, which is central to project managers (O*NET).

## More questions, for whoever wishes

question-wish-into-plan = A town wants a covered market by spring. You turn the wish into a plan: what belongs to it and what does not, in which steps, and how long each step takes.
    .title = Turning a wish into a plan
    .why = Planning and scoping is where a project manager's work begins. Scheduling is among the activities that differ most between the two jobs in O*NET.

question-noise-or-dispute = A new train is louder than the calculations promised. One task: find out where the noise comes from. The other: settle the dispute between the maker and the railway about who does what by when.
    .title = A train's noise or a dispute
    .first = the noise hunt
    .second = the dispute
    .why = One problem, two ends of it. Finding a fault belongs more to technical jobs, settling conflicts and negotiating much more to project managers' jobs (O*NET).

question-slow-website = The website of a theatre becomes slow every evening and nobody knows why. You get two days to find out.
    .title = Finding out why a website is slow
    .why = Problem-solving with a technical object. You need not know websites: what counts is whether such a hunt sounds like two good days or two long ones. Fault-finding is a mark of technical jobs in O*NET.

question-budget-or-forecast = A region prepares for floods. One task: divide the budget anew so that the most urgent things get done this year. The other: build a calculation that shows a day earlier where the river will rise.
    .title = A flood budget or a flood forecast
    .first = the budget
    .second = the forecast
    .why = Both use numbers and both may save houses. One uses them to decide where money goes, a duty of project managers; the other to understand how a thing behaves, as in technical work.

question-lifts-from-nothing = How many lifts does a tall building need so that nobody waits longer than a minute? You build the calculation from nothing, test it and improve it until it holds.
    .title = A calculation built from nothing
    .why = This is technical execution: doing the work with your own head and hands until it holds. Mathematics and inventing new ways weigh more in technical jobs (O*NET).

question-crew-or-seawater = A research ship sails in a month. One task: fill the last three places in the crew so that every job on board is covered. The other: compare two new ways of measuring seawater and find the more exact one.
    .title = A ship's crew or the measuring
    .first = the crew
    .second = the measuring
    .why = Putting a team together is one of the clearest marks of a project manager's job in O*NET; weighing new methods against each other is a mark of technical and scientific work.

question-one-goal-for-three = Designers, builders and the client of a new library each understand the goal differently. You bring them to one table and lead the talk until all three agree on the same next step.
    .title = Bringing three sides to one goal
    .why = This does not ask whether you like people, which does not tell the paths apart, but whether you would like to set a common direction. Coordinating is far more important to project managers (O*NET).

question-discovery-or-risks = You have two free afternoons. One offer: follow a fresh discovery in your field step by step until you see why it holds. The other: go through a big project with its people and find what could make it late.
    .title = A discovery or the risks of a project
    .first = the discovery
    .second = the risks
    .why = Staying current is part of technical work, watching for risks part of leading a project. Both are a search; the object decides.

question-give-dates-away = You work on a big project. You leave it to somebody else to set the order of the work and remind people of the dates, and simply keep to the plan you are given.
    .title = Leaving the plan and dates to others
    .why = This question is turned round: whoever gladly leaves order and dates to somebody else is less drawn to leading. Scheduling and guiding people are among the largest differences in O*NET.

question-tunnel-or-estimate = A tunnel is being planned and your knowledge is wanted. One task: work out how its hardest stretch can be built safely. The other: estimate how many people and months every stretch will need.
    .title = A hard tunnel stretch or the estimate
    .first = the hardest stretch
    .second = the estimate
    .why = This touches the overlap: experts who can estimate time and means are worth a lot in planning. Which half of the same knowledge you would rather use shows where you lean.

question-summary-instead = A new tool is coming into your field. You let a colleague try it out and take a one-page summary instead of working with it yourself.
    .title = A summary instead of trying it out
    .why = This question is turned round: a good summary is enough for many who steer a project, while those drawn to the technical path would miss trying it themselves.

question-choice-or-tests = A city chooses batteries for its buses. One task: hear the specialists, decide, and answer for cost and date. The other: test the batteries and find out why one kind ages faster.
    .title = The battery decision or the tests
    .first = the decision
    .second = the tests
    .why = This touches the overlap: a project manager who understands the technical side decides better. Wanting a say in decisions went with the managing side in the Stack Overflow survey of 2016.

question-design-of-a-stranger = You are given the plans of a clever system made by somebody you cannot ask. You have a week to understand how it works and why it was done that way.
    .title = Understanding somebody's clever design
    .why = Understanding for its own sake is what O*NET calls an investigative interest. It runs high in technical jobs; in project managers' jobs the enterprising interest, the wish to steer, runs higher.

question-what-to-cut = Half-way through a project a quarter of its money is taken away. Together with the client you decide what is dropped and what waits, and see to it that the rest is enough.
    .title = Making do with less money
    .why = Keeping a project within its money is a project manager's duty, and the hard part is choosing. Controlling means is among the largest differences between the two jobs in O*NET.

question-goal-or-wells = An aid organisation plans its year. One task: choose the goal for the year and win everyone over to it. The other: go through ten years of measurements and find out which wells will run dry.
    .title = A goal for the year or data on wells
    .first = the goal
    .second = the data on wells
    .why = Setting direction and winning others over is an enterprising interest; making sense of data is an investigative one. This pair separates the two worlds of work best (O*NET).

question-lamp-or-delivery = A school lamp is to use half the power. One task: work out and test the first lamp. The other: organise that four hundred lamps are made and delivered to forty schools by September.
    .title = The first lamp or the delivery
    .first = the first lamp
    .second = the delivery
    .why = One idea, two ways to make it real: building the first one, or bringing people, material and dates together for four hundred. The first is technical execution, the second the management of resources.
