import { type LocalDate } from '@app/core';
import { csvLine, MoneyDto } from '@app/platform';
import { findingOf, FINDINGS } from '../../domain/import/findings';
import { type ImportPreview, type PreviewRow } from '../import-preview.service';
import { type ImportRow } from '../import-row.repository';
import { type NewImport, type PlanForProfile } from '../import-checks.service';
import { type ImportView } from '../router-imports.service';
import { type ImportPreviewDto, type ImportPreviewQueryDto, type PreviewRowDto } from './import-preview.dto';
import {
  type ImportRouterDto,
  type ImportRowDto,
  type PlanForProfileDto,
  type RouterImportDto,
} from './router-import.dto';

/** One page of a preview. */
export function presentPreview(preview: ImportPreview, query: ImportPreviewQueryDto): ImportPreviewDto {
  const { rows, ...rest } = preview;
  const fitting = rows.filter((row) => fits(row, query));
  const from = Number(query.cursor ?? '0');
  const to = from + query.limit;
  return {
    ...rest,
    kind: query.kind,
    items: fitting.slice(from, to).map(presentPreviewRow),
    nextCursor: to < fitting.length ? String(to) : null,
    total: fitting.length,
  };
}

function fits({ kind, findings }: PreviewRow, query: ImportPreviewQueryDto): boolean {
  if (kind !== query.kind) return false;
  if (query.finding !== undefined && !findings.includes(query.finding)) return false;
  return query.blocked === undefined || query.blocked === findings.some((code) => FINDINGS[code].severity === 'BLOCKS');
}

function presentPreviewRow({ object, findings, customerCodes }: PreviewRow): PreviewRowDto {
  return {
    name: object.name,
    state: object.owner === null ? 'FOREIGN' : 'OURS',
    values: object.values,
    comment: object.comment,
    customerCodes,
    findings: findings.map((code) => ({ code, ...FINDINGS[code] })),
  };
}

/** What was asked of an import. */
export function importOf(dto: ImportRouterDto): NewImport {
  const { anchorDay, customers, nameFrom, disabled, skip } = dto;
  return {
    ...{ anchorDay, customers, nameFrom, disabled, skip },
    billFrom: dto.billFrom as LocalDate,
    areaId: dto.areaId ?? null,
    only: dto.only ?? null,
    profiles: dto.profiles.map(({ profile, planId, createPlan }) => ({
      profile,
      ...(planId === undefined ? {} : { planId }),
      ...(createPlan ? { createPlan: planOf(createPlan) } : {}),
    })),
  };
}

function planOf({ code, name, price, taxCode, downloadKbps, uploadKbps }: PlanForProfileDto): PlanForProfile {
  return {
    ...{ code, name, price: MoneyDto.toMoney(price) },
    ...(taxCode === undefined ? {} : { taxCode }),
    ...(downloadKbps === undefined ? {} : { downloadKbps }),
    ...(uploadKbps === undefined ? {} : { uploadKbps }),
  };
}

/** An import as the API shows it. */
export function presentImport(one: ImportView): RouterImportDto {
  const { PENDING, CREATED, ADOPTED, SKIPPED, FAILED } = one.counts;
  const { id, routerId, state, requestedBy, jobId, cancelRequested, problem, createdAt, startedAt, finishedAt } = one;
  return {
    ...{ id, routerId, state, requestedBy, jobId, cancelRequested, problem, createdAt, startedAt, finishedAt },
    total: one.totalCount,
    counts: { pending: PENDING, created: CREATED, adopted: ADOPTED, skipped: SKIPPED, failed: FAILED },
    billFrom: one.settings.billFrom,
  };
}

/** A row with its reason in words. */
export function presentImportRow(row: ImportRow): ImportRowDto {
  const { id, name, profile, address, state, code, customerId, subscriptionId, accountId } = row;
  const reason = code === null ? null : (findingOf(code)?.text ?? { id: code, en: code });
  return { id, name, profile, address, state, code, reason, customerId, subscriptionId, accountId };
}

/** Failed rows for a spreadsheet. */
export function failedRowsCsv(rows: readonly ImportRow[]): string {
  const lines = rows.map(({ name, profile, address, code }) => {
    const text = findingOf(code ?? '')?.text;
    return csvLine([name, profile, address, code, text?.id, text?.en]);
  });
  return csvLine(['name', 'profile', 'address', 'code', 'alasan', 'reason']) + lines.join('');
}
