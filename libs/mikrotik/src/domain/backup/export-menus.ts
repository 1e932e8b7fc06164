/** A menu of the export, as it is asked for. */
export interface ExportMenu {
  readonly path: string;
  /** Settings that somebody made; nothing that the router counts or finds out by itself. */
  readonly columns: readonly string[];
  /** By what a row is found and sorted; none: the order of the rows is part of the configuration, or there is one row. */
  readonly sortBy?: readonly string[];
  /** One row of settings, without an id. */
  readonly single?: true;
  /** Columns whose values are shown as `***`. */
  readonly secret?: readonly string[];
  /** Only rows of these types (of `/interface`). */
  readonly types?: readonly string[];
}

const words = (text: string): string[] => text.trim().split(/\s+/);
const list = (path: string, sortBy: string, columns: string, secret = ''): ExportMenu => ({
  path,
  columns: words(columns),
  sortBy: words(sortBy),
  ...(secret === '' ? {} : { secret: words(secret) }),
});
/** Rows whose order means something. */
const ordered = (path: string, columns: string): ExportMenu => ({ path, columns: words(columns) });
const settings = (path: string, columns: string, secret = ''): ExportMenu => ({
  path,
  columns: words(columns),
  single: true,
  ...(secret === '' ? {} : { secret: words(secret) }),
});

const MATCHERS = `chain action protocol src-address dst-address src-address-list dst-address-list src-address-type
  dst-address-type src-port dst-port port any-port in-interface out-interface in-interface-list out-interface-list
  in-bridge-port out-bridge-port src-mac-address connection-bytes connection-limit connection-mark connection-nat-state
  connection-rate connection-state connection-type content dscp dst-limit fragment hotspot icmp-options ipsec-policy
  jump-target layer7-protocol limit nth packet-mark packet-size per-connection-classifier priority psd random
  routing-mark tcp-flags tcp-mss time tls-host ttl address-list address-list-timeout log log-prefix`;
const RULE = `disabled comment`;

/**
 * What the text export of a router consists of, in its order. The API has no `/export` that answers with text, so it is put
 * together from prints of these menus (routeros.md section 12). A menu that a router lacks is left out and named.
 */
export const EXPORT_MENUS: readonly ExportMenu[] = [
  settings('/system/identity', 'name'),
  settings('/system/clock', 'time-zone-autodetect time-zone-name'),
  settings('/system/ntp/client', 'enabled mode servers primary-ntp secondary-ntp server-dns-names'),
  {
    ...list('/interface', 'name', 'name type default-name mtu l2mtu disabled comment'),
    types: ['ether', 'wlan', 'wifi', 'lte', 'sfp'],
  },
  list(
    '/interface/bridge',
    'name',
    'name vlan-filtering protocol-mode fast-forward igmp-snooping arp disabled comment',
  ),
  list(
    '/interface/bridge/port',
    'bridge interface',
    'bridge interface pvid frame-types ingress-filtering horizon disabled comment',
  ),
  list('/interface/vlan', 'name', 'name vlan-id interface mtu arp disabled comment'),
  list('/interface/list', 'name', 'name include exclude comment'),
  list('/interface/list/member', 'list interface', 'list interface disabled comment'),
  list(
    '/interface/pppoe-client',
    'name',
    'name interface user password profile add-default-route default-route-distance service-name ac-name use-peer-dns disabled comment',
    'password',
  ),
  list(
    '/interface/pppoe-server/server',
    'service-name interface',
    `service-name interface default-profile authentication
    one-session-per-host max-sessions keepalive-timeout max-mtu max-mru mrru pado-delay accept-empty-service disabled comment`,
  ),
  list('/ip/pool', 'name', 'name ranges next-pool comment'),
  list('/ip/address', 'interface address', 'address network interface disabled comment'),
  list(
    '/ip/route',
    'dst-address gateway routing-table',
    'dst-address gateway distance routing-table routing-mark pref-src check-gateway scope target-scope disabled comment',
  ),
  settings('/ip/dns', 'servers allow-remote-requests use-doh-server verify-doh-cert cache-size'),
  list('/ip/dns/static', 'name type address', 'name regexp type address cname ttl disabled comment'),
  list('/ip/dhcp-client', 'interface', 'interface add-default-route use-peer-dns use-peer-ntp disabled comment'),
  list('/ip/dhcp-server', 'name', 'name interface address-pool lease-time authoritative add-arp disabled comment'),
  list('/ip/dhcp-server/network', 'address', 'address gateway netmask dns-server ntp-server domain comment'),
  list(
    '/ip/dhcp-server/lease',
    'server mac-address address',
    `address mac-address client-id server address-lists rate-limit lease-time
    block-access disabled comment`,
  ),
  list('/ip/service', 'name', 'name port address certificate tls-version max-sessions disabled'),
  list(
    '/ip/hotspot/profile',
    'name',
    `name hotspot-address dns-name html-directory login-by http-cookie-lifetime
    split-user-domain use-radius radius-accounting radius-interim-update rate-limit trial-uptime-limit
    trial-user-profile mac-auth-mode mac-auth-password`,
    'mac-auth-password',
  ),
  list(
    '/ip/hotspot',
    'name',
    'name interface address-pool profile idle-timeout keepalive-timeout login-timeout addresses-per-mac disabled',
  ),
  list(
    '/ip/hotspot/user/profile',
    'name',
    `name address-pool session-timeout idle-timeout keepalive-timeout status-autorefresh
    shared-users add-mac-cookie mac-cookie-timeout rate-limit parent-queue queue-type insert-queue-before address-list
    incoming-filter outgoing-filter on-login on-logout transparent-proxy open-status-page`,
  ),
  list(
    '/ip/hotspot/user',
    'server name',
    `server name password address mac-address profile email limit-uptime limit-bytes-in
    limit-bytes-out limit-bytes-total disabled comment`,
    'password',
  ),
  ordered('/ip/hotspot/ip-binding', 'mac-address address to-address server type disabled comment'),
  ordered('/ip/hotspot/walled-garden', 'action dst-host dst-port method path server src-address disabled comment'),
  ordered(
    '/ip/hotspot/walled-garden/ip',
    'action dst-address dst-address-list dst-host dst-port protocol server src-address disabled comment',
  ),
  list('/ip/firewall/address-list', 'list address', 'list address timeout disabled comment'),
  ordered('/ip/firewall/raw', `${MATCHERS} ${RULE}`),
  ordered(
    '/ip/firewall/mangle',
    `${MATCHERS} new-connection-mark new-packet-mark new-routing-mark new-dscp new-mss new-priority
    passthrough ${RULE}`,
  ),
  ordered('/ip/firewall/nat', `${MATCHERS} to-addresses to-ports ${RULE}`),
  ordered('/ip/firewall/filter', `${MATCHERS} reject-with hw-offload ${RULE}`),
  list('/queue/type', 'name', 'name kind pcq-rate pcq-classifier pfifo-limit bfifo-limit'),
  list(
    '/queue/tree',
    'name',
    'name parent packet-mark queue priority limit-at max-limit burst-limit burst-threshold burst-time disabled comment',
  ),
  ordered(
    '/queue/simple',
    `name target dst parent packet-marks priority queue limit-at max-limit burst-limit burst-threshold
    burst-time bucket-size time disabled comment`,
  ),
  settings('/ppp/aaa', 'use-radius accounting interim-update'),
  list(
    '/ppp/profile',
    'name',
    `name local-address remote-address rate-limit only-one use-compression use-encryption use-ipv6
    use-mpls use-upnp change-tcp-mss session-timeout idle-timeout address-list interface-list dns-server wins-server
    parent-queue queue-type insert-queue-before bridge incoming-filter outgoing-filter on-up on-down comment`,
  ),
  list(
    '/ppp/secret',
    'name',
    `name service caller-id password profile local-address remote-address routes limit-bytes-in
    limit-bytes-out disabled comment`,
    'password',
  ),
  list(
    '/radius',
    'address service',
    `service address secret authentication-port accounting-port timeout src-address realm domain
    called-id disabled comment`,
    'secret',
  ),
  settings('/radius/incoming', 'accept port'),
  list('/user/group', 'name', 'name policy comment'),
  list('/user', 'name', 'name group address disabled comment'),
  settings('/snmp', 'enabled contact location trap-version trap-target'),
  list(
    '/snmp/community',
    'name',
    'name addresses security read-access write-access disabled authentication-password encryption-password',
    'name authentication-password encryption-password',
  ),
  list('/system/logging', 'topics action', 'topics action prefix disabled'),
  list('/system/script', 'name', 'name policy dont-require-permissions source comment'),
  list('/system/scheduler', 'name', 'name start-date start-time interval on-event policy disabled comment'),
];
