"""Output: what the text right above a fence says that a program prints, which nobody copies."""

import re
from collections.abc import Sequence

from faircopy.snippets.reading.text_above import text_above
from faircopy.snippets.wrong_words import label_of

OUTPUT = "the text above it says that it is what a program prints"
# What a program gives: as a noun, "sample output", and as a verb, "this prints".
NOUN = (
    r"(?:outputs?|respon[sc]es?|repl(?:y|ies)|answers?|results?|success|log (?:lines?|entr(?:y|ies))|error messages?)"
)
KIND = (
    r"(?:the|an?|your|our|its|this|some|sample|example|expected|possible|typical|partial|abbreviated|raw|final|full|json"
    r"|yaml|console|command|shell|terminal|error|success(?:ful)?|api|http|server|query|test|log)"
)
VERB = r"(?:prints?|outputs?|returns?|displays?|shows?|yields?|emits?|responds?(?: with)?|repl(?:y|ies)(?: with)?|logs)"
PAST = r"(?:printed|returned|displayed|showed|yielded|produced|responded with|replied with|gave)"
ROMANCE_NOUN = r"(?:sa[ií]da|salida|sortie|resposta|respuesta|réponse|résultat|resultado)"
PRINTS = r"(?:renvoie|retourne|affiche|devuelve|imprime|retorna|restituisce|stampa)(?:nt)?"
COLON = r"\W{0,9}[:\uff1a]\W{0,9}$"
# A label is nothing but what stands there: "Output", "Example response (truncated)", "200 OK".
LABEL = re.compile(
    rf"(?:{KIND} ){{0,4}}{NOUN}(?: (?:body|example|sample))?"
    r"(?: (?:of|from|for|on|in|when|after)\b.{1,60}| \([\w ,]+)?"
    r"|ausgabe|antwort|ergebnis|beispielausgabe|sortie|réponse|résultat|salida|respuesta|resultado|sa[ií]da|resposta"
    r"|вывод|результат|ответ|输出|輸出|输出结果|输出如下|输出示例|返回结果|响应|響應|运行结果|执行结果|出力|出力例|実行結果|レスポンス|결과|출력"
)
# What follows is named, and not what it is printed by: "it returns the following JSON:", "this prints:".
NAMED = rf"(?={COLON}|[^.]{{0,60}}\b(?:following|this|these|like|similar|below|as)\b)"
SENTENCE = re.compile(
    rf"\b{VERB}\b{NAMED}(?: (?:out|back|you|us|only|all|both|something|an?|the|this|these|similar|following|like|to|as"
    rf"|json|yaml|below|{NOUN}|messages?|errors?|objects?|lines?|text|information|details|content)){{0,9}}{COLON}"
    # Vespa returned something like the following when searching for single users:
    rf"|\b(?:{VERB}|{PAST}) (?:something|results?|an? \w+) (?:like|similar to) (?:the following|this)\b"
    rf"[^.]{{0,120}}{COLON}"
    # You should see the following; the output looks similar to this
    rf"|\b(?:you|we)(?:['\u2019]ll| (?:should|will|would|can|may|might)(?: now| then| also)?) (?:see|receive)\b"
    rf"(?:[^.]{{0,120}}{COLON}|$)"
    rf"|(?:^|[,;] |\band )(?:{KIND} ){{0,4}}{NOUN}(?: (?:of|from|for|in|on|after|when)\b[^.]{{1,60}})?"
    r"(?: (?:is|are|was|looks?|(?:should|will|would|might|may) (?:look|be|contain|have|read|show))"
    rf"(?! (?:\w+ ){{0,2}}(?:set|configured|changed|controlled|written|stored|sent|saved)\b)\b[^.]{{0,80}})?{COLON}"
    rf"|\b(?:gives?|gets?|getting|receives?|produces?|see|similar|following) (?:\w+ ){{0,4}}{NOUN}"
    rf"(?: (?:looks? )?(?:like|similar|as|to|this|that|the|following|below|from|of|for)\b[^.]{{0,60}})?{COLON}"
    # The following error would be raised
    rf"|\bfollowing (?:\w+ ){{0,2}}(?:errors?|exceptions?|warnings?)\b(?: (?:\w+ ){{0,3}}"
    rf"(?:raised|thrown|shown|returned|displayed|reported|printed|logged|occurs?|appears?))?{COLON}"
    # The following is a snippet from the API's response payload
    r"|\b(?:snippets?|excerpts?|parts?|portions?|fragments?|extracts?) (?:from|of)"
    r" (?:(?!files?\b|that\b)[\w'\u2019]+ ){0,4}"
    rf"{NOUN}(?: \w+)?{COLON}"
    # The key in the ConfigMap should show the certificate
    rf"|\bshould (?:now |then |also )?(?:show|print|display|output)\b[^:?!]{{0,120}}$"
    # Você vai receber a seguinte saída: Essa é a saída que é importante
    rf"|\b(?:(?:seguinte|siguiente) {ROMANCE_NOUN}|{ROMANCE_NOUN} (?:seguinte|siguiente|suivante?)){COLON}"
    rf"|^(?:ess[ae]|est[ae]|voici)(?: é| es)? (?:a|o|la|el|le) {ROMANCE_NOUN}\b"
    rf"|\b{PRINTS}{COLON}|^(?:qui|ce qui|lo que|que|o que|che) {PRINTS}\W*$"
    rf"|(?:gibt|liefert|zeigt)\b[^.]{{0,60}}\b(?:aus|zurück){COLON}|(?:输出|返回|响应|打印)(?:结果|内容|信息|如下|为|示例)*{COLON}",
    re.IGNORECASE,
)
THING = r"(?:commands?|scripts?|quer(?:y|ies)|programs?|code|functions?|requests?|snippets?|configurations?|files?)"
# The fence is what prints: "The following command shows the messages:"
PRINTER = re.compile(
    rf"\b(?:following|below|next)\b (?:\w+ ){{0,2}}{THING}\b(?! (?:of|from))|\b{THING} below\b"
    r"|^(?:then |now |next,? |and )?(?:run|use|add|try|execute|call|type|enter|configure|write)\b[^,]*$",
    re.IGNORECASE,
)


def is_announced_output(lines: Sequence[str], line: int) -> bool:
    """Tell whether the paragraph right above a fence, which begins at a line (from 1), announces what is printed."""
    above = text_above(lines, line)
    if any(map(is_label_of_output, (above.label, above.last_sentence, above.tab))):
        return True
    return SENTENCE.search(above.last_sentence) is not None and PRINTER.search(above.last_sentence) is None


def is_label_of_output(text: str) -> bool:
    return LABEL.fullmatch(label_of(text)) is not None
