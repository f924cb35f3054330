"""Reading titles: small, deterministic tests on English wording, each a word list and nothing cleverer.

They are made to keep quiet when in doubt: a missed vague title costs a question later, a false alarm costs trust in
every other finding. They read one line and answer yes or no; they must never repeat what they read, and no step
depends on them. A title that looks like another language is not judged.
"""

from __future__ import annotations

import re
from typing import Final


def _any(words: str) -> str:
    """Return a pattern for any of the words of a text."""
    return "(?:" + "|".join(words.split()) + ")"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_NUMBERS: Final = _any(
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty ninety "
    "hundred dozen half quarter single first third once twice"
)
_NUMBER = _pattern(rf"\d|\b{_NUMBERS}\b")
_TIME = _pattern(
    r"\b(?:(?:second|minute|min|hour|day|week|weekend|month|morning|afternoon|evening|night)s?|noon|midnight|today|"
    r"tonight|tomorrow|daily|weekly|(?:mon|tues|wednes|thurs|fri|satur|sun)day|breakfast|lunch|dinner)\b"
)
_INTIMATE: Final = _any(
    r"partner husband wife spouse boyfriend girlfriend fianc[eé]e? lover mother father mum mom dad parents? brother "
    r"sister son daughter (?:my|an)\sex (?:my|a|first|second|third)\sdate"
)
_KNOWN: Final = _any("friend colleague co-?worker neighbou?r boss manager supervisor teacher flatmate roommate")
_SOMEONE: Final = _any(f"{_INTIMATE} {_KNOWN} stranger someone somebody person child baby")
_PERSON = _pattern(
    rf"\b(?:{_SOMEONE}|him|her|he|she|them|they|us|we|you|passer-by|cashier|waiter|assistant|clerk|doctor|dentist|"
    r"nurse|therapist|each other|one another|face.to.face)\b"
)
# Words too general to say whom, what or where, even with an article before them.
_GENERAL: Final = _any(
    "people others strangers everyone everybody anyone anybody men women friends situations? things? stuff "
    "feelings? emotions? fears? anxiety panic worry worries trust love intimacy closeness relationships? life "
    "self myself mind heart needs? problems? issues? zone public social general alone closer more less open "
    "contact talk talking speaking driving conversations? all it least last there here way world fun"
)
_GENERAL_WORD = _pattern(rf"{_GENERAL}|I|\w+ing")
_THING = _pattern(
    r"\b(?:a|an|the|my|our|your|his|her|their|its|these|those|another|each|every)\s+(?:own\s+)?"
    rf"(?!{_GENERAL}\b)[\w'’-]+"
)
_PLACE = _pattern(
    r"\b(?:in|inside|outside|at|on|onto|into|near|beside|behind|under|over|across|through|around|along|from|past|"
    rf"towards?|opposite|between|among)\s+(?:public\b|(?!{_GENERAL}\b)[\w'’-]+)"
)
_LONG: Final = 8
_STATE = _pattern(
    r"^(?:(?:to|i want to|try to|trying to|learn to|just)\s+)*(?:"
    r"(?:be|being|become|becoming|feel|feeling|get|getting|stay|staying|act|acting)\s+(?:an?\s+)?(?:more|less|better|"
    r"closer|nearer|braver|calmer|stronger|open|intimate|vulnerable|confident|calm|relaxed|brave|social|normal|honest|"
    r"comfortable|assertive|present|happy|strong|in touch)\b|"
    r"(?:improv(?:e|ing)|overcom(?:e|ing)|work(?:ing)? on|deal(?:ing)? with|cop(?:e|ing) with|master(?:ing)?|"
    r"get(?:ting)? (?:over|used to|along)|open(?:ing)? up(?: to| more| emotionally|$)|let(?:ting)? go(?: of|$)|"
    r"trust(?:ing)?(?: more| again| people| others|$))\b)"
)
_FOREIGN = re.compile(
    r"[^\W\d_a-zA-Z]|\b(?i:der|das|und|mit|ein|eine|einen|dem|den|ich|nicht|zu|auf|le|les|une|des|avec|dans|du|el|los|"
    r"las|una|con|para|del|della|gli|och|att|ett|het|een|op|que|il|et)\b"
)


def is_foreign(title: str) -> bool:
    """Tell whether a title has letters or small words of another language."""
    return bool(_FOREIGN.search(title.replace("é", "e").replace("ö", "o")))


def is_vague(title: str, *, timed: bool = False, named: bool = False) -> bool:
    """Tell whether a title names nothing that can be repeated, or a state in place of an action.

    Parameters
    ----------
    title : str
        In any language; only English is judged.
    timed, named : bool
        Whether the situation itself gives minutes, or names a person or facet levels.
    """
    if timed or _NUMBER.search(title) or _TIME.search(title) or is_foreign(title):
        return False
    if _STATE.search(title):
        return True
    if named or len(re.findall(r"[\w'’-]+", title)) >= _LONG:
        return False
    return not any(found.search(title) for found in (_PERSON, _THING, _PLACE)) and not _has_a_name(title)


def _has_a_name(title: str) -> bool:
    """Tell whether a word after the first is written like a name, unless all of three or more words are."""
    words = re.findall(r"[\w'’-]+", title)
    capital = [word[:1].isupper() for word in words]
    if len(words) >= 3 and all(capital):
        return False
    return any(up and not _GENERAL_WORD.fullmatch(word) for word, up in zip(words[1:], capital[1:], strict=True))


# ------------------------------------------------------------------------------------------------- claims and promises

_ILLNESS: Final = (
    r"(?:anxiety|fears?|phobias?|panic|ocd|ptsd|depression|disorders?|trauma|illness|condition|symptoms?|agoraphobia)"
)
_CLAIM = _pattern(
    r"\b(?:cur(?:e|es|ed|ing)|heal(?:s|ed|ing)?|treat(?:s|ed|ing)?|diagnos(?:e|es|ed|ing))\b(?:\s+[\w'’-]+){0,3}"
    rf"\s+{_ILLNESS}\b(?!\s+(?:as|like)\b)|\bclinically (?:proven|tested)\b|"
    r"\bguaranteed?\s+(?:to|cure|success|results?)\b"
)
_CLAIM_OF_A_PLAN = _pattern(
    rf"\b(?:treatments?|therapy|cure|remedy)\s+(?:for|of|against)\b(?:\s+[\w'’-]+){{0,3}}\s+{_ILLNESS}\b|"
    rf"\b{_ILLNESS}\s+(?:treatment|therapy|cure)\b|\bdiagnos[ei]s\b|\bF\d\d(?:\.\d+)?\b"
)
_TOLD = _pattern(r"\b(?:tell|say|ask|talk|read|write|listen|explain|admit|mention|watch|disclose)\b")


def claims(title: str, *, plan: bool = False) -> bool:
    """Tell whether a title claims cure, treatment or diagnosis; `plan` for the title of the whole."""
    if plan:
        return bool(_CLAIM.search(title) or _CLAIM_OF_A_PLAN.search(title))
    return bool(_CLAIM.search(title)) and not _TOLD.search(title)


_REASSURING = _pattern(
    r"\breassur\w+|\bnothing (?:bad |terrible )?(?:will|can|could|is going to) happen\b|"
    r"\b(?:completely|perfectly|totally|absolutely) safe\b|\bsafe side\b|\bdouble-?\s?check\w*|"
    r"\b(?:check(?:s|ing)?|make(?:s)? sure|making sure)\s+(?:(?:again|that|whether|if|no)\s+|i\b|nothing\b|"
    r"it(?:'?s)?\b|everything\b|the (?:door|stove|oven|lock|iron|tap|gas|pulse)\b|my (?:pulse|heart|body|skin)\b)|"
    r"\buntil (?:i am|i'm|i’m|i feel|it feels) (?:calm|sure|certain|safe|clean|right|better|relaxed)\b"
)
_LEFT_OUT = _pattern(
    r"\b(?:no|not|without|never|nor|neither|don'?t|don’t|postpon\w+|delay\w*|resist\w*|skip\w*|leav\w+ out|instead of|"
    r"stop\w*|avoid\w*|drop\w*|refrain\w*|put(?:ting)? off|let(?:ting)? go)\b"
)


def reassures(title: str) -> bool:
    """Tell whether a title asks for reassurance or checking, or promises safety; leaving that out is fine."""
    found = _REASSURING.search(title)
    return found is not None and not _LEFT_OUT.search(title.lower().replace("nothing", ""))


_ABSOLUTE = _pattern(
    r"\b(?:always|never|forever|for ever|perfectly|flawless\w*|fearless\w*|all the time|every (?:single )?time|"
    r"no matter what|for good|100 ?%)(?![\w-])|"
    r"\bwithout (?:any |feeling |being |the (?:least|slightest) )*(?:fear|anxiety|anxious|nerves|nervous|panic|worry|"
    r"afraid|stress|distress)\w*|"
    r"\b(?:not|stop|no longer) (?:be(?:ing)?|feel(?:ing)?) (?:afraid|anxious|nervous|scared)\b|"
    rf"\b(?:get(?:ting)? rid of|lose|losing|eliminat(?:e|ing)|eras(?:e|ing))\s+(?:(?:all|of|my)\s+)*{_ILLNESS}\b"
)


def is_absolute(title: str) -> bool:
    """Tell whether a title asks for always, never, perfectly, or for no fear at all."""
    return bool(_ABSOLUTE.search(title))


# --------------------------------------------------------------------------------------------------------- other people

_BODY: Final = r"(?:hands?|arms?|shoulders?|cheeks?|back|face|hair|knees?|legs?|neck|waist|foot|feet|head)"
_ABOUT = _pattern(
    r"\b(?:ask|offer|invite|suggest|propose|talk|tell|say|mention|imagine|picture|photo|watch|read|write|look|think|"
    r"listen|plan|discuss|describe)\w*\b"
)
_EMBRACE = _pattern(
    r"\b(?:hug|hugs|hugged|hugging|embrac\w+|cuddl\w+|kiss\w*|caress\w*|massag\w+|hold(?:ing)? hands|hand in hand|"
    r"be(?:ing)? held|share a bed|make love|making love|make out|making out|intercourse|snuggl\w+|foreplay|"
    r"(?:be|being|become|get|getting) intimate|(?<!opposite )(?<!same )(?<!other )sex)\b"
)
_IN_BED = _pattern(
    rf"\b(?:sleep(?:ing)?|(?:go(?:ing)?|in|into) bed|undress\w*|naked|nude|without (?:my |any )?clothes)\b.*"
    rf"\b(?:with|before|in front of|beside|next to)\s+(?:(?:my|a|an|the|another)\s+)?(?:{_SOMEONE}|him|her|them)\b|"
    rf"\b(?:{_SOMEONE}|him|her|them)\b.*\bsees? me (?:undressed|naked|nude)\b"
)
_TOUCH = _pattern(
    rf"\b(?:touch|strok(?:e|ing)|hold|squeez(?:e|ing)|tickl(?:e|ing)|lean (?:on|against|into))(?:ing)?\s+"
    rf"(?:(?:my|a|an|the|another|his|her|their|your)\s+)?(?:him\b|her(?=\s*$|\s+(?:for|in|at|while|until|close|tight))|"
    rf"{_SOMEONE}\b(?!['’]s\s+(?!(?:\w+\s+)?{_BODY}\b)))|"
    rf"\b(?:touch|strok|hold|squeez|rub|take|put|lay|rest|plac)\w*\b.*\b(?:{_SOMEONE}['’]s|his|her|their|your)\s+"
    rf"(?:\w+\s+)?{_BODY}\b|"
    rf"\bhand on (?:an?|(?:(?:my|the|a)\s+)?{_SOMEONE}['’]s|his|her|their|your)\s+{_BODY}\b"
)
_NO_PERSON = _pattern(
    r"\b(?:dogs?|pupp(?:y|ies)|cats?|kittens?|pets?|horses?|pon(?:y|ies)|rabbits?|spiders?|snakes?|rats?|mouse|mice|"
    r"birds?|frogs?|pillow|cushion|teddy|toys?|dolls?|trees?|photos?|pictures?|mirror|statue|bear)\b"
)


def touches_someone(title: str) -> bool:
    """Tell whether a part of the title has one touch another person; asking, imagining and watching do not."""
    for part in re.split(r"[,;.:]|\b(?:and|then|while|until)\b", title.lower()):
        nobody = _NO_PERSON.search(part)
        found = _TOUCH.search(part) or (None if nobody else _EMBRACE.search(part) or _IN_BED.search(part))
        if found and not _ABOUT.search(part[: found.start()]):
            return True
    return False


_DOES: Final = _any(
    "accept agree apologi[sz]e come cuddle embrace feel forgive give hold hug kiss let listen look love massage say "
    "see sleep stay stop stroke talk tell touch trust understand undress want"
)
_WHOM: Final = rf"(?:(?:my|a|an|the|another)\s+)?(?:{_SOMEONE}|him|her|them)"
_TO: Final = r"to\s+(?!(?:the|a|an|my|our|his|her|their)\b)\w+"
_MADE_TO = _pattern(
    rf"\b(?:make|making|have|having)\s+{_WHOM}\s+{_DOES}\b|\b(?:get|getting)\s+{_WHOM}\s+{_TO}|"
    rf"\b(?:forc|persuad|convinc|pressur|press|push|talk)(?:e|ing)?\s+{_WHOM}\s+(?:{_TO}|into\b)|"
    rf"^(?:(?:my|a|the)\s+)?{_SOMEONE}\s+(?:hugs|kisses|touches|strokes|holds|cuddles|massages|caresses|undresses)\s+me\b"
)


def has_another_act(title: str) -> bool:
    """Tell whether a title has somebody else do something; to ask, offer or invite is one's own doing."""
    found = _MADE_TO.search(title)
    return found is not None and not _ABOUT.search(title[: found.start()])


_TRAUMA = _pattern(
    r"\b(?:assault\w*|rap(?:e|ed|ist)|abus(?:e|ed|er)|molest\w*|mugg(?:ed|ing)|robbery|shooting|stabbing|"
    r"tortur\w+|trauma\w*|(?:the|my) (?:accident|crash|attack|war)|(?:was|being|got) (?:attacked|beaten|raped))\b"
)
_PICTURED = _pattern(
    r"\b(?:imagin\w+|pictur(?:e|ing)|visuali[sz]\w+|reliv\w+|recall\w*|remember\w*|retell\w*|"
    r"(?:go|going) (?:through|over)|think\w*|describ\w+|writ(?:e|ing)|read\w*|listen\w*|record\w*)\b"
)


def pictures_a_trauma(title: str, *, imagined: bool) -> bool:
    """Tell whether a title goes back to something terrible in the mind; `imagined` if the situation says how."""
    return bool(_TRAUMA.search(title)) and (imagined or bool(_PICTURED.search(title)))


_BRINGS_ON = _pattern(
    r"\bhyperventilat\w+|\boverbreath\w*|\bbreath\w* (?:fast|quickly|through an? (?:\w+ )?straw)\b|"
    r"\bhold(?:ing)? my breath\b|\bspin(?:ning)? (?:around|round|on|in)\b|\bshak(?:e|ing) my head\b"
)


def brings_on_a_feeling(title: str) -> bool:
    """Tell whether a title brings on a body feeling on purpose."""
    return bool(_BRINGS_ON.search(title))


_TELLING = _pattern(
    rf"\b(?:tell(?:ing)?\s+(?:my|a|an|the|one|another)\s+(?:\w+\s+)?|(?:share|disagree|open up|confess|admit|say|name|"
    rf"listen|apologi[sz]e)\b.*\b(?:to|with)\s+(?:my|a|the)\s+)(?:{_INTIMATE}|{_KNOWN})\b(?!['’]s)"
)
_CLOSE = _pattern(rf"(?<!with my )(?<!with a )(?<!with the )\b{_INTIMATE}\b")


def names_a_close_person(title: str) -> bool:
    """Tell whether a title is about somebody close, and not only in their company."""
    return bool(_CLOSE.search(title) or _TELLING.search(title)) or touches_someone(title)


_SPACE = _pattern(
    r"\b(?:to|by|for) (?:my|your|him|her|our|them)sel(?:f|ves)\b|\bon my own\b|\balone\b|\b(?:enough|that is all)\b|"
    r"\b(?:own|need|some|more) (?:time|space|room|distance|evening|pace)\b|\b(?:pause|later|not today)\b"
)


def asks_for_space(title: str) -> bool:
    """Tell whether a title is about time or room of one's own, or about saying that it is enough."""
    return bool(_SPACE.search(title))


_ROLE = _pattern(r"client|case|person|patient|participant|partner|member|group|test|demo|example|alias|the|a|an|my")


def looks_like_a_full_name(text: str) -> bool:
    """Tell whether a name is more than an alias: two written-out names, an e-mail address, or one with a title."""
    if "@" in text or re.search(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Herr|Frau|Mme)\.?\s+[A-Z]", text):
        return True
    words = [word for word in re.findall(r"[^\W\d_][\w'’.-]*", text) if not _ROLE.fullmatch(word)]
    long = [word for word in words if word[0].isupper() and len(word.rstrip(".")) > 2 and not word.isupper()]
    initial = [word for word in words if re.fullmatch(r"[A-Z]\.", word)]
    return len(long) >= 2 or bool(long and initial and words[0] == initial[0])


# ------------------------------------------------------------------------------------------------------ near-duplicates

_SMALL = _pattern(r"a|an|the|my|our|your|his|her|their|its|this|that|of|and|for|i|is|be|am")
_KEY = _pattern(rf"\d[\d.,:]*|{_NUMBERS}|no|not|never|without|nothing|nobody")


def title_words(title: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words of a title without articles and endings, and apart from them numbers and negations."""
    words = re.findall(r"\d+(?:[.,:]\d+)*|[^\W\d_]+", title.lower())
    keys = frozenset(word for word in words if _KEY.fullmatch(word))
    return frozenset(_stem(word) for word in words if word not in keys and not _SMALL.fullmatch(word)), keys


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            return word.removesuffix(ending)
    return word
