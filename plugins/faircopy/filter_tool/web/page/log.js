// What is said of a log as a whole, and of its lines that do not match.
// @ts-check
/** @import { Explained, Log, Place } from "../types" */
import { h, visible } from "./dom.js";
import { fill, row } from "./tables.js";
import { formatted } from "./words.js";

const MAX_LINE_CHARS = 1 << 20;
const MAX_BEFORE_CHARS = 30; // of what matched before the part that did not

/** @type {(place: Place, log: Log, groups: Explained[]) => void} */
export function showLog(place, log, groups) {
  const { say, parts, language } = place;
  const { matched = 0, ignored = 0, dateless = 0 } = log.counts;
  const others = log.next - 1 - log.slow.length - matched - ignored;
  const kinds = say("kinds", { matched, ignored, others, dateless });
  const read = say("read", { file: log.name, number: log.next - 1 });
  parts.status.textContent = `${read} ${kinds} ${log.stopped && say(log.stopped)}`;
  parts.notes.replaceChildren(...notesOf(place, log).map((note) => h("li", {}, note)));
  /** @type {(group: Explained) => number} */
  const upTo = ({ explained }) => explained?.matchedUpTo ?? 0;
  /** @type {(tag: "code" | "samp", text: string) => HTMLElement} */
  const quote = (tag, text) => h(tag, { dir: "ltr" }, visible(text));
  const nearlyRows = groups
    .filter(upTo)
    .map(({ many, explained, text }) =>
      row([
        formatted(many, language),
        quote("code", explained?.part ?? ""),
        quote("samp", text.slice(0, explained?.matchedUpTo).slice(-MAX_BEFORE_CHARS)),
        quote("samp", text),
      ]),
    );
  const never = groups.filter((group) => !upTo(group));
  const neverRows = never.map(({ many, text }) => row([formatted(many, language), quote("samp", text)]));
  fill(parts.nearly, nearlyRows);
  fill(parts.never, neverRows);
}

/**
 * What a reader must know of a log.
 * @param {Place} place
 * @param {Log} log
 */
function notesOf({ say, limit }, log) {
  const { cut = 0, dateless = 0, named = 0 } = log.counts;
  const lines = log.next - 1;
  const notes = [
    log.form && say("form", { form: log.form }),
    cut && say("cut", { number: cut, characters: MAX_LINE_CHARS }),
    log.damaged && say("damaged", { line: lines }),
    log.missing === 1 && say("noYear"),
    log.missing === 2 && say("noDay"),
    named && say("named", { number: named }),
    lines && dateless === lines && say("noDate"),
    ...log.slow.map((line) => say("slowLine", { line, seconds: limit / 1000 })),
  ];
  return notes.filter((note) => typeof note === "string");
}
