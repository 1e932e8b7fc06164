import { type INestApplication, type Type } from '@nestjs/common';
import { DiscoveryService, ModulesContainer } from '@nestjs/core';
import { getMetadataStorage } from 'class-validator';

/** What an operation declares that it reads. */
export interface DeclaredInput {
  /** Fields of the body's DTO; undefined when it reads no body. */
  readonly body: ReadonlySet<string> | undefined;
  /** Parameters of the query's DTO. */
  readonly query: ReadonlySet<string>;
}

/** How Nest's own constants name the kinds of a handler's arguments. */
const [BODY, QUERY] = ['3:', '4:'];

/** What each operation reads, by operationId, out of the controllers' DTOs. */
export function declaredInputs(app: INestApplication): ReadonlyMap<string, DeclaredInput> {
  const controllers = new DiscoveryService(app.get(ModulesContainer)).getControllers();
  const inputs = new Map<string, DeclaredInput>();
  for (const { metatype } of controllers) {
    const controller = metatype as Type;
    for (const method of Object.getOwnPropertyNames(controller.prototype)) {
      inputs.set(method, {
        body: fieldsOf(controller, method, BODY),
        query: fieldsOf(controller, method, QUERY) ?? NONE,
      });
    }
  }
  return inputs;
}

const NONE: ReadonlySet<string> = new Set();

function fieldsOf(controller: Type, method: string, kind: string | undefined): ReadonlySet<string> | undefined {
  const args = (Reflect.getMetadata('__routeArguments__', controller, method) ?? {}) as Record<
    string,
    { index: number }
  >;
  const argument = Object.entries(args).find(([key]) => key.startsWith(String(kind)))?.[1];
  if (argument === undefined) return undefined;
  const types = Reflect.getMetadata('design:paramtypes', controller.prototype as object, method) as Type[];
  const dto = types[argument.index];
  if (dto === undefined) return NONE;
  const metadata = getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false);
  return new Set(metadata.map(({ propertyName }) => propertyName));
}
