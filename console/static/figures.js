// The pictures of the figures, drawn by uPlot from the numbers on the page; as wide as their card.
"use strict";
addEventListener("DOMContentLoaded", () => {
  const said = document.getElementById("chart");
  if (!said || !window.uPlot) return;
  const chart = JSON.parse(said.textContent), css = getComputedStyle(document.documentElement);
  const colour = (name) => css.getPropertyValue(name).trim();
  const x = chart.weeks.map((_, n) => n);
  for (const card of document.querySelectorAll("[data-chart]")) {
    const columns = chart[card.dataset.chart], bars = card.dataset.chart === "counts";
    const series = columns.map((one, n) => ({
      label: one.label, stroke: colour(n || !bars ? "--brand" : "--soft"), width: 2, points: { show: !bars, size: 7 },
      ...(bars ? { fill: colour(n ? "--brand" : "--line"), paths: uPlot.paths.bars({ size: [n ? 0.4 : 0.7, 48] }), width: 0 } : {}),
    }));
    const axis = { stroke: colour("--soft"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false } };
    const room = () => ({ width: Math.max(200, card.clientWidth - 32), height: 220 });
    const plot = new uPlot({
      ...room(),
      scales: { x: { time: false, range: [-0.6, x.length - 0.4] }, y: { range: (_, __, top) => [0, Math.max(1, top * 1.1)] } },
      series: [{ label: chart.week, value: (_, n) => chart.weeks[n] ?? "" }, ...series],
      axes: [
        { ...axis, grid: { show: false }, space: 46, incrs: [1, 2, 4, 8, 13, 26], values: (_, at) => at.map((n) => chart.weeks[n] ?? "") },
        { ...axis, size: (_, said) => 16 + 7 * Math.max(4, ...(said ?? []).map((one) => one.length)) }, // as wide as its longest number
      ],
      legend: { live: false },
      cursor: { drag: { x: false, y: false } },
    }, [x, ...columns.map((one) => one.values)], card);
    new ResizeObserver(() => plot.setSize(room())).observe(card);
  }
});
