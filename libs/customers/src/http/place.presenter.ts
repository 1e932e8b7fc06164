import { type Area, type Reseller } from '../domain/place';
import { type AreaDto, type ResellerDto } from './dto/place.dto';

export function presentArea({ id, siteId, name, version, createdAt }: Area): AreaDto {
  return { id, siteId, name, version, createdAt };
}

export function presentReseller({ id, siteId, name, status, version, createdAt }: Reseller): ResellerDto {
  return { id, siteId, name, status, version, createdAt };
}
