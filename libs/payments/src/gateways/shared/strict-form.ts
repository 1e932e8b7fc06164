/**
 * The fields of a urlencoded body. A name that comes twice makes all of it unusable: which of the two was signed would be a
 * matter of taste (payments.md 5). So does a NUL, which no database takes.
 */
export function strictForm(body: Buffer): ReadonlyMap<string, string> | undefined {
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(body.toString('utf8'))) {
    if (fields.has(name) || value.includes('\0')) return undefined;
    fields.set(name, value);
  }
  return fields;
}
