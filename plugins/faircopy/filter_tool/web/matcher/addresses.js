// Addresses and networks: read, compared, and printed as the C library prints them.
// @ts-check
/** @import { Address, Values } from "../types" */

/**
 * Whom a line is about, by the groups that fail2ban knows; undefined for an id that it fails with.
 * @param {Values} groups
 * @param {boolean} [names]  whether an id is taken as it stands there
 * @returns {string | null | undefined}
 */
export function addressOf({ fid, ip4, ip6, dns, cidr }, names) {
  const address = ip4 ?? ip6;
  if (fid === undefined) return address === undefined ? (dns ?? null) : network(address, cidr);
  if (names) return fid;
  const [, id, bits] = /^([^/]*)(?:\/(\d+))?$/.exec(fid.replace(/^\[(.+)\]$/, "$1")) ?? [];
  return id && network(id, bits);
}

/**
 * An address or network as the C library prints it; what is none as it is.
 * @type {(address: string, bits: string | undefined) => string}
 */
function network(address, bits) {
  const parsed = (bits && parseAddress(`${address}/${bits}`)) || parseAddress(address);
  return parsed ? print(parsed) : address;
}

/**
 * @param {string} text
 * @returns {Address | null}
 */
export function parseAddress(text) {
  const [, host, , suffix] = /^([^/]*)(\/(\d+))?$/.exec(text) ?? [];
  let words = host === undefined ? null : host.includes(":") ? parseV6(host) : parseV4(host);
  if (!words) return null;
  // An IPv4 address in IPv6's clothes is that; a network is not.
  if (suffix === undefined && words[5] === 0xffff && words.slice(0, 5).every((one) => one === 0))
    words = words.slice(6);
  const most = 16 * words.length;
  const bits = suffix === undefined ? most : +suffix;
  return bits > most ? null : { words: masked(words, bits), bits };
}

/** @param {string} text */
function parseV4(text) {
  const bytes = text.split(".");
  if (bytes.length !== 4 || !bytes.every((one) => /^(0|[1-9]\d{0,2})$/.test(one) && +one < 256)) return null;
  return [+bytes[0] * 256 + +bytes[1], +bytes[2] * 256 + +bytes[3]];
}

/** @param {string} text */
function parseV6(text) {
  const last = text.lastIndexOf(":") + 1;
  const dotted = text.includes(".", last);
  const tail = dotted && parseV4(text.slice(last));
  if (dotted && !tail) return null;
  const halves = (dotted ? `${text.slice(0, last)}0:0` : text).split("::");
  const [head, rest] = [0, 1].map((index) => (halves[index] ? halves[index].split(":") : []));
  const missing = 8 - head.length - rest.length;
  if (halves.length > 2 || (halves.length === 2 ? missing < 1 : missing !== 0)) return null;
  const all = [...head, ...Array(missing).fill("0"), ...rest];
  if (!all.every((one) => /^[0-9a-f]{1,4}$/i.test(one))) return null;
  const words = all.map((one) => parseInt(one, 16));
  if (tail) words.splice(6, 2, ...tail);
  return words;
}

/** @type {(words: number[], bits: number) => number[]} */
export const masked = (words, bits) =>
  words.map((word, index) => word & (0xffff << (16 - Math.min(16, Math.max(0, bits - 16 * index)))) & 0xffff);

/** @param {Address} address */
function print({ words, bits }) {
  const suffix = bits && bits < 16 * words.length ? `/${bits}` : "";
  /** @type {(pair: number[]) => string} */
  const dotted = (pair) => pair.flatMap((word) => [word >> 8, word & 255]).join(".");
  if (words.length === 2) return dotted(words) + suffix;
  // The first of the longest runs of zeros is left out.
  let start = 0;
  let longest = 1;
  for (let at = 0; at < 8; at++) {
    let end = at;
    while (words[end] === 0) end++;
    if (end - at > longest) [start, longest] = [at, end - at];
  }
  /** @type {(list: number[]) => string} */
  const hex = (list) => list.map((word) => word.toString(16)).join(":");
  if (longest < 2) return hex(words) + suffix;
  if (start === 0 && longest === 6) return `::${dotted(words.slice(6))}${suffix}`;
  return `${hex(words.slice(0, start))}::${hex(words.slice(start + longest))}${suffix}`;
}
