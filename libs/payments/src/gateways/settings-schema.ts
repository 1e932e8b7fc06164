import { type FieldError, type Text } from '@app/core';
import { type GatewaySetting } from './gateway-credentials';

/** One thing that an account of a gateway needs: for validation and for the form of the panel. */
export interface GatewayField {
  readonly key: string;
  /** `secret` goes sealed into the secrets of the account and is never shown again; everything else into its settings. */
  readonly kind: 'text' | 'number' | 'flag' | 'choice' | 'url' | 'secret';
  readonly required: boolean;
  readonly label: Text;
  readonly help?: Text;
  readonly choices?: readonly { readonly value: string; readonly label: Text }[];
  readonly default?: GatewaySetting;
  readonly maxLength?: number;
  /** Of a text: is it what it should be? */
  readonly check?: (text: string) => boolean;
}

export type SettingsSchema = readonly GatewayField[];

/** For every gateway that can be pointed at the simulator. */
export const BASE_URL: GatewayField = {
  key: 'baseUrl',
  kind: 'url',
  required: false,
  label: { id: 'Alamat pengganti (sandbox)', en: 'Other address (sandbox)' },
  help: {
    id: 'Hanya untuk akun sandbox: alamat simulator sebagai ganti alamat gateway.',
    en: 'Sandbox accounts only: address of a simulator in place of the gateway.',
  },
};

/**
 * What is wrong with the settings and secrets of an account; empty when nothing is.
 *
 * @param secrets the keys of the secrets that the account has (given now or kept from before)
 */
export function checkSettings(
  schema: SettingsSchema,
  settings: Readonly<Record<string, unknown>>,
  secrets: readonly string[],
): FieldError[] {
  const known = new Set(schema.map(({ key, kind }) => (kind === 'secret' ? `secrets.${key}` : `settings.${key}`)));
  const given = [...Object.keys(settings).map((key) => `settings.${key}`), ...secrets.map((key) => `secrets.${key}`)];
  const strange = given.filter((path) => !known.has(path)).map((path) => ({ path, code: 'UNKNOWN_SETTING' }));
  return [...strange, ...schema.flatMap((field) => problemsOf(field, settings, secrets))];
}

/** The given settings with the defaults of the schema where nothing is given. */
export function withDefaults(
  schema: SettingsSchema,
  settings: Readonly<Record<string, GatewaySetting>>,
): Record<string, GatewaySetting> {
  const defaults = schema.flatMap(({ key, default: value }) => (value === undefined ? [] : [[key, value] as const]));
  return { ...Object.fromEntries(defaults), ...settings };
}

function problemsOf(
  field: GatewayField,
  settings: Readonly<Record<string, unknown>>,
  secrets: readonly string[],
): FieldError[] {
  if (field.kind === 'secret') {
    return field.required && !secrets.includes(field.key) ? [{ path: `secrets.${field.key}`, code: 'REQUIRED' }] : [];
  }
  const path = `settings.${field.key}`;
  const value = settings[field.key];
  if (value === undefined || value === '')
    return field.required && field.default === undefined ? [{ path, code: 'REQUIRED' }] : [];
  return fits(field, value) ? [] : [{ path, code: 'INVALID' }];
}

function fits({ kind, choices, maxLength = 255, check }: GatewayField, value: unknown): boolean {
  if (kind === 'flag') return typeof value === 'boolean';
  if (kind === 'number') return Number.isSafeInteger(value);
  if (typeof value !== 'string' || value.length > maxLength || check?.(value) === false) return false;
  if (kind === 'choice') return choices?.some((choice) => choice.value === value) === true;
  return kind !== 'url' || (URL.canParse(value) && /^https?:/.test(value));
}
