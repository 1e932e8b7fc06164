import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';

/**
 * What another lib proves about its own tables together with the books. An injectable that extends it is found in the
 * modules of the process.
 */
export abstract class ContributesProof {
  /**
   * SELECTs without parameters whose rows break an invariant: `(invariant, what, id)`, all text. They run inside the one
   * statement of the proof and see its moment.
   */
  abstract checks(): readonly string[];
}

/** Every check that other libs bring. */
@Injectable()
export class ProofContributions implements OnModuleInit {
  private contributors: readonly ContributesProof[] = [];

  constructor(private readonly discovery: DiscoveryService) {}

  onModuleInit(): void {
    const instances = [...new Set(this.discovery.getProviders().map(({ instance }): unknown => instance))];
    this.contributors = instances.filter((one) => one instanceof ContributesProof);
  }

  checks(): readonly string[] {
    return this.contributors.flatMap((one) => one.checks());
  }
}
