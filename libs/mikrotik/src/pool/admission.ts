import { type OpenOptions, type RouterOsTransport, type RouterOsTransports, toRouterOsError } from '../transport';
import { type VersionedEndpoint } from './router-endpoints';

/**
 * Logs in and makes sure that it is the router that is meant, before anybody gets the connection. While a new password is
 * on its way to the router, the one of the two that works counts.
 *
 * @throws RouterOsError `IDENTITY_MISMATCH` when another router answers, and as `RouterOsTransports.open`
 */
export async function openAdmitted(
  transports: RouterOsTransports,
  endpoint: VersionedEndpoint,
  options: OpenOptions,
): Promise<RouterOsTransport> {
  const transport = await openWithEither(transports, endpoint, options);
  try {
    await endpoint.admit?.(transport);
    return transport;
  } catch (error) {
    transport.destroy();
    throw error;
  }
}

async function openWithEither(
  transports: RouterOsTransports,
  endpoint: VersionedEndpoint,
  options: OpenOptions,
): Promise<RouterOsTransport> {
  const { pending, ...present } = endpoint;
  try {
    return await transports.open(present, options);
  } catch (thrown) {
    const error = toRouterOsError(thrown);
    if (error.code !== 'AUTH_FAILED' || pending === undefined) throw error;
    const transport = await transports.open({ ...present, password: pending.password }, options);
    await pending.works();
    return transport;
  }
}
