import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn, VersionColumn } from 'typeorm';

export const CUSTOMER_STATUSES = ['ACTIVE', 'ARCHIVED'] as const;
export type CustomerStatus = (typeof CUSTOMER_STATUSES)[number];

/** Somebody who may hold subscriptions, of exactly one site. */
@Entity('customers')
export class Customer {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  siteId: string;

  /** Where collectors find him; an area of his site. */
  @Column('uuid', { nullable: true })
  areaId: string | null;

  /** Who sold to him and looks after him; a reseller of his site. */
  @Column('uuid', { nullable: true })
  resellerId: string | null;

  /** What staff and the customer call it by, unique in the whole installation. */
  @Column('text')
  code: string;

  @Column('text')
  name: string;

  /** E.164, such as `+628123456789`. */
  @Column('text', { nullable: true })
  phone: string | null;

  @Column('text', { nullable: true })
  email: string | null;

  @Column('text')
  address: string;

  /** IANA zone in which the customer's periods and due dates are counted (billing.md T1). */
  @Column('text')
  timeZone: string;

  @Column('text')
  status: CustomerStatus;

  /** When name, address and contacts were removed, for good. */
  @Column('timestamptz', { nullable: true })
  anonymizedAt: Date | null;

  @VersionColumn()
  version: number;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt: Date;

  @UpdateDateColumn({ type: 'timestamptz' })
  updatedAt: Date;
}
