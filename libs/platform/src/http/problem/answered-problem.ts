import { type FastifyRequest } from 'fastify';

const codes = new WeakMap<object, string>();

/** Keeps with a request why it failed, for those who look at it after it was answered. */
export function rememberProblemCode(request: FastifyRequest, code: string): void {
  codes.set(request.raw, code);
}

/** The code of the problem that the request was answered with. */
export const problemCodeOf = (request: FastifyRequest): string | undefined => codes.get(request.raw);
