import { randomInt } from 'node:crypto';
import { type AccessNeeds, policiesFor } from '../domain/policies';

/** Name of our group, and of our user unless the operator chooses another one. */
export const ACCESS_NAME = 'langgan';

const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789';
const LENGTH = 28;

/** A password for our user from the system's random numbers: 160 bits, no letter that a console or script would take apart. */
export function accessPassword(): string {
  return Array.from({ length: LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');
}

export interface AccessScriptInput extends AccessNeeds {
  username: string;
  /** Absent: the user is looked after, his password stays as it is. */
  password?: string;
  /** Addresses or networks from which we connect; empty = anywhere, which the script then warns of. */
  ourAddresses: readonly string[];
  /** api-ssl (or www-ssl) with a certificate that the script makes. */
  tls: boolean;
  /** RouterOS 6 or 7: REST and the wording of certificates differ. */
  major: 6 | 7;
  /** Name or address of the router, for its certificate. */
  routerHost: string;
}

/** A RouterOS text in quotes. @throws RangeError for a control character, which has no business in any of these */
export function quoted(text: string): string {
  if (/[\p{Cc}]/u.test(text)) throw new RangeError('a control character in a text for the console');
  return `"${text.replace(/["\\$]/g, '\\$&')}"`;
}

/**
 * The commands that give the product the least access it needs: its group, its user, the service with a certificate and
 * our addresses. May be pasted again and again: what is there is set, not added twice, and a list of addresses is only
 * ever made longer, so that nobody is locked out (routeros.md section 17).
 */
export function accessScript(input: AccessScriptInput): string {
  const service = serviceOf(input);
  return [
    '# langgan: least-privilege access. Paste into a terminal of the router as a user with full rights.',
    ...groupLines(input),
    ...userLines(input),
    ...(input.tls ? certificateLines(input) : []),
    ...serviceLines(input, service),
    `:put "langgan: done. Test the router in the panel (service ${service})."`,
    '',
  ].join('\n');
}

function serviceOf({ rest = false, tls }: AccessScriptInput): string {
  if (rest) return tls ? 'www-ssl' : 'www';
  return tls ? 'api-ssl' : 'api';
}

/** One line, because a terminal carries out what is pasted line by line. */
function either(find: string, whenMissing: string, whenThere: string): string {
  return `:if ([:len [${find}]] = 0) do={ ${whenMissing} } else={ ${whenThere} }`;
}

function groupLines(input: AccessScriptInput): string[] {
  const policy = policiesFor(input).join(',');
  return [
    either(
      `/user group find where name=${ACCESS_NAME}`,
      `/user group add name=${ACCESS_NAME} policy=${policy}`,
      `/user group set [find where name=${ACCESS_NAME}] policy=${policy}`,
    ),
  ];
}

function userLines({ username, password, ourAddresses }: AccessScriptInput): string[] {
  const name = quoted(username);
  const rest = [
    `group=${ACCESS_NAME}`,
    ...(ourAddresses.length > 0 ? [`address=${quoted(ourAddresses.join(','))}`] : []),
  ];
  const secret = password === undefined ? [] : [`password=${quoted(password)}`];
  const set = `/user set [find where name=${name}] ${[...rest, ...secret].join(' ')}`;
  if (password === undefined) {
    const missing = quoted(`there is no user ${username}: ask for a script with a new password`);
    return [either(`/user find where name=${name}`, `:error ${missing}`, set)];
  }
  const add = `/user add name=${name} ${[...rest, ...secret].join(' ')} comment="langgan"`;
  return [either(`/user find where name=${name}`, add, set)];
}

function certificateLines({ major, routerHost }: AccessScriptInput): string[] {
  const name = quoted(routerHost);
  const kind = /^[\d.]+$|:/.test(routerHost) ? 'IP' : 'DNS';
  const alternative = `subject-alt-name=${kind}:${routerHost}`;
  // why: RouterOS 6 signs in the background, 7 comes back when it is done
  const wait = major === 6 ? [':delay 15s'] : [];
  return [
    ':if ([:len [/certificate find where name="langgan-ca"]] = 0) do={',
    '  /certificate add name=langgan-ca common-name="langgan router CA" key-usage=key-cert-sign,crl-sign key-size=2048 days-valid=3650',
    '  /certificate sign langgan-ca',
    ...wait.map((line) => `  ${line}`),
    '}',
    ':if ([:len [/certificate find where name="langgan-api"]] = 0) do={',
    `  /certificate add name=langgan-api common-name=${name} ${alternative} key-usage=tls-server,digital-signature,key-encipherment key-size=2048 days-valid=1825`,
    '  /certificate sign langgan-api ca=langgan-ca',
    ...wait.map((line) => `  ${line}`),
    '}',
  ];
}

function serviceLines({ tls, ourAddresses }: AccessScriptInput, service: string): string[] {
  const certificate = tls ? ' certificate=langgan-api tls-version=only-1.2' : '';
  const on = `/ip service set [find where name=${service}] disabled=no${certificate}`;
  if (ourAddresses.length === 0) {
    return [
      on,
      `:put "langgan: ${service} is open to every address. Restrict it: /ip service set ${service} address=…"`,
    ];
  }
  return [
    on,
    ':do {',
    `  :local have [/ip service get [find where name=${service}] address]`,
    '  :local list ""',
    '  :foreach one in=$have do={ :set list ($list . $one . ",") }',
    ...ourAddresses.map(
      (address) =>
        `  :if ([:len [:find $list ${quoted(address)}]] = 0) do={ :set list ($list . ${quoted(`${address},`)}) }`,
    ),
    `  /ip service set [find where name=${service}] address=[:pick $list 0 ([:len $list] - 1)]`,
    '}',
  ];
}
