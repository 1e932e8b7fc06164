import { type RouterState, type Write } from '../../engine/router-state';

const DONE: Readonly<Record<string, string>> = {
  add: 'added',
  set: 'changed',
  unset: 'changed',
  comment: 'changed',
  enable: 'changed',
  disable: 'changed',
  remove: 'removed',
  move: 'moved',
};

/** Writes every change into /system/history and, as `system,info`, into the log. Their wording varies on hardware. */
export class ChangeHistory {
  constructor(private readonly router: RouterState) {
    router.onWrite((write) => {
      this.note(write);
    });
  }

  private note({ menu, verb, user, item }: Write): void {
    const done = DONE[verb];
    if (done === undefined) return;
    const what = menu.slice(1).replaceAll('/', ' ');
    const action = `${what}${item === '' ? '' : ` <${item}>`} ${done}`;
    const time = this.router.clock.dateTime();
    this.router.table('/system/history').insert({ action, by: user, policy: 'write', time });
    this.router.log('system,info', `${action} by ${user}`);
  }
}
