// The browser's storage quota for this site, and whether it has promised to keep what is stored.
// @ts-check
/** @import { AssessmentStore } from "./storage.js" */

// About how many characters browsers store for a site: names and values, of all its pages together.
const QUOTA_CHARS = 5e6;

/**
 * The part of the quota that is used, 0 to 1.
 * @param {AssessmentStore} store
 */
export function usedQuota({ storage }) {
  const chars = Object.entries(storage ?? {}).reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  return Math.min(1, chars / QUOTA_CHARS);
}

/** Whether the browser has promised to delete nothing by itself. */
export const isPersisted = async () => Boolean(await navigator.storage?.persisted?.().catch(() => false));

/** Ask for that promise; the browser may ask the reader first. */
export const requestPersistence = async () => Boolean(await navigator.storage?.persist?.().catch(() => false));
