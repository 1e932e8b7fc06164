import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn, VersionColumn } from 'typeorm';

/** A branch of the provider: the scope of staff, number series and time zone. */
@Entity('sites')
export class Site {
  @PrimaryColumn('uuid')
  id: string;

  /** Short name, unique, part of document numbers. */
  @Column('text')
  code: string;

  @Column('text')
  name: string;

  /** IANA zone in which the site's local days are counted (billing.md T1). */
  @Column('text')
  timeZone: string;

  /** ISO 4217; fixed once the site exists, because its ledger is kept in it. */
  @Column('char', { length: 3 })
  currency: string;

  @VersionColumn()
  version: number;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt: Date;

  @UpdateDateColumn({ type: 'timestamptz' })
  updatedAt: Date;
}
