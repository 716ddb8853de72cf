"""The families of programs, every strategy that can, beside SPIN: seconds of whole processes.

SPIN's seconds are generating and compiling its verifier (`cc -O2 -DSAFETY`, reduction on) plus
running it. Programs with a name are those of tests/papers.
"""

import json
import re
import subprocess
import time

LOCKED = {
    "name": "locked",
    "shared": {"c": 0},
    "mutexes": ["m"],
    "threads": {"t": {"count": 7, "do": [{"with": "m", "do": ["c += 1"]}]}},
}

BAKERY = {
    "name": "bakery",
    "description": "Lamport's bakery for three, each wait with one look and one more.",
    "atomics": {"choosing": {"size": 3}, "number": {"size": 3}},
    "shared": {"inside": 0},
    "threads": {"t": {"count": 3, "do": [
        "choosing[self] = 1",
        "let most = max(number[0], max(number[1], number[2]))",
        "number[self] = most + 1",
        "choosing[self] = 0",
        "let enter = 1",
        {"repeat": 3, "as": "j", "do": [
            "let busy = choosing[j]",
            {"if": "busy", "then": ["busy = choosing[j]"]},
            {"if": "busy", "then": ["enter = 0"]},
            {"if": "enter && j != self", "then": [
                "let n = number[j]",
                {"if": "n != 0 && (n < most + 1 || n == most + 1 && j < self)", "then": [
                    "n = number[j]",
                    {"if": "n != 0 && (n < most + 1 || n == most + 1 && j < self)",
                     "then": ["enter = 0"]}]}]}]},
        {"if": "enter", "then": ["inside += 1", "inside -= 1"]},
        "number[self] = 0"]}},
}

BUFFER = {
    "name": "buffer",
    "shared": {"items": 0},
    "mutexes": ["m"],
    "conditions": ["changed"],
    "threads": {
        "producer": {"count": 2, "do": [{"repeat": 2, "do": [
            "lock m", {"while": "items == 1", "do": ["wait changed with m"]},
            "items += 1", "notify_all changed", "unlock m"]}]},
        "consumer": {"count": 2, "do": [{"repeat": 2, "do": [
            "lock m", {"while": "items == 0", "do": ["wait changed with m"]},
            "items -= 1", "notify_all changed", "unlock m"]}]},
    },
}

LOCKED_PROMELA = """byte c; bit m;
active [7] proctype p() {
  byte t;
  atomic { m == 0 -> m = 1 };
  t = c; c = t + 1;
  m = 0
}
"""

BUFFER_PROMELA = """byte items; bit m; bit asleep[4];
inline take() { atomic { m == 0 -> m = 1 } }
inline sleep() { atomic { asleep[_pid] = 1; m = 0 }; atomic { !asleep[_pid] && m == 0 -> m = 1 } }
inline wake_all() { d_step { asleep[0] = 0; asleep[1] = 0; asleep[2] = 0; asleep[3] = 0 } }
active [2] proctype producer() {
  byte i, t;
  do
  :: i < 2 -> take(); do :: items == 1 -> sleep() :: else -> break od;
     t = items; items = t + 1; wake_all(); m = 0; i++
  :: else -> break
  od
}
active [2] proctype consumer() {
  byte i, t;
  do
  :: i < 2 -> take(); do :: items == 0 -> sleep() :: else -> break od;
     t = items; items = t - 1; wake_all(); m = 0; i++
  :: else -> break
  od
}
"""


def readers_promela(n):
    return f"""byte x;
active proctype writer() {{ x = 1 }}
active [{n}] proctype reader() {{ byte seen; seen = x }}
"""


def lastzero_promela(n):
    return f"""byte array[{n + 1}];
active proctype zero() {{
  byte i = {n};
  byte seen;
  seen = array[i];
  do
  :: seen != 0 -> i--; seen = array[i]
  :: else -> break
  od
}}
active [{n}] proctype set() {{
  byte before;
  before = array[_pid - 1];
  array[_pid] = before + 1
}}
"""


class Families:
    def __init__(self, bench, long):
        self.bench = bench
        self.long = long
        self.lines = []

    def file(self, name, scenario):
        path = self.bench.folder / f"{name}.json"
        path.write_text(json.dumps(scenario))
        return path

    def heddle(self, family, file, strategy, options=(), spin=None):
        command = [self.bench.heddle, "explore", file, "--strategy", strategy, "--no-orderings",
                   "--no-progress", *options]
        seconds, peak, _ = self.bench.measure(command, {0, 1})
        done = subprocess.run(command + ["--json", "-"], capture_output=True, text=True)
        report = json.loads(done.stdout)
        found = report["exploration"]
        if not found["complete"] and strategy != "random":
            raise SystemExit(f"bench: {family} by {strategy} stopped by {found['stopped_by']}")
        work = found["states"] if strategy in ("auto", "stateful") else found["runs"]
        count = found["interleavings"]
        self.lines.append([
            family, " ".join([strategy, *options]), report["verdict"],
            f"{int(count):,}" if count and count.isdigit() else count or "", f"{work:,}",
            f"{work / seconds:,.0f}", f"{seconds:.3f}", f"{peak / 1024:.1f}",
            f"{spin / seconds:.1f}" if spin else ""])
        return seconds

    def spin(self, family, name, model):
        """Seconds of making and running SPIN's verifier."""
        folder = self.bench.folder / f"spin_family_{name}"
        folder.mkdir(exist_ok=True)
        (folder / "model.pml").write_text(model)
        begin = time.monotonic()
        subprocess.run(["spin", "-a", "model.pml"], cwd=folder, check=True, capture_output=True)
        subprocess.run(["cc", "-O2", "-DSAFETY", "-w", "-o", "pan", "pan.c"], cwd=folder,
                       check=True)
        compiling = time.monotonic() - begin
        seconds, peak, output = self.bench.measure([folder / "pan", "-m100000"], {0})
        states = int(float(re.search(r"([\d.e+]+) states, stored", output).group(1)))
        errors = int(re.search(r"errors: (\d+)", output).group(1))
        self.lines.append([family, "SPIN", f"{errors} errors", "", f"{states:,}",
                           f"{states / seconds:,.0f}", f"{compiling:.2f} + {seconds:.3f}",
                           f"{peak / 1024:.1f}", ""])
        return compiling + seconds

    def increments(self, promela, threads, each, strategies):
        family = f"{threads} x {each}"
        spin = self.spin(family, f"{threads}x{each}", promela(threads, each, False))
        file = self.bench.generate(threads, each)
        for strategy in strategies:
            self.heddle(family, file, strategy, (), spin)

    def run(self, promela, papers):
        """The lines of the table, without its head."""
        self.increments(promela, 2, 5, ("stateful", "exhaustive", "dpor"))
        self.increments(promela, 2, 6, ("stateful", "exhaustive", "dpor"))
        self.increments(promela, 2, 10, ("stateful",))
        self.increments(promela, 3, 3, ("stateful", "dpor"))
        self.increments(promela, 3, 6, ("stateful",))
        self.increments(promela, 4, 2, ("stateful",))
        self.increments(promela, 4, 3, ("stateful",))
        spin = self.spin("7 locked", "locked", LOCKED_PROMELA)
        for strategy in ("stateful", "dpor"):
            self.heddle("7 locked", self.file("locked", LOCKED), strategy, (), spin)
        models = {("lastzero", 10): lastzero_promela(10), ("readers", 13): readers_promela(13)}
        for name, sizes in (("lastzero", (10, 15)), ("readers", (13,)), ("indexer", (12, 15)),
                            ("filesystem", (19,))):
            for size in sizes:
                family = f"{name}({size})"
                model = models.get((name, size))
                spin = self.spin(family, f"{name}{size}", model) if model else None
                self.heddle(family, papers / f"{name}.json", "dpor", ("--set", f"n={size}"), spin)
        self.heddle("bakery", self.file("bakery", BAKERY), "stateful")
        self.heddle("bakery", self.file("bakery", BAKERY), "dpor")
        spin = self.spin("buffer", "buffer", BUFFER_PROMELA)
        self.heddle("buffer", self.file("buffer", BUFFER), "stateful", (), spin)
        if self.long:
            self.run_long()
        return self.lines

    def run_long(self):
        """What takes seconds: one thread and two, and many states."""
        for threads, each, strategy, options in (
                (3, 10, "stateful", ()), (2, 7, "exhaustive", ()), (3, 3, "dpor", ()),
                (3, 6, "random", ("--max-runs", "3000000"))):
            for jobs in ("1", "2"):
                self.heddle(f"{threads} x {each}", self.bench.generate(threads, each), strategy,
                            (*options, "--jobs", jobs))
        for each in (7, 11):
            self.heddle(f"3 x {each}", self.bench.generate(3, each), "stateful")

    HEADS = ["program", "strategy", "verdict", "interleavings", "states or runs", "of them/s",
             "seconds", "MiB", "times SPIN"]
