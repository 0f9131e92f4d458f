// Elements from values, and one question of the list. What a person typed goes in as text, never as markup.
import { details, fromText } from "./report.js";
import { ANSWERS, CONFIDENCE, IMPACT, RISK, isFlag, tidy } from "./state.js";

export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  element.append(...children.flat().filter(Boolean));
  return Object.assign(element, props);
}

export const button = (label, onclick, props) => h("button", { type: "button", onclick, ...props }, label);
export const row = (...children) => h("div", { className: "row" }, ...children);
export const labelled = (label, control) => h("label", {}, h("span", {}, label), control);
const pick = (words) => h("select", {}, Object.entries(words).map(([value, label]) => h("option", { value }, label)));

export function dialog(title, ...content) {
  const element = h("dialog", { ariaLabel: title, onclose: () => element.remove() },
    h("header", {}, h("h2", {}, title), button("Close", () => element.close())), ...content);
  document.querySelector("checklist-app").append(element);
  element.showModal();
  return element;
}

export function download(name, text) {
  const href = URL.createObjectURL(new Blob([text]));
  h("a", { href, download: name.replace(/[^\p{L}\p{N}.]+/gu, "-").toLowerCase() }).click();
  setTimeout(URL.revokeObjectURL, 6e4, href);
}

const KINDS = {
  h: (level, text) => h(`h${level}`, {}, text),
  p: (text) => h("p", {}, text),
  list: (texts) => h("ul", {}, texts.map((text) => h("li", {}, text))),
  pairs: (pairs) => h("dl", {}, pairs.flatMap(([term, text]) => [h("dt", {}, term), h("dd", {}, text)])),
  // What is wider than the screen scrolls in itself, also by keyboard.
  table: (head, rows) => h("div", { className: "scroll", tabIndex: 0, role: "region", ariaLabel: head.join(", ") }, h("table", {},
    h("thead", {}, h("tr", {}, head.map((text) => h("th", { scope: "col" }, text)))),
    h("tbody", {}, rows.map(([first, ...rest]) => h("tr", {}, h("th", { scope: "row" }, first), rest.map((text) => h("td", {}, text))))))),
};

export const drawn = (blocks) => blocks.map(([kind, ...parts]) => KINDS[kind](...parts));

// Lengths and filled boxes carry the numbers, not colours.
export function chart(tallies) {
  const shape = (name, attributes, ...content) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const pair of Object.entries(attributes)) element.setAttribute(...pair);
    element.append(...content);
    return element;
  };
  return shape("svg", { role: "img", "aria-label": "Progress and risk of each section, as in the table below", width: "100%", height: `${tallies.length * 2.5}em` }, ...tallies.flatMap(({ title, done, counted, risk }, i) => {
    const rect = (x, width, name) => shape("rect", { x: `${x}%`, y: `${i * 2.5 + 1.4}em`, width: `${width}%`, height: ".6em", class: name });
    const boxes = [0, 1, 2, 3].map((box) => rect(76 + box * 6, 4.5, box < risk ? (risk > 2 ? "done high" : "done") : ""));
    return [shape("text", { y: `${i * 2.5 + 1}em` }, title), rect(0, 70, ""), rect(0, counted && (70 * done) / counted, "done"), ...boxes];
  }));
}

function put(value, [name, ...rest], text) {
  const copy = Array.isArray(value) ? [...value] : { ...value };
  copy[name] = rest.length ? put(copy[name] ?? (name === "evidence" ? [] : {}), rest, text) : text;
  return copy;
}

const boxOf = ({ id, question }) => h("fieldset", { className: "checklist-item", id }, h("legend", {}, question),
  h("div", { className: "answers" }, Object.entries(ANSWERS).map(([value, label]) => h("label", {}, h("input", { type: "radio", name: `answer-${id}`, value }), label))));

export function itemView(app, item, box = boxOf(item)) {
  const key = `answers/${item.id}`;
  const radios = [...box.querySelectorAll("input")];
  const fields = [];
  let shown;
  const value = () => app.read(key) ?? {};
  const change = (part, tag, settle) => app.set(key, tidy({ ...value(), ...part }), tag, settle);
  const field = (label, path, control = h("input", { type: "text" })) => {
    fields.push([path, control]);
    control.oninput = () => change(put(value(), path, control.value), control.type.startsWith("text") && key + path);
    return labelled(label, control);
  };
  const choice = (label, name, words) => field(label, [name], pick({ "": "–", ...words }));
  const date = () => h("input", { type: "date" });

  const reason = field("Reason; without one it still counts", ["reason"]);
  const marks = h("p", { className: "marks" });
  const news = h("div");
  const evidence = h("div");
  const panel = h("div", { className: "panel", hidden: true });
  const toggle = button("Details", () => open(panel.hidden), { className: "toggle", ariaExpanded: "false" });
  box.querySelector(".answers").after(marks, reason, news, toggle);
  box.append(panel);
  box.onchange = ({ target }) => radios.includes(target) && change({ answer: target.value });

  function open(wanted) {
    if (!panel.firstChild) fill();
    panel.hidden = !wanted;
    toggle.ariaExpanded = wanted;
    update();
  }

  function fill() {
    const wording = h("input", { className: "own", value: item.question, onchange: () => app.set(`questions/${item.id}`, wording.value && { section: item.section, question: wording.value }) });
    panel.append(
      row(choice("Confidence", "confidence", CONFIDENCE), choice("Risk", "risk", RISK), choice("Impact on the deal", "impact", IMPACT)),
      field("Note", ["note"], h("textarea", { rows: 5 })), evidence,
      row(field("Action", ["action", "what"]), field("Owner", ["action", "owner"]), field("Due", ["action", "due"], date())),
      item.own ? labelled("Your question", wording) : "",
      row(button("Clear answer", () => change({ answer: "", reason: "" })), item.own && button("Remove question", () => app.set(`questions/${item.id}`, null))),
    );
  }

  const decide = (label, part) => button(label, () => (change(part, null, true), focus()));

  function* newsOf({ others, value: now }) {
    if (now?.review) {
      yield h("div", { className: "alert" }, h("p", {}, now.was ? "The question has changed since." : "This answers an older question."),
        now.was && [h("del", {}, now.was), h("ins", {}, item.question)],
        !app.locked && row(decide("Keep", { was: "", review: "" }), decide("Redo", { was: "", review: "", answer: "", reason: "", confidence: "" })));
    }
    if (others) {
      yield h("div", { className: "alert" }, h("p", {}, "Answered differently in two places. The newest counts until you choose."), [{ value: now }, ...others].map((version) =>
        row(...drawn([["pairs", details(version.value ?? {})]]), !app.locked && button("Keep this", () => (app.set(key, version.value, null, true), focus())))));
    }
    if (app.locked && now) yield* drawn([["pairs", details(now).slice(1)]]);
    else for (const origin of now?.from ?? []) yield h("p", {}, fromText(origin));
  }

  function update() {
    const entry = app.assessment.entries[key] ?? {};
    const now = entry.value ?? {};
    // There is always one empty row of evidence to write in.
    for (let i = evidence.childElementCount; !panel.hidden && i <= (now.evidence?.length ?? 0); i += 1) {
      evidence.append(row(field("Evidence", ["evidence", i, "label"]), field("Link", ["evidence", i, "link"]), field("Who said it", ["evidence", i, "who"]), field("Date", ["evidence", i, "date"], date())));
    }
    for (const [path, control] of fields) {
      const text = path.reduce((part, name) => part?.[name], now) ?? "";
      if (control.value !== text) control.value = text;
    }
    const state = JSON.stringify([entry, app.locked]);
    if (state === shown) return;
    shown = state;
    for (const radio of radios) radio.checked = now.answer === radio.value;
    box.disabled = toggle.hidden = Boolean(app.locked);
    if (app.locked) panel.hidden = true;
    reason.hidden = app.locked || now.answer !== "not-applicable";
    marks.textContent = details(now).filter(([term]) => /^(Con|Ris|Imp|Not|Evi|Act)/.test(term)).map(([term, text]) => (/^[CRI]/.test(term) ? `${term}: ${text.toLowerCase()}` : term)).join(" · ");
    box.classList.toggle("flag", isFlag(now));
    news.replaceChildren(...newsOf(entry));
  }

  const focus = () => (radios.find((radio) => radio.checked) ?? radios[0]).focus();
  return { box, item, update, open, focus };
}
