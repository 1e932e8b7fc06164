/** Gateways of this market close their days in Jakarta, wherever the sites are. */
export const GATEWAY_ZONE = 'Asia/Jakarta';
