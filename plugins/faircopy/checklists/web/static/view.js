// Elements from values, one question, the dialogs. What a person typed is text, never markup.
import { compare, csv, details, fromText, markdown, report, requests, rows, rowsOf } from "./report.js";
import { ANSWERS, CONFIDENCE, IMPACT, RISK, copyOf, isFlag, nameOf, newAssessment, progressText, quoted, read, sumText, tallies, tidy, told } from "./state.js";
import { LARGEST, LIMITS, foretold, packed, readFile, taken, written } from "./transfer.js";

export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  element.append(...children.flat().filter(Boolean));
  return Object.assign(element, props);
}

export const button = (label, onclick) => h("button", { type: "button", onclick }, label);
export const row = (...children) => h("div", { className: "row" }, ...children);

export function part(name, owner = {}) {
  const found = document.querySelector(`[data-part=${name}]`).content.cloneNode(true);
  for (const each of found.querySelectorAll("[data-name]")) owner[each.dataset.name] = each;
  return found;
}

export const pick = (field) => (field.focus(), field.select());

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

export const chart = (sums) => sums.map((sum) => {
  const { title, done, counted, risk } = sum;
  const svg = part("chart").firstElementChild;
  const [, bar, ...boxes] = svg.querySelectorAll("rect");
  const words = [title, progressText(sum), Object.values(RISK)[risk] ?? "Not rated"];
  svg.querySelectorAll("text").forEach((text, i) => (text.textContent = words[i]));
  bar.setAttribute("width", `${counted && (70 * done) / counted}%`);
  for (const box of boxes.slice(0, Math.max(0, risk))) box.classList.add(risk > 2 ? "high" : "done");
  return svg;
});

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
function boxOf({ id, question }) {
  const choices = Object.entries(ANSWERS).map(([value, label]) => h("label", {}, h("input", { type: "radio", name: `answer-${id}`, value }), label));
  const box = h("fieldset", { className: "checklist-item" }, h("legend", {}, question), h("div", { className: "answers" }, choices), h("button", { className: "toggle", type: "button" }, "Details"));
  box.dataset.item = id;
  return box;
}

export function itemView(app, item, box = boxOf(item)) {
  const key = `answers/${item.id}`;
  const radios = [...box.querySelectorAll("input")];
  const fields = [];
  const parts = {};
  const toggle = box.querySelector(".toggle");
  const panel = h("div", { className: "panel", hidden: true });
  let shown;
  const value = () => read(app.assessment, key) ?? {};
  const change = (part, tag, settle) => app.set(key, tidy(told({ ...value(), ...part })), tag, settle);

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
    const words = [CONFIDENCE, RISK, IMPACT];
    panel.querySelectorAll("select").forEach((select, i) => select.append(...Object.entries(words[i]).map(([value, label]) => h("option", { value }, label))));
    const { wording, clear, remove } = parts;
    for (const each of panel.querySelectorAll(".own")) each.hidden = !item.own;
    wording.onchange = () => {
      if (wording.value.trim()) app.set(`questions/${item.id}`, { section: item.section, question: wording.value });
      else wording.value = item.question;
    };
    clear.onclick = () => {
      if (!value().answer) return;
      change({ answer: "" });
      app.offer("The answer is cleared.");
    };
    remove.onclick = () => {
      app.set(`questions/${item.id}`, null);
      app.offer(`${quoted(item.question)} is removed.`).focus();
    };
  }

  const decide = (label, part) => button(label, () => {
    change(part, null, true);
    if (label === "Redo") app.offer("The answer is cleared.");
    focus();
  });
  const choose = (version) => button("Keep this", () => {
    app.set(key, version.value, null, true);
    app.offer("One answer is kept.");
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
        row(...drawn([["pairs", details(version.value ?? {})]]), !app.locked && choose(version))));
    }
    if (app.locked && now) yield* drawn([["pairs", details(now).filter(([term]) => term !== "Answer")]]);
    else for (const origin of now?.from ?? []) yield h("p", {}, fromText(origin));
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
    reason.hidden = now.answer !== "not-applicable";
    marks.textContent = details(now).flatMap(([term, text]) => (/^(Con|Ris|Imp)/.test(term) ? `${term}: ${text.toLowerCase()}` : /^(Not|Evi|Act)/.test(term) ? term : [])).join(" · ");
    box.classList.toggle("flag", isFlag(now));
    news.replaceChildren(...newsOf(entry));
  }

  const focus = () => (radios.find((radio) => radio.checked) ?? radios[0]).focus();
  return { box, update, open, focus, get item() { return item; } };
}

// Nothing behind a dialog can be reached, so it has its own notices; what is left of them stays.
function dialog(title, ...content) {
  const app = document.querySelector("checklist-app");
  const parts = {};
  app.append(part("dialog", parts));
  const { close, element, heading, notices } = parts;
  element.ariaLabel = heading.textContent = title;
  notices.before(...content);
  const opener = document.activeElement;
  close.onclick = () => element.close();
  element.onclose = () => {
    element.remove();
    notices.querySelector(".copy")?.remove();
    app.notices.append(...notices.children);
    if (!opener.isConnected) app.home();
  };
  element.showModal();
  return element;
}

// Without the browser's clipboard, as on a page that came by plain http, the older way; and then by hand.
const copy = (text) => button("Copy", async ({ target }) => {
  const app = document.querySelector("checklist-app");
  app.notice("copy");
  try {
    await navigator.clipboard.writeText(text());
  } catch {
    const area = h("textarea", { value: text(), readOnly: true, rows: 4, ariaLabel: "Text to copy" });
    target.closest("dialog").querySelector(".by-hand")?.remove();
    target.parentElement.after(area);
    area.className = "by-hand";
    pick(area);
    if (!document.execCommand("copy")) return app.notice("copy", part("by-hand"));
    area.remove();
    target.focus();
  }
  target.textContent = "Copied";
});
const shown = (name, blocks, table = rowsOf(blocks), more = "") => [
  row(more, button("Markdown", () => download(`${name}.md`, markdown(blocks))), button("CSV", () => download(`${name}.csv`, csv(table))), copy(() => markdown(blocks))),
  ...drawn(blocks),
];

function assessments(app) {
  const { desk, list, store } = app;
  const parts = {};
  const view = dialog("Assessments", part("assessments", parts));
  const show = (id) => (app.select(id), view.close());

  const lines = new Map();

  function line(each) {
    const { id } = each;
    const archived = read(each, "archived");
    const found = {};
    part("assessment", found);
    const { section, name, sum, actions } = found;
    lines.set(id, found);
    // What was drawn may have changed since.
    const act = (label, action) => button(label, () => {
      const now = desk.all.get(id);
      if (now) action(now);
      else draw(), app.home();
    });
    section.ariaLabel = name.value = nameOf(each);
    name.onchange = () => desk.set(id, "name", (section.ariaLabel = name.value));
    sum.textContent = sumText(tallies(list, each).at(-1)) + (archived ? " · archived" : "");
    actions.append(
      button("Open", () => show(id)),
      act("Duplicate", (now) => {
        const made = copyOf(now, desk.stamp);
        desk.exchange([, made]);
        pick(draw(made.id).name);
      }),
      act(archived ? "Bring back" : "Archive", (now) => {
        desk.set(id, "archived", !archived || null);
        const again = () => draw(id).actions.children[2].focus();
        if (!archived) app.offer(`${quoted(nameOf(now))} is archived.`, again);
        again();
      }),
      act("Delete", (now) => gone(now, `${quoted(nameOf(now))} is deleted.`)),
      ...store.snapshots(id).map(({ name, raw }) => button(`As of list ${name}`, () => download(`${nameOf(each)} ${name}.json`, raw))),
    );
    return section;
  }

  function sealed(each) {
    const { id, raw, message } = each;
    const actions = row(button("Show", () => show(id)), button("Download raw", () => download(`${id}.json`, raw)), button("Remove", () => gone(each, "What could not be opened is removed.")));
    lines.set(id, { actions });
    return h("section", {}, h("p", {}, `${quoted(id)}: ${message}`), actions);
  }

  function gone(each, text) {
    desk.exchange([each]);
    if (app.shared?.id === each.id) app.select(app.chosen);
    draw();
    app.offer(text, () => draw(each.id).actions.firstChild.focus()).focus();
  }

  function draw(id) {
    parts.lines.replaceChildren(...[...desk.all.values()].map(line), ...[...desk.sealed.values()].map(sealed));
    return lines.get(id);
  }

  parts.create.onclick = () => {
    const made = newAssessment(list, parts.name.value, desk.stamp);
    desk.exchange([, made]);
    show(made.id);
  };
  draw();
}

function backup(app) {
  const { desk, list } = app;
  const parts = {};
  const view = dialog("Backup", part("backup", parts));
  parts.apart.hidden = !desk.sealed.size;
  const save = (name, assessments) => {
    try {
      // The Swedes write a time so that it sorts.
      download(`${list.id} ${name} ${new Date().toLocaleString("sv")}.json`, written(list, assessments));
      app.keep({ backup: true });
      app.notice("backup");
    } catch ({ message }) {
      app.notice("large", message);
    }
  };
  const take = (found, how) => {
    const pairs = taken(found, desk.all, how, desk.stamp, desk.sealed);
    desk.exchange(...pairs);
    app.select(pairs[0][1].id);
    app.offer("Brought in.");
    view.close();
  };
  parts.every.onclick = () => save("backup", [...desk.all.values()]);
  parts.this.onclick = () => save(nameOf(app.assessment), [app.assessment]);
  parts.file.onchange = async () => {
    const { all } = desk;
    const [file] = parts.file.files;
    parts.ways.hidden = true;
    parts.preview.textContent = "";
    if (!file) return;
    try {
      const text = file.size > LARGEST ? null : await file.text();
      if (file !== parts.file.files[0]) return;
      const found = readFile(text, list);
      for (const how of ["copy", "merge", "replace"]) parts[how].onclick = () => take(found, how);
      parts.merge.hidden = parts.replace.hidden = !found.some(({ id }) => all.has(id));
      parts.ways.hidden = false;
      const more = found.length - 20;
      parts.preview.textContent = [...found.slice(0, 20).map((each) => foretold(each, all.get(each.id))), more > 0 && `And ${more} more.`].filter(Boolean).join("\n");
    } catch ({ message }) {
      parts.preview.textContent = `${message} Nothing was changed.`;
    }
  };
}

function share(app) {
  const parts = {};
  const take = copy(() => parts.link.value);
  dialog("Share", part("share", parts), row(take));
  const draw = async () => {
    take.textContent = "Copy";
    parts.link.value = "";
    take.hidden = true;
    try {
      parts.link.value = location.href.split("#")[0] + (await packed(app.assessment, parts.notes.checked));
      const { length } = parts.link.value;
      const fits = ([name, most]) => `${length > most ? "Too long" : "Short enough"} for ${name} (${most}).`;
      take.hidden = false;
      parts.length.textContent = `${length} characters. ${Object.entries(LIMITS).map(fits).join(" ")}`;
    } catch ({ message }) {
      parts.length.textContent = message;
    }
  };
  parts.notes.onchange = draw;
  draw();
}

function comparison(app) {
  const all = [...app.desk.all.values()];
  const chosen = new Set(app.listed());
  const result = h("div");
  const draw = () => result.replaceChildren(...shown("comparison", compare(app.list, all.filter((each) => chosen.has(each)))));
  const choice = (each) => h("label", { className: "tick" }, h("input", { type: "checkbox", checked: chosen.has(each), onchange: ({ target }) => {
    chosen[target.checked ? "add" : "delete"](each);
    draw();
  } }), nameOf(each));
  draw();
  dialog("Compare", row(all.map(choice)), result);
}

function help(app) {
  const parts = {};
  dialog("Help", part("help", parts));
  parts.keys.checked = app.settings.keys !== false;
  parts.keys.onchange = () => app.keep({ keys: parts.keys.checked });
}

export const DIALOGS = {
  Assessments: assessments,
  Report: ({ list, assessment }) => dialog("Report", ...shown(nameOf(assessment), report(list, assessment), rows(list, assessment), button("Print", () => print()))),
  "Open questions": ({ list, assessment }) => dialog("Open questions", ...shown("open questions", requests(list, assessment))),
  Compare: comparison,
  Backup: backup,
  Share: share,
  Help: help,
};
