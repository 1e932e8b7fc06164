import { type Text } from '@app/core';

/** `{n}` is the (first) number and `{list}` the tail that class-validator's own message names. */
const TEXTS: Readonly<Record<string, Text>> = {
  whitelistValidation: { id: 'tidak dikenal', en: 'is not known here' },
  isDefined: { id: 'harus ada', en: 'must be present' },
  isNotEmpty: { id: 'tidak boleh kosong', en: 'must not be empty' },
  isString: { id: 'harus berupa teks', en: 'must be text' },
  isInt: { id: 'harus bilangan bulat', en: 'must be a whole number' },
  isNumber: { id: 'harus berupa bilangan', en: 'must be a number' },
  isBoolean: { id: 'harus true atau false', en: 'must be true or false' },
  isArray: { id: 'harus berupa daftar', en: 'must be a list' },
  isObject: { id: 'harus berupa objek', en: 'must be an object' },
  nestedValidation: { id: 'harus berupa objek', en: 'must be an object' },
  isUuid: { id: 'harus UUID', en: 'must be a UUID' },
  isEmail: { id: 'harus alamat surel', en: 'must be an e-mail address' },
  isUrl: { id: 'harus alamat web', en: 'must be a web address' },
  isIp: { id: 'harus alamat IP', en: 'must be an IP address' },
  isDateString: { id: 'harus tanggal ISO 8601', en: 'must be an ISO 8601 date' },
  isIso8601: { id: 'harus tanggal ISO 8601', en: 'must be an ISO 8601 date' },
  matches: { id: 'bentuknya tidak sesuai', en: 'does not have the expected form' },
  isIn: { id: 'harus salah satu dari: {list}', en: 'must be one of: {list}' },
  isEnum: { id: 'harus salah satu dari: {list}', en: 'must be one of: {list}' },
  min: { id: 'paling kecil {n}', en: 'must be at least {n}' },
  max: { id: 'paling besar {n}', en: 'must be at most {n}' },
  minLength: { id: 'paling sedikit {n} karakter', en: 'must have at least {n} characters' },
  maxLength: { id: 'paling banyak {n} karakter', en: 'must have at most {n} characters' },
  isLength: { id: 'panjangnya tidak sesuai', en: 'has the wrong length' },
  arrayMinSize: { id: 'paling sedikit {n} unsur', en: 'must have at least {n} elements' },
  arrayMaxSize: { id: 'paling banyak {n} unsur', en: 'must have at most {n} elements' },
  arrayUnique: { id: 'unsurnya tidak boleh berulang', en: 'must not repeat an element' },
};

const CODES: Readonly<Record<string, string>> = { whitelistValidation: 'UNKNOWN_FIELD', nestedValidation: 'IS_OBJECT' };

/** `isUuid` → `IS_UUID`; the code of a field error. */
export function constraintCode(constraint: string): string {
  return CODES[constraint] ?? constraint.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();
}

/**
 * The words for a broken constraint in both languages. A constraint of our own keeps its message.
 *
 * @param message class-validator's message, which starts with the property's name
 */
export function constraintText(constraint: string, message: string, property: string): Text {
  const own = message.startsWith(property) ? message.slice(property.length).trim() : message;
  const text = Object.hasOwn(TEXTS, constraint) ? TEXTS[constraint] : undefined;
  if (!text) return { id: own, en: own };
  const n = /-?\d+(?:\.\d+)?/.exec(own)?.[0] ?? '';
  const list = own.split(': ').at(-1) ?? '';
  const put = (words: string): string => words.replace('{n}', n).replace('{list}', list);
  // why: a message that a DTO words itself says more than "does not have the expected form"
  return constraint === 'matches' && !own.includes('regular expression')
    ? { id: `${text.id} (${own})`, en: own }
    : { id: put(text.id), en: put(text.en) };
}
