// What a reader has to know of an answer: its question has changed, somebody has answered otherwise, it came from
// another question.
// @ts-check
import { details, fromText, whenText } from "./answer.js";
import { button, h, part, rendered, row } from "./elements.js";
import { calm, t } from "./text.js";
/** @import { Answer, Entry } from "../types" */
/** @import { QuestionView } from "./item.js" */

/** @type {(view: QuestionView, now: Answer) => HTMLElement} */
function changedQuestion(view, now) {
  const { app, item } = view;
  /** @type {(label: string, part: Answer) => HTMLButtonElement} */
  const decide = (label, part) =>
    button(label, () => {
      view.change(part, null, true);
      if ("answer" in part) app.offerUndo(t("The answer is cleared."));
      view.focus();
    });
  const kept = { was: "", review: /** @type {const} */ ("") };
  return h(
    "div",
    { className: "alert" },
    h("p", {}, part(now.was ? "reworded" : "inherited")),
    now.was ? [h("del", {}, calm(now.was)), h("ins", {}, item.question)] : [],
    !app.locked && row(decide("Keep my answer", kept), decide("Answer again", { ...kept, answer: "", confidence: "" })),
  );
}

/** @type {(view: QuestionView, versions: Partial<Entry>[]) => HTMLElement} */
function competing(view, versions) {
  const { app, key } = view;
  const rows = versions.map((version) => {
    const when = whenText(version);
    /** @type {[string, string][]} */
    const pairs = when ? [[t("Answered on"), when]] : [];
    const keep = button("Keep this", () => {
      app.set(key, version.value, null, true);
      app.offerUndo(t("One answer is kept."));
      view.focus();
    });
    const told = rendered([["pairs", [...details(app.list.words, version.value ?? {}), ...pairs]]]);
    return row(...told, !app.locked && keep);
  });
  return h("div", { className: "alert" }, h("p", {}, part("differs")), rows);
}

/** @type {(view: QuestionView, entry: Partial<Entry>) => Generator<HTMLElement>} */
export function* newsOf(view, entry) {
  const { others, value: now } = entry;
  const { words } = view.app.list;
  if (now?.review) yield changedQuestion(view, now);
  if (others) yield competing(view, [entry, ...others]);
  if (view.app.locked && now) {
    yield* rendered([["pairs", details(words, now).filter(([term]) => term !== t("Answer"))]]);
  } else for (const origin of now?.from ?? []) yield h("p", {}, fromText(words, origin));
}
