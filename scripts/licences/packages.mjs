// What the lock file says is installed for production, the same on every platform.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * `[{ folder, name, version, licence, integrity, optional, needs }]`, by name and version; the same one in several
 * folders once. `needs` are the `name@version` that it finds from its folder.
 */
export function productionPackages(root) {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const found = new Map();
  for (const [folder, entry] of Object.entries(packages).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    // Links and folders outside of node_modules are the workspaces: our own.
    if (!folder.includes('node_modules/') || entry.link === true || entry.dev === true) continue;
    const one = describe(packages, folder);
    const known = found.get(keyOf(one));
    if (known === undefined) found.set(keyOf(one), one);
    else known.needs = [...new Set([...known.needs, ...one.needs])].sort();
  }
  return [...found.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

export function keyOf({ name, version }) {
  return `${name}@${version}`;
}

function describe(packages, folder) {
  const entry = packages[folder];
  return {
    folder,
    name: nameOf(folder, entry),
    version: entry.version,
    licence: typeof entry.license === 'string' && entry.license !== '' ? entry.license : null,
    integrity: entry.integrity ?? null,
    optional: entry.optional === true,
    needs: needsOf(packages, folder),
  };
}

/** As Node looks for them: beside the package, then in every node_modules above. */
function needsOf(packages, folder) {
  const { dependencies = {}, optionalDependencies = {}, peerDependencies = {} } = packages[folder];
  const names = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
  const places = names.flatMap((name) => placeOf(packages, folder, name) ?? []);
  const kept = places.filter((place) => packages[place].dev !== true && packages[place].link !== true);
  return kept.map((place) => `${nameOf(place, packages[place])}@${packages[place].version}`).sort();
}

function placeOf(packages, folder, name) {
  const parts = folder.split('/node_modules/');
  for (let depth = parts.length; depth > 0; depth -= 1) {
    const place = `${parts.slice(0, depth).join('/node_modules/')}/node_modules/${name}`;
    if (packages[place] !== undefined) return place;
  }
  const top = `node_modules/${name}`;
  return packages[top] === undefined ? undefined : top;
}

function nameOf(folder, entry) {
  return entry.name ?? folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
}
