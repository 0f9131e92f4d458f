// The Markdown of a report of hostile and ordinary text, with what has to be in it: for tests/checklists/test_report_markdown.py.
import { list, load } from "./help.mjs";

const { addressOf, markdown, newAssessment, report, stamper, write } = await load();
const { texts, links } = JSON.parse(process.argv[2]);
const stamp = stamper();
let made = write(newAssessment(list(), texts[0], stamp), "scope", texts.join("\n"), stamp);
[...texts, ...links].forEach((text, i) => {
  made = write(made, `questions/own-${i}`, { section: "after", question: text }, stamp);
  made = write(made, `answers/own-${i}`, { answer: "no", risk: "high", note: `Before ${text} after\n${text}`, evidence: [{ label: text, link: text }], action: { what: text, owner: text } }, stamp);
});
const blocks = report(list(), made);
console.log(JSON.stringify({ markdown: markdown(blocks), blocks, addresses: links.map(addressOf) }));
