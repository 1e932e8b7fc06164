import js from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const clockAndChance = [
  { object: 'Date', property: 'now', message: 'Inject Clock (@app/core).' },
  { object: 'Math', property: 'random', message: 'Use node:crypto, or a seeded generator in tests.' },
  { object: 'process', property: 'env', message: 'Only platform/config reads the environment.' },
];

/** Packages that one folder owns (ARCHITECTURE.md, who may import whom, rule 5). */
const owned = ['ioredis', 'bullmq', 'routeros-client', 'luxon', '@node-rs/argon2', 'prom-client', 'cockatiel'];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.data/', 'coverage/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: `${import.meta.dirname}/..` } },
    rules: {
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 12],
      'max-params': ['error', 4],
      'no-console': 'error',
      'no-restricted-properties': ['error', ...clockAndChance],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Inject Clock (@app/core).' },
        { selector: "Identifier[name='forwardRef']", message: 'Upstream reaches downstream by events.' },
        { selector: "CallExpression[callee.name='parseFloat']", message: 'Money and counters are never floats.' },
      ],
      'no-restricted-imports': [
        'error',
        { paths: owned.map((name) => ({ name, message: 'Go through the folder that owns it.' })) },
      ],
      '@typescript-eslint/explicit-function-return-type': [
        'error',
        { allowExpressions: true, allowTypedFunctionExpressions: true },
      ],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off', // why: Nest modules and options are plain objects by design
      '@typescript-eslint/no-inferrable-types': 'off', // why: decorators need the written type (design:type)
      '@typescript-eslint/parameter-properties': 'off',
    },
  },
  {
    // constructors of Nest classes: dependencies count as parameters
    files: [
      'libs/*/src/**/*.{service,controller,repository,handler,job,module}.ts',
      'libs/*/src/**/*.ts',
      'apps/*/src/**/*.ts',
    ],
    rules: { 'max-params': ['error', 8] },
  },
  {
    files: ['libs/core/src/{time,ids}/**/*.ts'],
    rules: { 'no-restricted-properties': 'off', 'no-restricted-syntax': 'off' },
  },
  { files: ['libs/core/src/time/**/*.ts'], rules: { 'no-restricted-imports': 'off' } },
  { files: ['libs/platform/src/clock/**/*.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['libs/platform/src/config/**/*.ts', 'libs/testing/**/*.ts'], rules: { 'no-restricted-properties': 'off' } },
  {
    files: [
      'libs/platform/src/{queue,cache,http,metrics,health,scheduler,outbox}/**/*.ts',
      'libs/mikrotik/src/{transport,pool,metrics}/**/*.ts',
      'libs/iam/src/crypto/**/*.ts',
      'libs/testing/**/*.ts',
    ],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    files: ['**/*.spec.ts', '**/*-spec.ts', 'test/**/*.ts', 'libs/testing/**/*.ts'],
    languageOptions: { globals: globals.jest },
    rules: {
      'max-lines-per-function': 'off',
      'no-restricted-properties': 'off',
      'no-restricted-syntax': 'off',
      'no-restricted-imports': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/explicit-function-return-type': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  { files: ['libs/platform/src/database/migrations/*.ts'], rules: { 'max-lines-per-function': 'off' } },
  { files: ['apps/simulator/**/*.ts'], rules: { 'no-restricted-properties': 'off', 'no-restricted-syntax': 'off' } },
  { files: ['**/*.mjs', '**/*.cjs'], languageOptions: { globals: globals.node } },
);
