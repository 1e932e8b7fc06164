import { type Command } from '../engine/command';
import { failure, missingArgument } from '../engine/trap';

/**
 * `/password`: users change their own password, without the right to change anybody else's. Wording of the refusals:
 * unverified on hardware.
 */
export const passwordCommand: Command = {
  path: '/password',
  policy: 'password',
  run: ({ router, request, asker, reply }) => {
    const [old, wanted, again] = ['old-password', 'new-password', 'confirm-new-password'].map((name) =>
      request.attributes.get(name),
    );
    if (wanted === undefined) throw missingArgument('new-password');
    const users = router.table('/user');
    const row = users.named(asker.user);
    if (row === undefined || (row.get('password') ?? '') !== (old ?? '')) throw failure('old password is wrong');
    if (again !== undefined && again !== wanted) throw failure('passwords do not match');
    users.update(row, { password: wanted });
    reply.done();
  },
};
