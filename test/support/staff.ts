import { type INestApplicationContext } from '@nestjs/common';
import { uuidv7 } from '@app/core';
import { type BuiltInRoleKey, StaffTokens, UsersService } from '@app/iam';

export interface Staff {
  id: string;
  email: string;
  token: string;
  /** Headers of a request that this user makes. */
  headers: { authorization: string };
}

/** A user with this role, of these sites (`all` by default), with an access token at hand. */
export async function createStaff(
  app: INestApplicationContext,
  role: BuiltInRoleKey,
  siteIds: readonly string[] | 'all' = 'all',
): Promise<Staff> {
  const email = `${role}-${uuidv7()}@test.invalid`;
  const scope = siteIds === 'all' ? { allSites: true } : { siteIds };
  const { id } = await app.get(UsersService, { strict: false }).create({ email, name: role, role, ...scope });
  const token = await app.get(StaffTokens, { strict: false }).issueFor(id, 'test');
  return { id, email, token, headers: { authorization: `Bearer ${token}` } };
}
