// How much room the browser gives to what is stored, and whether it has promised to keep it.
// @ts-check
/** @import { AssessmentStore } from "./storage.js" */

// Characters that browsers store for a site, about: of names and values of all its pages.
const ROOM_CHARS = 5e6;

/**
 * The part of the room that is taken, 0 to 1.
 * @param {AssessmentStore} store
 */
export function usedRoom({ storage }) {
  const chars = Object.entries(storage ?? {}).reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  return Math.min(1, chars / ROOM_CHARS);
}

/** Whether the browser has promised to delete nothing by itself. */
export const isKept = async () => Boolean(await navigator.storage?.persisted?.().catch(() => false));

/** A browser may ask its reader first. */
export const askToKeep = async () => Boolean(await navigator.storage?.persist?.().catch(() => false));
