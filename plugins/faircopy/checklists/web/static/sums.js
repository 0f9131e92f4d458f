// The sums of an assessment as a table.
// @ts-check
import { progressText, riskText, tallies } from "./list.js";
import { t } from "./text.js";
/** @import { Assessment, Block, List } from "../types" */

/** @type {(list: List, assessment: Assessment) => Block} */
export const numbers = (list, assessment) => [
  "table",
  [t("Section"), t("Answered"), t("Risk"), t("Red flags")],
  tallies(list, assessment).map((tally) => [tally.title, progressText(tally), riskText(tally), String(tally.flags)]),
];
