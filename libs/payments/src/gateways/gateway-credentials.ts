/** Which of a gateway's two worlds an account belongs to; they share no keys and no orders. */
export const GATEWAY_ENVIRONMENTS = ['SANDBOX', 'PRODUCTION'] as const;
export type GatewayEnvironment = (typeof GATEWAY_ENVIRONMENTS)[number];

export type GatewaySetting = string | number | boolean;

/**
 * One merchant account, opened. Adapters keep nothing of it between calls; its secrets go into signatures and headers and
 * nowhere else.
 */
export interface GatewayCredentials {
  readonly accountId: string;
  readonly environment: GatewayEnvironment;
  /** By the keys of the gateway's settings schema. */
  readonly settings: Readonly<Record<string, GatewaySetting>>;
  readonly secrets: Readonly<Record<string, string>>;
  /** Still good for callbacks after a change of keys; never used for calls. */
  readonly previousSecrets?: Readonly<Record<string, string>> | undefined;
  /** One root in place of all of the gateway's own addresses. The setting `baseUrl` does the same for accounts of the sandbox. */
  readonly baseUrl?: string | undefined;
}

/** The text of a setting; empty where it is missing or of another kind. */
export function textSetting({ settings }: GatewayCredentials, key: string): string {
  const value = settings[key];
  return typeof value === 'string' ? value : '';
}

/** The secret that calls are made with; empty where it is missing, which every gateway answers with a refusal. */
export const secretOf = ({ secrets }: GatewayCredentials, key: string): string => secrets[key] ?? '';

/** Every secret that a callback may be signed with: the present one first, then the previous one. */
export function secretsFor(account: GatewayCredentials, key: string): readonly string[] {
  const both = [account.secrets[key], account.previousSecrets?.[key]];
  return both.filter((secret) => secret !== undefined && secret !== '') as string[];
}

/** The root that stands in for all addresses of the gateway: never in production, where only the gateway itself is asked. */
export function baseUrlOf(account: GatewayCredentials): string | undefined {
  if (account.environment === 'PRODUCTION') return undefined;
  const given = account.baseUrl ?? textSetting(account, 'baseUrl');
  return given === '' ? undefined : given.replace(/\/+$/, '');
}
