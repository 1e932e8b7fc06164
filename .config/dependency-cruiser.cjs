/* Who may import whom: ARCHITECTURE of the product, docs/adr/0002-layout.md. test/architecture proves that it bites. */
const lib = (name) => `^libs/${name}/`;

/** What a lib may import besides itself. Apps may import any lib; `testing` is for tests only. */
const allowed = {
  core: [],
  platform: ['core'],
  iam: ['core', 'platform'],
  mikrotik: ['core', 'platform'],
  customers: ['core', 'platform', 'iam'],
  billing: ['core', 'platform', 'iam', 'customers'],
  payments: ['core', 'platform', 'iam', 'customers', 'billing'],
  pppoe: ['core', 'platform', 'iam', 'customers', 'billing', 'mikrotik'],
  vouchers: ['core', 'platform', 'iam', 'customers', 'billing', 'payments', 'mikrotik'],
};

const tests = '(\\.spec|-spec)\\.ts$';

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    ...Object.entries(allowed).map(([name, others]) => ({
      name: `${name}-imports-only-${others.join('-') || 'nothing'}`,
      severity: 'error',
      from: { path: lib(name), pathNot: tests },
      to: { path: '^(libs|apps|test)/', pathNot: [name, ...others].map(lib) },
    })),
    {
      name: 'only-through-the-door',
      comment: 'From lib to lib only through src/index.ts.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/[^/]+/src/.+', pathNot: ['^libs/$1/', '^libs/[^/]+/src/index\\.ts$'] },
    },
    {
      name: 'apps-only-through-the-door',
      severity: 'error',
      from: { path: '^(apps|test)/' },
      to: { path: '^libs/[^/]+/src/.+', pathNot: ['^libs/[^/]+/src/index\\.ts$'] },
    },
    {
      name: 'testing-only-in-tests',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: [tests, lib('testing')] },
      to: { path: lib('testing') },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      from: { path: '^libs/[^/]+/src/domain/', pathNot: tests },
      to: { pathNot: ['^libs/[^/]+/src/domain/', lib('core')] },
    },
    {
      name: 'layers-point-down',
      comment: 'http, jobs, handlers → services → repositories → entities',
      severity: 'error',
      from: { path: '^libs/[^/]+/src/(services|repositories|entities)/', pathNot: tests },
      to: { path: '^libs/[^/]+/src/(http|jobs|handlers)/' },
    },
    {
      name: 'repositories-know-no-service',
      severity: 'error',
      from: { path: '^libs/[^/]+/src/(repositories|entities)/', pathNot: tests },
      to: { path: '^libs/[^/]+/src/services/' },
    },
    {
      name: 'core-is-pure',
      severity: 'error',
      from: { path: lib('core'), pathNot: tests },
      to: { pathNot: [lib('core'), 'node_modules/(luxon|@types/luxon)', '^(node:)?crypto$'] },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
  },
};
