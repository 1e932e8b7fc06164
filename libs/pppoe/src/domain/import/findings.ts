/** What a finding means for the import of its row. */
export type Severity = 'BLOCKS' | 'NOTE';

interface Finding {
  severity: Severity;
  text: { id: string; en: string };
}

const blocks = (id: string, en: string): Finding => ({ severity: 'BLOCKS', text: { id, en } });
const note = (id: string, en: string): Finding => ({ severity: 'NOTE', text: { id, en } });

/** Everything that may be said of a row of the preview, or be the reason why a row was not imported. */
export const FINDINGS = {
  NAME_NOT_ASCII: blocks('Nama memakai huruf di luar ASCII', 'The name has letters outside ASCII'),
  NAME_INVALID: blocks('Nama tidak dapat menjadi username', 'The name cannot be a username'),
  NAME_TAKEN: blocks(
    'Username ini sudah dipakai akun kita di router ini',
    'An account of ours on this router has the name already',
  ),
  NAME_TAKEN_IN_GROUP: blocks(
    'Username ini sudah dipakai di router lain dalam grupnya',
    "The name is taken on another router of this one's group",
  ),
  NAME_ELSEWHERE: note('Username ini juga ada di router lain', 'The name is also on another router'),
  PASSWORD_EMPTY: blocks('Password kosong', 'The password is empty'),
  PASSWORD_HIDDEN: blocks(
    'Router tidak menunjukkan password: beri grup pengguna kita policy "sensitive"',
    'The router does not show the password: give the group of our user the policy "sensitive"',
  ),
  PASSWORD_NOT_ASCII: blocks('Password memakai huruf di luar ASCII', 'The password has letters outside ASCII'),
  PROFILE_UNKNOWN: blocks('Profil ini tidak ada di router', 'The router has no such profile'),
  PROFILE_NOT_MAPPED: blocks('Profil ini belum dipetakan ke paket', 'The profile is not mapped to a plan'),
  ADDRESS_INVALID: blocks('Alamat tetap bukan IPv4', 'The fixed address is no IPv4 address'),
  ADDRESS_TWICE: blocks(
    'Alamat tetap dipakai dua kali di router ini',
    'The fixed address is there twice on this router',
  ),
  ADDRESS_IN_USE: blocks(
    'Alamat tetap milik akun kita yang lain',
    'The fixed address belongs to another account of ours',
  ),
  NOT_PPPOE: blocks('Bukan secret untuk PPPoE', 'It is no secret for PPPoE'),
  MARK_UNKNOWN: blocks(
    'Komentarnya bertanda kita, tetapi langganannya tidak ada: hapus tandanya bila benar',
    'The comment has our mark, but there is no such service: remove the mark if that is right',
  ),
  GONE: blocks('Sudah tidak ada di router', 'It is no longer on the router'),
  CUSTOMER_NOT_FOUND: blocks('Tidak ada kode pelanggan di komentar', 'The comment has no code of a customer'),
  CUSTOMER_AMBIGUOUS: blocks('Komentar menyebut beberapa pelanggan', 'The comment names several customers'),
  DISABLED: note('Dinonaktifkan di router', 'It is disabled on the router'),
  NO_COMMENT: note(
    'Tanpa komentar: pelanggan dinamai menurut secret',
    'No comment: the customer is named after the secret',
  ),
  TEXT_ENCODED: note('Teks bukan UTF-8; byte aslinya tetap', 'The text is no UTF-8; its bytes stay as they are'),
  HOTSPOT_LATER: note(
    'Pengambilalihan pengguna hotspot menyusul bersama voucher',
    'Hotspot users are taken over together with vouchers, not yet here',
  ),
  SHOWN_ONLY: note('Hanya ditunjukkan; tetap milik operator', "Only shown; it stays the operator's"),
  ALREADY_MANAGED: note('Sudah kita kelola', 'Ours already'),
  PROFILE_SKIPPED: note('Profil ini tidak ikut', 'The profile was left out'),
  SKIPPED_BY_REQUEST: note('Tidak ikut menurut permintaan', 'Left out as asked'),
} as const satisfies Record<string, Finding>;

export type FindingCode = keyof typeof FINDINGS;
export const FINDING_CODES = Object.keys(FINDINGS) as FindingCode[];

/** A code that is none of these comes from a refusal (`PPPOE_…`, `MIKROTIK_…`) or from the router. */
export const findingOf = (code: string): Finding | undefined =>
  Object.hasOwn(FINDINGS, code) ? FINDINGS[code as FindingCode] : undefined;
