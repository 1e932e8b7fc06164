import { IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { PageQueryDto } from '@app/platform';
import { IsQueryFlag } from './query-flag';

/** Sorts: `createdAt` (default, newest first), `username`. */
export class PppoeAccountListQueryDto extends PageQueryDto {
  /** Accounts of this router only. */
  @IsOptional()
  @IsUUID()
  routerId?: string;

  /** The account of this subscription. */
  @IsOptional()
  @IsUUID()
  subscriptionId?: string;

  /** With a session (`true`) or without one, as of the last poll of their routers. */
  @IsOptional()
  @IsQueryFlag()
  online?: boolean;

  /** Beginning of the username. */
  @IsOptional()
  @IsString()
  @MaxLength(63)
  @Matches(/^[^\p{Cc}]*$/u, { message: 'q must not contain control characters' })
  q?: string;
}
