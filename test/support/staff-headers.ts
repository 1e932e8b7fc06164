import { type INestApplicationContext } from '@nestjs/common';
import { uuidv7 } from '@app/core';
import { StaffTokens } from '@app/iam';
import { Database } from '@app/platform';

export interface StaffOptions {
  /** Default: every permission. */
  permissions?: readonly string[];
  /** Default: every site. */
  siteIds?: readonly string[];
}

/** Headers of a new staff user with just these permissions and sites. */
export async function staffHeaders(
  app: INestApplicationContext,
  options: StaffOptions = {},
): Promise<{ authorization: string }> {
  const database = app.get(Database, { strict: false });
  const { permissions, siteIds } = options;
  const [roleId, userId] = [uuidv7(), uuidv7()];
  await database.execute(
    `insert into roles (id, key, name, all_permissions, permissions) values ($1, $1::uuid::text, 'Test', $2, $3)`,
    [roleId, permissions === undefined, permissions ?? []],
  );
  await database.execute(
    `insert into users (id, email, name, role_id, all_sites)
     values ($1, $1::uuid::text || '@example.test', 'Budi', $2, $3)`,
    [userId, roleId, siteIds === undefined],
  );
  await database.execute(`insert into user_sites (user_id, site_id) select $1, unnest($2::uuid[])`, [
    userId,
    siteIds ?? [],
  ]);
  const token = await app.get(StaffTokens, { strict: false }).issueFor(userId, 'test');
  return { authorization: `Bearer ${token}` };
}
