/**
 * The boundaries of docs/architecture.md, checked by `npm run check`. test/boundaries.spec.ts breaks each rule on
 * purpose and expects it to be reported. Specs, and the fixtures beside them or in a folder
 * `test`, may use the testing library.
 *
 * @type {import('dependency-cruiser').IConfiguration}
 */
const SPEC = '\\.(spec|fixture)\\.ts$|^(apps|libs)/[^/]+/test/';

module.exports = {
  forbidden: [
    {
      name: 'apps-not-to-apps',
      comment: 'An app is deployed alone. Only standalone puts them together.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: '^apps/standalone/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'libs-not-to-apps',
      comment: 'What is shared knows nobody who shares it.',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'libs-not-to-libs',
      comment:
        'A library says what it needs as a small port of its own; apps bind the two. Specs may use #testing. Diagnosis looks at all of them, and no library looks at it.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/', pathNot: '^libs/(testing|diagnosis)/' },
      to: { path: '^libs/', pathNot: ['^libs/$1/', '^libs/testing/'] },
    },
    {
      name: 'testing-only-from-specs',
      comment: 'The testing library is not part of what runs.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: ['^libs/testing/', SPEC] },
      to: { path: '^libs/testing/' },
    },
    {
      name: 'lib-only-through-index',
      comment: 'A library is entered through its index: import from #payments, #platform …',
      severity: 'error',
      from: { path: '^(apps|test|scripts)/' },
      to: { path: '^libs/', pathNot: '^libs/[^/]+/src/index\\.ts$' },
    },
    {
      name: 'lib-only-through-index',
      comment: 'A library is entered through its index: import from #testing.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/', pathNot: ['^libs/$1/', '^libs/[^/]+/src/index\\.ts$'] },
    },
    {
      name: 'domain-imports-nothing',
      comment: 'Rules are pure functions over plain data: no framework, no Node, no neighbour.',
      severity: 'error',
      from: { path: '^libs/payments/src/domain/', pathNot: SPEC },
      to: { pathNot: '^libs/payments/src/domain/' },
    },
    {
      name: 'pagoefectivo-knows-no-framework',
      comment: 'The gateway client can be lifted out and used by anybody.',
      severity: 'error',
      from: { path: '^libs/pagoefectivo/' },
      to: { path: '(^|node_modules/)(@nestjs/|@fastify/|(typeorm|bullmq|pg|@types/pg|ioredis|fastify)(/|$))' },
    },
    {
      name: 'product-not-to-packages',
      comment:
        'Packages and examples are written for others, against the API. Only standalone runs the example storefront.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '^apps/standalone/' },
      to: { path: '^(packages|examples)/' },
    },
    {
      name: 'product-not-to-packages',
      comment: 'Of packages and examples standalone runs the storefront alone.',
      severity: 'error',
      from: { path: '^apps/standalone/' },
      to: { path: '^(packages|examples)/', pathNot: '^examples/storefront/' },
    },
    {
      name: 'packages-stand-alone',
      comment: 'A package is published: it imports nothing of this repository, and the client no other package either.',
      severity: 'error',
      from: { path: '^packages/([^/]+)/', pathNot: SPEC },
      to: { path: '.', pathNot: '^packages/$1/', dependencyTypesNot: ['core', 'type-only'] },
    },
    {
      name: 'packages-stand-alone',
      comment: 'Specs of a package need test tools, and nothing else of this repository.',
      severity: 'error',
      from: { path: '^packages/([^/]+)/' },
      to: { path: '^(apps|libs|test|scripts|examples)/|^packages/(?!$1/)' },
    },
    {
      name: 'package-only-through-index',
      comment: 'What is not exported is not promised.',
      severity: 'error',
      from: { path: '^(apps|libs|test|examples)/' },
      to: { path: '^packages/', pathNot: '^packages/[^/]+/(src/index\\.ts|dist/index\\.(js|d\\.ts))$' },
    },
    {
      name: 'examples-can-be-copied',
      comment: 'An example works in a folder of its own: with the client and Node, and nothing of this repository.',
      severity: 'error',
      from: { path: '^examples/([^/]+)/', pathNot: SPEC },
      to: { path: '^(apps|libs|test|scripts)/|^examples/(?!$1/)' },
    },
    {
      name: 'no-circular',
      comment: 'Two files that need each other are one, or need a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'not-to-dev-dep-from-src',
      comment: 'What runs must find its packages after npm ci --omit=dev.',
      severity: 'error',
      from: { path: '^(apps|libs)/[^/]+/src/', pathNot: ['^libs/testing/', SPEC] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '^node_modules/@types/' },
    },
    {
      name: 'only-listed-packages',
      comment: 'A package that stands in package.json only through another one leaves with that other one.',
      severity: 'error',
      from: { path: '^(apps|libs|test)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that leads nowhere is a boundary nobody checked.',
      severity: 'error',
      from: { path: '^(apps|libs|packages|examples|test)/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|coverage)/' },
    // Types are dependencies too: a boundary crossed by a type is crossed.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      // `ts-source` leads #payments to libs/payments/src/index.ts, as vitest has it; see "imports" in package.json.
      conditionNames: ['ts-source', 'import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
