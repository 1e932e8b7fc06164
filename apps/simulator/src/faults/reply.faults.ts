import { type Word } from '@app/mikrotik';
import { type Request } from '../engine/request';
import { type Fault } from './fault';

const tagOf = ({ tag }: Request): Word[] => (tag === null ? [] : [`.tag=${tag}`]);
const isLogin = ({ command }: Request): boolean => command === '/login';
/** why: a command may be given as a prefix, `/ppp/secret` for all its verbs. */
const concerns = ({ command }: Request, prefix: string): boolean =>
  prefix === '' || command === prefix || command.startsWith(`${prefix}/`);

/** Answers the next command with `!fatal` and this text, and closes. */
export function fatalFault(text: string): Fault {
  return {
    command(exchange) {
      if (isLogin(exchange.request)) return false;
      exchange.send(['!fatal', text]);
      exchange.cut('fin');
      return true;
    },
  };
}

/** After every `!done` a second one for the same, finished tag. */
export function lateSentenceFault(): Fault {
  return {
    replied(exchange, words) {
      if (words[0] === '!done' && !isLogin(exchange.request)) {
        exchange.later(20, ['!done', ...tagOf(exchange.request)]);
      }
    },
  };
}

/** A reply word that no client knows, before the `!done`. */
export function unknownReplyFault(): Fault {
  return {
    reply(exchange, words) {
      if (words[0] === '!done' && !isLogin(exchange.request)) {
        exchange.send(['!note', ...tagOf(exchange.request), '=message=simulated']);
      }
      return false;
    },
  };
}

/** `!empty` before every `!done` of a command without rows, on every RouterOS line. */
export function emptyEverywhereFault(): Fault {
  return {
    reply(exchange, words) {
      if (words.length <= 2 && words[0] === '!done' && exchange.rows === 0 && !isLogin(exchange.request)) {
        exchange.send(['!empty', ...tagOf(exchange.request)]);
      }
      return false;
    },
  };
}

/** A second `!trap` after the first one of a reply. */
export function severalTrapsFault(): Fault {
  return {
    replied(exchange, words) {
      if (words[0] === '!trap') {
        exchange.send(['!trap', ...tagOf(exchange.request), '=category=5', '=message=simulated second trap']);
      }
    },
  };
}

/** Swallows commands below a path: they are never executed and never answered. */
export function ignoreFault(prefix: string): Fault {
  return { command: ({ request }) => !isLogin(request) && request.command !== '/cancel' && concerns(request, prefix) };
}

/** Executes commands below a path and swallows their whole answer: a write that happened but looks as if it had not. */
export function loseAnswerFault(prefix: string): Fault {
  return { reply: ({ request }) => !isLogin(request) && concerns(request, prefix) };
}

/** Refuses commands below a path with this trap text. */
export function refuseFault(prefix: string, message: string): Fault {
  return {
    command(exchange) {
      const { request } = exchange;
      if (isLogin(request) || request.command === '/cancel' || !concerns(request, prefix)) return false;
      exchange.send(['!trap', ...tagOf(request), `=message=${message}`]);
      exchange.send(['!done', ...tagOf(request)]);
      return true;
    },
  };
}
