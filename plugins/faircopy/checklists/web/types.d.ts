// The shapes that the checklist's script works with (docs/checklist-data.md). For the type checker only; nothing of it is
// published.

/** A word that an author may choose for answers, confidence, risk or impact. */
export interface Word {
  value: string;
  label: string;
  flag?: boolean;
  counts?: "answered" | "open" | "excluded";
  weight?: number;
  request?: string;
}

export interface Evidence {
  label?: string;
  link?: string;
  date?: string;
  who?: string;
}

export interface Action {
  what?: string;
  owner?: string;
  due?: string;
}

export interface Origin {
  kind: string;
  id: string;
  question: string;
  answer?: string;
}

export interface Answer {
  answer?: string;
  reason?: string;
  confidence?: string;
  risk?: string;
  impact?: string;
  note?: string;
  evidence?: Evidence[];
  action?: Action;
  was?: string;
  review?: boolean | "";
  from?: Origin[];
}

/** A value with the time and the editor of its last change. `others` are versions that neither knew the other. */
export interface Entry {
  value: any;
  time: number;
  by: string;
  who?: string;
  seen?: Record<string, number>;
  others?: Entry[];
}

export interface Assessment {
  format: string;
  version: number;
  list: string;
  id: string;
  revision: string;
  entries: Record<string, Entry>;
}

/** A question of the list, or an own one. What else it has are its hints. */
export interface Item {
  id: string;
  question: string;
  own?: boolean;
  section?: string;
  /** The question that it stands under. */
  parent?: string;
  priority?: string;
  weight?: number;
  ticked?: boolean;
  [hint: string]: unknown;
}

export interface Section {
  id: string;
  title: string;
  items: Item[];
  /** The section that it is in. */
  parent?: string;
  /** Markdown. */
  text?: string;
}

/** What the words of an answer mean. */
export interface Vocabulary {
  /** The answers to choose from; `answer` has those too that were offered once. */
  offered: Record<string, string>;
  answer: Record<string, string>;
  titles: Record<string, string>;
  confidence: Record<string, string>;
  risk: Record<string, string>;
  impact: Record<string, string>;
  level(value?: Answer | null): number;
  takesReason(value?: Answer | null): boolean;
  isExcluded(value?: Answer | null): boolean;
  isDone(value?: Answer | null): boolean;
  isFlag(value?: Answer | null): boolean;
  isFlagLevel(level: number): boolean;
  weight(value?: Answer | null): number;
  request(value?: Answer | null): string | undefined;
  withoutStrayReason(value: Answer): Answer;
}

export interface Words {
  answers: Word[];
  former?: Word[];
  titles?: Record<string, string>;
  confidence: Word[];
  risk: Word[];
  impact: Word[];
}

export interface Change {
  into?: string[];
  kind: string;
  id: string;
  [part: string]: unknown;
}

export interface List extends Words {
  id: string;
  title: string;
  url: string;
  revision: string;
  sections: Section[];
  hints?: Word[];
  priorities?: Word[];
  preset?: string;
  revisions: { date: string; changes: Change[] }[];
  words: Vocabulary;
}

/** The sums of a section, or of all. */
export interface Tally {
  title: string;
  /** Who works on the section. */
  person?: string;
  done: number;
  counted: number;
  flags: number;
  /** Of the bar, 0 to `counted`. */
  filled: number;
  /** The index of the highest risk among the words, -1 where none is rated. */
  risk: number;
  /** The index of the highest that there is. */
  highest: number;
  riskLabel?: string;
  /** Whether the list has words for risk. */
  isRisky: boolean;
  /** Progress of the questions of the highest priority, in words; "" where there are none. */
  first: string;
  isFlagged: boolean;
}

/** What can be shown, printed and written as Markdown (docs/internals-checklist.md). */
export type Block =
  | ["h", number, string]
  | ["p", string]
  | ["list", string[]]
  | ["pairs", [string, string][]]
  | ["table", string[], string[][]]
  | ["chart", Tally[]];

/** Gives times that only grow. `who` is the name that the person gave. */
export type Stamp = ((after?: number) => { time: number; by: string; who?: string }) & { who?: string };

/** What the bar and the tools have, by the `data-name` in tools.html. */
export interface Tools {
  choose: HTMLSelectElement;
  undo: HTMLButtonElement;
  redo: HTMLButtonElement;
  next: HTMLButtonElement;
  saved: HTMLElement;
  index: HTMLDetailsElement;
  goTo: HTMLInputElement;
  sections: HTMLElement;
  openers: HTMLElement;
  search: HTMLInputElement;
  show: HTMLSelectElement;
  filtering: HTMLButtonElement;
  filters: HTMLElement;
  count: HTMLElement;
  every: HTMLButtonElement;
  more: HTMLDetailsElement;
  numbers: HTMLElement;
  chart: HTMLElement;
  overview: HTMLElement;
}
