"""Which codes name a language."""

# ISO 639-1: a word of two letters is one of these.
TWO_LETTERS = frozenset(
    """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee
el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is
it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms
mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk
sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi
yo za zh zu
""".split()  # noqa: SIM905  # a list literal of these would be a page long
)
LENGTH = 2


def is_registered(code: str) -> bool:
    """Tell whether a code of two letters names a language; there are thousands of three, and none is refused."""
    return len(code) != LENGTH or code.lower() in TWO_LETTERS
