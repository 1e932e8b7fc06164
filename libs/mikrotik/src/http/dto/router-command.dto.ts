import { IsIn, IsOptional, IsString, IsUUID, Length } from 'class-validator';
import { pageDto, PageQueryDto } from '@app/platform';
import { RESOURCE_KINDS, type ResourceKind } from '../../domain/desired-resource';
import { COMMAND_STATES, type CommandState } from '../../repositories/router-command.repository';

/** An object that waits to be brought in step on its router, or was given up. */
export class RouterCommandDto {
  id: string;

  routerId: string;

  routerName: string;

  siteId: string;

  /** Kind of object, such as `ppp-secret`. */
  kind: string;

  /** Its name on the router, or its owner. */
  key: string;

  /** `PENDING`, or `DEAD`: given up until somebody tries it again. */
  state: string;

  /** 1 restore, 3 isolate, 5 normal, 9 bulk. */
  priority: number;

  /** Failed attempts. */
  attempts: number;

  /** An attempt began to write and its end is not known; the router is read again before anything is written. */
  inDoubt: boolean;

  /** Since when it waits. */
  wantedAt: Date;

  nextAttemptAt: Date;

  /** `FOREIGN_OBJECT`, `INVALID_ARGUMENT`, `PERMISSION_DENIED`, `BRAKED` … */
  lastErrorCode: string | null;

  /** The words of the router. */
  lastError: string | null;
}

export class RouterCommandPageDto extends pageDto(RouterCommandDto) {}

export class RouterCommandQueryDto extends PageQueryDto {
  @IsOptional()
  @IsUUID()
  routerId?: string;

  @IsOptional()
  @IsUUID()
  siteId?: string;

  @IsOptional()
  @IsIn(COMMAND_STATES)
  state?: CommandState;

  @IsOptional()
  @IsIn(RESOURCE_KINDS)
  kind?: ResourceKind;

  /** Part of the key. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  q?: string;

  @IsOptional()
  @IsString()
  @Length(1, 50)
  errorCode?: string;
}

/** It is due again. */
export class CommandRetriedDto {
  id: string;
}
