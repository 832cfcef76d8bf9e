"""The verbs and phrases that report speech, as the forms they take in text."""

from __future__ import annotations

import re

SAYING = """
accept acknowledge add address admit advise affirm agree allege announce answer argue ask assert
assure beg begin bemoan boast brag caution challenge chant chide claim clarify comment complain
concede conclude concur confess confide confirm contend continue counter cry deadpan declare
defend demand deny disclose dispute elaborate emphasize emphasise estimate exclaim exhort
explain fume grumble hint implore imply inform insinuate insist interject interrupt intone jest
joke lament maintain marvel mention message mumble murmur muse mutter note object observe offer
opine phrase plead pledge point post pray predict proclaim promise propose protest quip quote
rail rant read reason reassure rebut recall recount reflect reiterate remark remind remember
repeat reply report respond retort retweet reveal roar say scream shoot shout sigh signal smile
snap snarl speculate state stress suggest sum summarize summarise swear tease tell testify
thunder tout tweet underline underscore urge vow volunteer vent warn weigh whisper wonder write
yell text email e-mail fire hit lash chime blog blurt bellow boom croon gush groan howl holler
laugh sneer scoff sniff
""".split()
"""Verbs whose object is what was said; one of them beside a stretch makes it speech."""

NAMING = """
accuse applaud assail attack blame blast brand call cast castigate celebrate characterize
characterise charge compare condemn criticize criticise decry defend define demand denounce
depict deride describe dismiss dub excoriate extol hail label lambast lambaste laud liken lob
mock oppose paint pan portray praise question rap rebuke refer reject ridicule rip slam style
support tag term thank threaten trash welcome deem deplore bash berate skewer hammer invoke push
advocate advocated calling commit consider discuss express favor favour raise speak talk use
voice apologize apologise boast invite encourage order instruct direct give rule find hold think
believe feel hope fear want see expect know wish view regard
""".split()
"""Verbs that govern a quoted fragment ("called it “a disaster”") but need one to count."""

REPORTING = frozenset(
    """
accept acknowledge add admit affirm agree allege announce argue assert assure boast caution
claim complain concede conclude confess confirm contend declare deny disclose emphasize
emphasise estimate explain insist joke lament maintain mention note observe point predict
proclaim promise recall reiterate remark remind reply report respond reveal say state stress
suggest tell testify tweet underline underscore urge vow warn write inform reassure
""".split()
)
"""Verbs that report what somebody said without quoting it ("said that …")."""

IRREGULAR = {
    "say": "says said saying",
    "tell": "tells told telling",
    "write": "writes wrote written writing",
    "begin": "begins began begun beginning",
    "speak": "speaks spoke spoken speaking",
    "swear": "swears swore sworn swearing",
    "shoot": "shoots shot shooting",
    "read": "reads read reading",
    "hit": "hits hit hitting",
    "cast": "casts cast casting",
    "cry": "cries cried crying",
    "deny": "denies denied denying",
    "reply": "replies replied replying",
    "clarify": "clarifies clarified clarifying",
    "testify": "testifies testified testifying",
    "decry": "decries decried decrying",
    "imply": "implies implied implying",
    "give": "gives gave given giving",
    "hold": "holds held holding",
    "find": "finds found finding",
    "think": "thinks thought thinking",
    "feel": "feels felt feeling",
    "see": "sees saw seen seeing",
    "know": "knows knew known knowing",
    "put": "puts put putting",
    "go": "goes went gone going",
    "rebut": "rebuts rebutted rebutting",
    "admit": "admits admitted admitting",
    "refer": "refers referred referring",
    "commit": "commits committed committing",
    "dub": "dubs dubbed dubbing",
    "slam": "slams slammed slamming",
    "rip": "rips ripped ripping",
    "pan": "pans panned panning",
    "rap": "raps rapped rapping",
    "lob": "lobs lobbed lobbing",
    "tag": "tags tagged tagging",
    "brag": "brags bragged bragging",
    "quip": "quips quipped quipping",
    "snap": "snaps snapped snapping",
    "sum": "sums summed summing",
    "chat": "chats chatted chatting",
    "label": "labels labeled labelled labeling labelling",
    "signal": "signals signaled signalled signaling signalling",
}

NOUNS = frozenset(
    """
account accusation admission advice announcement answer appeal argument assertion assessment
assurance call charge claim comment complaint conclusion contention criticism declaration demand
denial description explanation insistence joke letter line message mantra motto note order
phrase pledge plea post posting prediction promise proposal question quip quote reference
refrain remark reply response retort ruling slogan speech statement suggestion term testimony
theory threat tweet verdict view vow warning words word writing email
""".split()
)
"""Nouns that report when somebody possesses them ("in Trump's words")."""

PHRASES = re.compile(r"\b(?:according to|in the words of)\b", re.IGNORECASE)

WRITTEN = re.compile(
    r"(?<!\bhe )(?<!\bshe )(?<!\bthey )(?<!\bwho )\b"
    r"(?:(?:sign|signs|banner|banners|poster|posters|placard|placards|shirt|shirts|t-shirts?|hat|hats"
    r"|cap|caps|sticker|stickers|button|buttons|flag|flags|badge|graffiti)\b[^.“”\"]{0,40}"
    r"|(?:emblazoned|inscribed|scrawled|spray-painted|labeled|labelled)\s(?:with\s|on\s|across\s)?)$",
    re.IGNORECASE,
)
"""What stands before words on a thing rather than in a mouth."""

TITLED = re.compile(
    r"(?:\b(?:titled|entitled|headlined|called|named|nicknamed|known as|dubbed|codenamed|christened"
    r"|so-called|the (?:word|term|phrase|expression|label|slogan|title|nickname)s?"
    r"|(?:book|memoir|novel|film|movie|documentary|song|anthem|show|program|programme|series|sitcom|play"
    r"|musical|album|single|magazine|podcast|report|essay|article|column|painting|poem|comedy|ballad"
    r"|hymn|tune|video|drama|episode|segment|hit|classic|bestseller|best-seller|tome|ad|spot)"
    r"(?:\s(?:called|titled|entitled|named))?),?\s"
    r"|(?:\bon|\bin|\bof|\bfrom|\bto|\bwatching|\bhost|\banchor|[’']s?|\bof the)\s)$",
    re.IGNORECASE,
)
"""What stands before the title of a programme, a book, a film, a song."""


def _forms(verb: str) -> list[str]:
    if verb in IRREGULAR:
        return [verb, *IRREGULAR[verb].split()]
    if verb.endswith("e"):
        return [verb, f"{verb}s", f"{verb}d", f"{verb[:-1]}ing"]
    ending = "es" if verb.endswith(("s", "sh", "ch", "x")) else "s"
    return [verb, f"{verb}{ending}", f"{verb}ed", f"{verb}ing"]


LEMMAS = {form: verb for verb in [*NAMING, *SAYING] for form in _forms(verb)}
"""Every form of every cue verb, and the verb it is a form of."""
SAYING_VERBS = frozenset(SAYING)

BESIDE_ONLY = frozenset(
    """
begin blog bellow boom chime conclude continue count croon cry email e-mail fire fume groan grumble
gush hit howl holler interrupt joke lash laugh message offer open post recount reflect remember
repeat report roar scream shoot sigh signal smile snap sneer sniff sum text thunder vent weigh yell
object put go mutter murmur mumble consider
commit discuss direct find give give order pan rap rip see use voice welcome know hold view regard
""".split()
)
"""Verbs of many senses: a cue beside the words themselves, not elsewhere in the sentence."""

THINKING = frozenset(
    "give hold find think believe feel hope fear want see expect know wish view regard use".split()
)
"""Verbs that somebody else's report of what one thinks contains ("says that all should expect")."""

QUOTING = frozenset(
    """
announce assail blast brand call characterise characterize claim compare condemn decry denounce
deride describe dismiss dub excoriate hail label lambast lambaste liken mock note portray pledge
praise promise quote refer reject ridicule say slam state tell term tweet vow warn write
""".split()
)
"""Verbs whose doer's own words a fragment gives, even where somebody else reports them."""

DOCUMENTS = frozenset(
    """
statement letter email e-mail message memo op-ed post tweet note essay opinion ruling blog release
missive dissent
""".split()
)
"""What says something for whoever wrote it ("the statement said")."""


def is_saying(form: str) -> bool:
    """Whether a verb form reports speech by itself."""
    return LEMMAS.get(form.lower()) in SAYING_VERBS


NO_SPEECH = re.compile(
    r"(?:\bso-called|\bsuch as|\b(?:known|referred to) as|\bthe (?:word|term|phrase|expression"
    r"|label|nickname|acronym)s?"
    r"|\b(?:aka|i\.e\.|meaning|mean by|means by|meant by|defined as|stands for))\W{0,3}$",
    re.IGNORECASE,
)
"""What stands before words that are mentioned, not said."""
