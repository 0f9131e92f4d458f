// Progress and risk of all sections, when they are opened.
// @ts-check
import { tallies } from "./list.js";
import { chart, richly } from "./rich.js";
import { numbers } from "./sums.js";
/** @import { ChecklistApp } from "./main.js" */

/** @param {ChecklistApp} app */
export function drawOverview({ assessment, list, tools }) {
  tools.chart.replaceChildren(...chart(tallies(list, assessment)));
  tools.overview.replaceChildren(...richly([numbers(list, assessment)]));
}
