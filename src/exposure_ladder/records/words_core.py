"""Sexual words of many languages, read in every plan whatever its language: a small core, folded as titles are."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from exposure_ladder.records.phrases import fold

__all__ = ["core_act", "core_word"]

# Acts and undressed contact first, then words that may mean something else.
_ACTS: Final = (
    r"geschlechtsverkehr|beischlaf|sex haben|sex mit|"
    r"(?:mit|bei) (?:\w+ ){0,2}(?:partner|partnerin|freund|freundin|mann|frau|ihm|ihr|jemandem) (?:zu )?schlafen|"
    r"miteinander schlafen|liebe machen|ficken?|bumsen|vogeln|selbstbefriedig\w*|"
    r"(?:mit|neben|vor|bei) (?:meine\w*|dem|der|ihm|ihr) (?:\w+ ){0,3}(?:nackt\w*|ausziehen)|"
    r"nackt\w* (?:\w+ ){0,3}(?:mit|neben|vor|bei) (?:meine\w*|dem|der|ihm|ihr)|faire l'amour|"
    r"rapports? sexuels?|relations? sexuelles?|coucher avec|baiser avec|hacer el amor|relaciones sexuales|"
    r"acostar(?:me|se) con|follar\w*|tener sexo|fare l'amore|fare sesso|rapport[oi] sessual[ei]|scopare|"
    r"fazer amor|fazer sexo|transar|relacoes sexuais|vrijen|neuken|seks hebben|geslachtsgemeenschap|ha sex|"
    r"ha samlag|samlag|knulla|samleje|samleie|uprawia\w* (?:seks|milosc)|kochac sie z|stosunek plciowy|"
    r"milovat se|mit sex|pohlavni styk|заниматься (?:сексом|любовью)|заняться (?:сексом|любовью)|переспать|"
    r"трахать\w*|половой акт|займатися (?:сексом|коханням)|seks yap\w*|sevis\w+|cinsel iliski|cinsel birlesme|"
    r"κανω (?:σεξ|ερωτα)|κανουμε (?:σεξ|ερωτα)|σεξουαλικη επαφη|face sex|face dragoste|szexel\w*|szeretkez\w*|"
    r"harrastaa seksia|rakastella|bercinta|berhubungan intim|hubungan seks\w*|الجماع|"
    r"ممارسة الجنس|ممارسة الحب|סקס|יחסי מין|quan he tinh duc|lam tinh|masturb\w*|onani\w*"
)
_WORDS: Final = (
    r"sexo|sexe|sesso|seks|sexuell\w*|sexuel\w*|sexual\w*|sessual\w*|seksual\w*|seksuel\w*|seksuaal\w*|"
    r"секс\w*|σεξ\w*|szex\w*|nackt\w*|ausziehen|entkleide\w*|toute nue|tout nu|desnud\w*|nud[oa] davanti|"
    r"naakt\w*|naken|nakna|nogen|nogne|nago|rozebrac sie|голы[йм]|голая|голой|раздет\w*|раздева\w*|γυμν\w+|"
    r"ciplak|soyunmak|meztelen\w*|alasti|telanjang|dezbrac\w*|porno\w*|erotik\w*|erotiq\w*|erotic\w*|"
    r"эротик\w*|порно\w*|penis\w*|vagina\w*|orgas\w+|genital\w*|intimbereich|intimverkehr|brustwarzen?|"
    r"عاري|الجنس|עירום"
)
# Scripts that put no space between words, and those whose endings are written on.
_ACTS_WITHIN: Final = "性交|做爱|做愛|发生关系|發生關係|セックス|性行為|섹스|성관계|संभोग|सेक्स करना"
_WORDS_WITHIN: Final = "裸|色情|脱衣|알몸|성적|सेक्स|नग्न|エッチ"
_OTHER: Final = (
    r"(?:otro|anderen|andern|autre|altro|outro|andere|gleichen) (?:geschlechts?|sexo?e?|sesso)|sexual(?:ly|ity)?"
)


@cache
def _compiled(words: str, *, bounded: bool = True) -> re.Pattern[str]:
    """Return a pattern of the words as they are and as they look when folded: "секс" is made of look-alikes only."""
    both = (unicodedata.normalize("NFKD", words), re.sub(r"[^\W\d_]+", lambda word: fold(word[0]), words))
    apart = ("".join(c for c in written if unicodedata.category(c) != "Mn") for written in both)
    joined = "|".join(apart)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)" if bounded else joined)


def core_act(line: str) -> bool:
    """Return whether a folded line names a sexual act or undressed contact in one of the languages.

    Parameters
    ----------
    line : str
        Folded.

    Returns
    -------
    bool
        False where only another sex ("personas del otro sexo") is meant.
    """
    return any(found.search(line) for found in (_compiled(_ACTS), _compiled(_ACTS_WITHIN, bounded=False)))


def core_word(line: str) -> bool:
    """Return whether a folded line has a word of sex or undress that may mean something else.

    Parameters
    ----------
    line : str
        Folded.

    Returns
    -------
    bool
        False where only another sex is meant.
    """
    line = _compiled(_OTHER).sub("", line)
    return any(found.search(line) for found in (_compiled(_WORDS), _compiled(_WORDS_WITHIN, bounded=False)))
