"""Each moment is given to one part."""

from build_parts import ELSE, Stopwatch


def test_a_part_is_not_given_the_time_of_those_that_it_calls() -> None:
    now = [0.0]
    stopwatch = Stopwatch(lambda: now[0])

    def work(seconds: float) -> None:
        now[0] += seconds

    def outer() -> str:
        work(1)
        inner(10)
        work(2)
        inner(20)
        return "done"

    inner = stopwatch.timed("inner", work)
    work(100)
    assert stopwatch.timed("outer", outer)() == "done"
    work(200)
    stopwatch.pass_time()
    assert stopwatch.seconds == {ELSE: 300, "outer": 3, "inner": 30}
    assert sum(stopwatch.seconds.values()) == now[0]
