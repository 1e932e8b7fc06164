/** What a site says about itself on its login pages. */
export interface PageLook {
  brand: string;
  /** Large text in the place of a logo; empty: none. */
  logoText: string;
  /** `#rrggbb`. */
  accentColour: string;
  /** Where to ask for help; empty: nowhere. */
  phone: string;
}

export const PAGE_LANGUAGES = ['id', 'en'] as const;
export type PageLanguage = (typeof PAGE_LANGUAGES)[number];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  // why: a router replaces $(…) wherever it stands
  $: '&#36;',
};

/** Text as it may stand in a page, also in an attribute: neither HTML nor a variable of the router. */
export const safe = (text: string): string => text.replace(/[&<>"'$]/g, (sign) => ESCAPES[sign] ?? sign);
