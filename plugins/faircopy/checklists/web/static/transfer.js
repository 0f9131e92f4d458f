// Files that bring answers back.
// @ts-check
import { FORMAT, VERSION, become, copyOf, differing, keysOf, nameOf, newId } from "./assessment.js";
import { merge } from "./merge.js";
import { n, quoted, t } from "./text.js";
import { NEWER, bringForward, parseJson, refuse, validate } from "./validate.js";
/** @import { Assessment, List, Stamp } from "../types" */
/** @import { Pair } from "./history.js" */

const FILE = "faircopy-assessments";

// Bytes of a file, for writing and reading: browsers store 5 million characters. In a file, of three bytes each or
// indented, these are at most 20 MB.
export const MAX_FILE_BYTES = 2 ** 25;

/** @type {(list: List, assessments: Assessment[]) => string} */
export function backupText({ id, url }, assessments) {
  const text = `${JSON.stringify({ format: FILE, version: VERSION, list: id, url, assessments }, null, 1)}\n`;
  if (new TextEncoder().encode(text).length > MAX_FILE_BYTES)
    refuse("This is more than a file may hold, 32 MB. Save each assessment by itself.");
  return text;
}

/** @type {(text: string | null, list: List, now?: number) => Assessment[]} */
export function readBackup(text, list, now = Date.now()) {
  if (text === null || text.length > MAX_FILE_BYTES) refuse("The file is larger than 32 MB.");
  const data = parseJson(text);
  if (data?.format === "faircopy-checklist") refuse("This file is the list itself, without answers.");
  const found = data?.format === FORMAT ? [data] : data?.format === FILE && data.assessments;
  if (!Array.isArray(found) || !found.length) refuse("This is not a backup from this page.");
  if (data.version > VERSION) refuse(NEWER);
  if (data.version !== 1 && data.version !== VERSION) refuse("This is not a backup from this page.");
  if (new Set(found.map((/** @type {any} */ each) => each?.id)).size < found.length)
    refuse("It holds the same assessment twice.");
  return found.map((/** @type {unknown} */ each) => bringForward(validate(each, list), list, now + 864e5));
}

/** @type {(incoming: Assessment, existing?: Assessment) => string} */
export function importPreview(incoming, existing) {
  if (!existing)
    return n(
      keysOf(incoming).length,
      "%(name)s is new here, with %(num)s answer.",
      "%(name)s is new here, with %(num)s answers.",
      { name: quoted(nameOf(incoming)) },
    );
  const [merging, replacing] = [merge(existing, incoming), incoming].map((next) => differing(existing, next).length);
  return n(
    merging,
    "%(name)s is here already. Merging would change %(num)s entry, replacing would change %(replacing)s.",
    "%(name)s is here already. Merging would change %(num)s entries, replacing would change %(replacing)s.",
    { name: quoted(nameOf(incoming)), replacing },
  );
}

// What cannot be opened keeps its place: nothing is written over it.
/** @typedef {Map<any, any>} ById */
/** @type {(incoming: Assessment[], all: ById, how: string, stamp: Stamp, sealed?: ById) => Pair[]} */
export const importPairs = (incoming, all, how, stamp, sealed = new Map()) =>
  incoming.map((assessment) => {
    const existing = all.get(assessment.id);
    if (!existing) return [undefined, sealed.has(assessment.id) ? { ...assessment, id: newId() } : assessment];
    return how === "copy"
      ? [undefined, copyOf(assessment, stamp)]
      : [existing, (how === "merge" ? merge : become)(existing, assessment, stamp)];
  });
