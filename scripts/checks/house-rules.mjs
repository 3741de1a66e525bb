// Rules of docs/architecture.md that neither the compiler nor the linter knows.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

const SPECS = /(\.(spec|fixture)\.ts$|^libs\/testing\/|^(apps|libs)\/[^/]+\/test\/|^test\/|^[^/]+\.config\.ts$)/;

/** The programs: what `node dist/apps/…/main.js` starts. */
const MAIN = /^apps\/[^/]+\/src\/(.+\/)?main\.ts$/;
/** Where the machine's own time is meant, whatever business time says; each place says why. */
const WALL_CLOCK = [
  /^libs\/queues\/src\/job-schedule\.ts$/,
  /^libs\/payments\/src\/outbox\/webhook-(sender|signature)\.ts$/,
  // A merchant's machine holds messages against its own clock, unless told another.
  /^packages\/client\/src\/verify-event\.ts$/,
];

const RULES = [
  {
    // The environment is read once, at the edge; an app is built from a config.
    finds: (node) => isMember(node, 'process', 'env'),
    allowed: [SPECS, /^libs\/platform\/src\/config\//, /^libs\/platform\/src\/lifecycle\/run-app\.ts$/, MAIN],
    message: 'process.env is read only by libs/platform/src/config and a main.ts: take the value from the config',
  },
  {
    // Time is an argument: a test, the sandbox and the standalone product set it.
    finds: (node) => isCall(node, 'Date', 'now') || isEmptyNewDate(node),
    allowed: [SPECS, /^libs\/platform\/src\/clock\//, ...WALL_CLOCK],
    message: 'the time comes from an injected Clock (performance.now() measures durations)',
  },
  {
    // Only the program at the edge decides that the process ends.
    finds: (node) => isCall(node, 'process', 'exit'),
    allowed: [SPECS, /^libs\/platform\/src\/lifecycle\//, MAIN],
    message: 'only a main.ts ends the process: throw, or return an exit code',
  },
];

const SILENCERS = /(eslint|oxlint)-disable|@ts-(ignore|expect-error|nocheck)|prettier-ignore|\b(TODO|FIXME|XXX)\b/;

/** Every place that breaks a rule, as `path:line: what to do`. */
export function checkHouseRules(root) {
  return ['apps', 'libs', 'packages', 'test']
    .flatMap((folder) => listSources(join(root, folder)))
    .flatMap((file) => {
      const path = relative(root, file).replaceAll('\\', '/');
      return problemsOf(path, readFileSync(file, 'utf8'));
    });
}

function problemsOf(path, text) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
  const problems = [];
  const report = (position, message) => {
    problems.push(`${path}:${source.getLineAndCharacterOfPosition(position).line + 1}: ${message}`);
  };
  const visit = (node) => {
    for (const rule of RULES) {
      if (rule.finds(node) && !rule.allowed.some((pattern) => pattern.test(path)))
        report(node.getStart(source), rule.message);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  const silencer = SILENCERS.exec(text);
  if (silencer !== null) report(silencer.index, `${silencer[0]}: mend the cause instead of silencing it`);
  return problems;
}

function isMember(node, object, member) {
  const isProperty = ts.isPropertyAccessExpression(node) && node.name.text === member;
  return isProperty && ts.isIdentifier(node.expression) && node.expression.text === object;
}

function isCall(node, object, member) {
  return ts.isCallExpression(node) && isMember(node.expression, object, member);
}

function isEmptyNewDate(node) {
  const isDate = ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'Date';
  return isDate && (node.arguments?.length ?? 0) === 0;
}

function listSources(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}
