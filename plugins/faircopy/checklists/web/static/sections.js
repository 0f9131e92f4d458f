// The index of the sections, with how far each is, and the field that leads to a question.
// @ts-check
import { h, part } from "./elements.js";
import { progressText } from "./list.js";
import { reveal } from "./navigation.js";
import { n, t } from "./text.js";
/** @import { ChecklistApp } from "./main.js" */
/** @import { Section, Tally } from "../types" */

/** @type {(sections: Section[], i: number) => number} */
function depthOf(sections, i) {
  const parent = sections.findIndex(({ id }) => id === sections[i].parent);
  return parent < 0 ? 0 : 1 + depthOf(sections, parent);
}

/**
 * Goes to the question of this number or id, or else to the first whose id has this in it. Tells whether there is one.
 * @param {ChecklistApp} app
 * @param {string} name
 */
function jump(app, name) {
  const wanted = name.trim().toLowerCase();
  const ids = [...app.views.keys()];
  const numbered = /^\d+$/.test(wanted) && app.numbered[Number(wanted) - 1];
  const id = numbered || ids.find((each) => each === wanted) || (wanted && ids.find((each) => each.includes(wanted)));
  const view = app.views.get(id || "");
  app.notice("lost", !view && part("no-such-question"));
  if (!view) return false;
  reveal(app, view);
  view.focus();
  return true;
}

export class SectionIndex {
  /** @param {ChecklistApp} app */
  constructor(app) {
    this.app = app;
    const { goTo, index, sections } = app.tools;
    this.links = app.places.map((place, i) => {
      const sum = h("span");
      // A list may begin without one.
      const heading = /** @type {HTMLElement} */ (place.querySelector("h2, h3, h4, h5, h6") ?? place);
      const link = h(
        "a",
        { href: `#${place.id}`, onclick: (event) => this.#go(event, place, heading) },
        app.list.sections[i].title || t("Beginning"),
        sum,
      );
      const line = h("li", {}, link);
      line.style.setProperty("--depth", String(depthOf(app.list.sections, i)));
      sections.append(line);
      return { link, place, sum };
    });
    goTo.onkeydown = ({ key }) => {
      if (key === "Enter" && jump(app, goTo.value)) this.close();
    };
    index.onkeydown = (event) => {
      if (event.key !== "Escape" || !index.open) return;
      this.close();
      index.querySelector("summary")?.focus();
    };
    // A menu is closed by going elsewhere.
    index.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !index.contains(/** @type {Node} */ (relatedTarget))) this.close();
    });
    this.#watch();
  }

  open() {
    const { goTo, index } = this.app.tools;
    index.open = true;
    // The bar sticks: it is in sight, unless all of the list is not.
    const { bottom, top } = index.getBoundingClientRect();
    goTo.focus({ preventScroll: bottom > 0 && top < innerHeight });
    goTo.select();
  }

  close() {
    this.app.tools.index.open = false;
  }

  /** @param {Tally[]} sums  of the sections, in their order */
  draw(sums) {
    this.links.forEach(({ link, sum }, i) => {
      const { counted, done, flags, person } = sums[i];
      const flagged = flags && n(flags, "%(num)s flagged", "%(num)s flagged");
      // Who is asked to answer looks for the own sections.
      const whose = person && t("for %(person)s", { person });
      const text = [progressText(sums[i]), flagged, whose].filter(Boolean).join(", ");
      if (sum.textContent === text) return;
      sum.textContent = text;
      link.style.setProperty("--done", `${counted && (100 * done) / counted}%`);
    });
  }

  // A section of which nothing is shown cannot be gone to.
  show() {
    for (const { link, place } of this.links) if (link.parentElement) link.parentElement.hidden = place.hidden;
  }

  /** @type {(event: MouseEvent, place: HTMLElement, heading: HTMLElement) => void} */
  #go(event, place, heading) {
    // The address keeps what is asked for.
    event.preventDefault();
    this.close();
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    place.scrollIntoView();
  }

  // The section in the upper part of the window is the one where the reader is.
  #watch() {
    const links = new Map(this.links.map(({ link, place }) => [place, link]));
    this.observer = new IntersectionObserver(
      (changes) => {
        for (const { target, isIntersecting } of changes) {
          const link = links.get(/** @type {HTMLElement} */ (target));
          if (isIntersecting) link?.setAttribute("aria-current", "true");
          else link?.removeAttribute("aria-current");
        }
      },
      { rootMargin: "-30% 0px -70% 0px" },
    );
    for (const place of links.keys()) this.observer.observe(place);
  }
}

/** @param {ChecklistApp} app */
export function addIndex(app) {
  app.index = new SectionIndex(app);
  app.index.draw(app.sums);
  app.index.show();
}
