import { livesOf } from './lives';

livesOf('odd');
