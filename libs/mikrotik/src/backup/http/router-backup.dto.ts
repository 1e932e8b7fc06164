import { IsOptional, IsUUID } from 'class-validator';
import { pageDto, PageQueryDto } from '@app/platform';

/** A kept text of a router's configuration. Kept only when it differs from the one before. */
export class RouterBackupDto {
  id: string;

  routerId: string;

  /** `SCHEDULED` or `MANUAL`. */
  cause: string;

  /** SHA-256 of the text, in hexadecimal digits. */
  hash: string;

  bytes: number;

  lines: number;

  /** Lines that the one before did not have. */
  added: number;

  /** Lines that only the one before had. */
  removed: number;

  rosVersion: string | null;

  /** Menus that the router lacks or keeps from our user. */
  unsupported: string[];

  takenAt: Date;

  /** Last time that the configuration was found to be still this one. */
  verifiedAt: Date;
}

export class RouterBackupPageDto extends pageDto(RouterBackupDto) {}

/** Sort: `takenAt` (default, newest first). */
export class RouterBackupQueryDto extends PageQueryDto {}

export class RouterBackupTextDto extends RouterBackupDto {
  /** In the manner of `/export`. Passwords are `***`; what this product manages itself is not in it. */
  text: string;
}

export class RouterBackupDiffQueryDto {
  /** Id of the other backup; default: the one before. */
  @IsOptional()
  @IsUUID()
  against?: string;
}

export class RouterBackupDiffDto {
  /** null: there is none before. */
  from: RouterBackupDto | null;

  to: RouterBackupDto;

  /** Unified diff; without hunks when they are the same. */
  diff: string;
}
