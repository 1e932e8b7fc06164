import { type FastifyRequest } from 'fastify';
import { type RawBodyRequest } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { type Language } from '@app/core';
import { FORM_TYPES } from '@app/platform';

/** A way to pay as a button of the page says it. */
export interface ChosenWay {
  accountId: string;
  channel: string;
}

/** A field of a form as one line of text; empty where it is missing, given twice, or no text. */
export function field(body: unknown, name: string, limit = 200): string {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return '';
  const value = (body as Record<string, unknown>)[name];
  if (typeof value !== 'string') return '';
  return value
    .normalize('NFC')
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, limit);
}

export const languageField = (value: unknown): Language | undefined =>
  value === 'id' || value === 'en' ? value : undefined;

export const idField = (value: unknown): string | undefined =>
  typeof value === 'string' && isUUID(value) ? value : undefined;

/** Undefined: not what a button of the page says. */
export function wayOf(text: string): ChosenWay | undefined {
  const [accountId = '', channel = '', ...rest] = text.split('|');
  return isUUID(accountId) && /^[\w.-]{1,60}$/.test(channel) && rest.length === 0 ? { accountId, channel } : undefined;
}

/** `150.000`, `Rp 150,000`, `150000`: whole rupiah; undefined for anything else. */
export function amountField(text: string): bigint | undefined {
  const digits = text.replace(/^rp\.?\s*/i, '').replace(/[.,\s]/g, '');
  return /^\d{1,15}$/.test(digits) ? BigInt(digits) : undefined;
}

/** A form with a file. The file's name and declared type are left alone: nothing is decided by them. */
export interface FileForm {
  fields: Readonly<Record<string, string>>;
  file: Buffer;
}

/** Undefined: no form that can be read. */
export async function fileForm(request: RawBodyRequest<FastifyRequest>): Promise<FileForm | undefined> {
  const type = request.headers['content-type'] ?? '';
  if (!Buffer.isBuffer(request.rawBody) || !type.toLowerCase().startsWith(FORM_TYPES.multipart)) return undefined;
  const form = await readForm(request.rawBody, type);
  if (!form) return undefined;
  const fields: Record<string, string> = {};
  let file = Buffer.alloc(0);
  for (const [name, value] of form) {
    if (typeof value === 'string') fields[name] = value;
    else if (name === 'file' && file.length === 0) file = Buffer.from(await value.arrayBuffer());
  }
  return { fields, file };
}

async function readForm(body: Buffer, type: string): Promise<FormData | undefined> {
  try {
    return await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  } catch (error) {
    // why: the parser throws TypeError for every form that is none; that is the sender's fault
    if ((error as { name?: unknown } | null)?.name === 'TypeError') return undefined;
    throw error;
  }
}
