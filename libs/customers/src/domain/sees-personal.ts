/** May this actor see how to reach a customer? Whoever may not, may not search by it either. */
export const seesPersonal = (actor: { kind: string; permissions: ReadonlySet<string> }): boolean =>
  actor.kind === 'system' || actor.permissions.has('customer:read-personal');
