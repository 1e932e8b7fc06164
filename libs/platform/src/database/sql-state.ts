/** Did PostgreSQL refuse because something still refers to the row, or the row to something that is not there? */
export const isForeignKeyViolation = (error: unknown): boolean => sqlStateOf(error) === '23503';

/** SQLSTATE of an error of the driver, however TypeORM wrapped it. */
export function sqlStateOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, driverError } = error as { code?: unknown; driverError?: { code?: unknown } };
  const state = driverError?.code ?? code;
  return typeof state === 'string' ? state : undefined;
}
