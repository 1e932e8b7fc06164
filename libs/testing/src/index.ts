export * from './database/template';
export * from './database/test-database';
export * from './module/test-module';
