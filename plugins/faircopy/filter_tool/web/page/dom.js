// Elements, and text from a log as it may be seen.
// @ts-check

const MAX_SHOWN_CHARS = 400;

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {object} [properties]
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  element.append(...children);
  return Object.assign(element, properties);
}

/** @type {(label: string, onclick: () => void) => HTMLButtonElement} */
export const button = (label, onclick) => h("button", { type: "button", onclick }, label);

/**
 * Text from a log, each character of which can be seen.
 * @param {string} text
 */
export function visible(text) {
  const cut = text.slice(0, MAX_SHOWN_CHARS).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (one) => {
    const code = one.codePointAt(0) ?? 0;
    return `\\u${code.toString(16).padStart(4, "0")}`;
  });
  return text.length > MAX_SHOWN_CHARS ? `${cut}…` : cut;
}
