export * from './database/template';
export * from './database/test-database';
