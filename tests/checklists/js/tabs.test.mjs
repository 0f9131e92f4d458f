// Several tabs of one browser, and whatever can happen to them and to their storage, by seeded chance: no answer is lost
// that nobody has replaced knowingly.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Shelf, chance, list, load } from "./help.mjs";

const { AssessmentStore, History, answerOf, become, backupText, merge, newAssessment, readBackup, stamper, versionKeeper } = await load();
const PREFIX = "faircopy:/:moving-a-server:";
const SEEDS = Number(process.env.CHECKLIST_SEEDS ?? 30);
const QUESTIONS = ["restored", "way-back", "watching"];
const FIRST = { ...list(), revision: "2017-01-10" };

/** The notes that a tab has of a question: the value's, and those of versions that stand beside it. */
const notesOf = (assessment, id) => {
  const { value, others = [] } = assessment?.entries[`answers/${id}`] ?? {};
  return new Set([{ value }, ...others].map((version) => version.value?.note).filter(Boolean));
};

/** A page as main.js and saving.js make it of the storage; `tell` sends what it has stored to the other pages. */
class Tab {
  constructor(world, name) {
    this.world = world;
    this.store = new AssessmentStore(() => this.#shelf(), PREFIX, list());
    this.inbox = [];
    this.history = new History(stamper(name, () => world.time), (ids) => this.#changed(ids));
    for (const each of this.store.load()) this.history.all.set(each.id, each);
    this.keepVersion = versionKeeper(this.store, () => world.time);
    this.isDeaf = world.below(3) === 0;
  }

  get mine() {
    return this.history.all.get("acme");
  }

  #shelf() {
    const { shelf } = this.world;
    const tell = (key, newValue) => this.world.tabs.forEach((tab) => tab !== this && tab.inbox.push({ key, newValue }));
    const act = {
      getItem: (key) => shelf.getItem(key),
      setItem: (key, text) => (shelf.setItem(key, text), tell(key, text)),
      removeItem: (key) => (shelf.removeItem(key), tell(key, null)),
    };
    return new Proxy(shelf, { get: (_, name) => act[name] ?? shelf[name] });
  }

  #changed(ids) {
    this.world.note(this);
    for (const id of ids) {
      this.keepVersion(id);
      const { all } = this.history;
      if (all.has(id)) all.set(id, this.store.save(all.get(id)));
      else this.store.remove(id);
    }
  }

  /** What a person does; what she sees before it and not after it, she has replaced. A merge writes nothing anew. */
  does(action, isMerge) {
    const before = QUESTIONS.map((id) => notesOf(this.mine, id));
    this.world.note = (tab) => {
      if (tab !== this) return;
      for (const [i, id] of QUESTIONS.entries()) {
        const after = notesOf(this.mine, id);
        // Whoever deletes an assessment, by undoing that it was kept, means all that is stored of it.
        if (!this.mine) before[i] = new Set([...before[i], ...this.world.notesStored(id)]);
        for (const note of before[i]) if (!after.has(note)) this.world.replaced.add(note);
        for (const note of isMerge ? [] : after) if (!before[i].has(note)) this.world.replaced.delete(note);
      }
    };
    action();
    this.world.note = () => {};
  }

  hear() {
    for (const event of this.inbox.splice(0)) {
      if (event.key === null) event.key = `${PREFIX}a/acme`;
      const { id, assessment } = this.store.fromOtherTab(event) ?? {};
      if (!id) continue;
      const { mine } = this;
      if (assessment) this.history.all.set(id, mine ? merge(mine, assessment) : assessment);
      else this.history.all.delete(id);
      // "Keep mine".
      if (!assessment && mine) this.history.exchange([, mine]);
    }
  }
}

class World {
  time = 1_700_000_000_000;
  shelf = new Shelf();
  tabs = [];
  replaced = new Set();
  written = [];
  note = () => {};

  constructor(seed) {
    Object.assign(this, chance(seed));
    const start = { ...newAssessment(this.below(2) ? FIRST : list(), "Acme", stamper("start", () => this.time)), id: "acme" };
    this.shelf.setItem(`${PREFIX}a/acme`, JSON.stringify(start));
    this.open();
    this.open();
  }

  open() {
    this.tabs.push(new Tab(this, `t${this.written.length}-${this.tabs.length}x${this.below(1e6)}`));
  }

  notesStored(id) {
    return notesOf(JSON.parse(this.shelf.getItem(`${PREFIX}a/acme`)), id);
  }

  write(tab) {
    const [id, note] = [this.pick(QUESTIONS), `note ${this.written.length}${"x".repeat(this.below(300))}`];
    this.written.push([id, note]);
    const typing = this.below(3) === 0 && id;
    tab.does(() => tab.history.set("acme", `answers/${id}`, { note }, typing, this.below(4) === 0));
  }

  STEPS = {
    write: (tab) => this.write(tab),
    again: (tab) => this.write(tab),
    hear: (tab) => tab.isDeaf || tab.hear(),
    wake: (tab) => ((tab.isDeaf = false), tab.hear()),
    undo: (tab) => tab.does(() => tab.history.undo()),
    redo: (tab) => tab.does(() => tab.history.redo()),
    later: () => (this.time += this.below(1e7)),
    earlier: () => (this.time -= this.below(1e6)),
    room: () => (this.shelf.room = this.below(6000)),
    space: () => (this.shelf.room = Infinity),
    open: () => this.tabs.length < 4 && this.open(),
    clear: () => {
      if (this.below(4)) return;
      this.isCleared = true;
      for (const key of Object.keys(this.shelf)) delete this.shelf[key];
      for (const tab of this.tabs) tab.inbox.push({ key: null, newValue: null });
      // What no open page has is cleared for good.
      for (const [id, note] of this.written) if (!this.tabs.some(({ mine }) => notesOf(mine, id).has(note))) this.replaced.add(note);
    },
    // What is not stored is asked about when a page is left, so it stays.
    leave: (tab) => {
      // A page that sleeps, and ends so, may lose what somebody has cleared; no other may.
      if (this.isCleared) tab.hear();
      tab.store.flush();
      if (!tab.store.unsaved && this.shelf.getItem(`${PREFIX}a/acme`) && this.tabs.length > 1) this.tabs.splice(this.tabs.indexOf(tab), 1);
    },
    file: (tab) => (this.backup = backupText(list(), [tab.mine])),
    bringIn: (tab) => {
      if (!this.backup) return;
      const [back] = readBackup(this.backup, list(), this.time);
      const isMerge = this.below(2) > 0;
      tab.does(() => tab.history.exchange([tab.mine, isMerge ? merge(tab.mine, back) : become(tab.mine, back, tab.history.stamp)]), isMerge);
    },
  };

  end() {
    this.shelf.room = Infinity;
    for (let round = 0; round < 3; round += 1) {
      for (const tab of this.tabs) tab.hear();
      for (const tab of this.tabs) tab.store.flush();
    }
    return new AssessmentStore(() => this.shelf, PREFIX, list()).load()[0];
  }
}

test("whatever tabs do, and whatever happens to the storage, no answer is lost that nobody has replaced", () => {
  let many = 0;
  for (let seed = 1; seed <= 10 * SEEDS; seed += 1) {
    const world = new World(seed);
    const steps = [];
    for (let i = 0; i < 40; i += 1) {
      const name = world.pick(Object.keys(world.STEPS));
      steps.push(name);
      const tab = world.pick(world.tabs);
      if (tab.mine) world.STEPS[name](tab);
    }
    const found = world.end();
    for (const [id, note] of world.written.filter(([, note]) => !world.replaced.has(note))) {
      many += 1;
      assert.ok(notesOf(found, id).has(note), `seed ${seed}: ${note.slice(0, 10)} of ${id} is gone: ${steps.join(" ")}`);
    }
    // What was cleared or deleted is still heard of by who is late.
    const answers = (each) => found && !world.isCleared && QUESTIONS.map((id) => answerOf(each, id));
    for (const tab of world.tabs) assert.deepEqual(answers(tab.mine), answers(found), `seed ${seed}: two pages show different answers: ${steps.join(" ")}`);
  }
  assert.ok(many > SEEDS, `${many}`);
});
