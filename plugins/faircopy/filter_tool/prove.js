// Run by Node when a site is built: what the matcher, which stands before this, makes of the samples of a post.
"use strict";

function tried({lines, jails}, data) {
  const matcher = FilterTool.createMatcher(data, {names: true});
  const matches = [], undated = [];
  lines.forEach((line, index) => {
    if (!line.trim()) return;
    const {kind, address, dated} = matcher.match(line);
    if (kind === "matched") matches.push([index + 1, address ?? ""]);
    if (!dated && data.dates.length) undated.push(index + 1);
  });
  return {matches, undated, jails: Object.fromEntries(jails.map((jail) => [jail.name, watched(lines, jail, data)]))};
}

function watched(lines, jail, data) {
  const matcher = FilterTool.createMatcher(data, {names: jail.usedns === "raw"}), failures = new FilterTool.FailureList();
  lines = lines.slice(0, lines.at(-1) === "" ? -1 : undefined);
  matcher.begin(lines);
  lines.forEach((line, index) => {
    const result = matcher.match(line);
    if (result.kind === "matched") failures.add(index + 1, result);
  });
  const {bans, near} = FilterTool.replay(failures, jail);
  return {
    bans: bans.map(({address, at, until, lines: led}) => [led.at(-1), address, at, until === null ? null : until - at]),
    near: near.map(({address, failures: number, lines: led}) => [address, number, led.at(-1)]),
  };
}

const {data, samples} = JSON.parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(samples.map((sample) => tried(sample, data))));
