import assert from "node:assert/strict";
import { test } from "node:test";
import zlib from "node:zlib";
import { chance, linkOf, list, load } from "./help.mjs";

const { Coder, LINK, NEWER, Reader, Writer, answerOf, isLink, newAssessment, packLink, questionIds, read, stamper, tidy, unpackLink, write } = await load();
const SEEDS = Number(process.env.CHECKLIST_SEEDS ?? 30);

const FULL = {
  answer: "partly", confidence: "seen", risk: "critical", impact: "breaker", note: "Zwei\nZeilen, <b>no markup</b> & \u2028 “all”",
  evidence: [{ label: "a", link: "https://example.com/", date: "2026-01-02", who: "CTO" }, {}, { label: "b" }],
  action: { what: "ask", owner: "me", due: "2026-02-03" }, was: "Old?", review: true, from: [{ kind: "split-to", id: "dns", question: "DNS?", answer: "no" }],
};
function full(name = "Acme, March") {
  const stamp = stamper("a");
  const values = { "answers/restored": FULL, "answers/who-knows": { answer: "not-applicable", reason: "no servers" }, "questions/own-1": { section: "after", question: "Mine?" }, "answers/own-1": { answer: "no" }, archived: true };
  const made = Object.entries(values).reduce((each, [key, value]) => write(each, key, value, stamp), newAssessment(list(), name, stamp));
  made.entries["answers/way-back"] = { value: { answer: "yes" }, time: 9, by: "b", seen: { a: 3 }, others: [{ value: null, time: 8, by: "c" }] };
  return made;
}

const values = ({ entries }) => Object.fromEntries(Object.entries(entries).map(([key, { value }]) => [key, value]));

test("a link with notes brings every value, also outside ASCII", async () => {
  const made = full("Ācme – März");
  const back = await unpackLink(await packLink(list(), made, true), list());
  assert.deepEqual(values(back), values(made));
});

// What is in mails already: whoever changes the coder, its tables or the primer needs a new number for the format.
const SENT_BEFORE = "#share=2.1c9akyy._-Hck9x5u1q4RNJl071eHrHbsxhGa2DeyBSBHqCWEJ8oQ0N9YWyfmKQo43af1kUKlZDlj4CDXGPopXoSrFko5Wi-zq0Ln"
  + "O9SzFxkxhf75htC-c7D5wudKb9whF-0NCdgvH9cOD0dRYgPgiqfP7duqvZV2bXEW9PZY7lz8Gzvpk6B8uP-z1e0DEl_Atg9oTGNphzOHG5qefQ"
  + "Ugt63ZIMbDgLeeX3rdB_T5ZlzjH-rQa6Ap3Hz6VVZ0_5dDfMbTUR4d2i3PVUXNgW_c6rML722P8glku2TYAvNdiSrW5Y";

test("a link that was sent before can still be read", async () => {
  assert.deepEqual(values(await unpackLink(SENT_BEFORE, list())), values(full("Ācme – März")));
});

test("a link carries answers only, unless notes are asked for", async () => {
  const back = await unpackLink(await packLink(list(), full()), list());
  assert.deepEqual(answerOf(back, "restored"), { answer: "partly", confidence: "seen", risk: "critical", impact: "breaker" });
  assert.deepEqual(answerOf(back, "who-knows"), { answer: "not-applicable", reason: "not shared" });
  assert.ok(!JSON.stringify(back).includes("no markup"));
  assert.equal(read(back, "questions/own-1").question, "Mine?");
});

test("what is too much for a link is refused when it is made", async () => {
  const { next } = chance(3);
  const noise = Array.from({ length: 1.4e5 }, () => String.fromCharCode(32 + 90 * next())).join("");
  const made = write(full(), "answers/watching", { note: noise }, stamper());
  await assert.rejects(packLink(list(), made, true), { message: "This is more than a link may hold. Use a file instead." });
  assert.ok(await packLink(list(), made));
});

test("an answer of nothing but a note is no part of a link without notes", async () => {
  const made = write(newAssessment(list(), "Acme", stamper()), "answers/restored", { note: "n" }, stamper());
  assert.deepEqual(Object.keys((await unpackLink(await packLink(list(), made), list())).entries), ["name"]);
});

test("a link carries no reason that no longer applies", async () => {
  const made = write(full(), "answers/watching", { answer: "yes", reason: "stale" }, stamper());
  for (const withNotes of [true, false]) assert.deepEqual(answerOf(await unpackLink(await packLink(list(), made, withNotes), list()), "watching"), { answer: "yes" });
});

for (const [name, change] of [
  ["cut off", (text) => text.slice(0, -5)],
  ["cut to nothing", () => LINK],
  ["with one sign changed", (text) => text.slice(0, 30) + (text[30] === "A" ? "B" : "A") + text.slice(31)],
  ["cut within its first word", () => "#share="],
  ["with other signs in it", (text) => `${text.slice(0, 20)}aé1${text.slice(20)}`],
]) {
  test(`a link ${name} says so`, async () => {
    const text = await packLink(list(), full());
    await assert.rejects(unpackLink(change(text), list()), { message: "This link is damaged or cut off. Ask for it again, or for a file." });
  });
}

test("a link of a later format says so, though it cannot be read", async () => {
  await assert.rejects(unpackLink((await packLink(list(), full())).replace(`${LINK}2.`, `${LINK}3.`), list()), { message: NEWER });
});

test("a link that is too long is refused, whatever is in it", async () => {
  await assert.rejects(unpackLink(`${LINK}1.${"0".repeat(1.5 * 2 ** 20)}`, list()), { message: "This is more than a link may hold. Use a file instead." });
});

for (const [name, bytes, message] of [
  ["more entries than a list has questions", zlib.deflateRawSync(JSON.stringify([list().id, "2017-01-10", Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`questions/own-${i}`, { section: "after", question: "?" }]))])), /more than a link may hold/],
  ["a bomb", zlib.deflateRawSync(Buffer.alloc(200 * 2 ** 20)), /more than a link may hold/],
  ["a small bomb", zlib.deflateRawSync(Buffer.alloc(20 * 2 ** 20)), /more than a link may hold/],
  ["no compressed data", Buffer.from("hello, hello, hello"), /\.$/],
  ["no JSON", zlib.deflateRawSync("hello"), /not JSON/],
  ["no assessment", zlib.deflateRawSync("{}"), /\.$/],
  ["another list's assessment", zlib.deflateRawSync('["other","2017-01-10",{}]'), /another checklist/],
  ["markup", zlib.deflateRawSync(JSON.stringify([list().id, "2017-01-10", { name: ["<img>"] }])), /not what it should be/],
]) {
  test(`a link with ${name} and a right check sum is refused with a sentence`, async () => {
    await assert.rejects(unpackLink(linkOf(bytes), list()), (error) => message.test(error.message) && error.constructor === Error);
  });
}


const sumOf = (text) => [...text].reduce((sum, sign) => Math.imul(sum ^ sign.charCodeAt(), 0x01000193) >>> 0, 0x811c9dc5).toString(36);
const secondOf = (text) => `${LINK}2.${sumOf(text)}.${text}`;

test("a link of version 1, as old messages hold it, still opens", async () => {
  const old = linkOf(zlib.deflateRawSync(JSON.stringify([list().id, "2017-01-10", { name: "Acme", "answers/dns": { answer: "no" }, "answers/restored": { answer: "yes", note: "n" } }])));
  const opened = await unpackLink(old, list());
  assert.deepEqual(answerOf(opened, "restored"), { answer: "yes", note: "n" });
  assert.equal(answerOf(opened, "dns-time").answer, "no");
});

test("a link of an earlier revision opens on a page whose list has changed", async () => {
  const today = list();
  const then = { ...today, revision: "2017-01-10", revisions: today.revisions.slice(0, 1), sections: [{ id: "before", title: "B", items: ["restored", "way-back", "who-knows", "alarms", "dns", "fax", "logs"].map((id) => ({ id, question: id })) }] };
  assert.deepEqual(questionIds(today, 0), questionIds(then, 0));
  const made = write(write(newAssessment(then, "Acme", stamper()), "answers/dns", { answer: "no" }, stamper()), "answers/way-back", { answer: "yes" }, stamper());
  const opened = await unpackLink(await packLink(then, made, true), today);
  assert.equal(opened.revision, today.revision);
  assert.deepEqual([answerOf(opened, "dns-time").answer, answerOf(opened, "way-back").answer], ["no", "yes"]);
  // And none of a later one, or of other questions.
  await assert.rejects(unpackLink(await packLink(today, write(newAssessment(today, "Acme", stamper()), "answers/watching", { answer: "no" }, stamper())), then), { message: /questions that this page does not know/ });
  await assert.rejects(unpackLink(await packLink(today, full()), { ...today, id: "other" }), { message: /belongs to another checklist/ });
});

test("a link names the assessment that it came from, so that what comes back can be merged", async () => {
  const made = full();
  assert.equal((await unpackLink(await packLink(list(), made), list())).known, made.id);
});

test("whatever an assessment holds, its link brings it", async () => {
  const { below, pick } = chance(11);
  const text = () => Array.from({ length: below(40) }, () => pick(["a", "ü", "語", "\u{1f600}", "\n", "\0", '"', "\\", "\u2028", "\ud800", " ", "<", "__proto__"])).join("");
  const words = list().words;
  const some = (kind) => pick(["", ...Object.keys(words[kind])]);
  const ids = [...questionIds(list(), 1), "fax", "own-1", "own-2"];
  for (let tried = 0; tried < SEEDS / 2; tried += 1) {
    let made = newAssessment(list(), `x${text()}`, stamper());
    for (let i = below(9); i; i -= 1) {
      const value = { answer: some("answer"), confidence: some("confidence"), risk: some("risk"), impact: some("impact"), note: text(), reason: text(), evidence: pick([[], [{ label: text() }, {}, { link: text() }]]) };
      made = write(made, `answers/${pick(ids)}`, Object.fromEntries(Object.entries(value).filter(([, part]) => part.length)), stamper());
      made = write(made, `questions/own-${below(3)}`, { section: "after", question: text() }, stamper());
    }
    const expected = Object.entries(values(made)).map(([key, value]) => [key, key.startsWith("answers/") ? tidy(words.withoutStrayReason(value)) : value]).filter(([, value]) => value);
    assert.deepEqual(values(await unpackLink(await packLink(list(), made, true), list())), Object.fromEntries(expected));
  }
});

test("no bytes whatever crash a page: what is no link is refused with a sentence", async () => {
  const { below } = chance(5);
  const good = (await packLink(list(), full(), true)).split(".")[2];
  for (let tried = 0; tried < SEEDS / 2; tried += 1) {
    const noise = Buffer.from(Array.from({ length: below(90) }, () => below(256))).toString("base64url");
    // The start is right in some, so that what follows is read.
    const text = tried % 3 ? good.slice(0, 8 + below(good.length - 8)) + noise : noise;
    await unpackLink(secondOf(text), list()).then(({ id }) => assert.equal(id, LINK), (error) => {
      assert.equal(error.constructor, Error, error.stack);
      assert.match(error.message, /^[A-Z“][^]*[.?]$/);
    });
  }
  assert.equal({}.polluted, undefined);
});

test("a link may mean no more text than it may hold", async () => {
  const coder = new Coder(new Writer());
  coder.text("a");
  assert.throws(() => coder.text("a".repeat(2 ** 17 - 2)), { message: /more than a link may hold/ });
  // As much, said in no bytes: what a reader makes of nothing but ones is no end of a line.
  assert.throws(() => new Coder(new Reader(new Uint8Array())).text(), { message: /more than a link may hold/ });
});

// Lengths that docs/checklist-data.md promises; benchmarks/share_links.mjs measures more.
const many = (count, value) => {
  const ids = Array.from({ length: count }, (_, i) => `question-about-something-${i}`);
  const long = { ...list(), id: "l", sections: [{ id: "s", title: "S", items: ids.map((id) => ({ id, question: id })) }], revisions: [{ date: list().revision, changes: [] }] };
  return [long, ids.reduce((made, id, i) => write(made, `answers/${id}`, value(i), stamper()), newAssessment(long, "Acme, March", stamper()))];
};

test("260 bare answers, all parts by chance, fit into 600 characters", async () => {
  const { pick } = chance(9);
  const { words } = list();
  const [long, made] = many(260, () => ({ answer: pick(Object.keys(words.answer)), confidence: pick(Object.keys(words.confidence)), risk: pick(Object.keys(words.risk)), impact: pick(Object.keys(words.impact)), reason: "" }));
  const link = await packLink(long, made);
  assert.ok(link.length <= 600, `${link.length}`);
  assert.equal(Object.keys((await unpackLink(link, long)).entries).length, 261);
});

test("what is more than a link is good for is refused before it is packed", async () => {
  const note = "twelve signs ".repeat(400_000);
  const huge = write(newAssessment(list(), "Acme", stamper()), "answers/restored", { note }, stamper());
  await assert.rejects(packLink(list(), huge, true), { message: /more than a link may hold/ });
  assert.match(await packLink(list(), huge, false), /^#share=/);
});

// What programs do to a link on its way, and what it still brings.
const qp = (text) => text.replace(/=/g, "=3D").replace(/(.{70})/g, "$1=\r\n");
const DAMAGE = {
  "whose signs are encoded": (text) => encodeURIComponent(text).replace("%23", "#"),
  "whose signs are encoded twice": (text) => encodeURIComponent(encodeURIComponent(text)).replace("%2523", "#"),
  "with spaces where lines were broken": (text) => text.replace(/(.{60})/g, "$1%20"),
  "with line ends where lines were broken": (text) => text.replace(/(.{60})/g, "$1%0D%0A"),
  "quoted in an answer": (text) => text.replace(/(.{60})/g, "$1%0A%3E%20"),
  "of a mail in quoted-printable": (text) => `#${qp(text.slice(1))}`,
  "with places where it may break": (text) => text.replace(/(.{20})/g, "$1%E2%80%8B"),
  "with soft hyphens": (text) => text.replace(/(.{20})/g, "$1\u00ad"),
  "with dashes of two hyphens": (text) => text.replace(/--/g, "\u2013"),
  "with hyphens of print": (text) => text.replaceAll("-", "\u2011"),
  "at the end of a sentence": (text) => `${text}.`,
  "in brackets": (text) => `${text})`,
  "in angle brackets": (text) => `${text}%3E`,
  "in Markdown": (text) => `${text}](https`,
  "with what SafeLinks adds": (text) => `${text}&data=05%7C02%7C&sdata=a%2Bb%3D&reserved=0`,
  "with a campaign": (text) => `${text}?utm_source=mail`,
  "broken and with a campaign": (text) => `${text.replace(/(.{60})/g, "$1%20")}&fbclid=abc`,
  "with words behind it": (text) => `${text}%20Please%20look`,
};

for (const [name, change] of Object.entries(DAMAGE)) {
  test(`a link ${name} brings what it brought`, async () => {
    const { below } = chance(2);
    for (let tried = 0; tried < SEEDS / 10; tried += 1) {
      const made = write(full(), "answers/dns-time", { note: Array.from({ length: 30 }, () => below(1e6).toString(36)).join(" ") }, stamper());
      const text = await packLink(list(), made, true);
      assert.ok(isLink(change(text)) && isLink(`#car.${change(text).slice(1)}`), "the page knows it for a link");
      assert.deepEqual(values(await unpackLink(change(text), list())), values(await unpackLink(text, list())));
    }
  });
}

test("whatever is done to a link, it brings all that was in it or says that it is damaged", async () => {
  const { below, pick } = chance(13);
  const signs = ["", " ", "%", "%2", "%25", "%00", "\n", "é", "\u2013", "A", "--", "&a=b", ".", "#share=2.", "\u{1f600}", "\ud800"];
  const text = await packLink(list(), full(), true);
  const whole = JSON.stringify(values(await unpackLink(text, list())));
  let refused = 0;
  for (let tried = 0; tried < 4 * SEEDS; tried += 1) {
    let changed = text;
    for (let times = 1 + below(3); times; times -= 1) {
      const at = 7 + below(changed.length - 6);
      changed = pick([
        () => changed.slice(0, at) + pick(signs) + changed.slice(at + below(3)),
        () => changed.slice(0, at),
        () => changed.slice(0, 7) + changed.slice(at),
        () => changed.slice(0, at) + encodeURIComponent(changed.slice(at).toWellFormed?.() ?? ""),
        () => changed.slice(0, at) + changed.slice(at).toLowerCase(),
      ])();
    }
    await unpackLink(changed, list()).then(
      (found) => assert.equal(JSON.stringify(values(found)), whole),
      (error) => {
        refused += 1;
        assert.equal(error.constructor, Error, error.stack);
        assert.match(error.message, /^(This link is damaged or cut off|It was saved by a newer version)/);
      },
    );
  }
  assert.ok(refused > SEEDS && refused < 4 * SEEDS, `${refused}`);
});

test("an address that is encoded again and again takes no time", async () => {
  await assert.rejects(unpackLink(`${LINK}2.x.%${"25".repeat(50_000)}`, list()), /damaged/);
});
