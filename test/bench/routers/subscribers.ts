import { type DesiredResource } from '@app/mikrotik';

const passwordOf = (n: number): string => `kh4rt7m${String(n).padStart(6, '0')}`;
export const nameOf = (n: number): string => `p${String(n).padStart(6, '0')}-1`;
const ownerOf = (n: number): string => `sub-0198f3a0-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** The profiles that the secrets refer to, as the product wants them. */
export const profiles: readonly DesiredResource[] = [
  ...[10, 20, 30, 50].map((mbps) => profile(`lg-HOME${mbps}`, `${mbps * 256}k/${mbps * 1_024}k`)),
  profile('isolir', '128k/128k'),
];

function profile(key: string, rate: string): DesiredResource {
  return { kind: 'ppp-profile', key, values: { 'rate-limit': rate }, owner: `plan-${key}` };
}

/** One subscriber in a hundred has a fixed address. */
export function secret(n: number, isolated = false): DesiredResource {
  const fixed = n % 100 === 0 && !isolated;
  return {
    kind: 'ppp-secret',
    key: nameOf(n),
    values: {
      service: 'pppoe',
      password: passwordOf(n),
      profile: isolated ? 'isolir' : `lg-HOME${[10, 20, 30, 50][n % 4] ?? 10}`,
      disabled: 'no',
      ...(fixed ? { 'remote-address': `10.20.${(n >> 8) % 64}.${n % 250}` } : {}),
    },
    ...(fixed ? {} : { unset: ['remote-address'] }),
    owner: ownerOf(n),
  };
}

/** The rows of a router that is in step with `count` subscribers. */
export function rowsInStep(count: number): Record<string, Record<string, string>[]> {
  const stored = ({ key, values, owner }: DesiredResource): Record<string, string> => ({
    name: key,
    ...values,
    ...('disabled' in values ? { disabled: 'false' } : {}),
    comment: `langgan:${owner}`,
  });
  return {
    '/ppp/profile': profiles.map(stored),
    '/ppp/secret': Array.from({ length: count }, (_, n) => stored(secret(n))),
  };
}
