import { Injectable } from '@nestjs/common';
import { uuidv7 } from '@app/core';
import { AuditLog, Database } from '@app/platform';
import { hashToken, newOpaqueToken } from '../crypto/opaque-token';
import { IamErrors } from '../iam.errors';
import { OneTimeTokensRepository } from '../repositories/one-time-tokens.repository';
import { UsersRepository } from '../repositories/users.repository';
import { PasswordsService } from './passwords.service';
import { RolesService } from './roles.service';
import { type Device, type Session, SignInsService } from './sign-ins.service';

const TOKEN_LIFE_SECONDS = 86_400;

export interface OwnerAccount {
  email: string;
  name: string;
  password: string;
}

/** Creates the first owner by a token that works once (billing.md A4): there is no default account. */
@Injectable()
export class BootstrapService {
  constructor(
    private readonly database: Database,
    private readonly tokens: OneTimeTokensRepository,
    private readonly users: UsersRepository,
    private readonly roles: RolesService,
    private readonly passwords: PasswordsService,
    private readonly signIns: SignInsService,
    private readonly audit: AuditLog,
  ) {}

  /** Is an owner still missing? */
  async isOpen(): Promise<boolean> {
    return !(await this.users.hasOwner());
  }

  /**
   * A new token, valid for 24 hours; the database keeps its hash only. Earlier ones stay valid until one of them was used.
   *
   * @throws DomainError IAM_OWNER_EXISTS
   */
  async createOwnerToken(): Promise<string> {
    if (!(await this.isOpen())) throw IamErrors.OWNER_EXISTS();
    const token = newOpaqueToken();
    await this.tokens.insert('OWNER_BOOTSTRAP', { hash: hashToken(token), lifeSeconds: TOKEN_LIFE_SECONDS });
    await this.audit.record({ action: 'user.owner-token.issued' });
    return token;
  }

  /**
   * Uses a token up, makes the owner and signs him in. Of any number at once exactly one succeeds.
   *
   * @throws DomainError IAM_BOOTSTRAP_REFUSED, IAM_OWNER_EXISTS, IAM_WEAK_PASSWORD (the token stays valid), IAM_EMAIL_TAKEN
   */
  async createOwner(token: string, account: OwnerAccount, device: Device): Promise<Session> {
    const hash = hashToken(token);
    // why: without a valid token nobody makes the server hash passwords
    if (!(await this.tokens.find('OWNER_BOOTSTRAP', hash))) throw IamErrors.BOOTSTRAP_REFUSED();
    const email = account.email.toLowerCase();
    const passwordHash = await this.passwords.hashOf(account.password, { email, name: account.name }, 'password');
    const role = await this.roles.byKey('owner');
    return this.database.transaction(async () => {
      await this.users.lockOwners();
      if (!(await this.tokens.consume('OWNER_BOOTSTRAP', hash))) throw IamErrors.BOOTSTRAP_REFUSED();
      if (await this.users.hasOwner()) throw IamErrors.OWNER_EXISTS();
      const id = uuidv7();
      const row = { id, email, name: account.name, passwordHash, roleId: role.id, allSites: true, areaLimited: false };
      if (!(await this.users.insert({ ...row, resellerId: null, customerId: null, language: 'id' })))
        throw IamErrors.EMAIL_TAKEN();
      const after = { email, name: account.name, role: 'owner' };
      await this.audit.record({ action: 'user.created', subject: { type: 'user', id }, after });
      return this.signIns.open(id, device);
    });
  }
}
