export * from './domain/voucher-state';
export * from './vouchers-http.module';
export * from './vouchers-worker.module';
export * from './vouchers.module';
export * from './vouchers.errors';
export * from './vouchers.permissions';
