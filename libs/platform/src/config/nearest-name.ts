import { findVariable, variables } from './variables.js';

const OUR_PREFIX = /^(CHASQUI|PAGOEFECTIVO)_/;
/** Kubernetes gives every pod such variables for a service called chasqui or pagoefectivo. */
const SERVICE_LINK = /_(SERVICE_(HOST|PORT)(_\w+)?|PORT(_\d+_(TCP|UDP)(_\w+)?)?)$/;

/** Switches of our own test and build scripts. */
const FOR_SCRIPTS = /^CHASQUI_(TEST|REQUIRE)_/;

/** One sentence per variable that was probably meant to be one of ours. */
export function warnOfUnknownNames(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(env).flatMap(([name, value]) => {
    if (value === undefined || value.trim() === '' || findVariable(name) !== undefined) return [];
    if (SERVICE_LINK.test(name) || FOR_SCRIPTS.test(name)) return [];
    const nearest = nearestVariable(name);
    // Names without our prefix may belong to anybody; only a slip of one or two letters in a long name is ours.
    const ours = OUR_PREFIX.test(name) || (name.length >= 10 && nearest.distance <= 2);
    return ours ? [`${name} is not a variable of Chasqui and is ignored; did you mean ${nearest.name}?`] : [];
  });
}

function nearestVariable(name: string): { name: string; distance: number } {
  return variables
    .map((variable) => ({ name: variable.name as string, distance: editDistance(name, variable.name) }))
    .reduce((best, candidate) => (candidate.distance < best.distance ? candidate : best));
}

/** Levenshtein: how many letters must be put in, taken out or changed to make one text of the other. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [row, letter] of [...from].entries()) {
    const current = [row + 1];
    for (const [column, target] of [...to].entries()) {
      const substituted = (previous[column] ?? 0) + (letter === target ? 0 : 1);
      current.push(Math.min(substituted, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}
