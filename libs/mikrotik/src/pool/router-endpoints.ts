import { type RouterEndpoint, type RouterOsTransport } from '../transport';

/** An endpoint and the version of the router's settings that it was made of. */
export interface VersionedEndpoint extends RouterEndpoint {
  version: number;
  /** A password that may be on the router instead by now; `works` is called when it was. */
  pending?: { password: string; works: () => Promise<void> } | undefined;
  /** Makes sure that it is the router that is meant. @throws RouterOsError when it is not */
  admit?: ((transport: RouterOsTransport) => Promise<void>) | undefined;
}

/** Where the pool learns how to reach a router; asked at every connection, so new credentials are used by themselves. */
export abstract class RouterEndpoints {
  /** @throws RouterOsError or DomainError when there is no such router or its address is not allowed */
  abstract endpoint(routerId: string): Promise<VersionedEndpoint>;
  /** Keeps the fingerprint of the first TLS connection; later ones must show the same. */
  abstract pin(routerId: string, fingerprint: string): Promise<void>;
  /** Present versions of the settings of these routers, whoever asks; those that are gone are missing. */
  abstract versions(routerIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
}
