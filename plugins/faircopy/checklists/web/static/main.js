// <checklist-app>: promotes a complete page to one that keeps answers.
import { numbers, report, wordsOf } from "./report.js";
import { Desk, MOST_OWN, answerOf, copyOf, differing, isDone, isFlag, keysOf, merge, nameOf, newAssessment, newId, quoted, read, sectionsOf, stamper, sumText, tallies } from "./state.js";
import { LINK, Store, current, salvaged, unpacked } from "./transfer.js";
import { DIALOGS, button, chart, download, drawn, h, itemView, part, pick, row } from "./view.js";

// The script stands two folders below the root of the site. Sites of one origin share its storage.
const SITE = new URL("../..", import.meta.url);
const FILTERS = { all: () => true, open: (value) => !isDone(value), flags: isFlag, changed: ({ review }) => review, note: ({ note }) => note };

customElements.define("checklist-app", class extends HTMLElement {
  #views = new Map();
  #ears = new AbortController();
  #backup = [["Download a backup", () => DIALOGS.Backup(this)]];

  // Those of the dialog on top, if one is open.
  get notices() {
    return [...this.querySelectorAll(".notices")].at(-1);
  }

  connectedCallback() {
    // Frozen: whatever is brought in, the list stays as its author wrote it.
    this.list = JSON.parse(document.getElementById("checklist-data").textContent, (_, value) => Object.freeze(value));
    this.store = new Store(() => localStorage, `faircopy:${SITE.pathname}:${this.list.id}:`, (old) => current(old, this.list));
    this.settings = this.store.settings;
    this.desk = new Desk(stamper(), (ids) => this.#changed(ids));
    for (const each of this.store.load()) this.desk.all.set(each.id, each);
    for (const each of this.store.sealed) this.desk.sealed.set(each.id, each);
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
    window.onbeforeunload = null;
  }

  get assessment() {
    return this.shared ?? this.desk.all.get(this.chosen);
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
    this.firstElementChild.append(part("tools", this));
    this.paper = this.lastElementChild;
    this.openers.append(...Object.entries(DIALOGS).map(([label, open]) => button(label, () => open(this))));
    this.choose.onchange = () => this.select(this.choose.value);
    for (const way of ["undo", "redo"]) this[way].onclick = () => this[way].ariaDisabled === "true" || this.back(way);
    this.next.onclick = () => this.#go(1, true);
    this.search.oninput = this.filters.onchange = () => this.filter();
    this.more.ontoggle = () => this.#draw();
    this.every.onclick = () => this.filter((this.search.value = ""), (this.filters.value = "all"));
    this.places = this.list.sections.map(({ id: section, items }) => {
      const place = document.getElementById(section);
      place.lastChild.onclick = () => {
        if (this.#many(1)) return;
        const id = `own-${newId()}`;
        this.set(`questions/${id}`, { section, question: "Your question" });
        pick(this.#views.get(id).open(true).wording);
      };
      for (const item of items) this.#views.set(item.id, itemView(this, item, document.getElementById(item.id)));
      return place;
    });
    if (this.store.revised) this.notice("revised", part("revised"), [["Show what changed", () => this.filter((this.filters.value = "changed"))]]);
  }

  #listen() {
    const on = (target, type, listener) => target.addEventListener(type, listener, { signal: this.#ears.signal });
    on(window, "storage", (event) => {
      // Another page of this origin may clear all.
      const all = event.key === null && event.storageArea === this.store.storage ? [...this.desk.all.values()] : [];
      for (const each of all) if (each !== this.blank) this.#heard({ key: `${this.store.prefix}a/${each.id}` });
      this.#heard(event);
    });
    on(window, "pagehide", () => this.store.flush());
    on(window, "hashchange", () => this.#openLink());
    on(window, "beforeprint", () => this.paper.replaceChildren(...drawn(report(this.list, this.assessment))));
    on(document, "keydown", (event) => this.#key(event));
    on(this, "focusin", ({ target }) => (this.here = target.closest("fieldset")?.dataset.item ?? this.here));
    on(this, "focusout", () => this.desk.done.length && (this.desk.done.at(-1).tag = null));
  }

  select(id) {
    const { all, stamp } = this.desk;
    const sealed = this.desk.sealed.get(id);
    if (all.get(this.chosen) === this.blank) all.delete(this.chosen);
    this.chosen = all.has(id) ? id : this.listed()[0]?.id;
    if (!this.chosen) {
      this.blank = newAssessment(this.list, "First assessment", stamp);
      all.set((this.chosen = this.blank.id), this.blank);
    }
    try {
      this.#show(sealed && salvaged(sealed, this.list), sealed?.message, [["Download raw", () => download(`${id}.json`, sealed.raw)]]);
    } catch (error) {
      // Whatever is wrong with one, the others can be opened.
      if (this.assessment === this.blank) throw error;
      if (!sealed) this.desk.seal(this.chosen, `It cannot be shown (${error.message}).`);
      return this.select();
    }
    this.keep({ current: this.chosen });
  }

  #show(shared, why, actions) {
    this.shared = shared;
    this.locked = Boolean(shared);
    this.#draw();
    this.filter();
    this.#many(0);
    this.notice("locked", why && `Read only. ${why}`, actions, true);
  }

  // Says so if there are more own questions than are shown, or would be.
  #many(more) {
    const many = keysOf(this.assessment, "questions/").length + more > MOST_OWN;
    this.notice("many", many && part("many"));
    return many;
  }

  back(way) {
    const { all } = this.desk;
    const [before, after] = this.desk[way]().find(([before, after]) => all.has((after ?? before).id)) ?? [];
    const { id } = after ?? before ?? this.assessment;
    if (id !== this.chosen) this.select(id);
    const [key = ""] = before && after ? differing(before, after) : [];
    const { box } = this.#views.get(key.split("/")[1]) ?? {};
    if (!box) return;
    this.here = box.dataset.item;
    box.hidden = false;
    this.#sum();
    box.scrollIntoView({ block: "nearest" });
  }

  // Takes back this step only: the next change ends it. Returns the button.
  offer(text, then) {
    this.offered = this.desk.done.at(-1);
    this.notice("undo", text, [["Undo this", () => {
      this.back("undo");
      this.home();
      then?.();
    }]]);
    return this.querySelector(".notices > .undo button");
  }

  // Where one goes on when what had the focus is gone.
  home() {
    const view = this.#views.get(this.here);
    const dialog = [...this.querySelectorAll("dialog")].at(-1);
    if (dialog) dialog.querySelector("button").focus();
    else if (view && !view.box.closest("[hidden], :disabled")) view.focus();
    else this.choose.focus();
  }

  #hold(action) {
    const was = document.activeElement;
    const ours = this.contains(was);
    action();
    if (ours && (!was.isConnected || was.closest("[hidden]") || was.matches(":disabled"))) this.home();
  }

  #changed(ids) {
    if (this.offered !== this.desk.done.at(-1)) this.notice("undo");
    const { all, sealed } = this.desk;
    for (const id of ids) {
      if (all.has(id)) all.set(id, this.store.save(all.get(id)));
      else if (sealed.has(id)) this.store.save(sealed.get(id));
      else this.store.remove(id);
    }
    this.saved.textContent = this.#trouble() ? "Not saved" : `Saved ${new Date().toTimeString().slice(0, 5)}`;
    this.#draw();
    if (!this.settings.backup && !this.reminded && tallies(this.list, this.assessment).at(-1).done > 4) {
      this.reminded = true;
      this.notice("backup", part("no-backup"), this.#backup);
    }
  }

  #trouble() {
    const { trouble } = this.store;
    if (trouble !== this.troubled) this.notice("trouble", trouble && part(trouble), this.#backup, true);
    // Asks before it is left; nothing does where all is stored.
    window.onbeforeunload = trouble && ((event) => {
      this.store.flush();
      if (this.store.unsaved) event.preventDefault();
    });
    return (this.troubled = trouble);
  }

  #heard(event) {
    const { id, assessment } = this.store.heard(event) ?? {};
    const { all } = this.desk;
    this.#trouble();
    if (!id) return;
    const mine = all.get(id);
    if (assessment) all.set(id, mine ? merge(mine, assessment) : assessment);
    else all.delete(id);
    this.notice(`lost-${id}`, !assessment && mine && `${quoted(nameOf(mine))} was deleted in another tab.`, [["Keep mine", () => {
      this.desk.exchange([, mine]);
      this.select(id);
    }]]);
    // Who has not begun goes on with what the other tab began.
    if (assessment && this.assessment === this.blank) this.select(id);
    else this.#draw();
  }

  #draw() {
    this.#hold(() => this.#redraw());
  }

  #redraw() {
    const { assessment, desk, list } = this;
    if (!assessment) return this.select();
    const sums = tallies(list, assessment);
    const asked = new Map();
    sectionsOf(list, assessment).forEach(({ items }, i) => {
      const place = this.places[i];
      place.querySelector(".tally").textContent = sumText(sums[i]);
      place.lastChild.hidden = this.locked;
      for (const item of items) {
        asked.set(item.id, item);
        if (this.#views.has(item.id)) continue;
        this.#views.set(item.id, itemView(this, item));
        place.lastChild.before(this.#views.get(item.id).box);
      }
    });
    for (const [id, { box, update }] of this.#views) {
      if (asked.has(id)) update(asked.get(id));
      else {
        if (this.here === id) this.here = (box.previousElementSibling ?? box).dataset.item;
        this.#views.delete(id, box.remove());
      }
    }
    this.choose.replaceChildren(...[...new Set([...this.listed(), assessment])].map((each) => h("option", { value: each.id }, nameOf(each))));
    this.choose.value = assessment.id;
    // Still there for whoever has come to them by keyboard.
    this.undo.ariaDisabled = this.locked || !desk.done.length;
    this.redo.ariaDisabled = this.locked || !desk.undone.length;
    this.numbers.textContent = sumText(sums.at(-1));
    if (this.more.open) {
      this.chart.replaceChildren(...chart(sums));
      this.overview.replaceChildren(...drawn([numbers(list, assessment)]));
    }
    this.classList.toggle("filled", Object.keys(assessment.entries).length > 1);
    this.#sum();
  }

  // Only a new choice takes a row away, not an answer.
  filter() {
    const text = this.search.value.trim().toLowerCase();
    this.#hold(() => {
      for (const { box, item } of this.#views.values()) {
        const value = answerOf(this.assessment, item.id) ?? {};
        box.hidden = !FILTERS[this.filters.value](value) || !wordsOf(item, value).includes(text);
      }
      this.#sum();
    });
  }

  #sum() {
    const shown = "fieldset:not([hidden])";
    const count = this.querySelectorAll(shown).length;
    const every = count === this.#views.size;
    for (const place of this.places) place.hidden = !every && !place.querySelector(shown);
    this.count.textContent = count ? `${count} shown` : "Nothing matches";
    this.every.hidden = every;
  }

  #go(step, open) {
    const views = [...this.querySelectorAll("fieldset:not([hidden])")].map(({ dataset }) => this.#views.get(dataset.item));
    // Not where the focus is: a clicked button has it.
    const here = views.findIndex(({ item }) => item.id === this.here);
    const start = here < 0 && step < 0 ? 0 : here;
    const around = views.map((_, i) => views.at((start + step * (i + 1)) % views.length));
    const next = around.find(({ item }) => !open || !isDone(answerOf(this.assessment, item.id)));
    this.notice("open", open && !next && part("none-open"));
    next?.focus();
  }

  #key(event) {
    const { key, target } = event;
    if (event.altKey || target.matches("textarea, select, input:not([type=radio])") || this.querySelector("dialog[open]")) return;
    const control = event.ctrlKey || event.metaKey;
    const action = (control || this.settings.keys !== false) && {
      j: () => this.#go(1), k: () => this.#go(-1), n: () => this.#go(1, true), "?": () => DIALOGS.Help(this), "/": () => this.search.focus(),
      d: () => target.closest("fieldset")?.querySelector(".toggle").click(), "^z": () => this.undo.click(), "^Z": () => this.redo.click(), "^y": () => this.redo.click(),
    }[control ? `^${key}` : key];
    if (action) action(event.preventDefault());
  }

  notice(key, text, actions = [], stays = false) {
    const old = this.querySelector(`.notices > .${key}`);
    const focused = old?.contains(document.activeElement);
    old?.remove();
    if (focused) this.home();
    if (!text) return;
    const dismiss = () => stays || this.notice(key);
    this.notices.append(h("div", { className: key }, h("p", {}, text), row(
      actions.map(([label, action]) => button(label, () => action(dismiss()))), !stays && button("Dismiss", dismiss))));
  }

  async #openLink() {
    if (!location.hash.startsWith(LINK)) return;
    const leave = (id = this.chosen) => (history.replaceState(null, "", location.pathname), this.select(id));
    let shared;
    try {
      shared = await unpacked(location.hash, this.list);
      this.#show(shared, `${quoted(nameOf(shared))}, from a link.`, [["Save a copy", () => {
        const made = copyOf(shared, this.desk.stamp);
        this.desk.exchange([, made]);
        leave(made.id);
      }], ["Leave", () => leave()]]);
    } catch ({ message }) {
      if (shared) this.select(this.chosen);
      this.notice("link", message);
    }
  }

  async #offline() {
    const { serviceWorker } = navigator;
    const { worker } = this.dataset;
    // Two pages of one folder have a worker each, which may look after its own page only.
    const [address, options] = worker ? [new URL(worker, SITE), { scope: location.pathname }] : [new URL("sw.js", location)];
    const registration = (await serviceWorker?.register(address, options).catch(() => null)) ?? {};
    registration.onupdatefound = ({ target: { installing } }) => {
      installing.onstatechange = () => installing.state === "installed" && serviceWorker.controller && this.notice("version", part("version"), [["Reload", () => {
        serviceWorker.oncontrollerchange = () => location.reload();
        installing.postMessage("go");
      }]]);
    };
  }
});
