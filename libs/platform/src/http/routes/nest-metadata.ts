/**
 * Keys under which Nest's decorators note themselves on controllers and handlers. Nest keeps them in a file that is not
 * part of its public door, so they stand here; `problems.e2e-spec.ts` and the start of every application would show a change.
 */
export const PATH_METADATA = 'path';
export const METHOD_METADATA = 'method';
export const VERSION_METADATA = '__version__';
export const ROUTE_ARGUMENTS = '__routeArguments__';
/** Kind of an argument that reads the query: `@Query()`. */
export const QUERY_ARGUMENT = '4:';
/** Kind of an argument that reads the body: `@Body()`. */
export const BODY_ARGUMENT = '3:';
