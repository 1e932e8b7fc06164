import { type Command } from 'commander';

export function addSeedCommands(program: Command): void {
  program
    .command('seed')
    .description('fills an empty system')
    .command('demo')
    .description('a demo internet provider with simulated routers; only where DEMO is on')
    .action(async () => {
      const { seed } = await import('../actions/seed.action.js');
      await seed();
    });
}
