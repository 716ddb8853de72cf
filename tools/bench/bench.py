"""Heddle beside SPIN's verifier, in one run: the same programs, whole processes, medians.

Every program is T threads of K plain increments of one shared variable, `c += 1`: a read and then
a write, each an access of its own. SPIN gets it in two models. The plain one is as one would write
it; its states tell apart what a thread read last, after it is used, and processes that have ended.
The lean one forgets both, and has nearly the states that heddle has. SPIN answers less: it neither
counts interleavings nor looks for lost updates. What it takes to generate and compile SPIN's
verifier is not counted.
"""

import argparse
import json
import math
import os
import pathlib
import platform
import re
import statistics
import subprocess
import sys

import families

MIB = 1024  # KiB
# A packed state of these programs: its length in two bytes, then a byte for nearly each word
# (StateStore::packed_bytes() over the number of states).
PACKED_BYTES = {"3 x 6": 12.2, "4 x 3": 14.6}


def interleavings(threads, increments):
    """How many interleavings T threads of 2K accesses each have: a multinomial."""
    accesses = 2 * increments
    return math.factorial(threads * accesses) // math.factorial(accesses) ** threads


def scenario(threads, increments):
    return {
        "name": f"increments_{threads}x{increments}",
        "shared": {"c": 0},
        "threads": {"t": {"count": threads, "do": ["c += 1"] * increments}},
    }


def promela(threads, increments, lean):
    if lean:
        body = "  t = c; d_step { c = t + 1; t = 0 };\n" * increments + "end: false\n"
    else:
        body = "  t = c; c = t + 1;\n" * increments
    return f"byte c;\nactive [{threads}] proctype p() {{\n  byte t;\n{body}}}\n"


class Row:
    """One line of the table."""

    def __init__(self, group, tool, answer, count, states, seconds, peak_kib):
        self.group = group  # rows of one group are compared
        self.tool = tool
        self.answer = answer
        self.count = count  # interleavings, exact
        self.states = states  # or, run by run, runs
        self.seconds = seconds
        self.peak_kib = peak_kib

    def rate(self):
        return self.states / self.seconds if self.states else None

    def bytes_a_state(self, idle_kib):
        """Of the peak, what a process that explores almost nothing does not need."""
        return (self.peak_kib - idle_kib) * 1024 / self.states if self.states else None


class Bench:
    def __init__(self, root, runs):
        self.root = root
        self.runs = runs
        self.folder = root / "build" / "bench"
        self.heddle = root / "build" / "heddle"

    def measure(self, command, codes):
        """Median seconds and peak KiB of whole processes, and what the last one printed."""
        report = self.folder / "measured"
        report.unlink(missing_ok=True)
        for _ in range(self.runs):
            done = subprocess.run([self.folder / "measure", report] + command, cwd=self.folder,
                                  stdin=subprocess.DEVNULL, capture_output=True, text=True)
            if done.returncode != 0:
                sys.exit(f"bench: cannot measure {command}: {done.stderr}")
        lines = [line.split() for line in report.read_text().splitlines()]
        for code, _, _ in lines:
            if int(code) not in codes:
                sys.exit(f"bench: {command} ended with {code}:\n{done.stdout}{done.stderr}")
        return (statistics.median(float(line[1]) for line in lines),
                statistics.median(int(line[2]) for line in lines), done.stdout)

    def run_heddle(self, group, file, strategy, options=(), check=None):
        """Measures the terminal report, then asks the JSON report what was found."""
        command = [self.heddle, "explore", file, "--strategy", strategy, "--no-progress", *options]
        seconds, peak, _ = self.measure(command, {0, 1})
        done = subprocess.run(command + ["--json", "-"], capture_output=True, text=True)
        report = json.loads(done.stdout)
        found = report["exploration"]
        if not found["complete"]:
            sys.exit(f"bench: heddle stopped by {found['stopped_by']} in {group}")
        if check is not None and found["interleavings"] != str(check):
            sys.exit(f"bench: {group} has {check} interleavings, heddle counts"
                     f" {found['interleavings']}")
        states = found["states"] if found["strategy"] == "stateful" else found["runs"]
        tool = " ".join(["heddle", found["strategy"], *options])
        return Row(group, tool, report["verdict"], int(found["interleavings"]), states, seconds,
                   peak)

    def run_spin(self, group, threads, increments, lean, reduce):
        """Generates, compiles and measures SPIN's verifier."""
        name = f"{threads}x{increments}{'_lean' if lean else ''}{'' if reduce else '_noreduce'}"
        folder = self.folder / f"spin_{name}"
        folder.mkdir(exist_ok=True)
        (folder / "model.pml").write_text(promela(threads, increments, lean))
        subprocess.run(["spin", "-a", "model.pml"], cwd=folder, check=True, capture_output=True)
        flags = ["-O2", "-DSAFETY"] + ([] if reduce else ["-DNOREDUCE"])
        subprocess.run(["cc", *flags, "-w", "-o", "pan", "pan.c"], cwd=folder, check=True)
        seconds, peak, output = self.measure([folder / "pan"], {0})
        errors = int(re.search(r"errors: (\d+)", output).group(1))
        states = int(float(re.search(r"([\d.e+]+) states, stored", output).group(1)))
        tool = f"SPIN, {'lean' if lean else 'plain'} model{'' if reduce else ', -DNOREDUCE'}"
        return Row(group, tool, f"{errors} errors", None, states, seconds, peak)

    def generate(self, threads, increments):
        file = self.folder / f"increments_{threads}x{increments}.json"
        file.write_text(json.dumps(scenario(threads, increments)))
        return file


def number(value, digits=0):
    return "" if value is None else f"{value:,.{digits}f}"


def table(rows, idle_kib):
    heads = ["program", "tool", "verdict", "interleavings", "states or runs", "ms", "of them/s", "MiB",
             "B/state", "time / heddle's", "rate / heddle's"]
    lines = []
    for row in rows:
        ours = next(r for r in rows if r.group == row.group)
        rate, our_rate = row.rate(), ours.rate()
        idle = idle_kib["heddle" if row.tool.startswith("heddle") else "spin"]
        lines.append([
            row.group, row.tool, row.answer, number(row.count), number(row.states),
            number(row.seconds * 1000, 1), number(rate), number(row.peak_kib / MIB, 1),
            number(row.bytes_a_state(idle)) if "--no-orderings" in ours.tool else "",
            number(row.seconds / ours.seconds, 2),
            number(rate / our_rate, 2) if rate and our_rate else ""])
    return markdown(heads, lines, left=3)


def markdown(heads, lines, left):
    widths = [max(len(line[i]) for line in [heads, *lines]) for i in range(len(heads))]
    def pad(line):
        cells = [cell.ljust(width) if i < left else cell.rjust(width)
                 for i, (cell, width) in enumerate(zip(line, widths))]
        return "| " + " | ".join(cells) + " |"
    rule = [("-" * width if i < left else "-" * (width - 1) + ":") for i, width in enumerate(widths)]
    return "\n".join([pad(heads), pad(rule), *map(pad, lines)])


def targets(rows, idle_kib):
    """What the project set out to reach: text, target, measured, whether it is met."""
    by_group = {row.group: row for row in reversed(rows)}  # the first of each group: heddle's
    lines = []

    def add(text, target, measured, met):
        lines.append([text, target, measured, {None: "", True: "met", False: "NOT MET"}[met]])

    rate = by_group["2 x 6 exhaustive"].rate()
    add("exhaustive, interleavings/s (2 x 6)", ">= 1,500,000", number(rate), rate >= 1.5e6)
    for group in ("3 x 6", "4 x 3"):
        row = by_group[group]
        add(f"stateful, states/s ({group})", ">= 2,500,000", number(row.rate()),
            row.rate() >= 2.5e6)
        beyond = row.bytes_a_state(idle_kib["heddle"]) - PACKED_BYTES[group]
        add(f"stateful, bytes a state beyond the packed one ({group})", "<= 48",
            number(beyond, 1), beyond <= 48)
    seconds = by_group["2 x 10"].seconds
    add("2 x 10, whole process", "< 50 ms", number(seconds * 1000, 1) + " ms", seconds < 0.05)
    seconds = by_group["first example"].seconds
    add("first example, whole process", "< 10 ms", number(seconds * 1000, 1) + " ms",
        seconds < 0.01)
    return markdown(["target", "wanted", "measured", ""], lines, left=1)


def machine():
    model = "unknown processor"
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    compiler = subprocess.run(["c++", "--version"], capture_output=True, text=True)
    spin = subprocess.run(["spin", "-V"], capture_output=True, text=True)
    return (f"{model}, {os.cpu_count()} processors; {platform.system()} {platform.release()}; "
            f"{compiler.stdout.splitlines()[0]}; {spin.stdout.strip()}")


def main():
    parser = argparse.ArgumentParser(prog="./tools/bench/run", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--runs", type=int, default=7, help="runs of each program (default 7)")
    parser.add_argument("--long", action="store_true",
                        help="also 3 x 10, and two jobs beside one: some minutes more")
    parser.add_argument("--no-write", action="store_true", help="leave RESULTS.md alone")
    arguments = parser.parse_args()
    bench = Bench(arguments.root, arguments.runs)

    example = arguments.root / "scenarios" / "bank" / "deposit_withdraw.json"
    rows = [bench.run_heddle("first example", example, "auto"),
            bench.run_heddle("2 x 3 exhaustive", bench.generate(2, 3), "exhaustive", (), 924),
            bench.run_heddle("2 x 6 exhaustive", bench.generate(2, 6), "exhaustive",
                             ("--no-orderings",), interleavings(2, 6))]  # a larger sibling
    for threads, increments, options in ((2, 10, ()), (3, 6, ("--no-orderings",)),
                                         (4, 3, ("--no-orderings",))):
        group = f"{threads} x {increments}"
        rows.append(bench.run_heddle(group, bench.generate(threads, increments), "stateful",
                                     options, interleavings(threads, increments)))
        for lean in (False, True):
            rows += [bench.run_spin(group, threads, increments, lean, reduce)
                     for reduce in (True, False)]

    every = families.Families(bench, arguments.long)
    every.run(promela, arguments.root / "tests" / "papers")

    idle_kib = {"heddle": rows[0].peak_kib,
                "spin": bench.run_spin("idle", 1, 1, False, True).peak_kib}
    about = __doc__.split("\n", 2)[2].strip()
    text = f"""# Speed

Written by `./tools/bench/run`; medians of {arguments.runs} runs of whole processes.
{machine()}.

{about}

{table(rows, idle_kib)}

`B/state` is peak memory, less that of a process that explores next to nothing, for each state (so
SPIN's does not count its hash table, 128 MiB from the start). Times of heddle include the whole
report with its witnesses, without orderings where the tool's name says so.

{targets(rows, idle_kib)}

## Families

{families.__doc__.strip()}

{markdown(every.HEADS, every.lines, left=3)}
"""
    print(text)
    if not arguments.no_write:
        (arguments.root / "tools" / "bench" / "RESULTS.md").write_text(text)


if __name__ == "__main__":
    main()
