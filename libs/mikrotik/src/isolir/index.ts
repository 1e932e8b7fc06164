export * from './isolir-infrastructure';
export * from './isolir.config';
export * from './isolir.errors';
export { type IsolirCheck, type IsolirInstall, IsolirService } from './isolir.service';
export * from './router-isolir-http.module';
