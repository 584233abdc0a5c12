"""The figures as a table in Markdown, as JSON, and as a plot."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"
Figures = Mapping[str, Mapping[str, Mapping[str, Mapping[str, float]]]]


def earlier_results() -> tuple[dict[str, Any], dict[str, str]]:
    """The figures and versions of the run before, to add to; nothing where there was none."""
    try:
        whole = json.loads((RESULTS / "figures.json").read_text("utf-8"))
    except FileNotFoundError:
        return {}, {}
    return whole["figures"], whole["versions"]


def write_results(figures: Figures, versions: Mapping[str, str], machine: str) -> None:
    """Write all three; the plot only where matplotlib is installed."""
    RESULTS.mkdir(exist_ok=True)
    whole = json.dumps({"machine": machine, "versions": versions, "figures": figures}, indent=1)
    (RESULTS / "figures.json").write_text(f"{whole}\n", "utf-8")
    (RESULTS / "table.md").write_text(table(figures, versions, machine), "utf-8")
    plot(figures)


def table(figures: Figures, versions: Mapping[str, str], machine: str) -> str:
    """The medians, and how many times longer than Broadsheet each peer took."""
    how = "Medians of so many runs, the programs in turn"
    lines = [f"{how}; {machine}; {', '.join(versions.values())}.", ""]
    heads = "copies what program runs wall_s CPU_s memory_MiB files wall,_ours_=_1".split()
    lines += [f"| {' | '.join(it.replace('_', ' ') for it in heads)} |", "|---" * len(heads) + "|"]
    for copies, stories in figures.items():
        for story, peers in stories.items():
            ours = peers.get("Broadsheet", {}).get("wall", 0)
            for name, it in peers.items():
                ratio = f"{it['wall'] / ours:.2f}" if ours else ""
                lines.append(
                    f"| {copies} | {story} | {name} | {it['runs']:.0f}"
                    f" | {it['wall']:.2f} | {it['cpu']:.2f}"
                    f" | {it['memory']:.0f} | {it['files']:.0f} | {ratio} |"
                )
    return "\n".join(lines) + "\n"


def plot(figures: Figures) -> None:
    """Wall seconds of every story, one panel for each size of the corpus."""
    try:
        import matplotlib  # type: ignore[import-not-found]  # only where peers are installed
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
    figure.savefig(RESULTS / "plot.svg", metadata={"Date": None})
    pyplot.close(figure)
