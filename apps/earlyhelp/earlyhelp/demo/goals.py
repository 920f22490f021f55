"""What the plans of the town say: worries, goals, first scores, voices, and who does what."""

from earlyhelp.demo.people import FEMI, JO, NOOR, PAT

PLANS = {
	"O'Brien": {
		"send": True,
		"needs": ("School attendance", "Parental mental health"),
		"columns": {
			"worries": "Most mornings end in shouting. Chloe has missed eleven days of school since January.",
			"working_well": "Joanne asked for help herself. Chloe likes her form tutor. Gran comes every Sunday.",
			"needs_to_happen": "Mornings in which everybody leaves the house without a row.",
		},
		"goals": (
			{
				"theme": "Parenting improved",
				"goal": "Mornings without shouting",
				"baseline_score": "3",
				"what_0_means": "Every morning ends in a row and somebody cries.",
				"what_10_means": "We have breakfast together and leave on time.",
			},
			{
				"theme": "School attendance managed",
				"goal": "Chloe goes to school, and there is somebody she can talk to when it gets too much",
				"baseline_score": "2",
				"what_0_means": "She does not go at all.",
				"what_10_means": "She goes each day and likes most of it.",
			},
			{
				"theme": "Stability in mental health (parent)",
				"goal": "Joanne has an hour a week for herself",
				"baseline_score": "1",
				"what_0_means": "Not a minute.",
				"what_10_means": "She sings in the choir again.",
			},
		),
		"statements": (
			{"column": "Worry", "statement": "Chloe falls behind and loses her friends."},
			{"column": "Working Well", "statement": "Sam gets up by himself."},
			{"column": "Needs To Happen", "statement": "School bags are packed the evening before."},
		),
		"voices": {
			"Chloe": {
				"words": "I want mum not to be cross. I want to see Maisie at break.",
				"how": "Three Houses",
				"may_be_shown_to": "Everybody",
			},
			"Sam": {
				"words": "I don't like it when dad comes and they argue.",
				"how": "Drawing or play",
				"may_be_shown_to": "Professionals only",
			},
		},
		"actions": (
			("Pack the school bags in the evening", "Joanne", 28),
			("Meet Chloe at the gate for the first two weeks", "Early Help", 21),
			("Ring the choir and ask when they meet", "Joanne", 70),
			("Visit on Tuesday mornings at half past seven", PAT, 90),
		),
		"came": "Joanne, Chloe, Mrs Carver from school, Pat Norris",
		"changed": "Four calm mornings out of five. Chloe missed one day since half-term.",
		"scores": (
			(
				("Agreed", "6", "Four mornings out of five were calm."),
				("Joanne", "6", "I count to ten now."),
				("Chloe", "5", "Mum shouts less. Sam still takes ages."),
				("School", "7", "Chloe is on time and has had breakfast."),
				("Practitioner", "6", "Seen on six visits."),
			),
			(
				("Agreed", "5", "One day missed since half-term."),
				("Joanne", "5", "She goes, even when she grumbles."),
				("Chloe", "4", "Maths is still horrible."),
				("School", "6", "She talks to Mrs Carver when it gets too much."),
				("Practitioner", "5", "Attendance is up from 81 to 92 per cent."),
			),
			(
				("Agreed", "2", "She rang the choir and has not been yet."),
				("Joanne", "2", "I rang. I did not dare to go."),
				("Chloe", "3", "She sings in the kitchen."),
				("School", "2", "She looks tired."),
				("Practitioner", "2", "A first step."),
			),
		),
	},
	"Hartley": {
		"send": True,
		"needs": ("Behaviour",),
		"columns": {
			"worries": "Tyler hits other children when he loses a game.",
			"working_well": "Dawn and Tyler bake together on Saturdays. He is kind to the little ones.",
			"needs_to_happen": "Tyler finds another way to be angry, and Dawn gets some rest.",
		},
		"goals": (
			{
				"theme": "Reduced relationship conflict",
				"goal": "Tyler plays a whole break without a fight",
				"baseline_score": "4",
				"what_0_means": "A fight every break.",
				"what_10_means": "He is asked to join in.",
			},
		),
		"statements": ({"column": "Worry", "statement": "Tyler will have nobody to play with."},),
		"voices": {
			"Tyler": {
				"words": "They laugh at me when I lose.",
				"how": "In conversation",
				"may_be_shown_to": "Everybody",
			},
		},
		"actions": (
			("Play a board game with Tyler twice a week", "Dawn", 30),
			("Practise losing with him", JO, 30),
		),
	},
	"Quinn": {
		"send": True,
		"needs": ("Parental substance misuse", "Neglect"),
		"columns": {
			"worries": "When Aoife drinks, Niamh puts Finn to bed and lies awake.",
			"working_well": "Aoife has stopped before. Her sister would have the children for a weekend.",
			"needs_to_happen": "A safe adult is in the house every evening, and Niamh may be nine.",
		},
		"goals": (
			{
				"theme": "Stability in Drug/Alcohol Misuse",
				"goal": "Evenings without drink",
				"baseline_score": "2",
				"what_0_means": "Drink every evening.",
				"what_10_means": "None in the house, and nobody misses it.",
			},
			{
				"theme": "Stability in mental health (child)",
				"goal": "Niamh sleeps, because somebody else looks after Finn",
				"baseline_score": "3",
				"what_0_means": "She does everything.",
				"what_10_means": "She reads in bed and falls asleep.",
			},
		),
		"statements": ({"column": "Worry", "statement": "Finn comes to harm while nobody is awake."},),
		"voices": {
			"Niamh": {
				"words": "I check that she breathes.",
				"how": "Three Houses",
				"may_be_shown_to": "Professionals only",
			},
			"Finn": {"why_not": "He is four; he was watched at play."},
		},
		"actions": (
			("Two sessions a week", FEMI, 60),
			("Ask my sister about weekends", "Aoife", 20),
			("Visit on Fridays", NOOR, 80),
		),
		"came": "Aoife, her sister Orla, Noor Aldous, Femi Adeyemi",
		"changed": "Two evenings a week without drink. Orla has the children every other weekend.",
		"scores": (
			(
				("Agreed", "4", "Two evenings a week, and she says when it was not so."),
				("Aoife", "4", "I ring Orla before I open a bottle."),
				("Niamh", "3", "She fell asleep on the sofa on Thursday."),
				("Practitioner", "4", "Seen on six visits, two of them in the evening."),
			),
			(
				("Agreed", "5", "She slept through at Orla's."),
				("Aoife", "5", "I put Finn to bed myself on good days."),
				("Niamh", "4", "I still listen."),
				("Practitioner", "5", "She is less tired at school."),
			),
		),
	},
	"Nowak": {
		"needs": (),
		"columns": {"worries": "Zofia does not sleep and has stopped going out."},
		"goals": (
			{
				"theme": "Improved self esteem",
				"goal": "Zofia has one friend here",
				"baseline_score": "2",
				"what_0_means": "Nobody.",
				"what_10_means": "Somebody rings her.",
			},
		),
	},
	"Pike": {
		"send": True,
		"needs": ("School attendance",),
		"columns": {
			"worries": "Holly is alone at night.",
			"working_well": "Gavin and Holly talk about everything.",
			"needs_to_happen": "Gavin finds work by day.",
		},
		"goals": (
			{
				"theme": "School attendance managed",
				"goal": "Holly is at school by nine",
				"baseline_score": "4",
				"what_0_means": "She sleeps until noon.",
				"what_10_means": "She is there first.",
			},
		),
		"statements": ({"column": "Worry", "statement": "Holly leaves school without an examination."},),
		"asked": ("Holly",),
		"voices": {
			"Holly": {
				"words": "I hate being alone at night.",
				"how": "In conversation",
				"may_be_shown_to": "Everybody",
			}
		},
		"actions": (("Ask the depot for day shifts", "Gavin", 30),),
		"came": "Gavin, Holly, Pat Norris",
		"changed": "Gavin works days since October.",
		"scores": (
			(
				("Agreed", "9", "There every day this month."),
				("Gavin", "9", "She wakes me now."),
				("Holly", "9", "Fine."),
				("Practitioner", "9", "The register says so."),
			),
		),
	},
}
