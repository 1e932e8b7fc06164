export * from './length';
export * from './login';
export * from './opaque-text';
export * from './protocol-error';
export * from './sentence-encoder';
export * from './sentence-parser';
export * from './text';
