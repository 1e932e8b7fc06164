import { type MenuSchema } from '../engine/schema';
import { type VersionProfile } from '../versions/version-profile';
import { file, systemScheduler, systemScript, systemScriptJob } from './automation.menu';
import { arp, dhcpLease, dhcpNetwork, dhcpServer } from './dhcp.menu';
import { addressList, firewallFilter, firewallMangle, firewallNat, firewallRaw } from './firewall.menu';
import {
  hotspot,
  hotspotActive,
  hotspotBinding,
  hotspotCookie,
  hotspotHost,
  hotspotProfile,
  hotspotUser,
  walledGarden,
  walledGardenIp,
} from './hotspot.menu';
import { hotspotUserProfile } from './hotspot-user-profile.menu';
import {
  bridge,
  bridgePort,
  ethernet,
  interfaceList,
  interfaceListMember,
  networkInterface,
  pppoeServer,
  vlan,
} from './interface.menu';
import { ipAddress, ipDns, ipDnsCache, ipDnsStatic, ipNeighbor, ipRoute } from './ip.menu';
import { type MenuOptions } from './menu';
import { ipPool, poolUsed } from './pool.menu';
import { pppProfile } from './ppp-profile.menu';
import { pppSecret } from './ppp-secret.menu';
import { log, pppAaa, pppActive, userActive } from './ppp.menu';
import { queueSimple, queueTree, queueType } from './queue.menu';
import { radius, radiusIncoming } from './radius.menu';
import {
  certificate,
  ntpClient,
  snmp,
  snmpCommunity,
  systemClock,
  systemHealth,
  systemHistory,
  systemIdentity,
  systemLicense,
  systemLogging,
  systemLoggingAction,
  systemPackage,
  systemPackageUpdate,
  systemResource,
  systemResourceCpu,
  systemRouterboard,
} from './system.menu';
import { ipService, user, userGroup } from './user.menu';

/** Every menu of a RouterOS line. A later menu is one more entry in one of the lists below. */
export function menusOf(profile: VersionProfile, options: MenuOptions = {}): MenuSchema[] {
  return [...systemMenus(profile), ...networkMenus(profile, options), ...ACCESS_MENUS];
}

function systemMenus(profile: VersionProfile): MenuSchema[] {
  return [
    systemResource,
    systemIdentity,
    systemClock,
    systemRouterboard,
    systemLicense,
    systemPackage,
    systemHealth(profile),
    systemResourceCpu,
    systemPackageUpdate,
    systemHistory,
    systemLogging,
    systemLoggingAction,
    ntpClient(profile),
    systemScript,
    systemScriptJob,
    systemScheduler,
    file(profile),
    certificate,
    snmp,
    snmpCommunity,
    user(profile),
    userActive,
    userGroup,
    log,
  ];
}

function networkMenus(profile: VersionProfile, options: MenuOptions): MenuSchema[] {
  return [
    ipService(profile, options),
    ipAddress,
    ipRoute,
    ipDns,
    ipDnsStatic,
    ipDnsCache,
    ipNeighbor,
    networkInterface,
    ethernet,
    bridge,
    bridgePort,
    vlan,
    interfaceList,
    interfaceListMember,
    ipPool,
    poolUsed,
    addressList,
    firewallRaw,
    firewallMangle,
    firewallNat,
    firewallFilter,
    queueSimple,
    queueTree,
    queueType,
    dhcpServer,
    dhcpLease,
    dhcpNetwork,
    arp,
    radius,
    radiusIncoming,
  ];
}

const ACCESS_MENUS: readonly MenuSchema[] = [
  pppoeServer,
  pppProfile,
  pppSecret,
  pppActive,
  pppAaa,
  hotspot,
  hotspotProfile,
  hotspotUserProfile,
  hotspotUser,
  hotspotActive,
  hotspotCookie,
  hotspotHost,
  hotspotBinding,
  walledGarden,
  walledGardenIp,
];
