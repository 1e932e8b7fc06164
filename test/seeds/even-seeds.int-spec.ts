import { livesOf } from './lives';

livesOf('even');
