// <checklist-app>: promotes a complete page to one that keeps answers.
// @ts-check
import { Announcer } from "./announcer.js";
import { differing, isLink, keysOf, nameOf, newAssessment, read, stamper } from "./assessment.js";
import { DIALOGS, fetched } from "./dialogs.js";
import { button, download, h, part } from "./elements.js";
import { History } from "./history.js";
import { MAX_OWN_SHOWN, listOf, sumText, tallies } from "./list.js";
import { actionOf, appOf, go, reveal } from "./navigation.js";
import { SITE, keepOffline } from "./offline.js";
import { fillPaper, makePrintable } from "./paper.js";
import { drawQuestions, placeOf } from "./questions.js";
import { followTab, sayTrouble } from "./saving.js";
import { countShown, filter, openFilters, set, showFromAddress } from "./filterbar.js";
import { ownPart } from "./filters.js";
import { AssessmentStore } from "./storage.js";
import { speak, t } from "./text.js";
import { salvage } from "./validate.js";
/** @import { Assessment, List, Tally } from "../types" */
/** @import { Actions } from "./announcer.js" */
/** @import { BackupFile } from "./autobackup.js" */
/** @import { SectionIndex } from "./sections.js" */

speak(document.getElementById("checklist-words")?.textContent ?? undefined, document.documentElement.lang || undefined);

export class ChecklistApp extends Announcer {
  #listeners = new AbortController();
  /** @type {Actions} */
  backup = [["Download a backup", () => DIALOGS.Backup(this)]];
  // What ids of this list begin with, where the page has several.
  scope = this.dataset.scope ?? "";
  list = /** @type {List} */ (listOf(document.getElementById(`${this.scope}checklist-data`)?.textContent));
  prefix = `faircopy:${SITE.pathname}:${this.list.id}:`;
  store = new AssessmentStore(() => localStorage, this.prefix, this.list);
  /** @type {Record<string, any>} */
  settings = this.store.settings;
  // The ids of the list's own questions, by their number less one.
  numbered = this.list.sections.flatMap(({ items }) => items.map(({ id }) => id));
  // The elements of its sections, in their order.
  /** @type {HTMLElement[]} */
  places = [];
  // The id of the assessment that is open; one that was sent is shown in its place.
  /** @type {string | undefined} */
  chosen;
  /** @type {Assessment | undefined} */
  shared;
  // One that nobody has begun.
  /** @type {Assessment | undefined} */
  blank;
  locked = false;
  // A dialog is being fetched.
  opening = false;
  /** @type {SectionIndex | undefined} */
  index;
  /** @type {Promise<void> | undefined} */
  #indexed;
  /** @type {typeof import("./filterfields.js") | null | undefined} */
  filterFields;
  // What is sought and marked.
  /** @type {string[] | undefined} */
  marked;
  /** @type {((app: ChecklistApp) => void) | undefined} */
  toPaper;
  // What was last wrong with the storage.
  /** @type {string | null | undefined} */
  troubled;
  // What is done for what is stored, once the page is ready (safekeeping.js).
  /** @type {ReturnType<typeof import("./versions.js").versionKeeper> | undefined} */
  keepVersion;
  /** @type {(() => void) | undefined} */
  afterSaving;
  /** @type {BackupFile | undefined} */
  backupFile;
  // The sums of the sections, and of all.
  /** @type {Tally[]} */
  sums = [];

  connectedCallback() {
    this.history = new History(stamper(), (/** @type {string[]} */ ids) => this.#changed(ids));
    const { who } = this.settings;
    if (typeof who === "string") this.history.stamp.who = who;
    for (const each of this.store.load()) this.history.all.set(each.id, each);
    for (const each of this.store.sealed) this.history.sealed.set(each.id, each);
    this.#build();
    this.#listen();
    this.select(this.settings.current);
    sayTrouble(this);
    this.#indexed = import("./sections.js").then((found) => found.addIndex(this)).catch(() => undefined);
    this.#arrive();
    keepOffline(this);
    this.dataset.ready = "";
    import("./safekeeping.js").then((found) => found.default(this)).catch(() => null);
  }

  disconnectedCallback() {
    this.#listeners.abort();
    window.onbeforeunload = null;
  }

  // What the address says of this list.
  get hash() {
    return ownPart(location.hash, this.scope);
  }

  /** @returns {Assessment} */
  get assessment() {
    return this.shared ?? this.history.all.get(this.chosen);
  }

  /** @type {(key: string, value: unknown, tag?: string | false | null, resolve?: boolean) => void} */
  set(...change) {
    if (!this.locked) this.history.set(this.chosen, ...change);
  }

  /** @param {Record<string, unknown>} settings */
  keep(settings) {
    this.store.settings = Object.assign(this.settings, settings);
  }

  /** @returns {Assessment[]} */
  listed() {
    return [...this.history.all.values()].filter((each) => !read(each, "archived"));
  }

  #build() {
    const { tools } = this;
    this.firstElementChild?.append(part("tools", tools));
    tools.openers.append(...Object.entries(DIALOGS).map(([label, open]) => button(label, () => open(this))));
    tools.choose.onchange = () => this.select(tools.choose.value);
    for (const way of /** @type {const} */ (["undo", "redo"])) {
      tools[way].onclick = () => tools[way].ariaDisabled === "true" || this.back(way);
    }
    tools.next.onclick = () => go(this, 1, true);
    tools.search.oninput = tools.show.onchange = () => filter(this);
    tools.filtering.onclick = () => openFilters(this);
    tools.more.ontoggle = () => this.draw();
    tools.every.onclick = () => set(this);
    this.places = this.list.sections.map((section) => placeOf(this, section));
    if (!this.store.revised) return;
    this.notice("revised", part("revised"), [["Show what changed", () => set(this, { show: "changed" })]]);
  }

  #listen() {
    const { signal } = this.#listeners;
    /** @type {(target: EventTarget, type: string, listener: (event: any) => void) => void} */
    const on = (target, type, listener) => target.addEventListener(type, listener, { signal });
    on(window, "storage", (/** @type {StorageEvent} */ event) => {
      // Another page of this origin may clear all.
      const cleared = event.key === null && event.storageArea === this.store.storage;
      for (const each of cleared ? [...this.history.all.values()] : []) {
        if (each !== this.blank) followTab(this, { key: `${this.prefix}a/${each.id}` });
      }
      followTab(this, event);
    });
    on(window, "pagehide", () => this.store.flush());
    on(window, "hashchange", () => this.#arrive());
    on(window, "beforeprint", () => fillPaper(this));
    on(document, "keydown", (event) => {
      const action = appOf(event.target) === this && actionOf(event, this);
      if (!action) return;
      event.preventDefault();
      action();
    });
    on(document, "pointerdown", ({ target }) => this.tools.index.contains(target) || this.index?.close());
    on(this, "focusin", ({ target }) => (this.here = target.closest("fieldset")?.dataset.item ?? this.here));
    on(this, "focusout", () => this.history.done.length && (this.history.done.slice(-1)[0].tag = null));
  }

  /** @type {(id?: string) => void} */
  select(id) {
    const { all, stamp } = this.history;
    const sealed = this.history.sealed.get(id);
    if (this.blank && all.get(this.chosen) === this.blank) all.delete(this.chosen);
    this.chosen = all.has(id) ? id : this.listed()[0]?.id;
    if (!this.chosen) {
      const blank = newAssessment(this.list, t("First assessment"), stamp);
      this.blank = blank;
      this.chosen = blank.id;
      all.set(blank.id, blank);
    }
    try {
      const raw = () => download(`${id}.json`, sealed.raw);
      this.show(sealed && salvage(sealed, this.list), sealed?.message, [["Download raw", raw]]);
    } catch (error) {
      // Whatever is wrong with one, the others can be opened.
      if (this.assessment === this.blank) throw error;
      const { message } = /** @type {Error} */ (error);
      if (!sealed) this.history.seal(this.chosen, t("It cannot be shown (%(message)s).", { message }));
      return this.select();
    }
    this.keep({ current: this.chosen });
  }

  /** @type {(shared?: Assessment, why?: string, actions?: Actions) => void} */
  show(shared, why, actions) {
    this.shared = shared;
    this.locked = Boolean(shared);
    this.draw();
    filter(this);
    this.many(0);
    this.notice("locked", why && `${t("Read only.")} ${why}`, actions, true);
  }

  // Says so if there are more own questions than are shown, or would be.
  /** @param {number} more */
  many(more) {
    const many = keysOf(this.assessment, "questions/").length + more > MAX_OWN_SHOWN;
    this.notice("many", many && part("many"));
    return many;
  }

  /** @param {"undo" | "redo"} way */
  back(way) {
    const { all } = this.history;
    /** @type {[Assessment?, Assessment?][]} */
    const pairs = this.history[way]();
    const [before, after] = pairs.find(([before, after]) => all.has((after ?? before)?.id)) ?? [];
    const { id } = after ?? before ?? this.assessment;
    if (id !== this.chosen) this.select(id);
    const [key = ""] = before && after ? differing(before, after) : [];
    const view = this.views.get(key.split("/")[1]);
    if (!view) return;
    this.here = view.box.dataset.item;
    reveal(this, view);
  }

  /** @param {string[]} ids */
  #changed(ids) {
    if (this.offered !== this.history.done.at(-1)) this.notice("undo");
    const { all, sealed } = this.history;
    for (const id of ids) {
      this.keepVersion?.(id);
      if (all.has(id)) all.set(id, this.store.save(all.get(id)));
      else if (sealed.has(id)) this.store.save(sealed.get(id));
      else this.store.remove(id);
    }
    const time = new Date().toTimeString().slice(0, 5);
    this.tools.saved.textContent = sayTrouble(this) ? t("Not saved") : t("Saved %(time)s", { time });
    this.draw();
    this.afterSaving?.();
  }

  async openIndex() {
    await this.#indexed;
    this.index?.open();
  }

  draw() {
    this.keepFocus(() => this.#redraw());
  }

  #redraw() {
    const { assessment, history, list, tools } = this;
    if (!assessment) return this.select();
    const sums = (this.sums = tallies(list, assessment));
    const before = [...this.views.keys()].join();
    drawQuestions(this);
    const all = [...new Set([...this.listed(), assessment])];
    /** @type {(each: Assessment) => string} */
    const label = (each) => nameOf(each) + (each === this.shared ? ` · ${t("Read only.")}` : "");
    tools.choose.replaceChildren(...all.map((each) => h("option", { value: each.id }, label(each))));
    tools.choose.value = assessment.id;
    // Still there for whoever has come to them by keyboard.
    tools.undo.ariaDisabled = String(this.locked || !history.done.length);
    tools.redo.ariaDisabled = String(this.locked || !history.undone.length);
    tools.numbers.textContent = sumText(/** @type {Tally} */ (sums.at(-1)));
    if (tools.more.open) {
      fetched(this, () => import("./overview.js")).then((found) => found?.drawOverview(this));
    }
    this.index?.draw(sums);
    makePrintable(this);
    if (before !== [...this.views.keys()].join()) countShown(this);
  }

  // What the address asks for: an assessment that was sent, filters, or a question, whatever hides it.
  async #arrive() {
    const { hash } = this;
    if (isLink(hash)) return (await fetched(this, () => import("./arrival.js")))?.openLink(this);
    await showFromAddress(this);
    const view = this.views.get(hash.slice(1));
    if (view && (view.box.hidden || `#${view.box.id}` !== location.hash)) reveal(this, view);
  }
}

customElements.define("checklist-app", ChecklistApp);
