// The numbers of a jail, as fail2ban reads and writes them.
// @ts-check

/** @type {Record<string, number>} */
const UNITS = { w: 604_800, d: 86_400, h: 3600, m: 60, s: 1, mo: 2_629_800, y: 31_557_600 };
// A number and a unit in a form that fail2ban reads; `mo` is a month.
const NUMBER = String.raw`(-?\d+(?:\.\d+)?)\s*`;
const LONG_UNITS = "d(?:ays?|a|d)?|w(?:eeks?|ee?|w)?|mo(?:nths?|n)?|y(?:ears?|ea?|y)?";
const UNIT = `(${LONG_UNITS}|s(?:econds?|ec?|s)?|m(?:inutes?|in?|m)?|h(?:ours?|ou?|h)?)?`;
const DURATION = new RegExp(String.raw`${NUMBER}${UNIT}(?![a-z])[\s+]*`, "gy");

/**
 * Seconds as fail2ban writes them: "1d 12h".
 * @param {number} seconds
 */
export function duration(seconds) {
  if (seconds < 0) return "-1";
  let left = seconds;
  const units = [..."wdhms"].map((unit) => {
    const many = Math.floor(left / UNITS[unit]);
    left %= UNITS[unit];
    return many ? `${many}${unit}` : "";
  });
  return units.filter(Boolean).join(" ") || "0";
}

/**
 * The seconds of "10m", "1d 12h" or "600"; NaN for what fail2ban does not read.
 * @param {string} text
 */
export function secondsOf(text) {
  let sum = 0;
  let end = 0;
  for (const [all, value, unit = "s"] of text.toLowerCase().matchAll(DURATION)) {
    sum += Number(value) * UNITS[unit.startsWith("mo") ? "mo" : unit[0]];
    end += all.length;
  }
  return end && end === text.length ? sum : NaN;
}

/**
 * The numbers of the form, and the names of those that fail2ban would not take, whose fields are marked.
 * @param {Record<string, HTMLInputElement>} fields
 */
export function numbersIn(fields) {
  const maxretry = fields.maxretry.value.trim();
  /** @type {Record<string, number>} */
  const numbers = {
    maxretry: /^[1-9]\d*$/.test(maxretry) ? Number(maxretry) : NaN,
    findtime: secondsOf(fields.findtime.value.trim()),
    bantime: secondsOf(fields.bantime.value.trim()),
  };
  const refused = Object.keys(numbers).filter((name) => {
    const isWrong = Number.isNaN(numbers[name]) || (name !== "bantime" && numbers[name] <= 0);
    fields[name].ariaInvalid = String(isWrong);
    return isWrong;
  });
  return { numbers, refused };
}

/**
 * The section of a jail, with other numbers in it.
 * @param {string} text  with the section in it
 * @param {string} name
 * @param {Record<string, string>} numbers
 */
export function sectionOf(text, name, numbers) {
  const sections = `\n${text}`.split(/\n(?=\[)/);
  let section = sections.find((each) => each.startsWith(`[${name}]`))?.trimEnd() ?? `[${name}]`;
  for (const key in numbers) {
    const line = `${key} = ${numbers[key]}`;
    const option = new RegExp(`^${key}[ \\t]*[=:].*(\\n[ \\t]+\\S.*)*`, "m");
    if (option.test(section)) section = section.replace(option, () => line);
    else if (numbers[key] !== "") section += `\n${line}`;
  }
  return `${section}\n`;
}

/**
 * The section of the article's jail with the numbers of the form.
 * @param {string} name
 * @param {string} filter  of a jail that the article does not have
 * @param {Record<string, HTMLInputElement>} fields
 */
export function sectionFor(name, filter, fields) {
  const code = [...document.querySelectorAll("figure:not(.snippet-broken) code")].map((each) => each.textContent);
  const text = code.find((one) => `\n${one}`.includes(`\n[${name}]`));
  const values = Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.value.trim()]));
  return sectionOf(text ?? `[${name}]\nenabled = true\nfilter = ${filter}`, name, values);
}
