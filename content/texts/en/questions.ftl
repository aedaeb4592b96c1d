# The words of the questions. Which questions there are and what they measure stands in questions.toml.
#
# Rules: plain text. A question has at most 240 characters, its .title 44, its .why 300, .first and .second 20, and a
# label 30 with the name of the task put in. The .title is a noun phrase, shown with the answer: "Checking a new
# method: very gladly". In a choice between two tasks the text tells the .first task first; where each job has its catch,
# .first and .second name the catch one takes: "Clearly without a say".
#
# The phrases for explanations: .doing, and in a choice .first-doing and .second-doing, at most 70 characters, say what
# one does there, as it stands after "you would rather": "find out why a website is slow". The .reason of each label
# makes the sentence of it: "you would very gladly find out why a website is slow". In a choice avoid a phrase that
# ends with a comparison ("less material"): "than" follows.

## Labels of the kinds: the line under the question and the five answers

kind-liking = How gladly would you do this?
liking-very-gladly = Very gladly
    .reason = you would very gladly { $doing }
liking-gladly = Gladly
    .reason = you would gladly { $doing }
liking-so-so = So-so
    .reason = you would not care much either way if you had to { $doing }
liking-rather-not = Rather not
    .reason = you would rather not { $doing }
liking-not-at-all = Not at all
    .reason = you would much rather not { $doing }

kind-between = Which of the two draws you more?
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
week-most = Most of it
    .reason = you would keep most of the week free to { $doing }
week-half = About half
    .reason = you would keep about half of the week free to { $doing }
week-day = About a day
    .reason = you would keep about a day of the week free to { $doing }
week-hours = A few hours
    .reason = you would keep only a few hours of the week free to { $doing }
week-none = None of it
    .reason = you would keep none of the week free to { $doing }

## Questions everybody is asked

question-bridge-or-dates = Two things wait on your desk, and you may take one. The computer model of a bridge gives strange results and nobody sees why. And two teams keep missing the same date; somebody has to get them back in step.
    .title = A strange model or a missed date
    .first = the bridge model
    .second = the two teams
    .first-doing = find out why the model of a bridge gives strange results
    .second-doing = get two teams back in step
    .why = Both are problems to solve, and both paths solve problems all day. What differs is the object: a thing that does not behave, or people and dates that do not fit. In the O*NET job database fault-finding belongs more to technical jobs, coordinating to project managers.

question-week-making = Think of a working week arranged just as you like. One kind of work in it is making the thing itself: designing, calculating, writing, testing.
    .title = Making the thing itself
    .doing = design, calculate, write and test the thing itself
    .why = Asking directly says the most. In a 2018 survey of people who write software for research, the week they wished for told more about their work than forty indirect questions did in another survey. This is the heart of the technical path.

question-week-planning = Think of a working week arranged just as you like. One kind of work in it is deciding what gets done, by whom and by when, and seeing to it that it happens.
    .title = Deciding who does what by when
    .doing = decide what gets done, by whom and by when
    .why = A direct question about the heart of leading a project: the plan and the people in it. It is asked apart from the technical week because somebody may want much of both, or little of either.

question-talks-or-roof = A town is getting a new school. One task: hold the talks about what will be built for the money and what will not. The other: work out a roof that needs a third less material.
    .title = Talks or a lighter roof
    .first = the talks
    .second = the lighter roof
    .first-doing = hold talks about what a new school will include
    .second-doing = work out a lighter roof
    .why = Both tasks save the town money. One does it by agreeing what belongs to the project, the other by a better design. Negotiating is much more important in project managers' jobs, designing in technical ones (O*NET).

question-try-new-method = A new method has appeared in your field; it is said to give far more exact results. You have a free day to try it on your own examples and find out whether that is true.
    .title = Checking a new method
    .doing = find out for yourself whether a new method is any good
    .why = People in both jobs keep learning, so we ask what about. Curiosity about how things work is stronger in technical jobs (O*NET), and learning new technology drew people towards the technical side in the Stack Overflow survey of 2016.

question-what-may-go-wrong = A city festival opens in three months. You write down what could upset it: a late permit, a missing delivery, a key person falling ill. For each you settle what will be done and who will do it.
    .title = Preparing for what may go wrong
    .doing = prepare for everything that could upset a city festival
    .why = This is risk management, one of the five duties of a project manager: seeing trouble early and having an answer ready. It tells whether steering a whole undertaking attracts you.

question-give-budget-away = Your project has its own money. You let somebody else decide what it is spent on and watch that it lasts, and you never see the figures again.
    .title = Leaving the budget to somebody else
    .doing = leave your project's money to somebody else
    .why = This question is turned round: whoever gladly gives the budget away is less drawn to leading. Watching over money and means is among the largest differences between project managers and technical people in O*NET.

question-give-insides-away = Your team is making a filter for drinking water. You leave it to the others to understand how it works inside; you only need to know that it works and when it is ready.
    .title = Leaving the inner workings to others
    .doing = leave the inner workings of a water filter to others
    .why = This question is turned round: whoever gladly does without knowing how a thing works inside is less drawn to the technical path, which lives on deep knowledge of one field.

## Questions for whoever is not clear yet

question-week-steering = Think of a working week arranged just as you like. One kind of work in it is watching over a whole project: its money, its risks, and people who want different things from it.
    .title = Watching over a whole project
    .doing = watch over a whole project, its money and its risks
    .why = The second direct question about leading, from another side: not the plan, but money, risk and agreement. Two direct questions per side make the answer steadier than one.

question-week-deep = Think of a working week arranged just as you like. One kind of work in it is the hard questions of your own field: reading, trying things out, finding out why.
    .title = The hard questions of your own field
    .doing = get to the bottom of the hard questions of your field
    .why = The second direct question about the technical side: not making, but understanding and keeping up with your field. Two direct questions per side make the answer steadier than one.

question-nine-people-or-survey = A big survey of city traffic is under way. One task: share out the work among nine people by what each does well and when each is free. The other: find out why the counts from one district look so odd.
    .title = Sharing out work or odd counts
    .first = sharing out the work
    .second = the odd counts
    .first-doing = share out work among nine people
    .second-doing = find out why some traffic counts look odd
    .why = The same project, two kinds of puzzle: matching people with work, or making sense of data. Directing people at work is one of the skills that set project managers apart most in O*NET.

question-booking-or-agreement = A clinic is getting a new way to book visits. One task: design it so that two patients can never get the same hour. The other: bring doctors, front desk and supplier to agree what comes first.
    .title = A booking design or an agreement
    .first = the design
    .second = the agreement
    .first-doing = design a booking system where no two visits clash
    .second-doing = bring doctors, front desk and supplier to an agreement
    .why = Communicating matters in both jobs, so we name what about. One task is to build something right, the other to get several sides to pull in one direction, which is central to project managers (O*NET).

## More questions, for whoever wishes

question-wish-into-plan = A town wants a covered market by spring. You turn the wish into a plan: what belongs to it and what does not, in which steps, and how long each step takes.
    .title = Turning a wish into a plan
    .doing = turn a town's wish for a covered market into a plan
    .why = Planning and scoping is where a project manager's work begins. Scheduling is among the activities that differ most between the two jobs in O*NET.

question-noise-or-dispute = A new train is louder than the calculations promised. One task: find out where the noise comes from. The other: settle the dispute between the maker and the railway about who does what by when.
    .title = A train's noise or a dispute
    .first = the noise hunt
    .second = the dispute
    .first-doing = find out where a train's noise comes from
    .second-doing = settle a dispute between a train maker and a railway
    .why = One problem, two ends of it. Finding a fault belongs more to technical jobs, settling conflicts and negotiating much more to project managers' jobs (O*NET).

question-slow-website = The website of a theatre becomes slow every evening and nobody knows why. You get two days to find out.
    .title = Finding out why a website is slow
    .doing = find out why a theatre's website is slow
    .why = Problem-solving with a technical object. You need not know websites: what counts is whether such a hunt sounds like two good days or two long ones. Fault-finding is a mark of technical jobs in O*NET.

question-budget-or-forecast = A region prepares for floods. One task: divide the budget anew so that the most urgent things get done this year. The other: build a calculation that shows a day earlier where the river will rise.
    .title = A flood budget or a flood forecast
    .first = the budget
    .second = the forecast
    .first-doing = divide a flood budget so that the urgent things come first
    .second-doing = calculate in advance where a river will rise
    .why = Both use numbers and both may save houses. One uses them to decide where money goes, a duty of project managers; the other to understand how a thing behaves, as in technical work.

question-lifts-from-nothing = How many lifts does a tall building need so that nobody waits longer than a minute? You build the calculation from nothing, test it and improve it until it holds.
    .title = A calculation built from nothing
    .doing = calculate from nothing how many lifts a tall building needs
    .why = This is technical execution: doing the work with your own head and hands until it holds. Mathematics and inventing new ways weigh more in technical jobs (O*NET).

question-crew-or-seawater = A research ship sails in a month. One task: fill the last three places in the crew so that every job on board is covered. The other: compare two new ways of measuring seawater and find the more exact one.
    .title = A ship's crew or the measuring
    .first = the crew
    .second = the measuring
    .first-doing = find the last three people for a ship's crew
    .second-doing = compare two ways of measuring seawater
    .why = Putting a team together is one of the clearest marks of a project manager's job in O*NET; weighing new methods against each other is a mark of technical and scientific work.

question-one-goal-for-three = Designers, builders and the client of a new library each understand the goal differently. You bring them to one table and lead the talk until all three agree on the same next step.
    .title = Bringing three sides to one goal
    .doing = lead designers, builders and client to one common goal
    .why = This does not ask whether you like people, which does not tell the paths apart, but whether you would like to set a common direction. Coordinating is far more important to project managers (O*NET).

question-discovery-or-risks = You have two free afternoons. One offer: follow a fresh discovery in your field step by step until you see why it holds. The other: go through a big project with its people and find what could make it late.
    .title = A discovery or the risks of a project
    .first = the discovery
    .second = the risks
    .first-doing = follow a new discovery until you see why it holds
    .second-doing = look for what could delay a big project
    .why = Staying current is part of technical work, watching for risks part of leading a project. Both are a search; the object decides.

question-give-dates-away = You work on a big project. You leave it to somebody else to set the order of the work and remind people of the dates, and simply keep to the plan you are given.
    .title = Leaving the plan and dates to others
    .doing = leave the order of the work and its dates to somebody else
    .why = This question is turned round: whoever gladly leaves order and dates to somebody else is less drawn to leading. Scheduling and guiding people are among the largest differences in O*NET.

question-tunnel-or-estimate = A tunnel is being planned and your knowledge is wanted. One task: work out how its hardest stretch can be built safely. The other: estimate how many people and months every stretch will need.
    .title = A hard tunnel stretch or the estimate
    .first = the hardest stretch
    .second = the estimate
    .first-doing = work out how to build the hardest stretch of a tunnel
    .second-doing = estimate how many people and months a tunnel will take
    .why = This touches the overlap: experts who can estimate time and means are worth a lot in planning. Which half of the same knowledge you would rather use shows where you lean.

question-summary-instead = A new tool is coming into your field. You let a colleague try it out and take a one-page summary instead of working with it yourself.
    .title = A summary instead of trying it out
    .doing = make do with a colleague's summary of a new tool
    .why = This question is turned round: a good summary is enough for many who steer a project, while those drawn to the technical path would miss trying it themselves.

question-choice-or-tests = A city chooses batteries for its buses. One task: hear the specialists, decide, and answer for cost and date. The other: test the batteries and find out why one kind ages faster.
    .title = The battery decision or the tests
    .first = the decision
    .second = the tests
    .first-doing = choose batteries for the buses and answer for the cost
    .second-doing = find out by tests why some batteries age fast
    .why = This touches the overlap: a project manager who understands the technical side decides better. Wanting a say in decisions went with the managing side in the Stack Overflow survey of 2016.

question-design-of-a-stranger = You are given the plans of a clever system made by somebody you cannot ask. You have a week to understand how it works and why it was done that way.
    .title = Understanding somebody's clever design
    .doing = understand a clever system designed by a stranger
    .why = Understanding for its own sake is what O*NET calls an investigative interest. It runs high in technical jobs; in project managers' jobs the enterprising interest, the wish to steer, runs higher.

question-what-to-cut = Half-way through a project a quarter of its money is taken away. Together with the client you decide what is dropped and what waits, and see to it that the rest is enough.
    .title = Making do with less money
    .doing = decide what a project drops when its money shrinks
    .why = Keeping a project within its money is a project manager's duty, and the hard part is choosing. Controlling means is among the largest differences between the two jobs in O*NET.

question-goal-or-wells = An aid organisation plans its year. One task: choose the goal for the year and win everyone over to it. The other: go through ten years of measurements and find out which wells will run dry.
    .title = A goal for the year or data on wells
    .first = the goal
    .second = the data on wells
    .first-doing = choose a goal for the year and win everyone over to it
    .second-doing = find out from measurements which wells will run dry
    .why = Setting direction and winning others over is an enterprising interest; making sense of data is an investigative one. This pair separates the two worlds of work best (O*NET).

question-lamp-or-delivery = A school lamp is to use half the power. One task: work out and test the first lamp. The other: organise that four hundred lamps are made and delivered to forty schools by September.
    .title = The first lamp or the delivery
    .first = the first lamp
    .second = the delivery
    .first-doing = work out and test the first school lamp
    .second-doing = get four hundred lamps to forty schools on time
    .why = One idea, two ways to make it real: building the first one, or bringing people, material and dates together for four hundred. The first is technical execution, the second the management of resources.

question-give-search-away = A weather station shows a wrong temperature every morning. A colleague takes the search for the cause off your hands; all you hear later is that the figures are right again.
    .title = Leaving the search to a colleague
    .doing = let a colleague search for the fault in a weather station
    .why = This question is turned round: whoever gladly hands over the search for a cause is less drawn to the technical path. Of all the skills in O*NET, troubleshooting is the one in which technical jobs are furthest ahead of project managers' jobs.

question-no-building-no-deciding = A science show for children is being prepared. There are two jobs, each with its catch. In one, you never build an experiment yourself; others do that. In the other, you never decide who does what.
    .title = Never building or never deciding
    .first = without building
    .second = without deciding
    .first-doing = give up building anything yourself
    .second-doing = have no say in who does what
    .why = This time we ask what you could live without, so choosing the job “without building” speaks for leading. Making things is the heart of technical work; deciding who does what is one of the skills that set project managers apart most (O*NET).

question-give-risks-away = A museum is moving into a new building. Somebody else thinks through what could go wrong on the way and keeps watch over it; you simply do your own part.
    .title = Leaving the risks to somebody else
    .doing = leave the risks of a museum's move to somebody else
    .why = This question is turned round: whoever gladly leaves the risks to somebody else is less drawn to leading. Seeing trouble early and keeping an eye on it is one of the five duties of a project manager.

question-heat-or-budget = A greenhouse for rare plants uses twice as much heat as it should. One task: find out where the heat is lost. The other: rework the year's budget so that the money lasts all the same.
    .title = The lost heat or the budget
    .first = the lost heat
    .second = the budget
    .first-doing = find out where a greenhouse loses its heat
    .second-doing = rework a budget so that the money lasts
    .why = One trouble, two ends of it: why a thing does not behave as it should, or how to manage with the money there is. Fault-finding marks technical jobs; controlling means is among the largest differences on the project managers' side (O*NET).

question-one-studio-two-crews = Two film crews need the only big studio in the same week. You look at what each of them could shoot elsewhere first, decide who gets the studio when, and see to it that nobody stands idle.
    .title = One studio for two film crews
    .doing = decide which film crew gets the only studio and when
    .why = Sharing out what is scarce, be it rooms, equipment or people's time, is resource management. Managing means and managing time are among the skills that set project managers apart in O*NET.

question-no-say-or-no-details = A telescope is being built. There are two jobs, each with its catch. In one, you have no say in dates and money. In the other, you are not the one who understands how the telescope works in detail.
    .title = No say or no details
    .first = without a say
    .second = without the details
    .first-doing = have no say in dates and money
    .second-doing = know a telescope from the outside only
    .why = This time we ask what you could live without, so choosing the job “without a say” speaks for the technical path. Dates and money are a project manager's duties; deep knowledge of the thing is what a technical expert lives on.

question-sound-to-last-row = A concert hall is being rebuilt. You calculate how the sound travels from the stage to the last row, and change the shape of the walls until the quietest note can be heard there.
    .title = Sound that reaches the last row
    .doing = shape a concert hall so that the last row hears every note
    .why = This is technical execution: calculating, trying out and changing the thing itself until it does what it should. Designing how things work and finding new ways weigh more in technical jobs (O*NET).

question-one-date-or-new-search = Twelve libraries are changing to a new catalogue. One task: win them all over, even those who are against it, to change on the same day. The other: learn the new way of searching inside out and test what it finds.
    .title = The same day or the new search
    .first = the same day
    .second = the new search
    .first-doing = win twelve libraries over to change on the same day
    .second-doing = learn a new way of searching inside out
    .why = Communicating and learning belong to both jobs, so we name what about. Winning others over is much more important in project managers' jobs; curiosity about how a new thing works is stronger in technical ones (O*NET).

question-keep-out-of-talks = Parents, the town and the builders want different things from a new playground. You keep out of it: somebody else brings them to agree, and you begin once it is settled what will be built.
    .title = Keeping out of the talks
    .doing = keep out of the talks about a new playground
    .why = This question is turned round: whoever gladly leaves the talks to somebody else is less drawn to leading. Bringing everyone to the same idea is a project manager's duty, and negotiating is much more important in that job (O*NET).

question-goals-or-new-methods = An institute studies earthquakes. There are two jobs, each with its catch. In one, others set the goal and you only hear of it. In the other, there is no time for the newest methods, and others know them better than you.
    .title = No goal-setting or no new methods
    .first = without goal-setting
    .second = without new methods
    .first-doing = work for a goal that others have set
    .second-doing = do without the newest methods of your field
    .why = This time we ask what you could live without. In the Stack Overflow survey of 2016 learning new technology drew people towards the technical side, and influence on decisions towards managing. Choosing “without goal-setting” speaks for the first.

question-leave-the-making = You have an idea for an umbrella that warns of rain before you leave home. You say what it should be able to do; how to make it do that, others work out without you.
    .title = Leaving the making to others
    .doing = leave it to others to make the umbrella you thought up
    .why = This question is turned round: whoever is content with the idea and leaves the making to others is less drawn to the technical path, where working it out oneself is the best part of the day.

question-delays-or-egg = An artificial hand for children is to be ready by autumn. One task: go through with doctors and makers what could delay it, and settle who acts then. The other: work out how its fingers can hold an egg without breaking it.
    .title = The delays or the gentle grip
    .first = the delays
    .second = the gentle grip
    .first-doing = prepare for everything that could delay an artificial hand
    .second-doing = work out how artificial fingers can hold an egg
    .why = One undertaking, two kinds of care: that nothing upsets the date, or that the thing itself does what it should. Risk management is a project manager's duty; working out how a thing functions is technical work.

question-how-the-cold-is-kept = Vaccines travel in a box that stays cold for a week. You only need to know when it leaves and arrives. Still you ask its makers how the cold is kept, until you could draw it yourself.
    .title = Understanding how a box stays cold
    .doing = ask how a vaccine box stays cold until you could draw it
    .why = This touches the overlap: nobody needs it for the dates, but a project manager who understands the technical side decides better and sees difficulties coming. The curiosity itself is stronger in technical jobs (O*NET).

question-lava-or-film-plan = A school film is to show a volcano from the inside. One task: calculate how the lava flows so that the pictures are true. The other: settle what belongs in the film, in which steps it is made and how long each will take.
    .title = The lava or the plan of the film
    .first = the lava
    .second = the plan
    .first-doing = calculate how lava flows inside a volcano
    .second-doing = plan what belongs in a film and how it is made
    .why = One film, two beginnings: calculating how nature behaves, or drawing the limits and steps of the undertaking. Mathematics and science weigh more in technical jobs, scheduling in project managers' jobs (O*NET).

question-stand-by-estimate = A planetarium wants a new star show and you know the work best. You work out how many weeks, people and how much money each part will take, and defend your figures when the date is being settled.
    .title = Defending your estimate
    .doing = estimate what a star show will take and defend the figures
    .why = This touches the overlap: experts who can say what a task will take, and have a voice in the planning, are worth a lot. Estimating and planning are more important in project managers' jobs (O*NET).

question-depth-or-influence = A map of the sea bed is being made. There are two jobs, each with its catch. In one, you are called away so often that you never get to the bottom of a question. In the other, you have one small part and no influence on the rest.
    .title = No full answers or no influence
    .first = without full answers
    .second = without influence
    .first-doing = leave hard questions half answered
    .second-doing = stay in one small part with no influence on the rest
    .why = This time we ask what you could live with, so choosing “without full answers” speaks for leading. Getting to the bottom is what investigative interests are about; influence on the whole, enterprising ones. This pair separates the two paths best (O*NET).
