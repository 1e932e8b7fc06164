import { IsUUID } from 'class-validator';

/** Which router. */
export class PppProfileListQueryDto {
  /** The router whose profiles are asked for. */
  @IsUUID()
  routerId: string;
}

/** A PPP profile that we want on a router. */
export class PppProfileDto {
  /**
   * Name on the router.
   * @example "lg-HOME20"
   */
  name: string;

  /**
   * The subscriber's upload / download, in RouterOS's words.
   * @example "5120k/20480k"
   */
  rateLimit: string;

  /** Address list that its sessions join; null: none. */
  addressList: string | null;
}

/** All profiles that we want on one router. */
export class PppProfileListDto {
  /** One per plan in use there, and `isolir`; none while the router has no accounts. */
  items: PppProfileDto[];

  /** Always null: the list has one page. */
  nextCursor: string | null;
}
