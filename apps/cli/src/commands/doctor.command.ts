import { type Command } from 'commander';
import { diagnose, type Finding } from '../doctor/doctor';
import { NotOk } from '../failure';
import { print } from '../output';

export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('checks configuration, database, migrations, Redis and routers, and says what to do')
    .option('--json', 'as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const findings = await diagnose();
      if (json) print(JSON.stringify(findings, null, 2));
      else for (const finding of findings) print(line(finding));
      if (findings.some((finding) => finding.status === 'problem')) throw new NotOk();
    });
}

const MARK = { ok: 'ok      ', note: 'note    ', problem: 'PROBLEM ' } as const;

function line({ status, subject, text, advice }: Finding): string {
  const what = `${MARK[status]} ${subject.padEnd(14)} ${text}`;
  return advice === undefined ? what : `${what}\n${' '.repeat(24)}→ ${advice}`;
}
