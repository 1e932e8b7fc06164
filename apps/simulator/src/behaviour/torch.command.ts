import { type Command } from '../engine/command';
import { parseDuration } from '../engine/durations';
import { missingArgument, noMatch } from '../engine/trap';
import { type PppServer } from './ppp-server';

/** `/tool/torch`: who uses an interface now, as far as sessions tell. Ends by `/cancel` or `=duration=`. */
export function torchCommand(ppp: PppServer): Command {
  return {
    path: '/tool/torch',
    policy: 'test',
    run: ({ router, request, reply }) => {
      const name = request.attributes.get('interface');
      if (name === undefined) throw missingArgument('interface');
      if (!router.exists('/interface', name)) throw noMatch('interface');
      const show = (): void => {
        for (const { terms, traffic } of ppp.all().slice(0, 50)) {
          const { upload, download } = traffic.rate();
          reply.row([
            ['src-address', terms.address],
            ['tx', String(download)],
            ['rx', String(upload)],
          ]);
        }
      };
      show();
      const timer = setInterval(show, 1_000);
      const milliseconds = parseDuration(request.attributes.get('duration') ?? '');
      const finish = (): void => {
        clearInterval(timer);
        reply.done();
      };
      const end = milliseconds === null ? undefined : setTimeout(finish, milliseconds);
      reply.keepOpen(() => {
        clearInterval(timer);
        clearTimeout(end);
      });
    },
  };
}
