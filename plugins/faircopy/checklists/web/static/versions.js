// Versions of an assessment to go back to. They stand in the browser's storage beside it, within a bound.
// @ts-check
import { t } from "./text.js";
/** @import { AssessmentStore } from "./storage.js" */

/** Of one assessment. */
export const MAX_VERSIONS = 12;
/** Characters of all versions together, a fifth of what browsers keep for a site. */
export const MAX_VERSION_CHARS = 1e6;
/** A change so long after the last version begins a new one. */
export const VERSION_INTERVAL_MS = 36e5;

/**
 * What came after a version, by the end of its name in the storage.
 * @typedef {"" | "merge" | "import" | "back"} Why
 */

/** @type {(why: string) => string} */
export const afterVersion = (why) =>
  ({ merge: t("before a merge"), import: t("before an import"), back: t("before going back") })[why] ?? "";

/**
 * A version: `name` is that in the storage, `raw` what was stored, `time` when it was kept.
 * @typedef {{ name: string, raw: string, time: number, why: string }} Version
 */

// What no clock has said is of no time: no later version takes its name from it.
/** @type {(text: string) => number} */
const timeOf = (text) => (Number(text) > 0 && Number(text) < 1e15 ? Number(text) : 0);

/**
 * Those of one assessment, or of all; the oldest first.
 * @type {(store: AssessmentStore, id?: string) => Version[]}
 */
export const versionsOf = (store, id) =>
  store
    .all(id ? `v/${id}/` : "v/")
    .map(({ name, raw }) => {
      const [time, why = ""] = name.split("/").slice(id ? 0 : 1);
      return { name: id ? `v/${id}/${name}` : `v/${name}`, raw, time: timeOf(time), why };
    })
    .sort((a, b) => a.time - b.time);

/** @type {(versions: Version[]) => number} */
const charsOf = (versions) => versions.reduce((sum, { raw }) => sum + raw.length, 0);

// The one without which those that are left lie furthest apart. The first and the last stay.
/** @type {(versions: Version[]) => Version} */
function leastMissed(versions) {
  const inner = versions.slice(1, -1);
  const gap = (/** @type {number} */ i) => versions[i + 2].time - versions[i].time;
  return inner.reduce((least, each, i) => (gap(i) < gap(inner.indexOf(least)) ? each : least), inner[0]);
}

/** @type {(store: AssessmentStore, id: string) => void} */
function thin(store, id) {
  for (let own = versionsOf(store, id); own.length > MAX_VERSIONS; own = versionsOf(store, id)) {
    store.drop(leastMissed(own).name);
  }
  const all = versionsOf(store);
  for (let chars = charsOf(all); chars > MAX_VERSION_CHARS && all.length > 1;) {
    const [oldest] = all.splice(0, 1);
    store.drop(oldest.name);
    chars -= oldest.raw.length;
  }
}

/**
 * Returns what keeps an assessment as it is stored, before it is changed: always where it says why, else if the last
 * version is an hour old.
 * @param {AssessmentStore} store
 * @param {() => number} [clock]
 * @returns {(id: string, why?: Why) => void}
 */
export function versionKeeper(store, clock = Date.now) {
  /** @type {Map<string, number>} */
  const lastTimes = new Map();
  return (id, why = "") => {
    const now = clock();
    // A clock that was ahead and has been set back leaves times that are to come: these are not of this hour.
    const isRecent = (/** @type {number} */ time) => Math.abs(now - time) < VERSION_INTERVAL_MS;
    if (!why && isRecent(lastTimes.get(id) ?? 0)) return;
    const raw = store.rawOf(id);
    // One that is new here is a version of nothing.
    if (!raw || raw.length > MAX_VERSION_CHARS) return;
    const last = versionsOf(store, id).at(-1);
    lastTimes.set(id, last?.time ?? 0);
    if (last?.raw === raw || (!why && last && isRecent(last.time))) return;
    lastTimes.set(id, now);
    const name = `v/${id}/${Math.max(now, (last?.time ?? 0) + 1)}${why && `/${why}`}`;
    if (store.put(name, raw)) thin(store, id);
  };
}
