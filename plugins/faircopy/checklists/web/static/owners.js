// Who is to do something in an assessment.
// @ts-check
import { keysOf, read } from "./assessment.js";
import { ownerKey } from "./filters.js";
/** @import { Assessment } from "../types" */

/**
 * Who has an action in an assessment, or a section to work on, as [key, name], by name.
 * @param {Assessment} assessment
 * @returns {[string, string][]}
 */
export function ownersOf(assessment) {
  /** @type {Map<string, string>} */
  const found = new Map();
  const owners = keysOf(assessment).map((id) => read(assessment, `answers/${id}`).action?.owner);
  const assigned = keysOf(assessment, "assigned/").map((id) => read(assessment, `assigned/${id}`));
  for (const owner of [...owners, ...assigned]) {
    const key = ownerKey(owner);
    if (key && !found.has(key)) found.set(key, owner.trim());
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}
