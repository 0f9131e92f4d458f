// One question with its details.
import { read, tidy } from "./assessment.js";
import { button, h, part, rendered, row } from "./elements.js";
import { details, fromText } from "./answer.js";
import { quoted } from "./text.js";

function put(value, [name, ...rest], text) {
  const copy = Array.isArray(value) ? [...value] : { ...value };
  copy[name] = rest.length ? put(copy[name] ?? (name === "evidence" ? [] : {}), rest, text) : text;
  return copy;
}

const showText = (control, text) => (control.value = text);

// A browser shows nothing of what it takes for no date. So that is text.
function showDate(control, text) {
  control.type = "date";
  control.value = text;
  control.ariaInvalid = control.value !== text;
  if (control.value === text) return;
  control.type = "text";
  control.value = text;
}

// An own question has no id in the page: what comes from elsewhere cannot take one of ours.
function boxOf({ id, question }, words) {
  const choices = Object.entries(words.offered).map(([value, label]) => h("label", {}, h("input", { type: "radio", name: `answer-${id}`, value }), label));
  const box = h("fieldset", { className: "checklist-item" }, h("legend", {}, question), h("div", { className: "answers" }, choices), h("button", { className: "toggle", type: "button" }, "Details"));
  box.dataset.item = id;
  return box;
}

export function itemView(app, item, box = boxOf(item, app.list.words)) {
  const { words } = app.list;
  const key = `answers/${item.id}`;
  const radios = [...box.querySelectorAll("input")];
  const fields = [];
  const parts = {};
  const toggle = box.querySelector(".toggle");
  const panel = h("div", { className: "panel", hidden: true });
  let shown;
  const value = () => read(app.assessment, key) ?? {};
  const change = (part, tag, resolve) => app.set(key, tidy(words.withoutStrayReason({ ...value(), ...part })), tag, resolve);

  // The name of a field is its path in the answer.
  function bound(found, ...start) {
    for (const control of found.querySelectorAll("[name]")) {
      const path = [...start, ...control.name.split(".")];
      const show = control.type === "date" ? showDate : showText;
      fields.push([path, control, show]);
      control.onchange = () => show(control, control.value);
      control.oninput = () => change(put(value(), path, control.value), control.type.startsWith("text") && key + path);
    }
    return found;
  }

  toggle.ariaExpanded = false;
  toggle.onclick = () => open(panel.hidden);
  box.onchange = ({ target }) => radios.includes(target) && change({ answer: target.value });

  function open(wanted) {
    if (!panel.firstChild) fill();
    if (panel.contains(document.activeElement) && !wanted) toggle.focus();
    panel.hidden = !wanted;
    toggle.ariaExpanded = wanted;
    update();
    return parts;
  }

  function fill() {
    panel.append(bound(part("details", parts)));
    box.append(panel);
    for (const select of panel.querySelectorAll("select")) {
      const choices = Object.entries(words[select.name]);
      select.append(...choices.map(([value, label]) => h("option", { value }, label)));
      select.parentNode.hidden = !choices.length;
      const title = words.titles[select.name];
      if (title) select.previousSibling.textContent = title;
    }
    const { wording, clear, remove } = parts;
    for (const each of panel.querySelectorAll(".own")) each.hidden = !item.own;
    wording.onchange = () => {
      if (wording.value.trim()) app.set(`questions/${item.id}`, { section: item.section, question: wording.value });
      else wording.value = item.question;
    };
    clear.onclick = () => {
      if (!value().answer) return;
      change({ answer: "" });
      app.offerUndo("The answer is cleared.");
    };
    remove.onclick = () => {
      app.set(`questions/${item.id}`, null);
      app.offerUndo(`${quoted(item.question)} is removed.`).focus();
    };
  }

  const decide = (label, part) => button(label, () => {
    change(part, null, true);
    if (label === "Redo") app.offerUndo("The answer is cleared.");
    focus();
  });
  const choose = (version) => button("Keep this", () => {
    app.set(key, version.value, null, true);
    app.offerUndo("One answer is kept.");
    focus();
  });

  function* newsOf({ others, value: now }) {
    if (now?.review) {
      yield h("div", { className: "alert" }, h("p", {}, part(now.was ? "reworded" : "inherited")),
        now.was && [h("del", {}, now.was), h("ins", {}, item.question)],
        !app.locked && row(decide("Keep", { was: "", review: "" }), decide("Redo", { was: "", review: "", answer: "", confidence: "" })));
    }
    if (others) {
      yield h("div", { className: "alert" }, h("p", {}, part("differs")), [{ value: now }, ...others].map((version) =>
        row(...rendered([["pairs", details(words, version.value ?? {})]]), !app.locked && choose(version))));
    }
    if (app.locked && now) yield* rendered([["pairs", details(words, now).filter(([term]) => term !== "Answer")]]);
    else for (const origin of now?.from ?? []) yield h("p", {}, fromText(words, origin));
  }

  function update(current = item) {
    item = current;
    const entry = app.assessment.entries[key] ?? {};
    const now = entry.value ?? {};
    // Most questions have no answer at first, and need none of this.
    if (entry.time && !parts.marks) toggle.before(bound(part("answer", parts)));
    const { evidence, marks, news, reason, wording } = parts;
    // There is always one empty row of evidence to write in.
    for (let i = evidence?.childElementCount; i <= (now.evidence?.length ?? 0); i += 1) evidence.append(bound(part("evidence"), "evidence", i));
    for (const [path, control, show] of fields) {
      const text = path.reduce((part, name) => part?.[name], now) ?? "";
      if (control.value !== text) show(control, text);
    }
    if (item.own) box.firstChild.textContent = item.question;
    if (wording && wording !== document.activeElement) wording.value = item.question;
    const state = JSON.stringify([entry, app.locked]);
    if (state === shown) return;
    shown = state;
    for (const radio of radios) radio.checked = now.answer === radio.value;
    box.disabled = app.locked;
    if (!marks) return;
    reason.hidden = !words.takesReason(now);
    marks.textContent = details(words, now).flatMap(([term, text]) => (/^(Con|Ris|Imp)/.test(term) ? `${term}: ${text.toLowerCase()}` : /^(Not|Evi|Act)/.test(term) ? term : [])).join(" · ");
    box.classList.toggle("flag", words.isFlag(now));
    news.replaceChildren(...newsOf(entry));
  }

  const focus = () => (radios.find((radio) => radio.checked) ?? radios[0]).focus();
  return { box, update, open, focus, get item() { return item; } };
}
