"""What is known of pages, from build to build."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from faircopy.incremental.ledger import Ledger, NewLedger, Record, packed, read_ledger, unpacked
from faircopy.incremental.questions import OwnQuestion, Question, Reads

texts = st.sampled_from(["", "a", "b", "$", "<", "/", "@Article:p.md"])
questions = st.tuples(texts, texts, texts, st.none() | st.just('["x"]'))
answers = st.sampled_from(["yes", "no", "maybe"])
reads = st.tuples(
    st.dictionaries(st.tuples(texts, texts, st.none() | st.just("[]")), answers, max_size=3),
    st.sets(questions, max_size=6),
)
# Each build: which pages are kept if they can be, what others ask, and what is answered.
pages = st.integers(0, 4)
builds = st.lists(
    st.tuples(st.sets(pages), st.dictionaries(pages, reads), st.dictionaries(questions, answers)),
    min_size=1,
    max_size=6,
)
Build = tuple[set[int], dict[int, tuple[dict[OwnQuestion, str], set[Question]]], dict[Question, str]]


def told(ledger: Ledger, name: str) -> Reads:
    page = ledger.pages[name]
    numbers = [*unpacked(page.variables), *unpacked(page.shared)]
    return Reads(dict(ledger.own(page)), {ledger.question(one): ledger.answer(one) for one in numbers})


@given(builds)
def test_each_page_has_what_it_asked_and_was_answered(builds: list[Build]) -> None:
    data: bytes | None = None
    expected: dict[str, Reads] = {}
    for kept, rendered, answered in builds:
        before, now = read_ledger(data), {}
        new = NewLedger(before)
        for number in kept - rendered.keys():
            name = str(number)
            # As a build does, which answers each question once.
            if name in before.pages and all(
                answered.get(question, "yes") == answer for question, answer in expected[name].shared.items()
            ):
                new.carry_over(name)
                now[name] = expected[name]
        for number, (own, asked) in rendered.items():
            now[str(number)] = Reads(own, {question: answered.get(question, "yes") for question in asked})
            new.enter(str(number), "output", "place", "template", now[str(number)])
        found = new.encoded()
        data, expected = data if found is None else found, now
        ledger = read_ledger(data)
        assert {name: told(ledger, name) for name in ledger.pages} == expected


def test_what_nobody_asks_for_any_more_goes() -> None:
    data, asked = b"", dict[Question, str]()
    for build in range(100):
        new = NewLedger(read_ledger(data))
        asked = {("0", "@Article:p.md", f"field {build} {one}", None): "yes" for one in range(9)}
        new.enter("p.html", f"{build}", "0", "article.html", Reads({("$", f"own {build}", None): "yes"}, asked))
        data = new.encoded() or b""
    assert len(data) < 3000
    assert set(told(read_ledger(data), "p.html").shared) == set(asked)


def test_templates_come_first() -> None:
    new = NewLedger(Ledger(Record()))
    asked: dict[Question, str] = {("0", "@Article:p.md", "title", None): "yes", ("0", "<", "base.html", None): "new"}
    new.enter("p.html", "", "0", "article.html", Reads({}, asked))
    ledger = read_ledger(new.encoded())
    assert [ledger.name(number) for number in unpacked(ledger.pages["p.html"].shared)] == ["base.html", "title"]


def test_what_is_no_ledger_is_an_empty_one() -> None:
    new = NewLedger(Ledger(Record()))
    new.enter("p.html", "", "0", "article.html", Reads({("$", "a", None): "b"}, {("0", "$", "title", None): "yes"}))
    whole = msgspec.msgpack.decode(new.encoded() or b"", type=Record)
    assert read_ledger(msgspec.msgpack.encode(whole)).pages
    page = whole.pages["p.html"]
    for broken in (
        Record(whole.texts[:-1], whole.questions, whole.pages),
        Record(whole.texts, whole.questions[:-4], whole.pages),
        Record(whole.texts, whole.questions[:-1], whole.pages),
        Record(whole.texts, whole.questions, {"p.html": msgspec.structs.replace(page, shared=packed([1]))}),
        Record(whole.texts, whole.questions, {"p.html": msgspec.structs.replace(page, own=packed([0, 0, 0]))}),
        Record(whole.texts, whole.questions, {"p.html": msgspec.structs.replace(page, own=packed([0, 0, 0, 99]))}),
        Record(whole.texts, whole.questions, {"p.html": msgspec.structs.replace(page, variables=b"123")}),
    ):
        assert not read_ledger(msgspec.msgpack.encode(broken)).pages
    for data in (None, b"", b"nothing", msgspec.msgpack.encode([[], b"", {}]), msgspec.msgpack.encode({"texts": []})):
        assert not read_ledger(data).pages
