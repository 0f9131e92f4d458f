// How long links are: node benchmarks/share_links.mjs [CHECKLIST.JSON|- [NOTES.TXT]]
// The first is a list's own data, as its page offers it; without one, or with "-", 260 made-up questions. The second has a note a line.
import { readFileSync } from "node:fs";
import { register } from "node:module";

// The modules stand in no package of Node, which would take them for the older kind.
register(`data:text/javascript,export const load = (url, context, next) => next(url, { ...context, ...(url.endsWith(".js") && { format: "module" }) });`);

const modules = new URL("../plugins/faircopy/checklists/web/static/", import.meta.url);
const load = (name) => import(new URL(`${name}.js`, modules));
const [{ newAssessment, stamper, write }, { listOf }, { packLink, unpackLink }] = await Promise.all(["assessment", "list", "link"].map(load));
const answers = readFileSync(new URL("../plugins/faircopy/checklists/answers.json", import.meta.url), "utf8");

const NOTES = `The CTO said they restore a backup every quarter, but nobody could find the log.
Only two engineers have access to production, both share one root password still
They use GitHub Actions for builds; deploys are manual and take about 40 minutes
No written disaster recovery plan. Last outage in May took six hours to resolve.
Contracts with freelancers lack an assignment of rights for code before 2022-06.
Penetration test from 2023 seen, three medium findings are open, no due date set
Database is a single Postgres instance on RDS without a replica; fine for now...
Monitoring is Datadog, alerts go to a Slack channel that nobody watches at night
Founder wrote most of the billing code himself and there are no tests around it.
Licence scan shows two GPL components in the mobile app, legal has been informed
GDPR: processor agreements exist for all vendors except the email newsletter one
Secrets are kept in environment files on the server, rotation has never happened
Load test reached 300 requests per second before the queue started to back up...
Staging does not match production: other Postgres version and no Redis cluster..
Onboarding document is good, a new developer can run everything within half day.
Test coverage is 61 % on the backend and nearly zero in the React front end code
The data model is clean, though tenant separation is done in application code...
Ask Priya for the invoice from AWS for the last three months, she promised them.
Technical debt list exists in Jira with 140 tickets, oldest one is four years old
Two key people left last year, hand-over notes are thin. Consider retention plan.
SOC 2 type 1 report seen, type 2 audit period runs until the end of this October
They could not show who approved the last firewall change, so process is unclear
Single sign-on only for Google Workspace, other tools have local accounts + MFA..
Scaling plan depends on moving to Kubernetes next year; no budget has been agreed
API is versioned, but version 1 is still used by the largest customer until June.
Open-source policy is missing; developers decide by themselves which library to add
Backups are encrypted with a key which sits on the same machine as the backups...
Product manager says the roadmap is agreed by sales, the engineers disagree loudly
Incident reviews are written and shared with all staff, best practice seen so far
Mobile releases every two weeks, hotfix takes about a day because of store review
Dependency updates come from Renovate, most merged within a week; good discipline
Vendor lock-in: DynamoDB and Lambda everywhere, would cost a year to move away...
Customer support reads from the production database with a personal admin account
The AI features call OpenAI directly and send names of clients without redaction.
No staging for the mobile back end, changes are tested by two beta customers only
Uptime last 12 months 99.92 % according to their status page, matches the SLA sold
Code review is mandatory, but about a fifth of the merges were approved by author
Insurance covers cyber incidents up to 1 million; policy document not yet received
Architecture diagram is from 2021 and leaves out the new payment service entirely
There is one QA person, who will be on parental leave from February. No deputy yet
Logs are kept 14 days only and contain full card holder names in one debug message
Hosting costs doubled in a year while users grew 30 %, nobody has looked into this
The patent application mentioned in the deck was withdrawn in 2022, see the letter
Feature flags help them release, but 70 stale flags make the code hard to follow..
Password hashing uses bcrypt cost 10. Fine. Rate limit on the login page is absent
They track time per customer; margin on custom work is negative for three of eight
Domain names are registered in the name of the founder privately, must transfer it
No accessibility review was ever done, public sector tender will require WCAG 2.2.
Terraform describes about 80 % of the infrastructure, the rest was clicked by hand
Vulnerability disclosure page exists since March, two reports handled in a day each`;

// The same numbers in each run (mulberry32).
let state = 1;
function chance() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}
const pick = (values) => values[Math.floor(chance() * values.length)];
const rather = (likely) => (chance() < 0.6 ? likely : null);

const invented = () => {
  const items = Array.from({ length: 260 }, (_, i) => ({ id: `question-about-something-${i}`, question: `Question ${i}?` }));
  return JSON.stringify({ ...JSON.parse(answers), id: "invented", title: "Invented", revision: "2026-11-22", revisions: [{ date: "2026-11-22", changes: [] }], sections: [{ id: "s", title: "S", items }] });
};
const [, , file, notesFile] = process.argv;
const list = listOf(file && file !== "-" ? readFileSync(file, "utf8") : invented());
const ids = list.sections.flatMap(({ items }) => items.map(({ id }) => id));
const notes = (notesFile ? readFileSync(notesFile, "utf8") : NOTES).trimEnd().split("\n");
const words = Object.fromEntries(["answer", "confidence", "risk", "impact"].map((part) => [part, Object.keys(list.words[part])]));
const [first] = words.answer;

const CASES = {
  "all answers, by chance": (i) => ({ answer: pick(words.answer) }),
  "all answers, most the same": () => ({ answer: rather(first) ?? pick(words.answer) }),
  "all answers with all parts, by chance": () => Object.fromEntries(Object.entries(words).map(([part, some]) => [part, pick(some)])),
  "all answers, most the same, some with parts": () => ({ answer: rather(first) ?? pick(words.answer), ...(chance() < 0.3 && { risk: pick(words.risk), confidence: pick(words.confidence) }) }),
  [`${notes.length} answers with a note each`]: (i) => i < notes.length && { answer: pick(words.answer), note: notes[i] },
  "all answers, and those notes": (i) => ({ answer: rather(first) ?? pick(words.answer), ...(i < notes.length && { note: notes[i] }) }),
};
console.log(`${list.id}: ${ids.length} questions; ${notes.length} notes of ${Math.round(notes.join("").length / notes.length)} characters`);
for (const [name, value] of Object.entries(CASES)) {
  const stamp = stamper("a");
  const made = ids.reduce((each, id, i) => (value(i) ? write(each, `answers/${id}`, value(i), stamp) : each), newAssessment(list, "Acme, March", stamp));
  const start = process.cpuUsage();
  const link = await packLink(list, made, true);
  const used = process.cpuUsage(start).user / 1000;
  const back = await unpackLink(link, list);
  if (Object.keys(back.entries).length !== Object.keys(made.entries).length) throw new Error("The link brings something else.");
  console.log(`${String(link.length).padStart(6)} characters, ${used.toFixed(0).padStart(4)} ms of processor  ${name}`);
}
