/** A telephone number of which only country and the last three digits are left: `+62********890`. */
export function maskPhone(phone: string): string {
  const [head, tail] = [phone.slice(0, 3), phone.slice(-3)];
  return phone.length <= 8 ? '*'.repeat(phone.length) : `${head}${'*'.repeat(phone.length - 6)}${tail}`;
}

/** An e-mail address of which the first letter and the provider are left: `b***@contoh.net`. */
export function maskEmail(email: string): string {
  const [, first = '', provider = ''] = /^(.).*(@[^@]*)$/su.exec(email) ?? [];
  return `${first}***${provider}`;
}
