// Every package that runs in production has a licence that scripts/licences/policy.mjs allows.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { productionPackages } from '../licences/packages.mjs';
import { ALLOWED, EXCEPTIONS } from '../licences/policy.mjs';

/** Problems, one text each; none means ok. Works without a network: the lock file, and what is installed. */
export function checkLicences(root, { allowed = ALLOWED, exceptions = EXCEPTIONS } = {}) {
  const packages = productionPackages(root);
  if (packages.length === 0) return ['package-lock.json names no package for production: it was read wrongly.'];
  const used = new Set();
  const problems = packages.flatMap((one) => {
    const { name, version, folder, licence } = one;
    const exception = Object.hasOwn(exceptions, name) ? exceptions[name] : undefined;
    if (exception !== undefined && exception.licence === licence) {
      used.add(name);
      return [];
    }
    const said = [...new Set([licence, installedLicence(root, folder, licence)])];
    return said
      .filter((license) => license === null || !allowed.includes(license))
      .map(
        (license) =>
          `${name}@${version} is under ${license ?? 'no licence that it names'}: allow that in scripts/licences/policy.mjs, with its reason, or do without the package.`,
      );
  });
  const stale = Object.keys(exceptions).filter((name) => !used.has(name));
  return [
    ...problems,
    ...stale.map((name) => `scripts/licences/policy.mjs excepts ${name}, which needs none: remove it.`),
  ];
}

/** The package's own word where it is installed; packages for other platforms are not. */
function installedLicence(root, folder, otherwise) {
  try {
    const { license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    return typeof license === 'string' ? license : otherwise;
  } catch (error) {
    if (error.code === 'ENOENT') return otherwise;
    throw error;
  }
}
