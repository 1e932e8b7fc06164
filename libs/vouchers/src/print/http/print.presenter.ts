import { StreamableFile } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { type FileContent, type VoucherFile } from '../domain/voucher-file';
import { type TemplateLayout, type VoucherTemplate } from '../domain/voucher-template';
import { type VoucherTemplatePatch } from '../repositories/voucher-template.repository';
import { type StartedFile } from '../services/voucher-files.service';
import { type VoucherFileDto, type VoucherFileStartedDto } from './dto/voucher-file.dto';
import {
  type TemplateLayoutDto,
  type UpdateVoucherTemplateDto,
  type VoucherTemplateDto,
} from './dto/voucher-template.dto';

export function presentTemplate(template: VoucherTemplate): VoucherTemplateDto {
  const { id, siteId, name, paper, perPage, lines, loginHost, phone, status, version, createdAt } = template;
  return { id, siteId, name, paper, perPage, lines: [...lines], loginHost, phone, status, version, createdAt };
}

export function layoutOf({ paper, perPage, lines, loginHost, phone }: TemplateLayoutDto): TemplateLayout {
  return { paper, perPage: perPage ?? null, lines, loginHost: loginHost ?? '', phone: phone ?? '' };
}

/** Only what was said: a DTO has the other fields too, without a value. */
export const templatePatch = (patch: Omit<UpdateVoucherTemplateDto, 'version'>): VoucherTemplatePatch =>
  Object.fromEntries(Object.entries(patch).filter(([, value]: [string, unknown]) => value !== undefined));

export function presentVoucherFile(file: VoucherFile): VoucherFileDto {
  const { id, batchId, kind, format, templateId, firstNumber, lastNumber, requestedByName, createdAt, finishedAt } =
    file;
  return { id, batchId, kind, format, templateId, firstNumber, lastNumber, requestedByName, createdAt, finishedAt };
}

/** The file, or 202 with where it will be. */
export function answer(started: StartedFile, reply: FastifyReply): StreamableFile | VoucherFileStartedDto {
  if ('file' in started) return streamed(started.file);
  void reply.status(202);
  return { fileId: started.fileId, jobId: started.jobId };
}

export function streamed({ content, type, fileName }: FileContent): StreamableFile {
  const shown = type.startsWith('text/html') || type === 'application/pdf';
  return new StreamableFile(content, {
    type,
    disposition: `${shown ? 'inline' : 'attachment'}; filename="${fileName}"`,
  });
}
