"""Words with which the checks of quotations are made, and those checks whose words are our own.

The archive in ``evals/corpora/desk`` was written for this: its people are invented.
"""

from __future__ import annotations

AUXILIARIES = frozenset(
    "is are was were will would can could has have had must should may shall".split()
)
TURNING = frozenset(
    "not no never but unless until except only if without though although however yet nor who whom "
    "whose which when where before after while whether any all both than less more may must shall "
    "should cannot none nobody nothing rather instead provided".split()
)
LIMITS = frozenset("but unless until except although".split())

SAME = (
    ("co-operation", "cooperation"), ("first-hand", "first hand"), (" per cent", "%"),
    ("organised", "organized"), (" has not ", " hasn't "), (" is not ", " isn't "),
    (" did not ", " didn't "), (" do not ", " don't "), ("recognised", "recognized"),
    ("It is ", "It’s "), (" cannot ", " can not "), ("programme", "program"),
    ("labour", "labor"), ("favour", "favor"), (" million", "m"), ("two ", "2 "), ("three ", "3 "),
    ("four ", "4 "), (" five ", " 5 "), ("six ", "6 "), ("seven ", "7 "), ("nine ", "9 "),
    ("twelve", "12"), (" one month", " 1 month"), ("asylum seekers", "asylum-seekers"),
    ("’s", "'s"), ("small-boat", "small boat"), ("small boat", "small-boat"), (", ", " "),
)  # fmt: skip
"""Two ways of writing the same."""

BRACKETS = (
    ("He", "[The minister]"), ("It", "[The plan]"), ("They", "[The parties]"), ("it", "[the plan]"),
    ("their", "[the migrants’]"), ("this", "[the new]"), ("its", "[the body’s]"),
    ("Council", "[governing body]"), ("year", "[period]"), ("the", "[the same]"),
)  # fmt: skip
SMALL = (
    ("very", ""), ("also", ""), ("this", "the"), ("a", "the"), ("in", "at"), ("the", "this"),
)  # fmt: skip
OTHER = (
    ("all", "some"), ("any", "every"), ("must", "may"), ("shall", "may"), ("will", "might"),
    ("increase", "decrease"), ("fell", "rose"), ("rose", "fell"), ("before", "after"),
    ("more", "fewer"), ("least", "most"), ("Council", "Court"), ("British", "French"),
    ("Iraq", "Iran"), ("Albania", "Armenia"), ("million", "billion"), ("was", "is"), ("is", "was"),
    ("are", "were"), ("their", "our"), ("States", "Courts"), ("year", "month"), ("first", "last"),
    ("and", "or"), ("of", "against"),
)  # fmt: skip

REFUSED: tuple[str, ...] = ()
"""Cases that, read by hand, do not say what their label says."""

R, L, O, B = "Ana Ruiz", "Bo Lind", "Marta Olsen", "Carlo Brand"  # noqa: E741

_CONFIRMED = (
    (R, "The tents on the old pier will be gone before the first snow"),
    (R, "Nobody who works legally in the fish halls has anything to fear from the new register"),
    (R, ("We have opened nine reception desks in the villages, and each of them is staffed by "
        "people who speak the language of those who arrive")),
    ("Interior Minister Ana Ruiz", "each of them is staffed by people who speak the language"),
    (L, "The plan is a list of wishes that no town in this country can pay for"),
    ("Mr Lind", "The minister has counted the boats and forgotten the people in them"),
    (L, "Most of the officers who were hired in spring had left by autumn"),
    (L, "They were sent home without the training they had been promised"),
    (R, "The northern road will be cleared by soldiers before Sunday"),
    ("Lind", "I do not own a boat and I have never wanted one"),
    (O, "We count what we can see from the tower"),
    ("Ms Ruiz", "It opens on 14 April"),
    (R, "The budget for translators rises from 2.6 million to 3.1 million crowns next year"),
    (R, "We hired 140 officers in the spring and lost 35 of them before the autumn"),
    (R, "Twelve towns have signed the charter and seven more have asked to see it"),
    (R, "The average wait for a first interview fell from 61 days to 44 days"),
    (R, "I would rather be judged by what we finish than by what we announce"),
    (B, "Will the minister say when the northern centre opens?"),
    (R, "The harbour has never been busier"),
    (R, ("I want to speak plainly about what we have done, what we have not done, and what comes "
        "next")),
    ("Keir Starmer", "dead and buried before it started"),
    ("Yvette Cooper", "most shocking waste of taxpayer money"),
)  # fmt: skip
_OTHERS = (L, B, O, R)
_QUOTING = (
    "the boats come at night and the help comes at noon",
    "a border is a promise that two neighbours keep",
    "nobody asks for your papers when you are drowning",
    "half of the money was spent before a single bed was ready",
    "you cannot count people the way you count crates",
    "no vessel shall be turned away in a storm",
    "we have two engines for three boats and no spare",
    "the children learn the language before the forms arrive",
    "the minister counts the beds and forgets the people in them",
    "a hearing by telephone is hardly a hearing at all",
    "we trained for floods and were given a queue",
    "overtime has become the only shift that anyone works",
)
_CONFLICTS = (
    (O, "Our crews made 312 rescues in the last quarter and lost not one person."),
    (O, "Our crews made 321 rescues in the last quarter and lost not one person."),
    (O, "We can hold the strait through the winter with four boats."),
    (O, "We cannot hold the strait through the winter with four boats."),
    (O, "The harbour must remain open to every vessel in distress"),
    (O, "The harbour should remain open to every vessel in distress"),
    (O, "That is the law of the sea and it is older than any register"),
    (O, "That is the law of the sea and it is older than every government"),
    (B, "A hearing that lasts eight minutes cannot be called a hearing."),
    (B, "A hearing that lasts eighteen minutes cannot be called a hearing."),
    (B, "My clients wait for months in rooms without windows."),
    (B, "Your clients wait for months in rooms without windows."),
    (B, "I have yet to meet a judge who likes the new rules"),
    (B, "I have yet to meet a lawyer who likes the new rules"),
    (B, "They were written in a hurry and they read like it"),
    (R, "Returns work when both sides want them to work"),
    (R, "Returns fail when both sides want them to work"),
    (L, "The islands keep their word and we keep ours"),
    (R, "Every bed that we pay for stands in a house with a kitchen"),
    (R, "Every bed that we pay for stands in a house with a garden"),
    (B, "The queue at the second desk is longer than the first has ever been"),
    (R, "No child will spend a night on the pier while I hold this office"),
    (L, "The register costs more in a month than the tents did in a year"),
    (L, "The register costs more in a week than the tents did in a year"),
)
_UNKNOWN = (
    ("Ana Ruiz", "The government's plan for the winter met with praise and anger on Tuesday"),
    ("Bo Lind", ("Our reporter was in the room, and his notes do not always agree with what was "
                "printed elsewhere")),
    ("Marta Olsen", "his notes do not always agree"),
    ("Chris Philp", "Few people were being sent back"),
    ("Dan Jarvis", "That is a fall of 27%"),
    ("Dan Jarvis", "The earlier peak was higher still"),
    ("Chris Philp", "The release does not name him"),
    ("Chris Philp", "Asylum figures support only part of that argument"),
    ("Keir Starmer", ("The first flight was to leave on 14 June 2022 with seven passengers left on "
                     "its list")),
    ("Keir Starmer", "The judges were unanimous that there was a real risk of refoulement"),
    ("Yvette Cooper", "The vote was advisory"),
    ("Yvette Cooper", "Its items add up to £715 million"),
    ("James Cleverly", ("The government answered with a treaty, published on 5 December 2023 and "
                       "laid before Parliament the next day")),
    ("Keir Starmer", ("On 22 January 2024 the House of Lords voted by 214 to 171 that the treaty "
                     "should wait")),
    ("Yvette Cooper", "The Supreme Court found the policy unlawful on 15 November 2023"),
    ("Chris Philp", ("In 2023 the Home Office recorded 21 enforced and 117 voluntary returns to "
                    "Iraq")),
    ("Dan Jarvis", "Iraqis therefore went from about 8% of small-boat arrivals to about 5%"),
    ("Dan Jarvis", "Arrivals of all nationalities rose over the same two years"),
    ("Ana Ruiz", ("The Courier also heard what "
                 "others did not")),
    ("Bo Lind", "a day after Interior Minister Ana Ruiz had spoken to a conference in Saltmouth"),
    ("Keir Starmer", "James Cleverly and Vincent Biruta signed it in Kigali"),
)  # fmt: skip
_SINGLE = (
    "The northern road will be cleared by soldiers before Sunday",
    "I do not own a boat and I have never wanted one",
    "We count what we can see from the tower",
    "The tents on the old pier will be gone before the first snow",
    "The plan is a list of wishes that no town in this country can pay for",
    "Most of the officers who were hired in spring had left by autumn",
    "They were sent home without the training they had been promised",
    "Nobody who works legally in the fish halls has anything to fear from the new register",
    "The harbour has never been busier",
    "Twelve towns have signed the charter and seven more have asked to see it",
    "The average wait for a first interview fell from 61 days to 44 days",
    "Thank you all for coming so far in such weather",
    "We hired 140 officers in the spring and lost 35 of them before the autumn",
    "The minister has counted the boats and forgotten the people in them",
    "each of them is staffed by people who speak the language of those who arrive",
    "Few people were being sent back",
    "The earlier peak was higher still",
    "The judges were unanimous that there was a real risk of refoulement",
    "Its items add up to £715 million",
    "James Cleverly and Vincent Biruta signed it in Kigali",
    "hyperbole and made-up numbers",
)
_CUT = (
    "We will take back every citizen of ours whose claim has failed",
    "The ferries will run all winter",
    "Families may stay together in the first centre",
    "We can promise a decision within ninety days",
    "a prison for people who have broken no law",
    "the gangs had been beaten in a single summer",
    "the coast has been left without a lifeboat",
    "the new rules have kept honest workers away",
    "call people who flee from war a burden on our towns",
    "I shall cut no ribbon",
    "Returns work",
    "the summit of our aspirations",
    "shouting from the sidelines",
)
_HIDDEN = (
    "We will take back every citizen of ours … when a court has heard the case",
    "The ferries will run all winter … the ice closes the southern channel",
    "Families may stay together in the first centre … their second interview is over",
    "We can promise a decision within ninety days … the towns lend us forty more officers",
    "The centre at Saltmouth is … a prison for people who have broken no law",
    "It is … true that the coast has been left without a lifeboat",
    "There is … evidence that the new rules have kept honest workers away",
    "I … said that the gangs had been beaten in a single summer",
    "I shall cut … ribbon until the heating works",
    "We … call people who flee from war a burden on our towns",
    "I do … own a boat and I have never wanted one",
    "I do not own a boat and I have … wanted one",
    "what we have done, what we have … done, and what comes next",
)
_ABSENT = (
    "We shall build the wall out of sugar and let the rain decide",
    "The lighthouse keepers have voted to join the orchestra",
    "Nine out of ten penguins prefer the southern route to Norway",
    "My grandmother taught the ambassador how to whistle",
    "There will be free bicycles for every second dentist",
    "The museum lost its only elephant in the spring sale",
    "No treaty was ever signed on a trampoline before this one",
    "We have sold the weather to the highest bidder",
    "The Home Office has painted all of its doors bright orange",
    "Border Force officers will be issued with violins from May",
    "Small boats are the future of the opera in this country",
    "Asylum seekers taught the choir to sing in four languages",
    "The Home Secretary promised every household a lemon tree",
    "I resigned because the canteen stopped serving soup",
    "Every passport should smell of lavender and fresh bread",
    "Immigration is a word that rhymes with hesitation and vacation",
    "The court ruled that Tuesdays are to be abolished",
    "France has agreed to return our umbrellas within ninety days",
    "The ministry regrets that the moon was counted twice",
    "A returns agreement with Atlantis will be signed underwater",
    "hough the law",
    "aw has not",
    "eturns agreemen",
    "inister sai",
)
_PARAPHRASED = (
    "The government's agreement with Iraq on sending people back was announced on 20 August 2025",
    "Seven passengers remained on the list for the first flight, which was due on 14 June 2022",
    "The Supreme Court ruled on 15 November 2023 that the policy was against the law",
    "Parliament was shown the treaty the day after it came out on 5 December 2023",
    "The treaty was signed in Kigali by Vincent Biruta and James Cleverly",
    (
        "In 2023 just 117 people went back to Iraq voluntarily and 21 were removed by force, the "
        "Home Office recorded"
    ),
    "Iraqi arrivals by small boat fell 27%, according to the Home Office, to about 1,900",
    "The Lords voted 214 to 171 on 22 January 2024 in favour of delaying the treaty",
    "Cooper said to MPs on 22 July 2024 that the cost had been £700 million",
    "The Safety of Rwanda Act became law on 25 April 2024 when it got Royal Assent",
    "The Home Office said on 28 November 2024 that the money came in three parts",
    "Up to £300,000 went to train border staff in Iraq, £200,000 to the Kurdistan Region",
    "The 2025 Act undoes the Safety of Rwanda Act 2024",
    "The total number arriving went up from 31,079 to 38,023 in those two years",
    (
        "The August 2025 release mentions again a trade package of as much as £12.3 billion from "
        "January 2025"
    ),
    "Iraq's signature came from its deputy foreign minister, head of the Higher Returns Committee",
    "In 2021 the Home Office counted 6,117 Iraqis who came by small boat",
    "The National Audit Office published the agreed payments on 1 March 2024",
    "Twelve municipalities signed up to the charter and another seven want to look at it",
    "The average time until a first interview dropped to 44 days from 61 days",
    "On the old pier the tents will have disappeared by the time the first snow falls",
    "By autumn the majority of officers hired in spring had left",
)


def _another(who: str, place: int) -> str:
    """Somebody else than ``who``."""
    others = [name for name in _OTHERS if name.split()[-1] not in who]
    return others[place % len(others)]


CASES: tuple[tuple[str, str, str, str], ...] = (
    *(("speaker_confirmed", "verbatim", who, words) for who, words in _CONFIRMED),
    *(
        ("misattributed", "misattributed", _another(who, place), words)
        for place, (who, words) in enumerate(_CONFIRMED)
    ),
    *(("speaker_quoting", "speaker_quoting", R, words) for words in _QUOTING),
    *(("speaker_quoting", "speaker_quoting", "Ms Ruiz", " ".join(words.split()[:-1]))
      for words in _QUOTING),
    *(("conflicting", "conflicting", who, words) for who, words in _CONFLICTS),
    *(("speaker_unknown", "speaker_unknown", who, words) for who, words in _UNKNOWN),
    *(("single_source", "verbatim", "", words) for words in _SINGLE),
    *(("truncated_misleading", "truncated_misleading", "", words) for words in _CUT),
    *(("ellipsis_misleading", "ellipsis_misleading", "", words) for words in _HIDDEN),
    *(("not_found", "not_found", "", words) for words in _ABSENT),
    *(("paraphrase", "paraphrase", "", words) for words in _PARAPHRASED),
)  # fmt: skip
"""(what it is about, the verdict, who is said to have said it, the words)."""
