import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, type Language, type Page, uuidv7 } from '@app/core';
import { SitesService } from '@app/iam';
import { AuditLog, CurrentActor } from '@app/platform';
import { PrintErrors } from '../print.errors';
import { printJob } from '../domain/print-job';
import { sampleVouchers } from '../domain/sample-vouchers';
import { checkLines, type TemplateLayout, type VoucherTemplate } from '../domain/voucher-template';
import { renderSheet } from './render-sheet';
import {
  type NewVoucherTemplate,
  type VoucherTemplateFilter,
  type VoucherTemplatePatch,
  VoucherTemplateRepository,
} from '../repositories/voucher-template.repository';

/** How printed vouchers look. Those that come with the product are not changed: a site makes its own from them. */
@Injectable()
export class VoucherTemplates {
  constructor(
    private readonly templates: VoucherTemplateRepository,
    private readonly sites: SitesService,
    private readonly actor: CurrentActor,
    private readonly audit: AuditLog,
  ) {}

  async list(filter: VoucherTemplateFilter): Promise<Page<VoucherTemplate>> {
    return this.templates.page(filter);
  }

  /** @throws DomainError CORE_NOT_FOUND */
  async get(id: string): Promise<VoucherTemplate> {
    const template = await this.templates.find(id);
    if (!template) throw CoreErrors.NOT_FOUND({ what: 'voucher template', id });
    return template;
  }

  /** @throws DomainError CORE_NOT_FOUND (site), VOUCHER_PRINT_TEMPLATE_VARIABLE, VOUCHER_PRINT_TEMPLATE_PAGE, VOUCHER_PRINT_TEMPLATE_TAKEN */
  @Transactional()
  async create(input: Omit<NewVoucherTemplate, 'id' | 'siteId'> & { siteId: string }): Promise<VoucherTemplate> {
    await this.sites.get(input.siteId);
    if (this.actor.isNarrowed()) throw CoreErrors.NOT_FOUND({ what: 'site', id: input.siteId });
    this.check(input);
    const id = uuidv7();
    if (!(await this.templates.insert({ ...input, id }))) throw PrintErrors.TEMPLATE_TAKEN();
    const after = await this.get(id);
    await this.changed('voucher-template.created', after, { after });
    return after;
  }

  /** @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION, VOUCHER_PRINT_TEMPLATE_BUILT_IN, and as {@link create} */
  @Transactional()
  async update(id: string, version: number, patch: VoucherTemplatePatch): Promise<VoucherTemplate> {
    const before = await this.get(id);
    if (this.actor.isNarrowed()) throw CoreErrors.NOT_FOUND({ what: 'voucher template', id });
    if (before.siteId === null) throw PrintErrors.TEMPLATE_BUILT_IN();
    this.check({ ...before, ...patch });
    if (patch.name !== undefined && (await this.templates.isNameTaken(before.siteId, patch.name, id))) {
      throw PrintErrors.TEMPLATE_TAKEN();
    }
    if (!(await this.templates.update(id, version, patch))) throw CoreErrors.STALE_VERSION();
    const after = await this.get(id);
    await this.changed('voucher-template.changed', after, { before, after });
    return after;
  }

  /** A page of invented vouchers. */
  preview(layout: TemplateLayout, language: Language): string {
    this.check(layout);
    const vouchers = sampleVouchers(layout.perPage ?? 3);
    return renderSheet(printJob(layout, vouchers, { title: 'Preview', language }));
  }

  private check({ lines, paper, perPage }: Pick<TemplateLayout, 'lines' | 'paper' | 'perPage'>): void {
    const checked = checkLines(lines);
    if (!checked.ok) throw PrintErrors.TEMPLATE_VARIABLE(checked.error);
    if ((paper === 'A4') !== (perPage !== null)) throw PrintErrors.TEMPLATE_PAGE();
  }

  private async changed(
    action: string,
    { id, siteId }: VoucherTemplate,
    states: { before?: VoucherTemplate; after: VoucherTemplate },
  ): Promise<void> {
    await this.audit.record({ action, subject: { type: 'voucher-template', id }, siteId, ...states });
  }
}
