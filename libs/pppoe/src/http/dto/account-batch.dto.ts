import { ArrayMaxSize, ArrayMinSize, IsArray, IsOptional, IsUUID } from 'class-validator';

/** Accounts for many subscriptions at once. */
export class CreatePppoeAccountBatchDto {
  /** The router that answers the calls. Give this or `routerGroupId`. */
  @IsOptional()
  @IsUUID()
  routerId?: string;

  /** A group: each account goes to its least loaded healthy router with room. */
  @IsOptional()
  @IsUUID()
  routerGroupId?: string;

  /** A pool of kind FIXED: every account gets an address of its own out of it. */
  @IsOptional()
  @IsUUID()
  ipPoolId?: string;

  /** A pool of kind IPV6: every account gets a prefix of its own out of it. */
  @IsOptional()
  @IsUUID()
  ipv6PoolId?: string;

  /** Which subscriptions; left out: all of `siteId` that have a PPPoE plan and no account. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20_000)
  @IsUUID(undefined, { each: true })
  subscriptionIds?: string[];

  /** The site, where `subscriptionIds` is left out. */
  @IsOptional()
  @IsUUID()
  siteId?: string;
}

/** A batch that has begun; `GET /jobs/{jobId}` shows how far it is, and in the end what was created, skipped and refused. */
export class PppoeAccountBatchDto {
  jobId: string;

  /** Subscriptions that it is about. */
  count: number;
}
