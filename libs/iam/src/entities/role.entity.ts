import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn, VersionColumn } from 'typeorm';

/** A named set of permissions. */
@Entity('roles')
export class Role {
  @PrimaryColumn('uuid')
  id: string;

  /** Stable name, unique: `cashier`. */
  @Column('text')
  key: string;

  @Column('text')
  name: string;

  /** Holds every permission there is and ever will be: an owner. */
  @Column('boolean')
  allPermissions: boolean;

  /** Grants as `expandGrants` reads them; empty for an owner. */
  @Column('text', { array: true })
  permissions: string[];

  /** Comes with the product and follows it; cannot be edited. */
  @Column('boolean')
  builtIn: boolean;

  /** Its holders must sign in with TOTP where that is enforced (billing.md A5). */
  @Column('boolean')
  totpRequired: boolean;

  @VersionColumn()
  version: number;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt: Date;

  @UpdateDateColumn({ type: 'timestamptz' })
  updatedAt: Date;
}
