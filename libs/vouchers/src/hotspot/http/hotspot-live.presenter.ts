import { type Row } from '@app/mikrotik';
import { type LivePage } from '../hotspot-live.service';
import { rosSeconds } from '../live-tables';
import {
  type HotspotCookieDto,
  type HotspotHostDto,
  type HotspotRouterBindingDto,
  type HotspotSessionDto,
} from './dto/hotspot-live.dto';

/** A live page with its rows in the API's words. */
export const presentLive = <T>(
  { items, nextCursor, readAt, ageSeconds }: LivePage,
  present: (row: Row) => T,
): Omit<LivePage, 'items'> & { items: T[] } => ({ items: items.map(present), nextCursor, readAt, ageSeconds });

export const presentSession = (row: Row): HotspotSessionDto => ({
  ...{ username: row.user ?? '', server: row.server ?? '', address: row.address ?? '' },
  ...{ macAddress: row['mac-address'] ?? '', loginBy: row['login-by'] ?? '' },
  ...{ uptimeSeconds: rosSeconds(row.uptime), secondsLeft: rosSeconds(row['session-time-left']) },
  ...{ idleSeconds: rosSeconds(row['idle-time']), bytesUp: row['bytes-in'] ?? '0', bytesDown: row['bytes-out'] ?? '0' },
});

export const presentHost = (row: Row): HotspotHostDto => ({
  ...{ server: row.server ?? '', address: row.address ?? '', toAddress: row['to-address'] ?? '' },
  ...{ macAddress: row['mac-address'] ?? '', uptimeSeconds: rosSeconds(row.uptime) },
  ...{ idleSeconds: rosSeconds(row['idle-time']), authorized: isSet(row.authorized), bypassed: isSet(row.bypassed) },
});

export const presentCookie = (row: Row): HotspotCookieDto => ({
  ...{ username: row.user ?? '', macAddress: row['mac-address'] ?? '', secondsLeft: rosSeconds(row['expires-in']) },
});

export const presentRouterBinding = (row: Row): HotspotRouterBindingDto => ({
  ...{ macAddress: row['mac-address'] ?? '', address: row.address ?? '', type: row.type ?? 'regular' },
  ...{ disabled: isSet(row.disabled), comment: row.comment ?? '' },
});

const isSet = (value: string | undefined): boolean => value === 'true' || value === 'yes';
