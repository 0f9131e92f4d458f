"""Bad examples: code that the text directly above a fence calls wrong is not meant to be copied."""

import re
from collections.abc import Sequence

from faircopy.snippets.reading.text_above import text_above
from faircopy.snippets.wrong_words import NOT, THING, WRONG, is_label

ANNOUNCED = "the text above it says that it is wrong"
COLON = r"\W{0,9}[:\uff1a]\W{0,9}$"
# A sentence about what follows.
SENTENCE = re.compile(
    rf"\b(?:following|this|these|below|next)\b[^.]*\b(?:is|are) {WRONG}\b|\b(?:bad|{WRONG}) {THING}\b[^.]*{COLON}"
    rf"|\b(?:wo|does|will|would){NOT} (?:work|parse|compile)(?:,? (?:because|since|as) [^.]*)?{COLON}"
    r"|\b(?:results? in|causes?|throws?|gives?|raises?|leads? to|is|are) an? (?:syntax |parse |parsing )?errors?\b"
    rf"[^.]*{COLON}"
    # What the fence under it shows is told of, and not done.
    rf"|\b(?:duplicated?|repeated|doubled) (?:keys?|names?|entries)\b[^.]*{COLON}"
    rf"|\b(?:do{NOT}|never) (?:do|use|write|copy)\b[^.]*\b(?:this|following|below)\b[^.]*{COLON}"
    r"|\b(?:pseudo|is not (?:really )?an? |is not (?:real|actual|valid) )[- ]?(?:code|json|ya?ml)\b"
    # German, French, Spanish, Portuguese, Russian
    rf"|\b(?:falsch|ungültig|fehlerhaft|incorrecte?|invalide|erronée?|incorrect[oa]|incorret[oa]|inválid[oa]|errad[oa])"
    rf"\b[^.]*{COLON}"
    rf"|\b(?:(?:funktioniert|geht) (?:so )?nicht|ne (?:fonctionne|marche)(?:ra)? pas|n(?:o|ão) funciona(?:rá)?){COLON}"
    rf"|\b(?:неправильн|неверн|некорректн)\w*[^.]*{COLON}|не (?:будет )?работа\w+{COLON}"
    rf"|\bпример\w* (?:\w+ )?ошибк\w*{COLON}"  # noqa: RUF001 - Cyrillic
    rf"|\b(?:ejemplos?|exemplos?|exemples?) (?:\w+ )?(?:errore?s?|erros?|erreurs?){COLON}"
    # Why do you get an error?
    rf"|\bwhy\b[^.]*\b(?:errors?|fails?|failing|crash\w*|wrong|(?:does|did|is){NOT} work\w*)\b[^.]*\?\W{{0,9}}$"
    r"|\b(?:por qu[eé]|perch[eé]|pourquoi|warum)\b[^.]*\b(?:errore?s?|erros?|erreurs?|fehler)\b[^.]*\?\W{0,9}$"
    r"|почему[^.]*ошибк[^.]*\?\W{0,9}$|(?:为什么|为何)[^。]*(?:错误|报错|出错)[^。]*$"
    # Chinese and Japanese, which have no blanks between words
    rf"|(?:错误|錯誤|不正确|反面)的?(?:示例|例子|写法|做法|用法)[^。]*$|[会将](?:报错|出错)[^。]*{COLON}"
    r"|(?:悪い|間違った|誤った)(?:例|書き方|コード)[^。]*$|(?:動作しません|エラーになります)[^。]*$",
    re.IGNORECASE,
)
# Advice for when something does not work.
ADVICE = re.compile(
    r"\b(?:if|when|fix|solve|resolve|avoid|prevent|unless|workaround|wenn|falls|beheb\w*|si|lorsque|quando|se|cuando"
    r"|corrig\w+|если|исправ\w+)\b|\binstead\b(?! of)|如果|解决|修复|修正|場合|避け",
    re.IGNORECASE,
)


# What speaks for the code below a heading that calls code wrong.
RIGHT = re.compile(
    r"[\u2705\u2714\u2713]|\b(?:correct|right|good|better|instead|fix\w*|solution|should|richtig|stattdessen|correcto|certo"
    r"|correto|juste|правильно)\b|正确|正しい",
    re.IGNORECASE,
)
HEADING = re.compile(r"[ ]{0,3}#{1,6}[ \t]+(?P<text>[^\n]*)")


def is_announced_wrong(lines: Sequence[str], line: int) -> bool:
    """Tell whether the paragraph right above a fence, which begins at a line (from 1), calls wrong what follows.

    Or the heading above, where the paragraph does not say otherwise.
    """
    above = text_above(lines, line)
    if is_label(above.label) or is_label(above.last_sentence):
        return True
    if SENTENCE.search(above.last_sentence) is not None and ADVICE.search(above.last_sentence) is None:
        return True
    heading = next(filter(None, map(HEADING.match, above.lines)), None)
    return heading is not None and is_label(heading["text"]) and RIGHT.search(" ".join(above.paragraph)) is None
