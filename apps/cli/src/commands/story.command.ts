import { type Command } from 'commander';

export function addStoryCommand(program: Command): void {
  program
    .command('story')
    .description('plays the main job of the product against a running demo and checks every step')
    .action(async () => {
      const { story } = await import('../actions/story.action.js');
      await story();
    });
}
