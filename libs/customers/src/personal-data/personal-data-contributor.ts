import { SetMetadata } from '@nestjs/common';

export const CONTRIBUTES_PERSONAL_DATA = Symbol('contributes personal data');

/** Marks an injectable {@link PersonalDataContributor}; it is found by discovery in the modules of the process. */
export function ContributesPersonalData(): (target: new (...args: never[]) => PersonalDataContributor) => void {
  return SetMetadata(CONTRIBUTES_PERSONAL_DATA, true);
}

/** What a lib keeps about a customer, for the answer to his request (UU PDP 27/2022; billing.md E4). */
export abstract class PersonalDataContributor {
  /** Name of the part in the export, such as `invoices`. */
  abstract readonly part: string;

  /** Rows as they are given to the customer, within the scope of the running actor: no password, no secret. */
  abstract export(customerId: string): Promise<readonly object[]>;

  /**
   * Takes out what nobody has to keep of him, for good, in the transaction that makes him anonymous. Books and documents
   * stay. Left out where there is nothing of that kind.
   */
  erase?(customerId: string): Promise<void>;
}
