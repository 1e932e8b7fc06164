import { type DesiredResource } from '@app/mikrotik';

export const BINDING_TYPES = ['BYPASSED', 'BLOCKED'] as const;
export type BindingType = (typeof BINDING_TYPES)[number];

/** A device that gets past a router's hotspot without a login, or not past it at all. */
export interface HotspotBinding {
  id: string;
  siteId: string;
  routerId: string;
  macAddress: string;
  type: BindingType;
  note: string;
  version: number;
  createdBy: string;
  createdAt: Date;
  updatedAt: Date;
}

/** Owner of a binding on its router. */
export const bindingOwner = (id: string): string => `binding-${id}`;

/** The row in `/ip/hotspot/ip-binding`; its note becomes the comment, beside our mark. */
export const desiredBinding = ({
  id,
  macAddress,
  type,
  note,
}: Pick<HotspotBinding, 'id' | 'macAddress' | 'type' | 'note'>): DesiredResource => ({
  kind: 'ip-binding',
  key: bindingOwner(id),
  values: { 'mac-address': macAddress, type: type.toLowerCase(), ...(note === '' ? {} : { comment: note }) },
  owner: bindingOwner(id),
});
