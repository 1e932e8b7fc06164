import { type Language } from '@app/core';

const KNOWN: Readonly<Record<string, Language>> = { id: 'id', in: 'id', ms: 'id', en: 'en' };

/**
 * The language of an answer by the caller's `Accept-Language`: the best of the product's languages, Indonesian when the
 * header is absent, unreadable or names none of them.
 */
export function languageOf(header: string | undefined): Language {
  const wishes = (header ?? '').split(',').map((part) => {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
    const quality = parameters.map((text) => /^\s*q=([01](?:\.\d{1,3})?)\s*$/.exec(text)?.[1]).find(Boolean);
    return { language: KNOWN[tag.split('-')[0] ?? ''], quality: quality === undefined ? 1 : Number(quality) };
  });
  const best = wishes
    .filter((wish) => wish.language !== undefined && wish.quality > 0)
    .sort((a, b) => b.quality - a.quality)[0];
  return best?.language ?? 'id';
}
