import { ControlError, type ControlRequest } from './http-router';

/** Reads fields of a JSON body. Every function throws ControlError 400 for a field of the wrong kind. */
export function text(value: unknown, name: string): string {
  if (typeof value !== 'string') throw new ControlError(400, `"${name}" must be text.`);
  return value;
}

/** Undefined where the field is missing or empty. */
export function optionalText({ body }: ControlRequest, name: string): string | undefined {
  const value = body[name];
  return value === undefined || value === '' ? undefined : text(value, name);
}

/** A whole number, also written as text as forms send it; undefined where the field is missing or empty. */
export function optionalWhole({ body }: ControlRequest, name: string): number | undefined {
  const value = body[name];
  if (value === undefined || value === '') return undefined;
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new ControlError(400, `"${name}" must be a whole number.`);
  return number;
}

export function whole(request: ControlRequest, name: string): number {
  const value = optionalWhole(request, name);
  if (value === undefined) throw new ControlError(400, `"${name}" must be a whole number.`);
  return value;
}

export function flag({ body }: ControlRequest, name: string): boolean {
  const value = body[name];
  if (typeof value !== 'boolean') throw new ControlError(400, `"${name}" must be true or false.`);
  return value;
}
