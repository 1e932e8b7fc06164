import { type Language } from '@app/core';
import { type OwedInvoice, type PageService } from './isolir-page.repository';

/** Everything that a page is made of. */
export type IsolirModel =
  | { language: Language; kind: 'UNKNOWN' | 'NOT_FOUND' }
  | {
      language: Language;
      kind: 'KNOWN';
      access: PageService['access'];
      quotaBlocked: boolean;
      /** Is it his own bill? */
      isPayer: boolean;
      /** First name, the others by their beginnings. */
      name: string;
      siteName: string;
      owed: OwedInvoice[];
      /** Leads to paying the oldest invoice. */
      payUrl?: string;
      /** The site's own words. */
      text: string;
      contact: string;
    };

/** `Siti N. R.`: enough to know oneself. */
export function shownName(name: string): string {
  const [first = '', ...others] = name.trim().split(/\s+/);
  return [first, ...others.map((one) => `${String.fromCodePoint(one.codePointAt(0) ?? 0x2e)}.`)].join(' ');
}
