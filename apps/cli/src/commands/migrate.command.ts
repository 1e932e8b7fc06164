import { type Command, InvalidArgumentError } from 'commander';
import { AppConfig, loadConfig } from '@app/platform';
import { NotOk } from '../failure';
import { Migrator } from '../migrations/migrator';
import { print, say } from '../output';

interface DownOptions {
  steps: number;
  yes?: boolean;
}

export function addMigrateCommands(program: Command): void {
  const migrate = program.command('migrate').description('brings the database schema up or down');
  migrate
    .command('up')
    .description('run every pending migration; safe to run twice and from several places at once')
    .action(up);
  migrate
    .command('down')
    .description('take the newest migration back, data included')
    .option('--steps <n>', 'how many', wholeNumber, 1)
    .option('--yes', 'needed in staging and production')
    .action(down);
  migrate
    .command('status')
    .description('what is done and what is pending; exit code 1 when something is')
    .action(status);
}

async function up(): Promise<void> {
  const names = await new Migrator().up();
  for (const name of names) print(`up    ${name}`);
  if (names.length === 0) print('the schema is up to date');
}

async function down({ steps, yes }: DownOptions): Promise<void> {
  const { environment } = loadConfig(AppConfig);
  if (!yes && ['production', 'staging'].includes(environment)) {
    say(`this deletes data of a ${environment} system; add --yes if that is meant`);
    throw new NotOk();
  }
  const names = await new Migrator().down(steps);
  for (const name of names) print(`down  ${name}`);
  if (names.length === 0) print('there is nothing to take back');
}

async function status(): Promise<void> {
  const { done, pending, unknown } = await new Migrator().status();
  for (const name of done) print(`done     ${name}`);
  for (const name of pending) print(`pending  ${name}`);
  for (const name of unknown) print(`unknown  ${name}  (this version of Langgan is older than the database)`);
  if (pending.length > 0 || unknown.length > 0) throw new NotOk();
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('a whole number from 1');
  return value;
}
