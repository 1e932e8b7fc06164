// `npm run story`: plays the main job in a minute, against the running system or one of its own.
import './prepare/node-version.mjs';

const { story } = await import('./commands/story.mjs');
process.exit(await story(process.argv.slice(2)));
