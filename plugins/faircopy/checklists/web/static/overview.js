// Progress and risk of all sections, when they are opened.
// @ts-check
import { rendered } from "./elements.js";
import { tallies } from "./list.js";
import { chart } from "./rich.js";
import { numbers } from "./sums.js";
/** @import { ChecklistApp } from "./main.js" */

/** @param {ChecklistApp} app */
export function drawOverview({ assessment, list, tools }) {
  tools.chart.replaceChildren(...chart(tallies(list, assessment)));
  tools.overview.replaceChildren(...rendered([/** @type {any} */ (numbers(list, assessment))]));
}
