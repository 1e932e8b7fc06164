/* One Jest project per suffix: the name of a test file decides the suite that it belongs to. */
const path = require('node:path');

const rootDir = path.resolve(__dirname, '..');

const base = {
  rootDir,
  testEnvironment: 'node',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  transform: { '^.+\\.(t|j)s$': ['@swc/jest'] },
  transformIgnorePatterns: ['/node_modules/(?!(content-disposition|glob)/)'],
  moduleNameMapper: { '^@app/([^/]+)$': '<rootDir>/libs/$1/src' },
  setupFiles: ['<rootDir>/libs/testing/src/jest/setup.ts'],
};

module.exports = {
  rootDir,
  testTimeout: 30_000, // of every suite: Jest ignores it inside a project
  projects: [
    { ...base, displayName: 'unit', testRegex: '\\.spec\\.ts$' },
    { ...base, displayName: 'arch', testRegex: '\\.arch-spec\\.ts$' },
    // From here on with PostgreSQL: every file clones its own database from one migrated template.
    { ...base, displayName: 'int', testRegex: '\\.int-spec\\.ts$' },
    // Touches queues, cache, locks or rate limits: runs on PostgreSQL alone and once more on a real Redis.
    { ...base, displayName: 'store', testRegex: '\\.store-spec\\.ts$' },
    { ...base, displayName: 'e2e', testRegex: '\\.e2e-spec\\.ts$' },
    { ...base, displayName: 'contract', testRegex: '\\.contract-spec\\.ts$' },
    { ...base, displayName: 'scenarios', testRegex: '\\.scenario-spec\\.ts$' },
    { ...base, displayName: 'faults', testRegex: '\\.fault-spec\\.ts$' },
  ],
};
