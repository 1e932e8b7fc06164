import { type FastifyRequest } from 'fastify';
import { type Device } from '../services/sign-ins.service';

/** From where a request comes; `token` is the mark by which the browser is known again. */
export function deviceOf(request: FastifyRequest, token?: string): Device {
  const { ip, headers } = request;
  return { ip, userAgent: headers['user-agent'] ?? '', ...(token === undefined ? {} : { token }) };
}
