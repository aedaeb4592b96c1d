# The words of the roles. Which roles there are stands in roles.toml.
#
# Rules: plain text, except the cards page-path, page-myths and page-about, which may use <b> and <i>. A card has at
# most 1400 characters; sentence, responsibilities, week and gives-up of a role together at most 1700. A .next has
# three lines, each of which opens with "• ".

## The four roles

role-expert = Technical expert
    .icon = 🔬
    .sentence = Somebody with deep knowledge of one field who makes things: designs, calculates, writes and tests them.
    .outcome = Your answers point to the technical path: you would rather understand and build the thing yourself than steer the project around it.
    .week =
        Most days hold a long stretch with one hard thing.
        You try, measure, find out why it does not work, and try again.
        You explain your solution to colleagues and look closely at theirs.
        A few hours go into reading and trying what is new.
        Meetings happen, but they are not where your work gets done.
    .gives-up = The last word on what gets built, and when, is often somebody else's. Your field keeps moving, so learning never ends, and a lot of what you do well is seen only by people who know the field.
    .next =
        • Take one problem in your field that others have given up on. Give it two evenings and write down what you found.
        • Ask an experienced expert to show you an ordinary working day, and note what you envy and what you do not.
        • Learn one new method by using it on something real, then explain it to somebody in ten minutes.

role-manager = Project manager
    .icon = 🧭
    .sentence = Somebody who sees the whole: what is to be reached, by when, with whom and with what money, and who brings people together to get there.
    .outcome = Your answers point to leading projects: you would rather set the course and bring people, time and money together than build the thing yourself.
    .week =
        Many short talks: with the team, the client, the people who pay.
        You look at where the work stands and change the plan where it no longer fits.
        You share out tasks, clear what is in people's way and settle who decides what.
        You ask early what could go wrong, and you watch the money.
        Quiet hours are rare.
    .gives-up = You hardly make the thing yourself any more, and your technical knowledge slowly grows old. Your results show late and through others, and you answer for things that are not all in your hands.
    .next =
        • Offer to run one small undertaking from start to finish: a class project, a trip, a move. Write down the goal, the steps, the dates and who does what.
        • Before something that is planned anyway, list five things that could go wrong and what you would do about each. Afterwards, compare.
        • Ask a project manager to go through last week's calendar with you, and note which hours you would have liked.

role-hybrid = Both together
    .icon = 🌉
    .sentence = Somebody who keeps a hand in the technical work and steers people and plans as well, usually in a field known from the inside.
    .outcome = Your answers point to both at once: you would like to understand and build the thing and also steer the project around it.
    .week =
        It changes from day to day.
        Some blocks belong to technical work: the hard design decisions, checking a solution, a piece you make yourself.
        The others belong to people and plans: sharing out work, talking with the client, moving dates.
        The skill is to guard both, since what is urgent likes to eat what is deep.
    .gives-up = You will be less deep than somebody who does nothing else, and less free for people and plans than somebody who only leads. You switch a lot, and you have to say no often.
    .next =
        • In a project you already know, take over one small part completely: its solution, its plan and its date.
        • For two weeks, note each evening which hour gave you energy and which took it, the technical or the steering one.
        • Talk with somebody who does both, and ask what the last thing was that they had to drop.

role-neither = Neither yet
    .icon = 🌱
    .sentence = Neither path has a strong pull, for now. That says where somebody stands today, not what they are able to do.
    .outcome = Neither path pulls you for now: on both, your answers lie below the middle of my scale. That says nothing about what you can do; perhaps you know too little of either.
    .week =
        There is no one week to show here, because many kinds of work lie outside these two paths.
        Some people come alive when they teach or advise somebody, some when they care for people.
        Some like to give things shape with words, pictures or sound; some like order, where every record is right.
        Some would rather sell, or start something of their own.
        All of these also exist close to technical projects.
    .gives-up = Nothing, for now. Waiting only costs something if you try nothing in the meantime.
    .next =
        • Think of three moments in the last year when you forgot the time. Write down what exactly you were working on.
        • Try one small thing from each path: two hours on a technical riddle, two hours on planning something real.
        • Ask two people whose work you could imagine doing to show you an ordinary day. Note down today's result, go through the questions anew afterwards, and compare.

## What a technical expert answers for

responsibility-execution = Doing the technical work
    .text = making part of the project yourself by designing, writing programs, calculating or analysing data, whatever it needs.
responsibility-problems = Solving technical problems
    .text = knowing the field deeply enough to find out why something fails, and to propose what to do about it.
responsibility-current = Keeping up with the field
    .text = learning all the time, because tools and knowledge change and yesterday's best way may not be today's.

## What a project manager answers for

responsibility-planning = Planning and setting limits
    .text = saying what belongs to the project and what does not, cutting it into steps people can handle, and giving them dates that can be kept.
responsibility-resources = Putting people and tasks together
    .text = giving each task to somebody who can do it and has the time for it, and helping people grow.
responsibility-risk = Watching for risks
    .text = asking early what could go wrong, preparing for it, and keeping an eye open for new trouble.
responsibility-communication = Keeping everybody in step
    .text = getting the team, the client and everyone with a stake in the result to talk to each other and mean the same thing.
responsibility-budget = Looking after the money
    .text = following what is spent and making sure the project gets by with what it has.

## Where the two meet

overlap-manager = What technical knowledge gives a project manager
    .text = Whoever understands how the thing works decides on better grounds, speaks with technical people in their own terms and sees difficulties coming.
overlap-expert = What planning skills give an expert
    .text = They are not always asked for, but worth a great deal: you see the bigger picture, have a voice in the planning and can say how much time and what resources a task will take.

## Jobs that combine both

path-tech-lead = Tech lead
    .text = decides with a team how the thing is built, and still builds a good part of it.
path-architect = Architect
    .text = decides the overall shape of a system or a building that many people work on, and makes sure that its parts fit together.
path-tech-lead-manager = Tech lead manager
    .text = makes a small team's technical decisions and also looks after its people.
path-engineering-manager = Engineering manager
    .text = looks after a team of technical people: who does what, how they grow, what they need; knows the field well but builds little.
path-technical-programme-manager = Technical programme manager
    .text = steers several technical projects that depend on each other, and knows enough of the technical side to see where they will collide.

## The two roles side by side

aspect-purpose = What it is for
    .expert = The thing works, and works well.
    .manager = The right thing gets done, on time and for the money there is.
aspect-day = A usual day
    .expert = Long stretches with one hard question.
    .manager = Many talks, many small decisions, a plan in motion.
aspect-decides = What you decide
    .expert = How the thing is made.
    .manager = What gets done first, by whom, by when and with what money.
aspect-measure = How you know it went well
    .expert = It holds, it is exact, and others can build on it.
    .manager = The goal is reached, nobody was taken by surprise, the team would do it again.
aspect-growth = How you grow
    .expert = Deeper into your field, then to harder and more important questions.
    .manager = To bigger projects, more people, more at stake.
aspect-gives-up = What you give up
    .expert = Often the last word on what gets built and when.
    .manager = Making the thing yourself, and long quiet hours.

## Cards

page-path =
    <b>Finding your path</b>

    If one field keeps pulling you deeper in, and you like to stay with a problem, hands on, until it gives way, look first at the path of the <b>technical expert</b>.

    If you like to bring order into things, to lead people towards a goal and to keep several balls in the air, look first at <b>project management</b>.

    You do not have to choose once and for all. The two paths do not shut each other out. You can go on learning your field and learn to plan and lead beside it; that is how people come to lead where they know the work from the inside.

    And if you cannot tell yet, try a small piece of each. Two weeks of trying teach more than a year of wondering.
page-myths =
    <b>Five things people believe</b>

    <b>“Becoming a manager is a promotion.”</b>
    It is a change of profession. You begin again as a beginner, with other tools and another idea of a good day.

    <b>“There is no way back.”</b>
    There is. Many people swing between building and leading several times. Charity Majors calls it the engineer/manager pendulum, and holds that each side makes you better at the other.

    <b>“I love solving problems, so I am technical.” “I like people, so I should lead.”</b>
    Neither tells the two apart: both jobs are full of problems and full of people. Ask which problems: why the thing fails, or why the project is late.

    <b>“My job shows what I want.”</b>
    Not always. In a 2018 survey of people who write software for research, 61 % of those who spent more time managing than on software wished for the reverse.

    <b>“Whoever leads has to stop being technical.”</b>
    No. Tech leads and architects do both, and a manager who understands the work decides better. You will just have less time for it.
page-about =
    <b>About this advisor</b>

    I ask what you would like to do and measure two wishes separately: to understand and build things, and to steer people, time, money and risk. Each answer moves one or both a little. High on one, on the other, on both or on neither: these are the four outcomes. If your answers are too few, too even or at odds with each other, I say so and recommend nothing.

    <b>How much I can know.</b> Not a lot. People whose work fits their interests do better at it, but only somewhat (a correlation of about .32). Shown one person who leads and one who does not, a test like this picks the right one about 7 times in 10; a coin, 5. What you are able to do, I cannot see.

    <b>Sources.</b> The article “Differences between a technical role and a project manager role”. Stack Overflow Developer Survey 2016 (ODbL). RSE survey 2018. Cardador, Hill and Lopez-Alvarez on engineers. Su, Rounds and Armstrong 2009. Nye and others 2017. Charity Majors, “The engineer/manager pendulum”. The O*NET database, modified here.
