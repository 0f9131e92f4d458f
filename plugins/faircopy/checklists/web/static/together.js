// The dialog in which what a colleague sends back is merged, item by item.
// @ts-check
import { nameOf } from "./assessment.js";
import { dialog } from "./dialog.js";
import { button, h, row } from "./elements.js";
import { differences, labelOf, merged, wordsOf } from "./merging.js";
import { linked } from "./rich.js";
import { n, quoted, seeable, t } from "./text.js";
import { wordwise } from "./wordwise.js";
/** @import { ChecklistApp } from "./main.js" */
/** @import { Assessment } from "../types" */
/** @import { State } from "./merging.js" */

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

/** @type {(app: ChecklistApp, mine: Assessment, theirs: Assessment, done: (id: string) => void) => void} */
export function mergeDialog(app, mine, theirs, done) {
  const { history, list } = app;
  const found = differences(mine, theirs);
  const boxes = found.map(({ key, state, ...values }, i) => {
    const choice = (/** @type {State} */ name) => {
      const who = name !== "both" && seeable((name === "mine" ? mine : theirs).entries[key]?.who, "");
      const input = h("input", { type: "radio", name: `merge-${i}`, value: name, checked: name === state });
      return h(
        "div",
        {},
        h("label", { className: "tick" }, input, t(CHOICES[name]) + (who ? ` (${who})` : "")),
        name !== "both" &&
          marked(wordsOf(list, key, values[name]), wordsOf(list, key, values[name === "mine" ? "theirs" : "mine"])),
      );
    };
    /** @type {State[]} */
    const names = state === "both" ? ["mine", "theirs", "both"] : ["mine", "theirs"];
    return h("fieldset", { className: "merge" }, h("legend", {}, labelOf(list, mine, theirs, key)), names.map(choice));
  });
  /** @type {(box: Element, which: string) => HTMLInputElement} */
  const radio = (box, which) => /** @type {HTMLInputElement} */ (box.querySelector(which));
  const all = (/** @type {State} */ name) =>
    button(name === "mine" ? "All mine" : "All theirs", () =>
      boxes.forEach((box) => (radio(box, `[value=${name}]`).checked = true)),
    );
  const many = found.filter(({ state }) => state === "both").length;
  const view = dialog(
    app,
    "Merge",
    h(
      "p",
      {},
      found.length
        ? [
            n(
              found.length,
              "%(num)s differs between yours and what came, %(name)s.",
              "%(num)s differ between yours and what came, %(name)s.",
              { name: quoted(nameOf(theirs)) },
            ),
            t("Changed on both sides: %(number)s.", { number: many }),
          ].join(" ")
        : t("Nothing differs."),
    ),
    row(all("mine"), all("theirs")),
    ...boxes,
    row(
      button("Merge", () => {
        const choices = new Map(
          found.map(({ key }, i) => [key, /** @type {State} */ (radio(boxes[i], ":checked").value)]),
        );
        // What another tab has changed meanwhile stays.
        const now = history.all.get(mine.id) ?? mine;
        view.close();
        app.keepVersion?.(mine.id, "merge");
        history.exchange([now, merged(now, theirs, choices, history.stamp)]);
        done(mine.id);
        app.offerUndo(t("Merged."));
      }),
    ),
  );
}
