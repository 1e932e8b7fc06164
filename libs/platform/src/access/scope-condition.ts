import { bindParameters, type Condition } from '../database/keyset-list';

/** A limit of the running actor as SQL: an element of a list's conditions, or part of a statement. */
export class ScopeCondition implements Condition {
  private constructor(
    readonly sql: string,
    readonly parameters: readonly unknown[],
  ) {}

  /** Every one of the parts, each written with `$?` for its parameters; true when there are none. */
  static all(parts: readonly Condition[]): ScopeCondition {
    if (parts.length === 0) return new ScopeCondition('true', []);
    const sql = parts.map((part) => part.sql).join(' and ');
    return new ScopeCondition(
      parts.length === 1 ? sql : `(${sql})`,
      parts.flatMap((part) => part.parameters),
    );
  }

  static readonly NOTHING = new ScopeCondition('false', []);

  /**
   * The condition inside a statement of your own: its parameters go to the end of `parameters`, and the SQL is numbered to
   * match.
   *
   * @example const parameters: unknown[] = [id];
   *          const sql = `select … where p.id = $1 and ${scope.into(parameters)}`;
   *          return database.queryOne(sql, parameters);
   */
  into(parameters: unknown[]): string {
    return bindParameters(this, parameters);
  }
}
