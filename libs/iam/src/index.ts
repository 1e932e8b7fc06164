export { Site } from './entities/site.entity';
export * from './iam-http.module';
export * from './iam.errors';
export * from './iam.module';
export * from './iam.permissions';
export * from './services/sites.service';
export * from './sites.module';
