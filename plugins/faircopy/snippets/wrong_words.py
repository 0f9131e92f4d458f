"""The words with which documentation announces what nobody should copy, in the languages that it is often written in.

As a label, which is all that stands there: "Wrong:", "Don't do this", "Falsches Beispiel", a cross.
"""

import re

NOT = r"(?:n['\u2019]?t| not)"
WRONG = r"(?:wrong|incorrect|invalid|malformed|broken|not (?:valid|correct|allowed|well-formed))"
THING = r"(?:documents?|examples?|usages?|syntax|ya?ml|json|xml|toml|indent\w*|config\w*|way|code|snippets?|version)"
CROSS = r"[\u274c\u274e\u2715\u2716\u2717\u2718\U0001f6ab\U0001f44e\u26d4]"

# English, German, French, Spanish, Portuguese, Italian, Dutch, Polish, Russian, Ukrainian, Korean.
WORDS = """
    wrong incorrect invalid malformed broken bad antipattern anti-pattern
    falsch falsche falsches falscher ungültig ungültige ungültiges fehlerhaft fehlerhafte fehlerhaftes inkorrekt
    schlecht schlechtes negativbeispiel
    faux incorrecte invalide erroné erronée mauvais mauvaise
    incorrecto incorrecta inválido inválida erróneo errónea errado errada incorreto incorreta ruim mau
    sbagliato sbagliata errato errata fout onjuist verkeerd źle błędnie niepoprawnie
    zły złe złego złej błędny błędna błędnego niepoprawny niepoprawna niepoprawnego nieprawidłowy nieprawidłowe
    неправильно неправильный неверно неверный неверная некорректно некорректный ошибочный плохо плохой невірно
    잘못된 나쁜 틀린
    """
OTHER_WORDS = """
    the a an this is example examples usage syntax yaml json xml toml indentation config configuration way code version
    snippet document das ist ein beispiel un une exemple ejemplo exemplo forma sintaxis configuración configuração é es
    of przykład przykłady kod kodu wcięcia składni składnia пример вариант код 예 예시 예제 코드
    """
WHOLE = """
    before
    before fix
    before the fix
    before this fix
    old
    old way
    previously
    instead of
    instead of this
    instead of that
    instead of writing
    not this
    not like this
    not ok
    not okay
    not valid
    not correct
    not allowed
    not well-formed
    not recommended
    what not to do
    avoid
    avoid this
    never
    never do this
    dont
    donts
    dont do this
    dont do that
    dont write
    dont use
    dont use this
    do not
    do not do this
    do not write
    do not use
    do not use this
    do not copy this
    so nicht
    nicht so
    nicht machen
    nicht erlaubt
    vorher
    avant
    à ne pas faire
    à éviter
    ne faites pas ça
    ne faites pas cela
    no válido
    no válida
    mal
    antes
    no hagas esto
    no haga esto
    não faça isso
    não faça isto
    non valido
    prima
    niet zo
    не делайте так
    так нельзя
    так не надо
    было
    하지 마세요
    변경 전
    """
WRONG_WORDS, THINGS = frozenset(WORDS.split()), frozenset(OTHER_WORDS.split())
PHRASES = frozenset(line.strip() for line in WHOLE.strip().splitlines())
# Chinese and Japanese have no blanks between words.
OF_THE_EAST = re.compile(
    r"(?:(?:以下|下面)(?:是|为)?)?(?:错误|錯誤|不正确|不正確|无效|無效|反面|不推荐|不推薦|不规范)的?"
    r"(?:示例|例子|示范|範例|写法|寫法|做法|用法|代码|代碼|配置|方式|语法|格式)?|反例|避免|差|请?(?:不要|别)(?:这样|這樣)[做写寫]?"
    r"|(?:修改|更改|之)前|(?:悪い|間違った|誤った|不正な|無効な|ダメな|良くない|よくない)(?:例|コード|書き方|設定|使い方)?"
    r"|間違い|誤り|ng(?:例)?|(?:修正|変更)前|(?:やっ|し)てはいけない(?:例|こと)?",
)
CROSSED = re.compile(CROSS)
# What a container of Markdown's dialects begins with: `!!! failure "Wrong"`, `:::danger`, `=== "Bad"`.
CONTAINER = re.compile(r"^(?:(?:!!!|\?\?\?\+?|:{3,}|===\+?)[ \t]*(?:\w+[ \t]+)?|<!--)")
TITLED_TAG = re.compile(r"<\w+[^<>]*\s(?:label|title|name)=[\"'](?P<title>[^\"'<>]*)[\"'][^<>]*>\s*$")
AROUND = re.compile(r"^[\W\d_]+|[\W_]+$")
MAX_CHARS = 200  # of a label
APOSTROPHE = re.compile(r"['\u2019]")


def is_label(text: str) -> bool:
    """Tell whether a text is nothing but a label of what is wrong, or has a cross."""
    if CROSSED.search(text):
        return True
    plain = label_of(text)
    words = plain.replace(":", " ").split()
    is_made_of = not WRONG_WORDS.isdisjoint(words) and all(one in WRONG_WORDS or one in THINGS for one in words)
    return is_made_of or plain in PHRASES or OF_THE_EAST.fullmatch(plain) is not None


def label_of(text: str) -> str:
    """Return the words of a text as those of a label, in small letters; "" where it is too long to be one."""
    if len(text) > MAX_CHARS:
        return ""
    tag = TITLED_TAG.search(text)
    label = AROUND.sub("", tag["title"] if tag else CONTAINER.sub("", text.strip()))
    return " ".join(APOSTROPHE.sub("", label).casefold().split())
