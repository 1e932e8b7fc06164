import { permissionCatalogue } from '@app/platform';
import { type Role } from '../entities/role.entity';
import { type Site } from '../entities/site.entity';
import { type SignIn } from '../repositories/sign-ins.repository';
import { type UserView } from '../repositories/users.repository';
import { permissionsOf } from '../services/actors.service';
import { type Session } from '../services/sign-ins.service';
import { type SessionDto, type SignInDto } from './dto/auth.dto';
import { type PermissionListDto, type RoleDto } from './dto/role.dto';
import { type SiteDto } from './dto/site.dto';
import { type UserDto } from './dto/user.dto';

export function presentSite({ id, code, name, timeZone, currency, version, createdAt }: Site): SiteDto {
  return { id, code, name, timeZone, currency, version, createdAt };
}

export function presentUser(user: UserView): UserDto {
  const { id, email, name, roleKey, allSites, siteIds, resellerId, customerId, status, language } = user;
  const areaIds = user.areaLimited ? user.areaIds : null;
  const scope = { allSites, siteIds, areaIds, resellerId, customerId };
  return {
    id,
    email,
    name,
    role: roleKey,
    ...scope,
    status,
    language,
    version: user.version,
    createdAt: user.createdAt,
  };
}

export function presentRole(role: Role): RoleDto {
  const { id, key, name, builtIn, totpRequired, version } = role;
  return { id, key, name, permissions: [...permissionsOf(role)].sort(), builtIn, totpRequired, version };
}

export function presentPermissions(): PermissionListDto {
  return { items: permissionCatalogue().map(({ key, description, reach }) => ({ key, description, reach })) };
}

export function presentSignIn(signIn: SignIn, currentId: string | undefined): SignInDto {
  const { id, userAgent, ip, createdAt, lastUsedAt, expiresAt } = signIn;
  return { id, userAgent, ip, current: id === currentId, createdAt, lastUsedAt, expiresAt };
}

export function presentSession(session: Session, withRefreshToken: boolean): SessionDto {
  const { accessToken, expiresInSeconds, refreshToken, user } = session;
  return {
    accessToken,
    expiresInSeconds,
    user: presentUser(user),
    ...(withRefreshToken ? { refreshToken } : {}),
  };
}
