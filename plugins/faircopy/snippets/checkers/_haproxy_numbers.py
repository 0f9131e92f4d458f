"""Numbers of HAProxy's configuration, which it reads up to the first sign that is no digit: `maxconn 10k` is ten."""

import re
from collections.abc import Iterator
from itertools import pairwise

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.model import Finding

NO_NUMBER = Rule(
    "SN764",
    Severity.ERROR,
    "HAProxy reads a number only up to its last digit, but this value continues after it",
    "write digits alone",
)

# Those that HAProxy 2.6 reads so without a word, tried one by one. What newer ones take as a size, as `tune.bufsize
# 16k`, is none of them.
OF_SECTIONS = re.compile(
    r"backlog|fullconn|maxcomprate|max(?:conn|sess|ssl)rate|max(?:ssl)?conn|maxpipes|retries|spread-checks"
    r"|tune\.ssl\.cachesize|ulimit-n"
)
OF_ADDRESSES = re.compile(r"backlog|fall|(?:max|min|pool-max-)conn|maxqueue|mss|nice|rise|weight")
WITH_ADDRESS = {"bind": 1, "server": 2, "default-server": 0}  # the word that is the address
GOES_ON = re.compile(r"\d+[^\d\s][\w.,-]*")
NO_DIGIT = re.compile(r"[A-Za-z_][\w.,-]*")  # taken for 0
PORT_GOES_ON = re.compile(r"(?:[^:\s]*|\[[0-9A-Fa-f:.]+\]):(?P<port>\d+[A-Za-z_]\w*)")
NOTHING = re.compile(r"(?!)")
WORD = re.compile(r"\S+")
# A variable, a value to fill in and a text in quotes may be any number.
OTHER = re.compile(r"[\"'$<{\\]")


def no_numbers(code: str) -> Iterator[Finding]:
    """Yield a finding for each number, and each port of an address, that goes on after its digits."""
    for number, line in enumerate(code.split("\n"), 1):
        words = [*WORD.finditer(line.partition("#")[0])]
        for place, (before, word) in enumerate(pairwise(words), 1):
            keyword = words[0][0]
            if OTHER.search(word[0]):
                continue
            is_number = OF_ADDRESSES if keyword in WITH_ADDRESS else OF_SECTIONS if place == 1 else NOTHING
            fact = ""
            is_value = place > WITH_ADDRESS.get(keyword, 0) and is_number.fullmatch(before[0])
            if is_value and (GOES_ON.fullmatch(word[0]) or (place == 1 and NO_DIGIT.fullmatch(word[0]))):
                fact = f"'{word[0][:60]}' is not a value of '{before[0]}', which is a whole number"
            elif place == WITH_ADDRESS.get(keyword) and (port := PORT_GOES_ON.fullmatch(word[0])):
                fact = f"'{port['port'][:60]}' is no port"
            if fact:
                yield Finding(0, NO_NUMBER, fact, number, word.start() + 1)
