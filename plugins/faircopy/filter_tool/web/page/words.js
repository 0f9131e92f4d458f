// Sentences in the language of the page.
// @ts-check
/** @import { Say, Words } from "../types" */

/** @type {(value: number, language: string) => string} */
export const formatted = (value, language) => value.toLocaleString(language);

/**
 * What says a sentence by its name, with values in their places. One with plural forms goes by the value `number`.
 * @param {Words} words
 * @param {string} language
 * @param {boolean} [turned]  whether it runs from the right: addresses and names keep their own direction in it
 * @returns {Say}
 */
export function sayer(words, language, turned = false) {
  const rules = new Intl.PluralRules(language);
  return (name, values = {}) => {
    const found = words[name];
    const text = typeof found === "string" ? found : (found[rules.select(Number(values.number))] ?? found.other);
    return text.replace(/%(?:\((\w+)\)s|%)/g, (_, key) => {
      const value = key ? values[key] : "%";
      if (typeof value === "number") return formatted(value, language);
      return turned && key ? `\u2068${value}\u2069` : value;
    });
  };
}
