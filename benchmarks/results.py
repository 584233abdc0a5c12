"""The figures as a table in Markdown, as JSON, and as a plot."""

import json
import os
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"
COLUMNS = (
    *("copies", "what", "program", "runs", "wall s", "wall, Hugo = 1", "CPU s", "memory MiB"),
    *("memory, Hugo = 1", "files"),
)
Figures = Mapping[str, Mapping[str, Mapping[str, Mapping[str, float]]]]


def machine_in_words() -> str:
    """The machine, and how busy it was when the run started."""
    cores = len(os.sched_getaffinity(0))
    kind = f"{cores} cores, {platform.system()} {platform.machine()}"
    return f"{kind}, load {os.getloadavg()[0]:.1f} at the start"


def earlier_results(folder: Path) -> tuple[dict[str, Any], dict[str, str]]:
    """The figures and versions of the run before, to add to; nothing where there was none."""
    try:
        whole = json.loads((folder / "figures.json").read_text("utf-8"))
    except FileNotFoundError:
        return {}, {}
    return whole["figures"], whole["versions"]


def write_results(
    figures: Figures, versions: Mapping[str, str], machine: str, folder: Path
) -> None:
    """Write all three; the plot only where matplotlib is installed."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = json.dumps({"machine": machine, "versions": versions, "figures": figures}, indent=1)
    (folder / "figures.json").write_text(f"{whole}\n", "utf-8")
    (folder / "table.md").write_text(table(figures, versions, machine), "utf-8")
    plot(figures, folder / "plot.svg")


def table(figures: Figures, versions: Mapping[str, str], machine: str) -> str:
    """The medians, and each beside that of Hugo in the same run."""
    programs = "; ".join(dict.fromkeys(versions.values()))
    how = "Medians of the runs, in which the programs take turns; one more run for the memory."
    lines = [f"{how} {machine}. {programs}.", ""]
    lines += [f"| {' | '.join(COLUMNS)} |", "|---" * len(COLUMNS) + "|"]
    for copies, works in figures.items():
        for work, peers in works.items():
            lines += [_row(copies, work, name, peers) for name in peers]
    return "\n".join(lines) + "\n"


def _row(copies: str, work: str, name: str, peers: Mapping[str, Mapping[str, float]]) -> str:
    it, hugo = peers[name], peers.get("Hugo")
    cells = [copies, work, name, f"{it['runs']:.0f}", f"{it['wall']:.2f}"]
    cells += [_ratio(it, hugo, "wall"), f"{it['cpu']:.2f}", f"{it['memory']:.0f}"]
    return f"| {' | '.join([*cells, _ratio(it, hugo, 'memory'), str(round(it['files']))])} |"


def _ratio(figures: Mapping[str, float], hugo: Mapping[str, float] | None, which: str) -> str:
    return f"{figures[which] / hugo[which]:.3g}" if hugo and hugo[which] else "–"


def plot(figures: Figures, file: Path) -> None:
    """Wall seconds of every work, one panel for each size of the corpus."""
    try:
        import matplotlib  # type: ignore[import-not-found,import-untyped,unused-ignore]  # only where peers are installed
    except ImportError:
        return
    matplotlib.use("svg")
    from matplotlib import pyplot

    panels: Any
    figure, panels = pyplot.subplots(
        1, len(figures), figsize=(5 * len(figures), 5), squeeze=False, layout="constrained"
    )
    for panel, (copies, stories) in zip(panels[0], figures.items(), strict=True):
        names = list(dict.fromkeys(name for peers in stories.values() for name in peers))
        for place, name in enumerate(names):
            heights = [peers.get(name, {}).get("wall", 0) for peers in stories.values()]
            starts = [number + place * 0.8 / len(names) for number in range(len(stories))]
            panel.barh(starts, heights, 0.75 / len(names), label=name)
        panel.set_yticks([number + 0.3 for number in range(len(stories))], list(stories))
        panel.set_xscale("log")
        panel.set_xlabel("seconds, logarithmic")
        panel.set_title(f"{copies} × the corpus")
        panel.invert_yaxis()
    panels[0][0].legend()
    figure.savefig(file, metadata={"Date": None})
    pyplot.close(figure)
