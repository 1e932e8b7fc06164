import { type Language } from '@app/core';
import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn, VersionColumn } from 'typeorm';

export const USER_STATUSES = ['ACTIVE', 'DISABLED'] as const;
export type UserStatus = (typeof USER_STATUSES)[number];

/** A member of staff. */
@Entity('users')
export class User {
  @PrimaryColumn('uuid')
  id: string;

  /** Lower case, unique; what he signs in with. */
  @Column('text')
  email: string;

  @Column('text')
  name: string;

  /** Argon2id in PHC form; null while no password was set, which no password matches. */
  @Column('text', { nullable: true, select: false })
  passwordHash: string | null;

  @Column('uuid')
  roleId: string;

  /** Sees every site, those to come included; otherwise the rows of `user_sites` say which. */
  @Column('boolean')
  allSites: boolean;

  /** Sees only customers of the areas in `user_areas`, even when there are none. */
  @Column('boolean')
  areaLimited: boolean;

  /** Works for this reseller and sees only his customers. */
  @Column('uuid', { nullable: true })
  resellerId: string | null;

  /** Is this customer, and sees himself only. */
  @Column('uuid', { nullable: true })
  customerId: string | null;

  @Column('text')
  status: UserStatus;

  @Column('text')
  language: Language;

  /** Part of every access token: raising it makes all of them worthless at once (billing.md A6). */
  @Column('integer')
  tokenVersion: number;

  @VersionColumn()
  version: number;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt: Date;

  @UpdateDateColumn({ type: 'timestamptz' })
  updatedAt: Date;
}
