import { Injectable } from '@nestjs/common';
import { SystemClock } from '@app/core';
import { isPortAmong } from '@app/platform';
import { RouterNetworkConfig } from '../network/router-network.config';
import { RouterPool } from '../pool';
import { RouterFactsRepository } from '../repositories/router-facts.repository';
import { command, print, type RouterEndpoint, type Row } from '../transport';
import { accepts, speaksPlainApi, speaksTls } from '../transport/port-probe';
import { type Diagnosis } from './diagnosis-texts';
import { serviceName } from './router-inspection.service';

/** Ports at which a router whose API does not answer may show that it is there. */
const SIBLINGS = [8728, 8729, 443, 80];
const LOOK_MS = 1_000;
/** Who may use a service is called `available-from` by newer releases. */
const SERVICE = ['name', 'max-sessions', 'address', 'available-from'];
/** Who was seen so recently lets our address in. */
const RECENTLY_MS = 5 * 60_000;

export interface Suspect {
  /** undefined: a router that is not registered yet. */
  id: string | undefined;
  lastSeenAt: Date | null;
  endpoint: RouterEndpoint;
}

/** Where a connection only ended, looks again from another side to say why. Sends no password anywhere. */
@Injectable()
export class SecondLook {
  private readonly realTime = new SystemClock();

  constructor(
    private readonly pool: RouterPool,
    private readonly facts: RouterFactsRepository,
    private readonly network: RouterNetworkConfig,
  ) {}

  /** A more precise diagnosis, or the same one. */
  async at(first: Diagnosis, suspect: Suspect): Promise<Diagnosis> {
    const { endpoint } = suspect;
    if (first === 'REFUSED') return (await this.anotherServiceAnswers(endpoint)) ? 'API_DISABLED' : first;
    if (first === 'TLS') return (await this.isPlain(endpoint)) ? 'TLS_WRONG_PROTOCOL' : this.whyClosed(first, suspect);
    const odd = first === 'CLOSED_BY_ROUTER' || first === 'NOT_ROUTEROS';
    if (odd && endpoint.tlsMode === 'PLAIN' && (await speaksTls(endpoint, LOOK_MS))) return 'PLAIN_ON_TLS_PORT';
    return first === 'CLOSED_BY_ROUTER' ? this.whyClosed(first, suspect) : first;
  }

  private async isPlain(endpoint: RouterEndpoint): Promise<boolean> {
    return endpoint.protocol === 'API' && (await speaksPlainApi(endpoint, LOOK_MS));
  }

  private async anotherServiceAnswers({ host, port }: RouterEndpoint): Promise<boolean> {
    const others = SIBLINGS.filter((other) => other !== port && isPortAmong(other, this.network.ports));
    const answers = await Promise.all(others.map((other) => accepts({ host, port: other }, LOOK_MS)));
    return answers.includes(true);
  }

  /** FIN at accept means both (routeros.md section 14): asked over a connection that stands, else told from what is known. */
  private async whyClosed(first: Diagnosis, { id, lastSeenAt, endpoint }: Suspect): Promise<Diagnosis> {
    if (id === undefined) return first;
    const asked = await this.askOverPool(id, serviceName(endpoint));
    if (asked !== undefined) return asked;
    const seenMs = lastSeenAt === null ? Infinity : this.realTime.now().getTime() - lastSeenAt.getTime();
    if (seenMs < RECENTLY_MS) return 'MAX_SESSIONS';
    const exposure = await this.facts.exposure(id);
    const service = exposure?.services.find(({ name }) => name === serviceName(endpoint));
    return service && service.addresses.length > 0 ? 'ADDRESS_LIST' : first;
  }

  private async askOverPool(id: string, name: string): Promise<Diagnosis | undefined> {
    if ((this.pool.state(id)?.connections ?? 0) === 0) return undefined;
    const options = { timeoutMs: LOOK_MS };
    const [services, sessions] = await this.pool.execAll(
      id,
      [print('/ip/service', SERVICE), command('/user/active/print', { 'count-only': '' })],
      options,
    );
    if (services?.ok !== true || sessions?.ok !== true) return undefined;
    const service = services.value.find((row) => row.name === name) ?? {};
    return refusalBy(service, Number(sessions.value.at(-1)?.ret));
  }
}

/** Why a service that has so many sessions refuses us; undefined where nothing of it says so. */
function refusalBy(service: Row, sessions: number): Diagnosis | undefined {
  if (sessions >= Number(service['max-sessions'] ?? Infinity)) return 'MAX_SESSIONS';
  const addresses = service['available-from'] ?? service.address ?? '';
  return addresses === '' ? undefined : 'ADDRESS_LIST';
}
