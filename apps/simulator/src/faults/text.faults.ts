import { type Word } from '@app/mikrotik';
import { encode } from 'iconv-lite';
import { type Fault } from './fault';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const ISO = /\b(\d{4})-(\d\d)-(\d\d)\b/g;
const MONTH_NAME = /\b([a-z]{3})\/(\d\d)\/(\d{4})\b/g;
const DATED = /^=(date|time|when|creation-time|last-[\w-]+|next-run|last-started|start-date)=/;

const ID = '=.id=';

/** Every comment goes out in this code page, as WinBox 3 would have written it. */
export function foreignCommentsFault(codePage: string): Fault {
  const foreign = (word: Word): Word =>
    typeof word === 'string' && word.startsWith('=comment=') ? encode(word, codePage) : word;
  return { rewrite: ({ words }) => words.map(foreign) };
}

export type DateStyle = 'month-name' | 'iso' | 'garbage';

function restyled(text: string, style: DateStyle): string {
  if (style === 'garbage') return text.replace(/=.*$/s, '=never');
  if (style === 'iso') {
    return text.replace(MONTH_NAME, (_whole, month: string, day: string, year: string) =>
      [year, String(MONTHS.indexOf(month) + 1).padStart(2, '0'), day].join('-'),
    );
  }
  return text.replace(ISO, (_whole, year: string, month: string, day: string) =>
    [MONTHS[Number(month) - 1], day, year].join('/'),
  );
}

/** Dates are written as another RouterOS line writes them, or not at all. */
export function wrongDatesFault(style: DateStyle): Fault {
  const wrong = (word: Word): Word => (typeof word === 'string' && DATED.test(word) ? restyled(word, style) : word);
  return { rewrite: ({ words }) => words.map(wrong) };
}

/** Every second row of a reply carries the `.id` of the row before it. */
export function duplicateIdsFault(): Fault {
  const last = new WeakMap<object, Word>();
  return {
    rewrite: ({ exchange, words }) =>
      words.map((word) => {
        if (typeof word !== 'string' || !word.startsWith(ID)) return word;
        if (exchange.rows % 2 === 0) return last.get(exchange.request) ?? word;
        last.set(exchange.request, word);
        return word;
      }),
  };
}
