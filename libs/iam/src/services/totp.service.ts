import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors } from '@app/core';
import { AuditLog, defineSealedColumn, SecretBox } from '@app/platform';
import { fromBase32, toBase32 } from '../crypto/base32';
import { hashRecoveryCode, newRecoveryCode, RECOVERY_CODES } from '../crypto/recovery-code';
import { matchTotp, newTotpSecret, otpauthUri } from '../crypto/totp';
import { IamConfig } from '../iam.config';
import { IamErrors } from '../iam.errors';
import { TotpRepository, type TotpRow } from '../repositories/totp.repository';
import { ReauthenticationService } from './reauthentication.service';
import { SignInThrottle } from './sign-in-throttle.service';

/** A secret that waits for its first code. */
export interface TotpEnrolment {
  /** Base32, to type in where no QR code can be read. */
  secret: string;
  /** `otpauth://…` for a QR code. */
  uri: string;
}

export interface TotpStatus {
  active: boolean;
  /** The user has to have it: his role demands it, and it is enforced here. */
  required: boolean;
  recoveryCodesLeft: number;
}

/** What somebody shows besides his password: one of the two. */
export interface SecondFactor {
  totp?: string | undefined;
  recoveryCode?: string | undefined;
}

/** TOTP of staff (RFC 6238, billing.md A5). Every code and every recovery code works once. */
@Injectable()
export class TotpService {
  constructor(
    private readonly totp: TotpRepository,
    private readonly box: SecretBox,
    private readonly config: IamConfig,
    private readonly reauthentication: ReauthenticationService,
    private readonly throttle: SignInThrottle,
    private readonly audit: AuditLog,
  ) {}

  async status(userId: string): Promise<TotpStatus> {
    const state = await this.totp.state(userId);
    if (!state) throw CoreErrors.NOT_FOUND({ what: 'user', id: userId });
    return { ...state, required: state.required && this.config.totpEnforced };
  }

  async isActive(userId: string): Promise<boolean> {
    return (await this.totp.find(userId))?.confirmed ?? false;
  }

  /**
   * Makes a secret; it counts from {@link confirm} on. Doing it again before that replaces it.
   *
   * @throws DomainError IAM_WRONG_PASSWORD, IAM_TOTP_ACTIVE, IAM_SIGN_IN_DELAYED
   */
  async enrol(userId: string, password: string): Promise<TotpEnrolment> {
    const user = await this.reauthentication.verify(userId, password);
    const secret = newTotpSecret();
    const sealed = this.box.seal(toBase32(secret), place(userId));
    if (!(await this.totp.begin(userId, sealed))) throw IamErrors.TOTP_ACTIVE();
    return { secret: toBase32(secret), uri: otpauthUri(secret, this.config.totpIssuer, user.email) };
  }

  /**
   * Switches TOTP on with its first code.
   *
   * @returns the recovery codes; they are kept as hashes and cannot be shown again
   * @throws DomainError IAM_TOTP_NOT_ENROLLED, IAM_TOTP_ACTIVE, IAM_WRONG_CODE
   */
  @Transactional()
  async confirm(userId: string, code: string): Promise<string[]> {
    const row = await this.totp.find(userId);
    if (!row) throw IamErrors.TOTP_NOT_ENROLLED();
    if (row.confirmed) throw IamErrors.TOTP_ACTIVE();
    const step = this.match(userId, row, code);
    if (step === undefined) throw IamErrors.WRONG_CODE();
    if (!(await this.totp.confirm(userId, row.secret, step))) throw IamErrors.TOTP_NOT_ENROLLED();
    await this.audit.record({ action: 'user.totp.enabled', subject: { type: 'user', id: userId } });
    return this.freshRecoveryCodes(userId);
  }

  /** Uses up a code or a recovery code. False when it is wrong or was used; of two at once exactly one gets true. */
  async use(userId: string, factor: SecondFactor): Promise<boolean> {
    if (factor.totp === undefined) {
      const code = factor.recoveryCode;
      return code !== undefined && this.totp.useRecoveryCode(userId, hashRecoveryCode(userId, code));
    }
    const row = await this.totp.find(userId);
    const step = row && this.match(userId, row, factor.totp);
    return step !== undefined && this.totp.useStep(userId, step);
  }

  /**
   * New recovery codes; the former ones no longer work.
   *
   * @throws DomainError IAM_TOTP_NOT_ENROLLED, IAM_WRONG_CODE, IAM_SIGN_IN_DELAYED
   */
  async renewRecoveryCodes(userId: string, code: string): Promise<string[]> {
    await this.prove(userId, { totp: code });
    return this.freshRecoveryCodes(userId);
  }

  /**
   * Switches TOTP off.
   *
   * @throws DomainError IAM_WRONG_PASSWORD, IAM_TOTP_NOT_ENROLLED, IAM_WRONG_CODE, IAM_SIGN_IN_DELAYED
   */
  async remove(userId: string, password: string, factor: SecondFactor): Promise<void> {
    await this.reauthentication.verify(userId, password);
    await this.prove(userId, factor);
    await this.removeAll(userId);
  }

  /** Takes TOTP away from a user whose device is lost. Whether somebody may is the caller's to check. */
  @Transactional()
  async removeAll(userId: string): Promise<void> {
    await this.totp.remove(userId);
    await this.audit.record({ action: 'user.totp.disabled', subject: { type: 'user', id: userId } });
  }

  private async prove(userId: string, factor: SecondFactor): Promise<void> {
    if (!(await this.isActive(userId))) throw IamErrors.TOTP_NOT_ENROLLED();
    const admission = await this.throttle.admitSelf(userId);
    if (!(await this.use(userId, factor))) throw IamErrors.WRONG_CODE();
    await admission.forgive();
  }

  @Transactional()
  private async freshRecoveryCodes(userId: string): Promise<string[]> {
    const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
    await this.totp.replaceRecoveryCodes(
      userId,
      codes.map((code) => hashRecoveryCode(userId, code)),
    );
    await this.audit.record({ action: 'user.totp.codes-renewed', subject: { type: 'user', id: userId } });
    return codes;
  }

  private match(userId: string, row: TotpRow, code: string): number | undefined {
    const secret = fromBase32(this.box.open(row.secret, place(userId)));
    return matchTotp(secret, code.replace(/\s/g, ''), row.nowMs, row.lastStep);
  }
}

const { place } = defineSealedColumn({ table: 'user_totp', id: 'user_id', column: 'secret' });
