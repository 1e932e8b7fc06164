import { type RouteInfo } from '@app/platform';
import { namesObjects, type OperationRequest } from './requests';
import { type ActorName, ACTORS, type Headers, type Objects, SECRET_TEXT, type SecurityWorld } from '../security-world';
import { Caller, type CallAnswer, operationOf } from './caller';

/**
 * What came of a call: `allow` when access had nothing against it, `hidden` for a list without the object, `-` where the
 * operation names no object, otherwise the status of the refusal.
 */
export type Cell = 'allow' | 'hidden' | '401' | '403' | '404' | '-';

/** For one's own object, for somebody else's, for one that does not exist. */
export type Cells = [own: Cell, foreign: Cell, none: Cell];

/** By `METHOD /path operationId`, then by actor. */
export type Matrix = Record<string, Record<string, Cells>>;

/** Stands for the session with which the request is made. */
const MINE = 'mine';

export const rowOf = (route: RouteInfo): string => `${route.method} ${route.path} ${operationOf(route)}`;

/** Calls every operation as everybody, for every kind of object. */
export class MatrixMaker {
  private readonly caller: Caller;
  private standing!: { own: Objects; foreign: Record<ActorName, Objects> };

  constructor(private readonly world: SecurityWorld) {
    this.caller = new Caller(world);
  }

  async make(routes: readonly RouteInfo[], requests: Readonly<Record<string, OperationRequest>>): Promise<Matrix> {
    this.standing = { own: await this.world.own(), foreign: {} as Record<ActorName, Objects> };
    for (const actor of ACTORS) this.standing.foreign[actor] = await this.world.foreign(actor);
    const matrix: Matrix = {};
    for (const route of routes) matrix[rowOf(route)] = {};
    // why: lists before everything else, as long as one page holds all that there is
    const isList = (route: RouteInfo): boolean => requests[operationOf(route)]?.lists !== undefined;
    const inOrder = [...routes.filter(isList), ...routes.filter((route) => !isList(route))];
    for (const route of inOrder) {
      const request = requests[operationOf(route)];
      if (request === undefined) continue;
      const row: Record<string, Cells> = {};
      for (const actor of ACTORS) row[actor] = await this.cells(route, request, actor);
      matrix[rowOf(route)] = row;
    }
    return matrix;
  }

  private async cells(route: RouteInfo, request: OperationRequest, actor: ActorName): Promise<Cells> {
    if (request.lists !== undefined) return this.listed(route, request, actor);
    if (!namesObjects(request)) return [await this.cell(route, request, actor, this.standing.own), '-', '-'];
    const none = await this.cell(route, request, actor, this.world.none());
    const own = request.endsSession === true ? { ...this.standing.own, signIn: MINE } : this.standing.own;
    const ownCell = await this.cell(route, request, actor, own);
    if (isSpent(request, ownCell)) this.standing.own = await this.world.own();
    const foreignCell = await this.cell(route, request, actor, this.standing.foreign[actor]);
    if (isSpent(request, foreignCell)) this.standing.foreign[actor] = await this.world.foreign(actor);
    return [ownCell, foreignCell, none];
  }

  private async cell(route: RouteInfo, request: OperationRequest, actor: ActorName, objects: Objects): Promise<Cell> {
    const headers = request.endsSession === true ? await this.world.credentials(actor) : this.world.headers[actor];
    const about =
      objects.signIn === MINE ? { ...objects, signIn: sessionOf(headers) ?? this.standing.own.signIn } : objects;
    return cellOf(route, await this.caller.call(route, request, about, { headers }));
  }

  private async listed(route: RouteInfo, request: OperationRequest, actor: ActorName): Promise<Cells> {
    const { own, foreign } = this.standing;
    const answer = await this.caller.call(route, request, own, { headers: this.world.headers[actor] });
    const cell = cellOf(route, answer);
    if (cell !== 'allow' || request.lists === undefined) return [cell, cell, '-'];
    const { lists } = request;
    const session = lists === 'signIn' ? sessionOf(this.world.headers[actor]) : undefined;
    const shows = (id: string): Cell => (answer.text.includes(id) ? 'allow' : 'hidden');
    return [shows(session ?? own[lists]), shows(foreign[actor][lists]), '-'];
  }
}

/** Fresh objects cost time, and a refusal has consumed none. */
const isSpent = (request: OperationRequest, cell: Cell): boolean => request.consumes === true && cell === 'allow';

/** The session that an access token belongs to. */
function sessionOf({ authorization = '' }: Headers): string | undefined {
  const [, claims] = authorization.split('.');
  if (claims === undefined) return undefined;
  return (JSON.parse(Buffer.from(claims, 'base64url').toString()) as { sid: string }).sid;
}

function cellOf(route: RouteInfo, { status, code, text }: CallAnswer): Cell {
  if (text.includes(SECRET_TEXT)) throw new Error(`${rowOf(route)} shows a secret: ${text}`);
  const isPublic = route.accesses[0]?.kind === 'public';
  // why: doors for strangers count their visitors, and all of ours come from one address
  if (status === 500 || (status === 429 && !isPublic)) throw new Error(`${rowOf(route)} answers ${status}: ${text}`);
  if (status === 401 && code === 'IAM_UNAUTHENTICATED') return '401';
  if (isPublic) return 'allow';
  if (status === 400) throw new Error(`${rowOf(route)}: its request in requests.ts is malformed: ${text}`);
  return status === 403 || status === 404 ? `${status}` : 'allow';
}
