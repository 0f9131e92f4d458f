import assert from "node:assert/strict";
import { after, test } from "node:test";
import { list, load } from "./help.mjs";

const { answerText, language, n, newAssessment, parseJson, report, speak, stamper, t, write } = await load();

after(() => speak());

test("what nobody has translated is English, with its values in their places", () => {
  speak();
  assert.equal(t("%(a)s of %(b)s, %(a)s", { a: 1, b: "%(a)s" }), "1 of %(a)s, 1");
  assert.deepEqual([0, 1, 2].map((num) => n(num, "%(num)s action.", "%(num)s actions.")), ["0 actions.", "1 action.", "2 actions."]);
  assert.equal(language(), "en");
});

test("sentences are those of the page, and a number has the form that its language wants", () => {
  const forms = { one: "eine", few: "%(num)s wenige", many: "%(num)s viele", other: "%(num)s" };
  speak(JSON.stringify({ Answer: "Antwort", "%(num)s answers": forms }), "pl");
  assert.equal(t("Answer"), "Antwort");
  assert.equal(t("constructor"), "constructor");
  assert.deepEqual([1, 3, 5].map((num) => n(num, "%(num)s answer", "%(num)s answers")), ["eine", "3 wenige", "5 viele"]);
  assert.equal(language(), "pl");
});

test("a report and a refusal are in the language of the page, and what was typed stays", () => {
  speak(JSON.stringify({ Note: "Notiz", "Not answered": "Nicht beantwortet", "It is empty.": "Sie ist leer." }), "de");
  const [{ items }] = list().sections;
  const note = { answer: "yes", note: "Note" };
  const assessment = write(newAssessment(list(), "Note", stamper()), `answers/${items[0].id}`, note, stamper());
  const text = JSON.stringify(report(list(), assessment));
  assert.match(text, /\["Notiz","Note"\]/);
  assert.equal(answerText(list().words, null), "Nicht beantwortet");
  assert.throws(() => parseJson(""), /^Error: Sie ist leer\.$/);
});
