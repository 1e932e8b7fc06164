import { SetMetadata } from '@nestjs/common';
import { type DesiredResource, type ResourceKey, type ResourceKind } from '../domain/desired-resource';

export const CONTRIBUTES_DESIRED_STATE = Symbol('contributes desired state');

/** Marks an injectable {@link DesiredStateContributor}; it is found by discovery in the modules of the process. */
export function ContributesDesiredState(): (target: new (...args: never[]) => DesiredStateContributor) => void {
  return SetMetadata(CONTRIBUTES_DESIRED_STATE, true);
}

/**
 * Says what one domain wants on a router. It reads the present state whenever it is asked (level, not edge), writes
 * nothing and is asked in batches. A key that was marked dirty and that no contributor names is removed from the router,
 * as long as it carries our ownership mark.
 */
export abstract class DesiredStateContributor {
  abstract readonly kind: ResourceKind;

  /**
   * Does it have, or did it ever have, anything on this router? A full sync leaves out the tables that concern nobody.
   * Default: yes.
   */
  concerns: (routerId: string) => Promise<boolean> = async () => Promise.resolve(true);

  /**
   * Which of these objects may go from the router without taking anything from anybody, because another router serves their
   * subscribers: the brake does not count them. Default: none.
   */
  servedElsewhere: (routerId: string, keys: readonly string[]) => Promise<readonly string[]> = async () =>
    Promise.resolve([]);

  /**
   * Objects whose running sessions were made from these, and have to be ended when one of these changes on the router, so that
   * their subscribers come back with what it says now. Default: none.
   */
  endsSessionsOf: (routerId: string, keys: readonly string[]) => Promise<readonly ResourceKey[]> = async () =>
    Promise.resolve([]);

  /**
   * The wanted objects of this kind on a router.
   *
   * @param keys only these names, or `'all'` in a full sync. Answering with a name that was not asked for is a mistake
   */
  abstract desired(routerId: string, keys: readonly string[] | 'all'): Promise<DesiredResource[]>;
}
