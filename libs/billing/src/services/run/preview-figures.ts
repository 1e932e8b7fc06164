import { type Refusal } from '../../domain/bill-planner';
import { type PreviewAmounts, type RunPreview } from './preview-sum';

/** An amount as JSON: booking units as text. */
export interface FigureMoney {
  amount: string;
  currency: string;
}

interface FigureAmounts {
  net: FigureMoney;
  tax: FigureMoney;
}

/** A dry run as it is kept and shown: JSON. */
export interface PreviewFigures {
  asOf: string;
  isCatchUp: boolean;
  customerCount: number;
  invoiceCount: number;
  lineCount: number;
  totals: (FigureAmounts & { total: FigureMoney })[];
  plans: (FigureAmounts & { planName: string; lineCount: number })[];
  sites: (FigureAmounts & { siteId: string; siteCode: string; invoiceCount: number })[];
  refusals: Refusal[];
  refusalCount: number;
  previous: { invoiceCount: number; totals: FigureMoney[] };
  differences: { cause: string; count: number; amount: FigureMoney }[];
}

/** Puts a preview into JSON. */
export function previewFigures({
  asOf,
  totals,
  plans,
  sites,
  previous,
  differences,
  ...counts
}: RunPreview): PreviewFigures {
  return {
    asOf: asOf.toISOString(),
    ...counts,
    totals: totals.map(({ total, ...row }) => ({ ...amounts(row), total: money(total, row.currency) })),
    plans: plans.map(({ planName, lineCount, ...row }) => ({ planName, lineCount, ...amounts(row) })),
    sites: sites.map(({ siteId, siteCode, invoiceCount, ...row }) => ({
      siteId,
      siteCode,
      invoiceCount,
      ...amounts(row),
    })),
    previous: {
      invoiceCount: previous.invoiceCount,
      totals: previous.totals.map(({ total, currency }) => money(total, currency)),
    },
    differences: differences.map(({ cause, count, amount, currency }) => ({
      cause,
      count,
      amount: money(amount, currency),
    })),
  };
}

const money = (amount: bigint, currency: string): FigureMoney => ({ amount: amount.toString(), currency });
const amounts = ({ net, tax, currency }: PreviewAmounts): FigureAmounts => ({
  net: money(net, currency),
  tax: money(tax, currency),
});
