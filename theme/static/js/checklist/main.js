// <checklist-app>: promotes a complete page to one that keeps answers.
import { compare, csv, markdown, numbers, report, requests, rows, rowsOf } from "./report.js";
import { Desk, answerOf, copyOf, isDone, isFlag, merge, nameOf, newAssessment, newId, read, sectionsOf, stamper, sumText, tallies } from "./state.js";
import { Store } from "./store.js";
import { LARGEST, LIMITS, LINK, current, foretold, packed, readFile, salvaged, taken, unpacked, written } from "./transfer.js";
import { button, chart, dialog, download, drawn, h, itemView, labelled, row } from "./view.js";

const tick = (label, checked, onchange) => h("label", { className: "tick" }, h("input", { type: "checkbox", checked, onchange }), label);
const copy = (text) => button("Copy", ({ target }) => navigator.clipboard.writeText(text()).then(() => (target.textContent = "Copied")));
const shown = (name, blocks, table = rowsOf(blocks), more = "") => [
  row(more, button("Markdown", () => download(`${name}.md`, markdown(blocks))), button("CSV", () => download(`${name}.csv`, csv(table))), copy(() => markdown(blocks))),
  ...drawn(blocks),
];

function assessments(app) {
  const { desk } = app;
  const name = h("input", { type: "text" });
  const body = h("div");
  const act = (label, action) => button(label, () => (action(), draw()));
  const show = (id) => (app.select(id), view.close());
  function line(each) {
    const { id } = each;
    const label = nameOf(each);
    const archived = read(each, "archived");
    const all = tallies(app.list, each).at(-1);
    return h("section", { role: "group", ariaLabel: label },
      labelled("Name", h("input", { type: "text", value: label, onchange: ({ target }) => desk.set(id, "name", target.value) })),
      h("p", {}, sumText(all) + (archived ? " · archived" : "")),
      row(button("Open", () => show(id)), act("Duplicate", () => desk.exchange([, copyOf(each, desk.stamp)])),
        act(archived ? "Bring back" : "Archive", () => desk.set(id, "archived", !archived || null)),
        act("Delete", () => {
          desk.exchange([each]);
          app.notice("undo", `“${label}” deleted.`, [["Undo", () => desk.undo()]]);
        }),
        app.store.snapshots(id).map(({ name, raw }) => button(`As of list ${name}`, () => download(`${label} ${name}.json`, raw)))));
  }
  const sealed = ({ id, raw, message }) => h("section", {}, h("p", {}, message), row(button("Show", () => show(id)), button("Download raw", () => download(`${id}.json`, raw))));
  const draw = () => body.replaceChildren(...[...desk.all.values()].map(line), ...app.store.sealed.map(sealed));
  const view = dialog("Assessments", row(labelled("New assessment", name), button("Create", () => {
    const made = newAssessment(app.list, name.value, desk.stamp);
    desk.exchange([, made]);
    show(made.id);
  })), body);
  draw();
}

function files(app) {
  const { all, stamp } = app.desk;
  const preview = h("div", { role: "status" });
  const save = (label, name, which) => button(label, () => {
    download(`${app.list.id} ${name}.json`, written(app.list, which));
    app.keep({ backup: true });
    app.notice("backup");
  });
  const bring = async ({ target: { files: [file] } }) => {
    try {
      const found = readFile(file.size > LARGEST ? " ".repeat(LARGEST + 1) : await file.text(), app.list);
      const take = (label, how) => button(label, () => {
        app.desk.exchange(...taken(found, all, how, stamp));
        app.select(found[0].id);
        app.notice("undo", "Brought in.", [["Undo", () => app.desk.undo()]]);
        view.close();
      });
      preview.replaceChildren(...drawn([["list", found.map((each) => foretold(each, all.get(each.id)))]]),
        row(take("Add as a copy", "copy"), found.some(({ id }) => all.has(id)) && [take("Merge, the newest wins", "merge"), take("Replace", "replace")]));
    } catch ({ message }) {
      preview.replaceChildren(h("p", { className: "alert" }, `${message} Nothing was changed.`));
    }
  };
  const view = dialog("Backup", h("p", {}, "Your answers are only in this browser. A backup brings them back."),
    row(save("All assessments", "backup", [...all.values()]), save("This assessment", nameOf(app.assessment), [app.assessment])),
    labelled("Bring in a backup", h("input", { type: "file", accept: ".json", onchange: bring })), preview);
}

function share(app) {
  const link = h("textarea", { readOnly: true, rows: 4, ariaLabel: "Link" });
  const length = h("p", { role: "status" });
  const draw = async (withNotes) => {
    link.value = location.href.split("#")[0] + (await packed(app.assessment, withNotes));
    const { length: size } = link.value;
    length.textContent = `${size} characters. ${Object.entries(LIMITS).map(([name, most]) => `${size > most ? "Too long" : "Short enough"} for ${name} (${most}).`).join(" ")}`;
  };
  draw();
  dialog("Share", h("p", {}, "Whoever has the link can read the name, answers, confidence, risk, impact and your own questions."),
    tick("With notes, evidence and actions", false, ({ target }) => draw(target.checked)), link, length, row(copy(() => link.value)));
}

function side(app) {
  const chosen = new Set(app.listed().map(({ id }) => id));
  const result = h("div");
  const draw = () => result.replaceChildren(...shown("comparison", compare(app.list, [...app.desk.all.values()].filter(({ id }) => chosen.has(id)))));
  const choice = (each) => tick(nameOf(each), chosen.has(each.id), ({ target }) => (chosen[target.checked ? "add" : "delete"](each.id), draw()));
  draw();
  dialog("Compare", row([...app.desk.all.values()].map(choice)), result);
}

const help = (app) => dialog("Help", ...drawn([
  ["p", "All is stored in this browser and sent to nobody."],
  ["p", "Yes, partly, no and refused count as answered; not applicable leaves the count if it has a reason. Risk is the highest that was rated; high and critical are red flags."],
  ["pairs", [["j, k", "next, previous question"], ["n", "next open question"], ["d", "details"], ["/", "search"], ["Ctrl+Z, Ctrl+Y", "undo, redo"], ["?", "this help"]]],
]), tick("Use these keys", app.settings.keys !== false, ({ target }) => app.keep({ keys: target.checked })));

const DIALOGS = {
  Assessments: assessments,
  Report: ({ list, assessment }) => dialog("Report", ...shown(nameOf(assessment), report(list, assessment), rows(list, assessment), button("Print", () => print()))),
  "Open questions": ({ list, assessment }) => dialog("Open questions", ...shown("open questions", requests(list, assessment))),
  Compare: side,
  Backup: files,
  Share: share,
  Help: help,
};

const CHANGED = "Changed since answered";
const FILTERS = { "All questions": () => true, Open: (value) => !isDone(value), "Red flags": isFlag, [CHANGED]: (value) => value?.review, "With a note": (value) => value?.note };
const TROUBLE = {
  blocked: "This browser forbids storage: nothing is kept when you leave.",
  full: "The browser's storage is full: your last changes are not stored.",
  newer: "Another tab has stored this with a newer version of the page: reload after a backup.",
};

customElements.define("checklist-app", class extends HTMLElement {
  #views = new Map();
  #ears = new AbortController();
  #backup = [["Download a backup", () => DIALOGS.Backup(this)]];

  connectedCallback() {
    this.list = JSON.parse(document.getElementById("checklist-data").textContent);
    this.store = new Store(() => localStorage, `faircopy:${new URL("../../..", import.meta.url).pathname}:${this.list.id}:`, (old) => current(old, this.list));
    this.settings = this.store.settings;
    this.desk = new Desk(stamper(), (ids) => this.#changed(ids));
    for (const each of this.store.load()) this.desk.all.set(each.id, each);
    this.#build();
    this.#listen();
    this.select(this.settings.current);
    this.#trouble();
    this.#openLink();
    this.#offline();
    this.dataset.ready = "";
  }

  disconnectedCallback() {
    this.#ears.abort();
  }

  get assessment() {
    return this.shared ?? this.desk.all.get(this.chosen);
  }

  read(key) {
    return read(this.assessment, key);
  }

  set(...change) {
    if (!this.locked) this.desk.set(this.chosen, ...change);
  }

  keep(settings) {
    this.store.settings = Object.assign(this.settings, settings);
  }

  listed() {
    return [...this.desk.all.values()].filter((each) => !read(each, "archived"));
  }

  #build() {
    const { desk } = this;
    this.choose = h("select", { ariaLabel: "Assessment", onchange: () => this.select(this.choose.value) });
    this.undo = button("Undo", () => desk.undo());
    this.redo = button("Redo", () => desk.redo());
    this.saved = h("p", { className: "saved", role: "status" });
    this.numbers = h("p");
    this.search = h("input", { type: "search", oninput: () => this.filter() });
    this.filters = h("select", { onchange: () => this.filter() }, Object.keys(FILTERS).map((name) => h("option", {}, name)));
    this.count = h("p", { role: "status" });
    this.overview = h("div");
    this.notices = h("div", { className: "notices", role: "status" });
    this.paper = h("div", { className: "paper" });
    this.prepend(
      h("div", { className: "bar", role: "group", ariaLabel: "Assessment" }, this.choose, this.undo, this.redo, button("Next open", () => this.#go(1, true)), this.saved),
      h("div", { className: "tools" }, row(Object.entries(DIALOGS).map(([label, open]) => button(label, () => open(this)))),
        row(labelled("Search", this.search), labelled("Show", this.filters), this.count),
        h("details", {}, h("summary", {}, this.numbers), this.overview)),
    );
    this.append(this.notices, this.paper);
    for (const { id: section, items } of this.list.sections) {
      const element = document.getElementById(section);
      element.querySelector("h2").after(h("p", { className: "tally" }));
      element.append(button("Add a question", () => {
        const id = `own-${newId()}`;
        this.set(`questions/${id}`, { section, question: "Your question" });
        const view = this.#views.get(id);
        view?.open(true);
        view?.box.querySelector(".own").select();
      }));
      for (const item of items) this.#views.set(item.id, itemView(this, item, document.getElementById(item.id)));
    }
    if (this.store.revised) this.notice("revised", "The list has changed. Your answers as they were are kept under Assessments.", [["Show what changed", () => {
      this.filters.value = CHANGED;
      this.filter();
    }]]);
  }

  #listen() {
    const on = (target, type, listener) => target.addEventListener(type, listener, { signal: this.#ears.signal });
    on(window, "storage", (event) => this.#heard(event));
    on(window, "pagehide", () => this.store.flush());
    on(window, "hashchange", () => this.#openLink());
    on(window, "beforeprint", () => this.paper.replaceChildren(...drawn(report(this.list, this.assessment))));
    on(document, "keydown", (event) => this.#key(event));
    on(this, "focusout", () => this.desk.done.length && (this.desk.done.at(-1).tag = null));
  }

  select(id) {
    const { all, stamp } = this.desk;
    const sealed = this.store.sealed.find((each) => each.id === id);
    if (all.get(this.chosen) === this.blank) all.delete(this.chosen);
    this.chosen = all.has(id) ? id : this.listed()[0]?.id;
    if (!this.chosen) {
      this.blank = newAssessment(this.list, "First assessment", stamp);
      all.set((this.chosen = this.blank.id), this.blank);
    }
    this.#show(sealed && salvaged(sealed), sealed?.message, [["Download raw", () => download(`${id}.json`, sealed.raw)]]);
    this.keep({ current: this.chosen });
  }

  #show(shared, why, actions) {
    this.shared = shared;
    this.locked = Boolean(shared);
    this.notice("locked", why && `Read only. ${why}`, actions, true);
    this.#draw();
    this.filter();
  }

  #changed(ids) {
    for (const id of ids) {
      const assessment = this.desk.all.get(id);
      if (assessment) this.desk.all.set(id, this.store.save(assessment));
      else this.store.remove(id);
    }
    this.saved.textContent = this.#trouble() ? "Not saved" : `Saved ${new Date().toTimeString().slice(0, 5)}`;
    if (this.assessment) this.#draw();
    else this.select();
    if (!this.settings.backup && !this.reminded && tallies(this.list, this.assessment).at(-1).done > 4) {
      this.reminded = true;
      this.notice("backup", "There is no backup of these answers yet.", this.#backup);
    }
  }

  #trouble() {
    this.notice("trouble", TROUBLE[this.store.trouble], this.#backup, true);
    return this.store.trouble;
  }

  #heard(event) {
    const { id, assessment } = this.store.heard(event) ?? {};
    const { all } = this.desk;
    if (!id) return;
    if (assessment) all.set(id, all.has(id) ? merge(all.get(id), assessment) : assessment);
    else all.delete(id);
    if (this.assessment) this.#draw();
    else this.select();
  }

  #draw() {
    const { assessment, desk, list } = this;
    const sums = tallies(list, assessment);
    const asked = new Set();
    sectionsOf(list, assessment).forEach(({ id, items }, i) => {
      const element = document.getElementById(id);
      element.querySelector(".tally").textContent = sumText(sums[i]);
      for (const item of items) {
        asked.add(item.id);
        const view = this.#views.get(item.id);
        if (view) view.item.own && (view.box.firstChild.textContent = item.question);
        else {
          this.#views.set(item.id, itemView(this, item));
          element.lastChild.before(this.#views.get(item.id).box);
        }
      }
    });
    for (const [id, { box, update }] of this.#views) {
      if (asked.has(id)) update();
      else this.#views.delete(id, box.remove());
    }
    this.choose.replaceChildren(...[...new Set([...this.listed(), assessment])].map((each) => h("option", { value: each.id }, nameOf(each))));
    this.choose.value = assessment.id;
    this.undo.disabled = this.locked || !desk.done.length;
    this.redo.disabled = this.locked || !desk.undone.length;
    this.numbers.textContent = sumText(sums.at(-1));
    this.overview.replaceChildren(chart(sums), ...drawn([numbers(list, assessment)]));
    this.classList.toggle("filled", Object.keys(assessment.entries).length > 1);
  }

  // Only a new choice takes a row away, not an answer to it.
  filter() {
    let count = 0;
    for (const { box, item: { id, question } } of this.#views.values()) {
      const value = answerOf(this.assessment, id);
      box.hidden = !FILTERS[this.filters.value](value) || !JSON.stringify([question, value]).toLowerCase().includes(this.search.value.trim().toLowerCase());
      count += !box.hidden;
    }
    this.count.textContent = `${count} shown`;
  }

  #go(step, open) {
    const views = [...this.querySelectorAll("fieldset:not([hidden])")].map(({ id }) => this.#views.get(id));
    const here = views.findIndex(({ box }) => box.contains(document.activeElement));
    const around = views.map((_, i) => views.at((here + step * (i + 1)) % views.length));
    around.find(({ item }) => !open || !isDone(answerOf(this.assessment, item.id)))?.focus();
  }

  #key(event) {
    const { key, target } = event;
    if (event.altKey || target.matches("textarea, select, input:not([type=radio])") || this.querySelector("dialog")) return;
    const control = event.ctrlKey || event.metaKey;
    const { desk } = this;
    const action = (control || this.settings.keys !== false) && {
      j: () => this.#go(1), k: () => this.#go(-1), n: () => this.#go(1, true), "?": () => help(this), "/": () => this.search.focus(),
      d: () => target.closest("fieldset")?.querySelector(".toggle").click(), "^z": () => desk.undo(), "^Z": () => desk.redo(), "^y": () => desk.redo(),
    }[control ? `^${key}` : key];
    if (action) action(event.preventDefault());
  }

  notice(key, text, actions = [], stays = false) {
    this.notices.querySelector(`.${key}`)?.remove();
    if (!text) return;
    const element = h("div", { className: key }, h("p", {}, text), row(
      actions.map(([label, action]) => button(label, () => action(stays || element.remove()))), !stays && button("Close", () => element.remove())));
    this.notices.append(element);
  }

  async #openLink() {
    if (!location.hash.startsWith(LINK)) return;
    const leave = (id = this.chosen) => (history.replaceState(null, "", location.pathname), this.select(id));
    try {
      const shared = await unpacked(location.hash, this.list);
      this.#show(shared, `“${nameOf(shared)}”, from a link.`, [["Save a copy", () => {
        const made = copyOf(shared, this.desk.stamp);
        this.desk.exchange([, made]);
        leave(made.id);
      }], ["Leave", () => leave()]]);
    } catch ({ message }) {
      this.notice("link", message);
    }
  }

  async #offline() {
    const { serviceWorker } = navigator;
    const registration = await serviceWorker?.register(new URL("sw.js", location)).catch(() => null);
    if (!registration) return;
    registration.onupdatefound = ({ target: { installing } }) => {
      installing.onstatechange = () => installing.state === "installed" && serviceWorker.controller && this.notice("version", "A new version of this page is ready.", [["Reload", () => {
        serviceWorker.oncontrollerchange = () => location.reload();
        installing.postMessage("go");
      }]]);
    };
  }
});
