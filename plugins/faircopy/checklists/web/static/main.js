// <checklist-app>: promotes a complete page to one that keeps answers.
import { LINK, differing, keysOf, nameOf, newAssessment, newId, presetsOf, read, same, stamper } from "./assessment.js";
import { DIALOGS, fetched } from "./dialogs.js";
import { button, chart, download, h, part, pick, rendered, row } from "./elements.js";
import { History } from "./history.js";
import { itemView } from "./item.js";
import { MAX_OWN_SHOWN, listOf, numbers, sectionsOf, sumText, tallies } from "./list.js";
import { merge } from "./merge.js";
import { actionOf, countShown, filter, go } from "./navigation.js";
import { SITE, keepOffline } from "./offline.js";
import { AssessmentStore } from "./storage.js";
import { quoted } from "./text.js";
import { salvage } from "./validate.js";

customElements.define("checklist-app", class extends HTMLElement {
  views = new Map();
  #listeners = new AbortController();
  #backup = [["Download a backup", () => DIALOGS.Backup(this)]];

  // Those of the dialog on top, if one is open.
  get notices() {
    return [...this.querySelectorAll(".notices")].at(-1);
  }

  connectedCallback() {
    this.list = listOf(document.getElementById("checklist-data").textContent);
    this.store = new AssessmentStore(() => localStorage, `faircopy:${SITE.pathname}:${this.list.id}:`, this.list);
    this.settings = this.store.settings;
    this.history = new History(stamper(), (ids) => this.#changed(ids));
    for (const each of this.store.load()) this.history.all.set(each.id, each);
    for (const each of this.store.sealed) this.history.sealed.set(each.id, each);
    this.#build();
    this.#listen();
    this.select(this.settings.current);
    this.#trouble();
    this.#openLink();
    keepOffline(this);
    this.dataset.ready = "";
  }

  disconnectedCallback() {
    this.#listeners.abort();
    window.onbeforeunload = null;
  }

  get assessment() {
    return this.shared ?? this.history.all.get(this.chosen);
  }

  set(...change) {
    if (!this.locked) this.history.set(this.chosen, ...change);
  }

  keep(settings) {
    this.store.settings = Object.assign(this.settings, settings);
  }

  listed() {
    return [...this.history.all.values()].filter((each) => !read(each, "archived"));
  }

  #build() {
    this.firstElementChild.append(part("tools", this));
    this.paper = this.lastElementChild;
    this.openers.append(...Object.entries(DIALOGS).map(([label, open]) => button(label, () => open(this))));
    this.choose.onchange = () => this.select(this.choose.value);
    for (const way of ["undo", "redo"]) this[way].onclick = () => this[way].ariaDisabled === "true" || this.back(way);
    this.next.onclick = () => go(this, 1, true);
    this.search.oninput = this.filters.onchange = () => filter(this);
    this.more.ontoggle = () => this.#draw();
    this.every.onclick = () => filter(this, (this.search.value = ""), (this.filters.value = "all"));
    this.places = this.list.sections.map(({ id: section, items }) => {
      const place = document.getElementById(section);
      place.lastChild.onclick = () => {
        if (this.#many(1)) return;
        const id = `own-${newId()}`;
        this.set(`questions/${id}`, { section, question: "Your question" });
        pick(this.views.get(id).open(true).wording);
      };
      for (const item of items) this.views.set(item.id, itemView(this, item, document.getElementById(item.id)));
      return place;
    });
    if (this.store.revised) this.notice("revised", part("revised"), [["Show what changed", () => filter(this, (this.filters.value = "changed"))]]);
  }

  #listen() {
    const on = (target, type, listener) => target.addEventListener(type, listener, { signal: this.#listeners.signal });
    on(window, "storage", (event) => {
      // Another page of this origin may clear all.
      const all = event.key === null && event.storageArea === this.store.storage ? [...this.history.all.values()] : [];
      for (const each of all) if (each !== this.blank) this.#otherTab({ key: `${this.store.prefix}a/${each.id}` });
      this.#otherTab(event);
    });
    on(window, "pagehide", () => this.store.flush());
    on(window, "hashchange", () => this.#openLink());
    on(window, "beforeprint", () => this.report && this.paper.replaceChildren(...rendered(this.report(this.list, this.assessment))));
    on(document, "keydown", (event) => this.#key(event));
    on(this, "focusin", ({ target }) => (this.here = target.closest("fieldset")?.dataset.item ?? this.here));
    on(this, "focusout", () => this.history.done.length && (this.history.done.at(-1).tag = null));
  }

  select(id) {
    const { all, stamp } = this.history;
    const sealed = this.history.sealed.get(id);
    if (all.get(this.chosen) === this.blank) all.delete(this.chosen);
    this.chosen = all.has(id) ? id : this.listed()[0]?.id;
    if (!this.chosen) {
      this.blank = newAssessment(this.list, "First assessment", stamp);
      all.set((this.chosen = this.blank.id), this.blank);
    }
    try {
      this.show(sealed && salvage(sealed, this.list), sealed?.message, [["Download raw", () => download(`${id}.json`, sealed.raw)]]);
    } catch (error) {
      // Whatever is wrong with one, the others can be opened.
      if (this.assessment === this.blank) throw error;
      if (!sealed) this.history.seal(this.chosen, `It cannot be shown (${error.message}).`);
      return this.select();
    }
    this.keep({ current: this.chosen });
  }

  show(shared, why, actions) {
    this.shared = shared;
    this.locked = Boolean(shared);
    this.#draw();
    filter(this);
    this.#many(0);
    this.notice("locked", why && `Read only. ${why}`, actions, true);
  }

  // Says so if there are more own questions than are shown, or would be.
  #many(more) {
    const many = keysOf(this.assessment, "questions/").length + more > MAX_OWN_SHOWN;
    this.notice("many", many && part("many"));
    return many;
  }

  back(way) {
    const { all } = this.history;
    const [before, after] = this.history[way]().find(([before, after]) => all.has((after ?? before).id)) ?? [];
    const { id } = after ?? before ?? this.assessment;
    if (id !== this.chosen) this.select(id);
    const [key = ""] = before && after ? differing(before, after) : [];
    const { box } = this.views.get(key.split("/")[1]) ?? {};
    if (!box) return;
    this.here = box.dataset.item;
    box.hidden = false;
    countShown(this);
    box.scrollIntoView({ block: "nearest" });
  }

  // Takes back this step only: the next change ends it. Returns the button.
  offerUndo(text, then) {
    this.offered = this.history.done.at(-1);
    this.notice("undo", text, [["Undo this", () => {
      this.back("undo");
      this.restoreFocus();
      then?.();
    }]]);
    return this.querySelector(".notices > .undo button");
  }

  // Where one goes on when what had the focus is gone.
  restoreFocus() {
    const view = this.views.get(this.here);
    const dialog = [...this.querySelectorAll("dialog")].at(-1);
    if (dialog) dialog.querySelector("button").focus();
    else if (view && !view.box.closest("[hidden], :disabled")) view.focus();
    else this.choose.focus();
  }

  keepFocus(action) {
    const was = document.activeElement;
    const ours = this.contains(was);
    action();
    if (ours && (!was.isConnected || was.closest("[hidden]") || was.matches(":disabled"))) this.restoreFocus();
  }

  #changed(ids) {
    if (this.offered !== this.history.done.at(-1)) this.notice("undo");
    const { all, sealed } = this.history;
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

  #otherTab(event) {
    const { id, assessment } = this.store.fromOtherTab(event) ?? {};
    const { all } = this.history;
    this.#trouble();
    if (!id) return;
    const mine = all.get(id);
    if (assessment) all.set(id, mine ? merge(mine, assessment) : assessment);
    else all.delete(id);
    this.notice(`lost-${id}`, !assessment && mine && `${quoted(nameOf(mine))} was deleted in another tab.`, [["Keep mine", () => {
      this.history.exchange([, mine]);
      this.select(id);
    }]]);
    // Who has not begun goes on with what the other tab began.
    if (assessment && this.assessment === this.blank) this.select(id);
    else this.#draw();
  }

  #draw() {
    this.keepFocus(() => this.#redraw());
  }

  #redraw() {
    const { assessment, history, list } = this;
    if (!assessment) return this.select();
    const sums = tallies(list, assessment);
    const asked = new Map();
    sectionsOf(list, assessment).forEach(({ items }, i) => {
      const place = this.places[i];
      place.querySelector(".tally").textContent = sumText(sums[i]);
      place.lastChild.hidden = this.locked;
      for (const item of items) {
        asked.set(item.id, item);
        if (this.views.has(item.id)) continue;
        this.views.set(item.id, itemView(this, item));
        place.lastChild.before(this.views.get(item.id).box);
      }
    });
    for (const [id, { box, update }] of this.views) {
      if (asked.has(id)) update(asked.get(id));
      else {
        if (this.here === id) this.here = (box.previousElementSibling ?? box).dataset.item;
        this.views.delete(id, box.remove());
      }
    }
    this.choose.replaceChildren(...[...new Set([...this.listed(), assessment])].map((each) => h("option", { value: each.id }, nameOf(each))));
    this.choose.value = assessment.id;
    // Still there for whoever has come to them by keyboard.
    this.undo.ariaDisabled = this.locked || !history.done.length;
    this.redo.ariaDisabled = this.locked || !history.undone.length;
    this.numbers.textContent = sumText(sums.at(-1));
    if (this.more.open) {
      this.chart.replaceChildren(...chart(sums));
      this.overview.replaceChildren(...rendered([numbers(list, assessment)]));
    }
    this.#printable();
    countShown(this);
  }

  // A page has no time to fetch anything when it is printed.
  async #printable() {
    const presets = presetsOf(this.list);
    const isOwn = ([key, { value }]) => key !== "name" && !same(value, presets[key]);
    const filled = () => Object.entries(this.assessment?.entries ?? {}).some(isOwn);
    if (filled()) this.report ??= (await import("./report.js").catch(() => null))?.report;
    this.classList.toggle("filled", Boolean(this.report && filled()));
  }

  #key(event) {
    const action = actionOf(event, this);
    if (action) action(event.preventDefault());
  }

  notice(key, text, actions = [], stays = false) {
    const old = this.querySelector(`.notices > .${key}`);
    const focused = old?.contains(document.activeElement);
    old?.remove();
    if (focused) this.restoreFocus();
    if (!text) return;
    const dismiss = () => stays || this.notice(key);
    this.notices.append(h("div", { className: key }, h("p", {}, text), row(
      actions.map(([label, action]) => button(label, () => action(dismiss()))), !stays && button("Dismiss", dismiss))));
  }

  async #openLink() {
    if (!location.hash.startsWith(LINK)) return;
    (await fetched(this, () => import("./arrival.js")))?.openLink(this);
  }
});
