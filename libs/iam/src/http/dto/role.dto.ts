/** A named set of permissions. */
export class RoleDto {
  id: string;

  /** @example "cashier" */
  key: string;

  /** @example "Kasir" */
  name: string;

  /** Permissions that it holds now. */
  permissions: string[];

  /** Comes with the product and cannot be edited. */
  builtIn: boolean;
}

export class RoleListDto {
  items: RoleDto[];
}

/** What a permission allows, in both languages. */
export class PermissionTextDto {
  id: string;
  en: string;
}

export class PermissionDto {
  /** @example "invoice:read" */
  key: string;

  description: PermissionTextDto;
}

export class PermissionListDto {
  items: PermissionDto[];
}
