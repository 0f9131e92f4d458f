// The dialog in which what a colleague sends back is merged, item by item.
// @ts-check
import { nameOf } from "./assessment.js";
import { dialog } from "./dialog.js";
import { button, h, row } from "./elements.js";
import { set } from "./filterbar.js";
import { differencesInOrder, labelOf, merged, wordsOf } from "./merging.js";
import { linked } from "./rich.js";
import { n, quoted, seeable, t } from "./text.js";
import { wordwise } from "./wordwise.js";
/** @import { ChecklistApp } from "./main.js" */
/** @import { Assessment, List } from "../types" */
/** @import { Difference, State } from "./merging.js" */

const CHOICES = { mine: "Mine", theirs: "Theirs", both: "Both, until it is decided" };

// One side of what differs: words that the other lacks are marked.
/** @type {(pairs: [string, string][], others: [string, string][]) => HTMLElement} */
function marked(pairs, others) {
  const texts = new Map(others);
  const piece = (/** @type {[string, boolean]} */ [text, isOnlyHere]) =>
    isOnlyHere ? [h("mark", {}, linked(text.trimEnd())), text.slice(text.trimEnd().length)] : linked(text);
  const full = (/** @type {[string, string]} */ [term, text]) => [
    h("dt", {}, term),
    h("dd", {}, wordwise(text, texts.get(term) ?? "").flatMap(piece)),
  ];
  return h("dl", {}, pairs.flatMap(full));
}

/** @type {(state: State) => State[]} */
const choicesOf = (state) => (state === "both" ? ["mine", "theirs", "both"] : ["mine", "theirs"]);

/** @type {(box: Element, which: string) => HTMLInputElement} */
const radio = (box, which) => /** @type {HTMLInputElement} */ (box.querySelector(which));

// What differs in one entry, with a choice of the sides.
/** @type {(list: List, mine: Assessment, theirs: Assessment, found: Difference, i: number) => HTMLElement} */
function differenceBox(list, mine, theirs, { key, state, ...values }, i) {
  const sides = { mine: wordsOf(list, key, values.mine), theirs: wordsOf(list, key, values.theirs) };
  const choice = (/** @type {State} */ name) => {
    const input = h("input", { type: "radio", name: `merge-${i}`, value: name, checked: name === state });
    const label = (/** @type {string} */ who) => h("label", { className: "tick" }, input, t(CHOICES[name]) + who);
    if (name === "both") return h("div", {}, label(""));
    const who = seeable((name === "mine" ? mine : theirs).entries[key]?.who, "");
    const other = name === "mine" ? "theirs" : "mine";
    return h("div", {}, label(who && ` (${who})`), marked(sides[name], sides[other]));
  };
  const title = labelOf(list, mine, theirs, key);
  const sidesView = h("div", {}, choicesOf(state).map(choice));
  return h("fieldset", { className: "merge" }, h("legend", {}, title), sidesView);
}

/** @type {(found: Difference[], theirs: Assessment) => string} */
function introduction(found, theirs) {
  if (!found.length) return t("Nothing differs.");
  const many = found.filter(({ state }) => state === "both").length;
  return [
    n(
      found.length,
      "%(num)s differs between yours and what came, %(name)s.",
      "%(num)s differ between yours and what came, %(name)s.",
      { name: quoted(nameOf(theirs)) },
    ),
    t("Changed on both sides: %(number)s.", { number: many }),
  ].join(" ");
}

// What is left to decide is hard to find in a long list.
/** @param {ChecklistApp} app */
function tellUndecided(app) {
  const { entries } = app.assessment;
  const many = Object.keys(entries).filter((key) => key.startsWith("answers/") && entries[key].others).length;
  const text = n(many, "%(num)s answer is not decided yet.", "%(num)s answers are not decided yet.");
  app.notice("undecided", many > 0 && text, [["Show what is not decided", () => set(app, { show: "undecided" })]]);
}

/** @type {(app: ChecklistApp, mine: Assessment, theirs: Assessment, done: (id: string) => void) => void} */
export function mergeDialog(app, mine, theirs, done) {
  const { history, list } = app;
  const found = differencesInOrder(list, mine, theirs);
  const boxes = found.map((each, i) => differenceBox(list, mine, theirs, each, i));
  /** @type {(label: string, name: State) => HTMLButtonElement} */
  const all = (label, name) =>
    button(label, () => boxes.forEach((box) => (radio(box, `[value=${name}]`).checked = true)));
  const merge = button("Merge", () => {
    const choices = new Map(found.map(({ key }, i) => [key, /** @type {State} */ (radio(boxes[i], ":checked").value)]));
    // What another tab has changed meanwhile stays.
    const now = history.all.get(mine.id) ?? mine;
    view.close();
    app.keepVersion?.(mine.id, "merge");
    history.exchange([now, merged(now, theirs, choices, history.stamp)]);
    done(mine.id);
    app.offerUndo(t("Merged."));
    tellUndecided(app);
  });
  const ways = row(all("All mine", "mine"), all("All theirs", "theirs"));
  const view = dialog(app, "Merge", h("p", {}, introduction(found, theirs)), ways, ...boxes, row(merge));
}
