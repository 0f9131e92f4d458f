"""Bad examples: code that the text directly above a fence calls wrong is not meant to be copied."""

import re
from itertools import takewhile

from faircopy.snippets.wrong_words import NOT, THING, WRONG, is_label

ANNOUNCED = "the text above it says that it is wrong"
COLON = r"\W{0,9}[:\uff1a]\W{0,9}$"
# A sentence about what follows.
SENTENCE = re.compile(
    rf"\b(?:following|this|these|below|next)\b[^.]*\b(?:is|are) {WRONG}\b|\b(?:bad|{WRONG}) {THING}\b[^.]*{COLON}"
    rf"|\b(?:wo|does|will|would){NOT} (?:work|parse|compile)(?:,? (?:because|since|as) [^.]*)?{COLON}"
    r"|\b(?:results? in|causes?|throws?|gives?|raises?|leads? to|is|are) an? (?:syntax |parse |parsing )?errors?\b"
    rf"[^.]*{COLON}"
    rf"|\b(?:do{NOT}|never) (?:do|use|write|copy)\b[^.]*\b(?:this|following|below)\b[^.]*{COLON}"
    r"|\b(?:pseudo|is not (?:really )?an? |is not (?:real|actual|valid) )[- ]?(?:code|json|ya?ml)\b"
    # German, French, Spanish, Portuguese, Russian
    rf"|\b(?:falsch|ungültig|fehlerhaft|incorrecte?|invalide|erronée?|incorrect[oa]|incorret[oa]|inválid[oa]|errad[oa])"
    rf"\b[^.]*{COLON}"
    rf"|\b(?:(?:funktioniert|geht) (?:so )?nicht|ne (?:fonctionne|marche)(?:ra)? pas|n(?:o|ão) funciona(?:rá)?){COLON}"
    rf"|\b(?:неправильн|неверн|некорректн)\w*[^.]*{COLON}|не (?:будет )?работа\w+{COLON}"
    # Chinese and Japanese, which have no blanks between words
    rf"|(?:错误|錯誤|不正确|反面)的?(?:示例|例子|写法|做法|用法)[^。]*$|[会将](?:报错|出错)[^。]*{COLON}"
    r"|(?:悪い|間違った|誤った)(?:例|書き方|コード)[^。]*$|(?:動作しません|エラーになります)[^。]*$",
    re.IGNORECASE,
)
LONGEST = 1000  # characters; longer text is no sentence
FULL_STOPS = "\u3002\uff01\uff1f"
END = re.compile(rf"(?<=[.!?])\s+|(?<=[{FULL_STOPS}])")
# Advice for when something does not work.
ADVICE = re.compile(
    r"\b(?:if|when|fix|solve|resolve|avoid|prevent|unless|workaround|wenn|falls|beheb\w*|si|lorsque|quando|se|cuando"
    r"|corrig\w+|если|исправ\w+)\b|\binstead\b(?! of)|如果|解决|修复|修正|場合|避け",
    re.IGNORECASE,
)


def is_announced_wrong(text: str, line: int) -> bool:
    """Tell whether the paragraph directly above a fence, which begins at a line (from 1), calls it wrong."""
    above = text.split("\n")[: line - 1]
    while above and not above[-1].strip():
        above.pop()
    lines = [*takewhile(str.strip, reversed(above))]
    paragraph = " ".join(reversed([one.strip() for one in lines]))
    last = END.split(paragraph.rstrip(FULL_STOPS))[-1][-LONGEST:]
    if is_label(last) or (lines and is_label(lines[0])):
        return True
    return SENTENCE.search(last) is not None and ADVICE.search(last) is None
