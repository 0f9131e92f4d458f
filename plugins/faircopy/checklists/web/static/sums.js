// The sums of an assessment as a table.
import { progressText, riskText, tallies } from "./list.js";

export const numbers = (list, assessment) =>
  ["table", ["Section", "Answered", "Risk", "Red flags"], tallies(list, assessment).map((tally) => [tally.title, progressText(tally), riskText(tally), String(tally.flags)])];
